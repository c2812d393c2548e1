// Everybody whose calendar may hold appointments: bookings and imports are accepted for users of the directory alone, and
// users are never deleted.

import type { CalendarName } from '../calendar/commands.ts';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';

export async function agentsOf(db: D1Database, tenant: string): Promise<string[] | 'silent'> {
  const answer = await askD1(
    LOOKUP_DEADLINE_MS,
    db
      .prepare('SELECT id FROM users WHERE tenant = ? ORDER BY id')
      .bind(tenant)
      .all<{ id: string }>(),
  );
  return answer === 'silent' ? 'silent' : answer.results.map(({ id }) => id);
}

/** Removes copies in the name of anybody else: no calendar will ever answer for them. */
export const removeStrangers = (
  db: D1Database,
  tenant: string,
  calendars: readonly CalendarName[],
) =>
  askD1(
    LOOKUP_DEADLINE_MS,
    db.batch([
      db
        .prepare(
          `DELETE FROM appointments
           WHERE tenant = ?1 AND user_id NOT IN (SELECT value FROM json_each(?2))`,
        )
        .bind(tenant, JSON.stringify(calendars.map(({ agentId }) => agentId))),
      db
        .prepare(
          `DELETE FROM events WHERE tenant = ?1 AND calendar NOT IN (SELECT value FROM json_each(?2))`,
        )
        .bind(tenant, JSON.stringify(calendars.map(({ route }) => route))),
    ]),
  );
