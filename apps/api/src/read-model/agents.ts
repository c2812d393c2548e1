// Everybody whose calendar may hold appointments: bookings and imports are accepted for users of the directory alone, and
// users are never deleted.

import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';
import type { EventPage } from './event-pages.ts';

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

/**
 * Removes copies in the name of nobody: appointments of users that there are not, and events of these calendars. Users are
 * looked at within the statement, so that somebody who has just come loses nothing.
 */
export const removeStrangers = (
  db: D1Database,
  tenant: string,
  calendars: ReadonlySet<string>,
  pages: readonly EventPage[],
) =>
  askD1(
    LOOKUP_DEADLINE_MS,
    db.batch([
      db
        .prepare(
          `DELETE FROM appointments
           WHERE tenant = ?1 AND user_id NOT IN (SELECT id FROM users WHERE tenant = ?1)`,
        )
        .bind(tenant),
      ...pages
        .filter((page) => page.calendars.some(({ route }) => calendars.has(route)))
        .map(({ after, upTo }) =>
          db
            .prepare(
              `DELETE FROM events WHERE tenant = ?1 AND appointment_id > ?2 AND appointment_id <= ?3
               AND calendar IN (SELECT value FROM json_each(?4))`,
            )
            .bind(tenant, after, upTo, JSON.stringify([...calendars])),
        ),
    ]),
  );
