// A server that can be killed: one bundle in workerd over HTTP, its D1 and its Durable Objects in a folder of its own. Prints
// its address when it is ready, and ends when whoever started it does.

import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '../../scripts/production/migrations.ts';
import { boot } from '../../scripts/production/workerd.ts';
import { sortKey } from '../../src/read-model/keys.ts';
import { AGENTS, DEPARTMENT, SECRETS, TENANT } from './cast.ts';
import type { ServerOptions } from './server.ts';

const { bundle, state, weather }: ServerOptions = JSON.parse(process.argv[2] ?? '{}');

const miniflare = boot({
  bundle,
  state,
  objects: { CALENDARS: 'AgentCalendar', PROJECTORS: 'Projector' },
  secrets: SECRETS,
  json: { D1_WEATHER: weather },
  onLog: (line) => appendFileSync(join(state, 'server.log'), `${line}\n`),
});

process.stdin.resume().once('end', () => process.exit());
const address = await miniflare.ready;
await migrate();
console.log(address.origin);

/** The schema and the directory, in one transaction, unless they are there. */
async function migrate(): Promise<void> {
  const db = await miniflare.getD1Database('DB');
  const [found] = (await db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'users'").all())
    .results;
  if (found) return;
  const person = (table: string, extra: string) => `INSERT INTO ${table}
    (tenant, id, name, name_key, active, inserted_at, updated_at${extra ? ', role' : ''})
    VALUES (?, ?, ?, ?, 1, 0, 0${extra})`;
  await db.batch([
    ...migrations().map((statement) => db.prepare(statement)),
    ...[DEPARTMENT].map(({ id, name }) =>
      db.prepare(person('departments', '')).bind(TENANT, id, name, sortKey(name)),
    ),
    ...AGENTS.map(({ id, name }) =>
      db.prepare(person('users', ", 'attendant'")).bind(TENANT, id, name, sortKey(name)),
    ),
  ]);
}
