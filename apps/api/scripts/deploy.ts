// npm run deploy [-- --env preview]: the migrations, then the Worker. In this order: the new Worker says that it is not ready
// on the old schema, and the old one does not mind what is added.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wranglerConfiguration } from './wrangler-configuration.ts';

const API = join(import.meta.dirname, '..');
const WRANGLER = join(
  createRequire(import.meta.url).resolve('wrangler/package.json'),
  '../bin/wrangler.js',
);
const PLACEHOLDER = /^[0-]*$/;

try {
  const { values } = parseArgs({ options: { env: { type: 'string', default: '' } } });
  const { env } = values;
  const databases = wranglerConfiguration(env).d1_databases;
  for (const { database_name: name, database_id: id } of databases) {
    if (PLACEHOLDER.test(id)) {
      throw new Error(
        `The database ${name} has no id yet: run \`npx wrangler d1 create ${name}\` in apps/api, and put the id that it prints into apps/api/wrangler.jsonc.`,
      );
    }
  }
  const target = `--env=${env}`;
  for (const { binding } of databases) {
    wrangler('d1', 'migrations', 'apply', binding, '--remote', target);
  }
  wrangler('deploy', target);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function wrangler(...args: string[]): void {
  const { status } = spawnSync(process.execPath, [WRANGLER, ...args], {
    cwd: API,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`wrangler ${args.join(' ')} ended with ${status}`);
}
