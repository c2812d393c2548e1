// From the calendars' outboxes into D1: one batch, which is one transaction and one round trip. Late, doubled and
// reordered deliveries are harmless: an appointment is written only by a higher version, an event and a customer once.

import type { Appointment } from '@rendezvous/domain';
import type { LedgerEvent, Newborn, Projection } from '../calendar/ports.ts';
import { emailKey, sortKey } from './keys.ts';

/** Copies the projection into all of these: more than one while the tenant moves. Rejects when one of them failed. */
export async function projectInto(
  databases: readonly D1Database[],
  projection: Projection,
): Promise<void> {
  await Promise.all(databases.map((db) => project(db, projection)));
}

/** Copies the projection. Rejects when D1 failed; then it may or may not have been copied. */
export async function project(db: D1Database, projection: Projection): Promise<void> {
  const { tenant, calendar, appointments, events, newborns, rebuild } = projection;
  const rows = appointments.map(toAppointmentRow);
  const accepted = rebuild ? NOT_OLDER : NEWER;
  const statements = [
    // Two, because SQLite writes each index anew that has a column which is set, whatever it is set to.
    insertFrom(db, 'appointments', rows, { tenant }, STAYING(accepted)),
    insertFrom(db, 'appointments', rows, { tenant }, MOVING(accepted)),
    insertFrom(db, 'events', events.map(toEventRow), { tenant, calendar }, rebuild ? AGAIN : ONCE),
    insertFrom(db, 'customers', newborns.map(toCustomerRow), { tenant }, ONCE),
  ];
  await db.batch(statements.filter((statement) => statement !== undefined));
}

type Row = Record<string, string | number | null>;

/** What an appointment is found by in a list. */
const PLACE = ['scheduled_at', 'department_id', 'user_id', 'customer_id'];
const HERE = `(${PLACE.map((column) => `appointments.${column}`).join(', ')})`;
const THERE = `(${PLACE.map((column) => `excluded.${column}`).join(', ')})`;

const ONCE = () => 'DO NOTHING';
const AGAIN = (columns: readonly string[]) =>
  `(tenant, calendar, seq) DO UPDATE SET ${excluded(columns)}`;
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
    .filter((column) => column !== 'id')
    .map((column) => `${column} = excluded.${column}`)
    .join(', ');

/** One statement for any number of rows: they travel as one JSON parameter. */
function insertFrom(
  db: D1Database,
  table: string,
  rows: readonly Row[],
  scope: Row,
  onConflict: (columns: readonly string[]) => string,
): D1PreparedStatement | undefined {
  const [first] = rows;
  if (!first) return;
  const scoped = Object.keys(scope);
  const columns = Object.keys(first);
  return db
    .prepare(
      `INSERT INTO ${table} (${[...scoped, ...columns].join(', ')})
       SELECT ${[...scoped.map((_, index) => `?${index + 2}`), ...columns.map((column) => `value ->> '${column}'`)].join(', ')}
       FROM json_each(?1) WHERE true
       ON CONFLICT ${onConflict(columns)}`,
    )
    .bind(JSON.stringify(rows), ...Object.values(scope));
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
