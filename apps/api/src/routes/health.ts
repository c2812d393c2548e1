// /health: this Worker runs. /ready: it can serve, because it is configured, and every database answers and is migrated.

import journal from '../../migrations/meta/_journal.json' with { type: 'json' };
import type { Env } from '../env.ts';
import { readConfiguration } from '../http/configuration.ts';
import type { HttpHandler } from '../http/context.ts';
import { refuse } from '../http/problem.ts';
import { askD1 } from '../read-model/ask-d1.ts';
import { allDatabases, placeOf } from '../read-model/database-of.ts';

/** How long D1 may take to say that it is there, in milliseconds. */
const DEADLINE_MS = 2_000;

const LATEST_MIGRATION = `${journal.entries.at(-1)?.tag}.sql`;

/** No I/O. */
export const getHealth: HttpHandler = (c) => c.json({ status: 'ok' });

export const getReady: HttpHandler = async (c) => {
  const configuration = readConfiguration(c.env);
  const cause = typeof configuration === 'string' ? configuration : await whatIsMissing(c.env);
  if (cause === undefined) return c.json({ status: 'ready' });
  c.set('problemCause', cause);
  return refuse(c, { code: 'unavailable' });
};

/** What the databases lack, or undefined. */
async function whatIsMissing(env: Env): Promise<string | undefined> {
  const demo = (env.DEMO_APPOINTMENTS ?? '').split(',').flatMap((name) => name || []);
  const lacks = await Promise.all(
    [...allDatabases(env)].map(([name, db]) => {
      const held = demo.filter((one) => placeOf(env, one.split('/')[0] ?? '').home === name);
      return lackOf(name, db, held);
    }),
  );
  return lacks.find((lack) => lack !== undefined);
}

/** What one database lacks, or undefined. `demo` names appointments as `tenant/id`. */
async function lackOf(
  name: string,
  db: D1Database,
  demo: readonly string[],
): Promise<string | undefined> {
  const answer = await askD1(
    DEADLINE_MS,
    db
      .prepare(
        `SELECT (SELECT count(*) FROM d1_migrations WHERE name = ?1) AS migrated,
                (SELECT count(*) FROM json_each(?2) JOIN appointments
                 ON tenant = json_each.value ->> 0 AND appointments.id = json_each.value ->> 1) AS held`,
      )
      .bind(LATEST_MIGRATION, JSON.stringify(demo.map((one) => one.split('/'))))
      .first<{ migrated: number; held: number }>(),
  );
  if (answer === 'silent' || !answer) return `${name} does not answer or is not migrated`;
  if (answer.migrated === 0) return `${name} lacks the migration ${LATEST_MIGRATION}`;
  return answer.held < demo.length ? 'the demo data is not complete' : undefined;
}
