// A server that can be killed: one bundle in workerd over HTTP, its D1 and its Durable Objects in a folder of its own. Prints
// its address when it is ready, and ends when whoever started it does.

import { appendFileSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { sortKey } from '../../src/read-model/keys.ts';
import { AGENTS, DEPARTMENT, SECRETS, TENANT } from './cast.ts';
import type { ServerOptions } from './server.ts';

const NAME = 'rendezvous';
const API = join(import.meta.dirname, '../..');
const MIGRATIONS = join(API, 'migrations');
const configuration = readFileSync(join(API, 'wrangler.jsonc'), 'utf8');
const [, compatibilityDate = ''] = /"compatibility_date": "(.+?)"/.exec(configuration) ?? [];
const [, flags = '[]'] = /"compatibility_flags": (\[.+?\])/.exec(configuration) ?? [];

const { bundle, state, weather }: ServerOptions = JSON.parse(process.argv[2] ?? '{}');
const text = (value: string) => ({ type: 'text', value }) as const;

const miniflare = new Miniflare({
  host: '127.0.0.1',
  port: 0,
  cf: false,
  enableDevRegistry: false,
  logRequests: false,
  telemetry: { enabled: false },
  log: new Log(LogLevel.ERROR),
  handleStructuredLogs: ({ message }) => appendFileSync(join(state, 'server.log'), `${message}\n`),
  resourcePersistencePath: join(state, 'stores'),
  resourceTmpPath: join(state, 'tmp'),
  workers: [
    {
      config: {
        name: NAME,
        compatibilityDate,
        compatibilityFlags: JSON.parse(flags),
        manifest: {
          mainModule: 'index.js',
          modules: { 'index.js': { type: 'esm', contents: readFileSync(bundle, 'utf8') } },
        },
        env: {
          DB: { type: 'd1', id: NAME },
          CALENDARS: { type: 'durable-object', worker: NAME, exportName: 'AgentCalendar' },
          PROJECTORS: { type: 'durable-object', worker: NAME, exportName: 'Projector' },
          JWT_SECRET: text(SECRETS.JWT_SECRET),
          CUSTOMER_ID_KEY: text(SECRETS.CUSTOMER_ID_KEY),
          D1_WEATHER: { type: 'json', value: weather.map((spell) => ({ ...spell })) },
        },
        exports: {
          AgentCalendar: { type: 'durable-object', storage: 'sqlite' },
          Projector: { type: 'durable-object', storage: 'sqlite' },
        },
      },
      dev: {
        outboundService: {
          type: 'fetcher',
          handler: () => {
            throw new Error('there is no network here');
          },
        },
      },
    },
  ],
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
  const statements = globSync('*.sql', { cwd: MIGRATIONS })
    .sort()
    .flatMap((file) =>
      readFileSync(join(MIGRATIONS, file), 'utf8').split('--> statement-breakpoint'),
    );
  const person = (table: string, extra: string) => `INSERT INTO ${table}
    (tenant, id, name, name_key, active, inserted_at, updated_at${extra ? ', role' : ''})
    VALUES (?, ?, ?, ?, 1, 0, 0${extra})`;
  await db.batch([
    ...statements.map((statement) => db.prepare(statement)),
    ...[DEPARTMENT].map(({ id, name }) =>
      db.prepare(person('departments', '')).bind(TENANT, id, name, sortKey(name)),
    ),
    ...AGENTS.map(({ id, name }) =>
      db.prepare(person('users', ", 'attendant'")).bind(TENANT, id, name, sortKey(name)),
    ),
  ]);
}
