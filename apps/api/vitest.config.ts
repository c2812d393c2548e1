import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

// The runner reads wrangler's configuration, but does not run its build.
execFileSync(process.execPath, [join(import.meta.dirname, 'scripts/assets.ts')]);

const LAZY_IMPORT = /\bimport\(('@rendezvous\/contract\/requests\/[\w-]+')\)/g;

/**
 * What the Worker imports when a request needs it stands in its one bundled file, where such an import is no I/O. The runner would
 * fetch it, in the name of whichever request came first, and workerd lets no other request wait for that.
 */
const bundledImports = {
  name: 'bundled-imports',
  enforce: 'pre',
  transform(code: string, id: string) {
    if (!id.startsWith(join(import.meta.dirname, 'src'))) return;
    const modules: string[] = [];
    const bundled = code.replace(LAZY_IMPORT, (_, module: string) => {
      modules.push(module);
      return `Promise.resolve(bundled_${modules.length})`;
    });
    const imports = modules.map((module, nth) => `import * as bundled_${nth + 1} from ${module};`);
    // On the first line, so that lines keep their numbers.
    return modules.length > 0 ? { code: imports.join('') + bundled, map: null } : undefined;
  },
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        // The real Worker in workerd, with its real Durable Object and D1. Its entry is the product's, with faults and
        // counters between it and its bindings.
        plugins: [
          bundledImports,
          cloudflareTest(async () => ({
            main: './test/harness/worker.ts',
            wrangler: { configPath: './wrangler.jsonc' },
            miniflare: {
              // The limit is off but where a test turns it on; then the platform's own counter lets three pass.
              // Two more databases than the product's own configuration has.
              d1Databases: { DB_2: 'DB_2', DB_3: 'DB_3' },
              ratelimits: { RATE_LIMITER: { namespace_id: '1', simple: { limit: 3, period: 60 } } },
              bindings: {
                RATE_LIMIT: '',
                JWT_SECRET: 'the-secret-of-the-tests-is-long-enough',
                CUSTOMER_ID_KEY: 'the-customer-key-of-the-tests',
                MIGRATIONS: await readD1Migrations('./migrations'),
                CROWD: process.env.CROWD ?? '60000',
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          include: ['test/**/*.test.ts'],
          setupFiles: ['./test/harness/migrate.ts', './test/harness/observe.ts'],
          testTimeout: 30_000,
        },
      },
      {
        // The checks of the guarantee: a short part of each, the same in every run.
        test: {
          name: 'proof',
          include: ['prove/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        // What the benchmark makes of what it has measured.
        test: {
          name: 'bench',
          include: ['bench/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        // The commands of the README as a person runs them: real processes on this machine.
        test: {
          name: 'commands',
          include: ['scripts/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
