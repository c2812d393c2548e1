// For a rebuild: what D1 holds in a calendar's name, and the removal of what the calendar does not know.

import type { CalendarName } from '../calendar/commands.ts';
import type { Copied } from '../calendar/ports.ts';

/** Appointments in the agent's name, and events of the calendar after `afterSeq`. */
export async function copied(
  db: D1Database,
  { tenant, route, agentId }: CalendarName,
  afterSeq: number,
): Promise<Copied> {
  const [appointments, events] = await db.batch<{ id: string; version: number; seq: number }>([
    db
      .prepare('SELECT id, version FROM appointments WHERE tenant = ? AND user_id = ?')
      .bind(tenant, agentId),
    db
      .prepare('SELECT seq FROM events WHERE tenant = ? AND calendar = ? AND seq > ?')
      .bind(tenant, route, afterSeq),
  ]);
  return {
    appointments: appointments?.results.map(({ id, version }) => ({ id, version })) ?? [],
    seqs: events?.results.map(({ seq }) => seq) ?? [],
  };
}

export async function remove(
  db: D1Database,
  { tenant, route, agentId }: CalendarName,
  { appointments, seqs }: Copied,
): Promise<void> {
  await db.batch([
    db
      .prepare(
        `DELETE FROM appointments
         WHERE tenant = ?1 AND user_id = ?2 AND (id, version) IN
           (SELECT value ->> 'id', value ->> 'version' FROM json_each(?3))`,
      )
      .bind(tenant, agentId, JSON.stringify(appointments)),
    db
      .prepare(
        `DELETE FROM events
         WHERE tenant = ?1 AND calendar = ?2 AND seq IN (SELECT value FROM json_each(?3))`,
      )
      .bind(tenant, route, JSON.stringify(seqs)),
  ]);
}
