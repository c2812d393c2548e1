// The local databases of `npm start`: migrated and seeded at the first start, and again when the migrations or the demo's directory
// are others. Each of the two is a wrangler of its own, which takes longer than all it does.

import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { directorySql, seedDirectory } from './demo/seed.ts';
import { wrangler } from './wrangler.ts';

const API = join(import.meta.dirname, '..');
const MIGRATIONS = join(API, 'migrations');

/** `step` says what is going on. */
export async function prepareDatabase(
  state: string,
  step: (what: string, work: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  // Among the database's files: whoever removes them removes it too.
  const stamp = join(state, 'v3/d1/prepared');
  const wanted = digest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step('Migrating the local database', async () => {
    // The configuration takes a second to be loaded: meanwhile the database that there always is.
    const [{ wranglerConfiguration }] = await Promise.all([
      import('./wrangler-configuration.ts'),
      migrate(state, 'DB'),
    ]);
    for (const { binding } of wranglerConfiguration('').d1_databases) {
      if (binding !== 'DB') await migrate(state, binding);
    }
  });
  await step('Seeding the demo directory', () => seedDirectory(state));
  writeFileSync(stamp, wanted);
}

const migrate = (state: string, binding: string): Promise<void> =>
  wrangler(state, ['d1', 'migrations', 'apply', binding, '--local', '--persist-to', state]);

/** Of all that the two do, at whatever time. */
function digest(): string {
  const hash = createHash('sha256').update(directorySql(0));
  hash.update(readFileSync(join(API, 'wrangler.jsonc')));
  for (const file of globSync('*.sql', { cwd: MIGRATIONS }).sort()) {
    hash.update(file).update(readFileSync(join(MIGRATIONS, file)));
  }
  return hash.digest('hex');
}
