import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';

/**
 * Everybody whose calendar may hold appointments: bookings and imports are accepted for users of the directory alone, and
 * users are never deleted. Copies in the name of anybody else are removed.
 */
export async function agentsOf(db: D1Database, tenant: string): Promise<string[] | 'silent'> {
  const answer = await askD1(
    LOOKUP_DEADLINE_MS,
    db.batch<{ id: string }>([
      db
        .prepare(
          `DELETE FROM appointments
           WHERE tenant = ?1 AND user_id NOT IN (SELECT id FROM users WHERE tenant = ?1)`,
        )
        .bind(tenant),
      db.prepare('SELECT id FROM users WHERE tenant = ? ORDER BY id').bind(tenant),
    ]),
  );
  return answer === 'silent' ? 'silent' : (answer[1]?.results ?? []).map(({ id }) => id);
}
