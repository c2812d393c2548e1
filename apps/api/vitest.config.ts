import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

// The real Worker in workerd, with its real Durable Object and D1. `test/worker.ts` is the product's entry with
// faults and counters between it and its bindings.
export default defineConfig({
  plugins: [
    cloudflareTest(async () => ({
      main: './test/harness/worker.ts',
      wrangler: { configPath: './wrangler.jsonc' },
      miniflare: {
        bindings: {
          JWT_SECRET: 'the-secret-of-the-tests-is-long-enough',
          CUSTOMER_ID_KEY: 'the-customer-key-of-the-tests',
          MIGRATIONS: await readD1Migrations('./migrations'),
        },
      },
    })),
  ],
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['./test/harness/migrate.ts'],
    testTimeout: 30_000,
  },
});
