// From the calendars' outboxes into D1: one batch, which is one transaction and one round trip. Late, doubled and
// reordered deliveries are harmless: an appointment is written only by a higher version, an event and a customer once.

import type { Appointment } from '@rendezvous/domain';
import type { EventType, LedgerEvent, Newborn, Projection } from '../calendar/ports.ts';
import type { Batch } from './batch.ts';
import { emailKey, sortKey } from './keys.ts';

/** Copies the projection. Rejects when D1 failed; then it may or may not have been copied. */
export const project = (db: D1Database, projection: Projection): Promise<void> =>
  writeBatch(db, batchOf(projection), projection.rebuild);

export function batchOf({ tenant, calendar, appointments, events, newborns }: Projection): Batch {
  const inJson = (row: Row) => JSON.stringify({ tenant, ...row });
  return {
    appointments: appointments.map((appointment) => ({
      key: `${tenant}/${appointment.id}`,
      version: appointment.version,
      stays: stays(appointment, events),
      row: inJson(toAppointmentRow(appointment)),
    })),
    events: events.map((event) => inJson({ calendar, ...toEventRow(event) })),
    customers: newborns.map((newborn) => inJson(toCustomerRow(newborn))),
  };
}

export async function writeBatch(db: D1Database, batch: Batch, rebuild = false): Promise<void> {
  const { appointments } = batch;
  const mayMove = rebuild ? appointments : appointments.filter((appointment) => !appointment.stays);
  const accepted = rebuild ? NOT_OLDER : NEWER;
  const statements = [
    // Two, because SQLite writes each index anew that has a column which is set, whatever it is set to.
    insertFrom(db, 'appointments', rowsOf(appointments), STAYING(accepted)),
    insertFrom(db, 'appointments', rowsOf(mayMove), MOVING(accepted)),
    insertFrom(db, 'events', batch.events, rebuild ? AGAIN : ONCE),
    insertFrom(db, 'customers', batch.customers, ONCE),
  ];
  await db.batch(statements.filter((statement) => statement !== undefined));
}

const rowsOf = (appointments: Batch['appointments']) => appointments.map(({ row }) => row);

/** Whether lists find it in its place of before, or never found it. A calendar's events come in order: D1 has the place of before. */
function stays({ id, version }: Appointment, events: readonly LedgerEvent[]): boolean {
  const own = events.filter(({ appointment }) => appointment.id === id);
  // An appointment that is newer than these events may have been moved by one that comes later.
  return own.at(-1)?.version === version && own.every(({ type }) => LEAVING_IN_PLACE.has(type));
}

const LEAVING_IN_PLACE: ReadonlySet<EventType> = new Set([
  'booked',
  'imported',
  'confirm',
  'cancel',
  'complete',
  'no_show',
]);

type Row = Record<string, string | number | null>;

/** What an appointment is found by in a list. */
const PLACE = ['scheduled_at', 'department_id', 'user_id', 'customer_id'];
const HERE = `(${PLACE.map((column) => `appointments.${column}`).join(', ')})`;
const THERE = `(${PLACE.map((column) => `excluded.${column}`).join(', ')})`;

const ONCE = () => 'DO NOTHING';
const AGAIN = (columns: readonly string[]) =>
  `(tenant, appointment_id, calendar, seq) DO UPDATE SET ${excluded(columns)}`;
const NEWER = 'excluded.version > appointments.version';
const NOT_OLDER = 'excluded.version >= appointments.version';
/** What stays where lists find it, as it does with most changes. */
const STAYING = (accepted: string) => (columns: readonly string[]) =>
  `(tenant, id) DO UPDATE SET ${excluded(columns.filter((column) => !PLACE.includes(column)))}
   WHERE ${accepted} AND ${HERE} IS ${THERE}`;
const MOVING = (accepted: string) => (columns: readonly string[]) =>
  `(tenant, id) DO UPDATE SET ${excluded(columns)} WHERE ${accepted} AND ${HERE} IS NOT ${THERE}`;

const excluded = (columns: readonly string[]) =>
  columns
    .filter((column) => !['tenant', 'id'].includes(column))
    .map((column) => `${column} = excluded.${column}`)
    .join(', ');

/** One statement for any number of rows: they travel as one JSON parameter. */
function insertFrom(
  db: D1Database,
  table: string,
  rows: readonly string[],
  onConflict: (columns: readonly string[]) => string,
): D1PreparedStatement | undefined {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(JSON.parse(first));
  return db
    .prepare(
      `INSERT INTO ${table} (${columns.join(', ')})
       SELECT ${columns.map((column) => `value ->> '${column}'`).join(', ')}
       FROM json_each(?1) WHERE true
       ON CONFLICT ${onConflict(columns)}`,
    )
    .bind(`[${rows.join()}]`);
}

const toAppointmentRow = (appointment: Appointment) =>
  ({
    id: appointment.id,
    version: appointment.version,
    title: appointment.title,
    title_key: sortKey(appointment.title),
    description: appointment.description,
    status: appointment.status,
    scheduled_at: appointment.scheduledAt,
    duration_minutes: appointment.durationMinutes,
    department_id: appointment.departmentId,
    department_name: appointment.departmentName,
    user_id: appointment.agentId,
    user_name: appointment.agentName,
    customer_id: appointment.customerId,
    customer_name: appointment.contact.name,
    customer_name_key: sortKey(appointment.contact.name),
    customer_email: appointment.contact.email,
    customer_phone: appointment.contact.phone,
    notes: appointment.notes,
    cancellation_reason: appointment.cancellationReason,
    inserted_at: appointment.insertedAt,
    updated_at: appointment.updatedAt,
  }) satisfies Row;

const toEventRow = (event: LedgerEvent) =>
  ({
    seq: event.seq,
    appointment_id: event.appointment.id,
    version: event.version,
    type: event.type,
    actor: event.actor,
    at: event.at,
    reason: event.reason,
    appointment: JSON.stringify(event.appointment),
  }) satisfies Row;

const toCustomerRow = ({ id, contact, bornAt }: Newborn) =>
  ({
    id,
    name: contact.name,
    name_key: sortKey(contact.name),
    email: contact.email,
    email_key: contact.email === null ? null : emailKey(contact.email),
    phone: contact.phone,
    inserted_at: bornAt,
    updated_at: bornAt,
  }) satisfies Row;
