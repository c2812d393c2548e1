// npm test: everything that must hold. Prints each check as it goes; the last line is `N passed, N failed`.

import { spawn } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { gzipSync } from 'node:zlib';

const ROOT = join(import.meta.dirname, '..');
const REPORT = '.vitest.json';
const BUNDLE_LIMIT_KIB = 120;

/** What stands at the top level beside dot-files. */
const TOP_LEVEL = [
  'LICENSE',
  'README.md',
  'apps',
  'package.json',
  'packages',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'turbo.json',
];

let passed = 0;
let failed = 0;

/** Runs one check: it passes unless it throws. */
async function check(name: string, work: () => Promise<string | undefined>): Promise<void> {
  try {
    const detail = await work();
    passed += 1;
    console.log(`✓ ${name}${detail ? `: ${detail}` : ''}`);
  } catch (error) {
    failed += 1;
    console.log(`✗ ${name}\n${error instanceof Error ? error.message : error}`);
  }
}

/** Runs a command with its output shown; throws when it fails. Returns its standard output. */
async function run(command: string, ...args: string[]): Promise<string> {
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      TURBO_TELEMETRY_DISABLED: '1',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_WRITE_LOGS: 'false',
    },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text);
    output += text;
  });
  const code = await new Promise((end) => child.once('close', end));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  return output;
}

/** Runs a task of every package that has it; one that no package has is no success. */
async function turbo(...args: string[]): Promise<undefined> {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const common = ['exec', 'turbo', 'run', '--ui=stream', '--continue'];
  const output = await run('npx', '--yes', packageManager, ...common, ...args);
  if (!/Tasks: +[1-9]/.test(stripVTControlCharacters(output))) throw new Error('no task ran');
}

const packagesWithTests = globSync('{packages,apps}/*/package.json', { cwd: ROOT })
  .map((file) => join(ROOT, file, '..'))
  .filter(
    (folder) => 'test' in JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).scripts,
  );

await check('the top level holds what was agreed', async () => {
  const found = readdirSync(ROOT).filter(
    (name) => !name.startsWith('.') && name !== 'node_modules',
  );
  const strangers = found.filter((name) => !TOP_LEVEL.includes(name));
  const missing = TOP_LEVEL.filter((name) => !found.includes(name));
  if (strangers.length + missing.length > 0) {
    throw new Error(`strangers: ${strangers.join(' ')}; missing: ${missing.join(' ')}`);
  }
  return undefined;
});

await check('there is one workerd on disk', async () => {
  const found = readdirSync(join(ROOT, 'node_modules/.pnpm')).filter((name) =>
    name.startsWith('workerd@'),
  );
  if (found.length !== 1) throw new Error(`found ${found.join(' ') || 'none'}`);
  return found[0];
});

await check('paths that the documents name exist', async () => {
  const lost = globSync('{*.md,{packages,apps}/*/{*.md,!(node_modules)/*.md}}', {
    cwd: ROOT,
  }).flatMap((document) =>
    [
      ...readFileSync(join(ROOT, document), 'utf8').matchAll(
        /`((?:apps|packages|\.[a-z]+)\/[\w./-]+)`/g,
      ),
    ]
      .map(([, path = '']) => path)
      .filter((path) => !existsSync(join(ROOT, path)))
      .map((path) => `${document}: ${path}`),
  );
  if (lost.length > 0) throw new Error(lost.join('\n'));
  return undefined;
});

await check(
  'format and lint',
  async () => void (await run('biome', 'ci', '--error-on-warnings', '.')),
);
await check('nothing is unused', async () => void (await run('knip', '--no-progress')));
await check('types', () => turbo('types'));
await check('types of the repository scripts', async () => void (await run('tsc', '-p', '.bin')));
await check('the domain and the client can be published', () => turbo('publishable'));
await check('the Worker bundles', () => turbo('bundle'));
await check(`the Worker is at most ${BUNDLE_LIMIT_KIB} KiB gzipped`, async () => {
  const size = gzipSync(readFileSync(join(ROOT, 'apps/api/dist/index.js'))).length / 1_024;
  if (size > BUNDLE_LIMIT_KIB) throw new Error(`${size.toFixed(1)} KiB`);
  return `${size.toFixed(1)} KiB`;
});

for (const folder of packagesWithTests) rmSync(join(folder, REPORT), { force: true });
await check('tests', () =>
  turbo(
    'test',
    '--concurrency=1',
    '--',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
    '--silent=passed-only',
  ),
);
for (const folder of packagesWithTests) {
  await check(`the tests of ${folder.slice(ROOT.length + 1)} ran, none was skipped`, async () => {
    const report = JSON.parse(readFileSync(join(folder, REPORT), 'utf8'));
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    const skipped = report.numPendingTests + report.numTodoTests;
    if (skipped > 0) throw new Error(`${skipped} skipped`);
    if (report.numTotalTests === 0) throw new Error('no test ran');
    return `${report.numPassedTests} passed, ${report.numFailedTests} failed`;
  });
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
