import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

const LIMIT_BYTES = 5 * 1_024;

it('is less than 5 KB, minified and gzipped, and imports nothing', async () => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      lib: { entry: new URL('../src/index.ts', import.meta.url).pathname, formats: ['es'] },
      write: false,
      minify: true,
    },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  expect(outputs).toHaveLength(1);
  const [chunk] = outputs;
  const { imports, code } = chunk?.type === 'chunk' ? chunk : { imports: ['nothing'], code: '' };
  expect(imports).toEqual([]);
  const size = gzipSync(code).length;
  expect(size).toBeGreaterThan(1_000);
  expect(size).toBeLessThan(LIMIT_BYTES);
});
