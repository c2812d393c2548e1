// For a rebuild: what D1 holds in a calendar's name, and the removal of what the calendar does not know.
//
// Events stand by appointment, so those of a calendar are found through appointments: the ones that D1 has in the agent's name and
// the ones that the calendar knows. What is not found is an event of an appointment that is neither, which can be left of a
// calendar that was set back. Where D1 has the appointment in another agent's name it has moved on, and the event belongs to
// its history, which would have a hole without it. Where D1 has no such appointment nobody is told the event: a history is
// told of what is there.

import type { CalendarName } from '../calendar/commands.ts';
import type { Copied, CopiedEvent } from '../calendar/ports.ts';

/** Items of a JSON parameter, each of at most 80 bytes: below the 2 MB that D1 takes. */
const IN_A_PARAMETER = 20_000;

/** Appointments in the agent's name, and events of the calendar: of those appointments and of those with these ids. */
export async function copied(
  db: D1Database,
  { tenant, route, agentId }: CalendarName,
  ids: readonly string[],
): Promise<Copied> {
  const inName = 'SELECT id FROM appointments WHERE tenant = ?1 AND user_id = ?3';
  const [appointments, ...events] = await db.batch<CopiedEvent & { version: number }>([
    db
      .prepare('SELECT id, version FROM appointments WHERE tenant = ? AND user_id = ?')
      .bind(tenant, agentId),
    db.prepare(eventsOf(inName)).bind(tenant, route, agentId),
    ...parametersOf(ids).map((some) =>
      db.prepare(eventsOf('SELECT value FROM json_each(?3)')).bind(tenant, route, some),
    ),
  ]);
  return {
    appointments: appointments?.results.map(({ id, version }) => ({ id, version })) ?? [],
    events: events.flatMap(({ results }) => results.map(({ id, seq }) => ({ id, seq }))),
  };
}

const eventsOf = (appointments: string) =>
  `SELECT appointment_id AS id, seq FROM events
   WHERE tenant = ?1 AND appointment_id IN (${appointments}) AND calendar = ?2`;

export async function remove(
  db: D1Database,
  { tenant, route, agentId }: CalendarName,
  { appointments, events }: Copied,
): Promise<void> {
  await db.batch([
    ...parametersOf(appointments).map((some) =>
      db
        .prepare(
          `DELETE FROM appointments
           WHERE tenant = ?1 AND user_id = ?2 AND (id, version) IN
             (SELECT value ->> 'id', value ->> 'version' FROM json_each(?3))`,
        )
        .bind(tenant, agentId, some),
    ),
    ...parametersOf(events).map((some) =>
      db
        .prepare(
          `DELETE FROM events
           WHERE tenant = ?1 AND (appointment_id, calendar, seq) IN
             (SELECT value ->> 'id', ?2, value ->> 'seq' FROM json_each(?3))`,
        )
        .bind(tenant, route, some),
    ),
  ]);
}

/** The items as JSON, as many in each as fit into a parameter. */
const parametersOf = (items: readonly unknown[]): string[] =>
  Array.from({ length: Math.ceil(items.length / IN_A_PARAMETER) }, (_, nth) =>
    JSON.stringify(items.slice(nth * IN_A_PARAMETER, (nth + 1) * IN_A_PARAMETER)),
  );
