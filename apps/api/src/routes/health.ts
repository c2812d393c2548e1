// /health: this Worker runs. /ready: it can serve, because it is configured and D1 answers and is migrated.

import journal from '../../migrations/meta/_journal.json' with { type: 'json' };
import { readConfiguration } from '../http/configuration.ts';
import type { HttpHandler } from '../http/context.ts';
import { refuse } from '../http/problem.ts';
import { askD1 } from '../read-model/ask-d1.ts';

/** How long D1 may take to say that it is there, in milliseconds. */
const DEADLINE_MS = 2_000;

const LATEST_MIGRATION = `${journal.entries.at(-1)?.tag}.sql`;

/** No I/O. */
export const getHealth: HttpHandler = (c) => c.json({ status: 'ok' });

export const getReady: HttpHandler = async (c) => {
  const lack = await whatIsMissing(c.env.DB, c.env.DEMO_APPOINTMENTS ?? '');
  const configuration = readConfiguration(c.env);
  const cause = typeof configuration === 'string' ? configuration : lack;
  if (cause === undefined) return c.json({ status: 'ready' });
  c.set('problemCause', cause);
  return refuse(c, { code: 'unavailable' });
};

/** What D1 lacks, or undefined. `demo` names appointments as `tenant/id`, comma separated. */
async function whatIsMissing(db: D1Database, demo: string): Promise<string | undefined> {
  const wanted = demo.split(',').flatMap((name) => (name === '' ? [] : [name.split('/')]));
  const answer = await askD1(
    DEADLINE_MS,
    db
      .prepare(
        `SELECT (SELECT count(*) FROM d1_migrations WHERE name = ?1) AS migrated,
                (SELECT count(*) FROM json_each(?2) JOIN appointments
                 ON tenant = json_each.value ->> 0 AND appointments.id = json_each.value ->> 1) AS held`,
      )
      .bind(LATEST_MIGRATION, JSON.stringify(wanted))
      .first<{ migrated: number; held: number }>(),
  );
  if (answer === 'silent' || !answer) return 'D1 does not answer or is not migrated';
  if (answer.migrated === 0) return `D1 lacks the migration ${LATEST_MIGRATION}`;
  return answer.held < wanted.length ? 'the demo data is not complete' : undefined;
}
