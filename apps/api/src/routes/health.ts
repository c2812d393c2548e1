// /health: this Worker runs. /ready: it can serve, because it is configured and D1 answers and is migrated.

import { getLogger } from '@logtape/logtape';
import journal from '../../migrations/meta/_journal.json' with { type: 'json' };
import { readConfiguration } from '../http/configuration.ts';
import type { HttpHandler } from '../http/context.ts';
import { refuse } from '../http/problem.ts';
import { within } from '../within.ts';

const log = getLogger(['rendezvous', 'ready']);

/** How long D1 may take to say that it is there, in milliseconds. */
const DEADLINE_MS = 2_000;

const LATEST_MIGRATION = `${journal.entries.at(-1)?.tag}.sql`;

/** No I/O. */
export const getHealth: HttpHandler = (c) => c.json({ status: 'ok' });

export const getReady: HttpHandler = async (c) => {
  const lack = await whatIsMissing(c.env.DB, c.env.DEMO_APPOINTMENT_IDS ?? '');
  const configuration = readConfiguration(c.env);
  const cause = typeof configuration === 'string' ? configuration : lack;
  if (cause === undefined) return c.json({ status: 'ready' });
  log.warn('not ready', { cause });
  return refuse(c, { code: 'unavailable' });
};

async function whatIsMissing(db: D1Database, demoIds: string): Promise<string | undefined> {
  const ids = demoIds.split(',').filter((id) => id !== '');
  const answer = await within(
    DEADLINE_MS,
    db
      .prepare(
        `SELECT (SELECT count(*) FROM d1_migrations WHERE name = ?1) AS migrated,
                (SELECT count(*) FROM appointments
                 WHERE tenant || '/' || id IN (SELECT value FROM json_each(?2))) AS held`,
      )
      .bind(LATEST_MIGRATION, JSON.stringify(ids))
      .first<{ migrated: number; held: number }>(),
  ).catch(() => 'late' as const);
  if (answer === 'late' || !answer) return 'D1 does not answer or is not migrated';
  if (answer.migrated === 0) return `D1 lacks the migration ${LATEST_MIGRATION}`;
  return answer.held < ids.length ? 'the demo data is not complete' : undefined;
}
