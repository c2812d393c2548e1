// A server that is measured: one bundle in workerd. Prints its address when it is ready, and ends when whoever started it does.

import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { boot, type Production } from '../scripts/production/workerd.ts';
import { OBJECTS_FILE } from './tenant.ts';

export interface ServeOptions extends Omit<Production, 'onLog'> {
  /** What D1 is given when there is nothing in it. */
  readonly schema: readonly string[];
  /** Names of objects whose ids are asked for. */
  readonly names?: readonly string[];
}

const options: ServeOptions = JSON.parse(process.argv[2] ?? '{}');
const { state, schema, names = [] } = options;

// What the Worker logs is made and written, as in production, and thrown away by the kernel: miniflare would read and parse it,
// on a core that belongs to what is measured.
process.env.MINIFLARE_WORKERD_PATH = unheard(join(state, 'workerd'));
const miniflare = boot({ ...options, onLog: () => {} });

process.stdin.resume().once('end', () => process.exit());
const { origin } = await miniflare.ready;
const file = join(state, OBJECTS_FILE);
if (!existsSync(file)) {
  const db = await miniflare.getD1Database('DB');
  if (schema.length > 0) await db.batch(schema.map((statement) => db.prepare(statement)));
  const calendars =
    names.length > 0 ? await miniflare.getDurableObjectNamespace('CALENDARS') : null;
  const ids = names.map((name) => [name, String(calendars?.idFromName(name))]);
  writeFileSync(file, JSON.stringify(Object.fromEntries(ids)));
}
console.log(origin);

/** Makes a file that starts workerd with its standard output closed to us. */
function unheard(file: string): string {
  const workerd = createRequire(createRequire(import.meta.url).resolve('miniflare'))('workerd');
  writeFileSync(file, `#!/bin/sh\nexec '${workerd.default}' "$@" >/dev/null\n`, { mode: 0o755 });
  return file;
}
