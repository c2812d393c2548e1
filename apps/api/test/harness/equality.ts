// What "equal" means: D1 tells of each appointment and of each event the same as the ledgers do, column by column.

import { expect } from 'vitest';
import { expectExactCounts } from './counts.ts';
import { d1Of } from './databases.ts';
import { rowsOf } from './moves.ts';
import type { Tenant } from './tenant.ts';
import { agentIdsOf } from './tenant.ts';

type Row = Record<string, string | number | null>;

export interface Books {
  readonly appointments: Row[];
  readonly events: Row[];
}

/** The columns of both stores; D1's sort keys are its own. */
const APPOINTMENT = [
  ...['id', 'version', 'title', 'description', 'status', 'scheduled_at', 'duration_minutes'],
  ...['department_id', 'department_name', 'user_id', 'user_name', 'customer_id', 'customer_name'],
  ...['customer_email', 'customer_phone', 'notes', 'cancellation_reason'],
  ...['inserted_at', 'updated_at'],
];
const EVENT = [
  ...['calendar', 'seq', 'appointment_id', 'version', 'type', 'actor', 'at', 'reason'],
  'appointment',
];

/** What all ledgers of the tenant own, and all that happened in them. */
export async function ledgersOf(tenant: Tenant): Promise<Books> {
  const books: Books = { appointments: [], events: [] };
  for (const agentId of await agentIdsOf(tenant)) {
    const owned = await rowsOf(
      tenant,
      agentId,
      `SELECT *, agent_name AS user_name, (SELECT agent_id FROM calendar) AS user_id
       FROM appointments WHERE place = 'here'`,
    );
    books.appointments.push(...owned.map(pick(APPOINTMENT)));
    const events = await rowsOf(
      tenant,
      agentId,
      `SELECT *, (SELECT route FROM calendar) AS calendar,
         appointment ->> 'id' AS appointment_id FROM events ORDER BY seq`,
    );
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    books.events.push(...events.map(pick(EVENT)));
  }
  return sorted(books);
}

/** What D1 has of the tenant. */
export async function copyOf({ slug }: Tenant): Promise<Books> {
  const all = async (table: string) =>
    (await d1Of(slug).prepare(`SELECT * FROM ${table} WHERE tenant = ?`).bind(slug).all<Row>())
      .results;
  const [appointments, events] = [await all('appointments'), await all('events')];
  for (const column of Object.keys(appointments[0] ?? {})) {
    const known = column === 'tenant' || column.endsWith('_key') || APPOINTMENT.includes(column);
    expect(known, `column ${column} is compared`).toBe(true);
  }
  return sorted({
    appointments: appointments.map(pick(APPOINTMENT)),
    events: events.map(pick(EVENT)),
  });
}

/** D1 and the ledgers are equal now, and D1's counts are those of its rows. */
export async function expectEqual(tenant: Tenant): Promise<void> {
  expect(await copyOf(tenant)).toEqual(await ledgersOf(tenant));
  await expectExactCounts(tenant);
}

/** Removes rows of the tenant from D1, as a loss would. */
export const wipe = (
  { slug }: Tenant,
  ...tables: ('appointments' | 'events' | 'imported_ids')[]
): Promise<unknown> =>
  d1Of(slug).batch(
    tables.map((table) => d1Of(slug).prepare(`DELETE FROM ${table} WHERE tenant = ?`).bind(slug)),
  );

const pick =
  (columns: readonly string[]) =>
  (row: Row): Row =>
    Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));

const sorted = ({ appointments, events }: Books): Books => ({
  appointments: appointments.toSorted((one, other) => compare(one.id, other.id)),
  events: events.toSorted(
    (one, other) => compare(one.calendar, other.calendar) || Number(one.seq) - Number(other.seq),
  ),
});

const compare = (one: unknown, other: unknown) =>
  String(one) < String(other) ? -1 : String(one) > String(other) ? 1 : 0;
