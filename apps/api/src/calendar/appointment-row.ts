// An appointment as a row of the ledger, and back.

import { type Appointment, intervalOf, isOccupying, type Status } from '@rendezvous/domain';
import type { SqlRow, SqlValue } from './ports.ts';

/** Marks the id of a row that holds time for an appointment that may come: no id begins like this. */
export const HOLD = 'hold:';
/** SQL: the ids that are marked so, in the order of the primary key. */
export const IS_HOLD = "id >= 'hold:' AND id < 'hold;'";

/** The transfer that a row holds time for. */
export interface Arrival {
  readonly transferId: string;
  readonly attempt: number;
  readonly appointmentId: string;
  readonly from: string;
}

/** Of a row that holds time. */
export const toArrival = (row: SqlRow): Arrival => ({
  transferId: String(row.transfer_id),
  attempt: Number(row.attempt),
  appointmentId: String(row.id).replace(HOLD, ''),
  from: String(row.from_route),
});

export function toAppointment(row: SqlRow, agentId: string): Appointment {
  return {
    id: String(row.id).replace(HOLD, ''),
    title: String(row.title),
    description: textOrNull(row.description),
    status: row.status as Status, // written by `toRow` alone
    scheduledAt: Number(row.scheduled_at),
    durationMinutes: Number(row.duration_minutes),
    departmentId: String(row.department_id),
    departmentName: textOrNull(row.department_name),
    agentId: agentId,
    agentName: textOrNull(row.agent_name),
    customerId: String(row.customer_id),
    contact: {
      name: String(row.customer_name),
      email: textOrNull(row.customer_email),
      phone: textOrNull(row.customer_phone),
    },
    notes: textOrNull(row.notes),
    cancellationReason: textOrNull(row.cancellation_reason),
    insertedAt: Number(row.inserted_at),
    updatedAt: Number(row.updated_at),
    version: Number(row.version),
  };
}

/**
 * What `toAppointment` makes of a row, made by the database: SQL for the same as JSON, with the agent's id as `?1`. For whoever
 * only passes an appointment on: one text is a fraction of the work that a row and its clone for the RPC are.
 */
export const APPOINTMENT_AS_JSON = `json_object(
  'id', id, 'title', title, 'description', description, 'status', status, 'scheduledAt', scheduled_at,
  'durationMinutes', duration_minutes, 'departmentId', department_id, 'departmentName', department_name,
  'agentId', ?1, 'agentName', agent_name, 'customerId', customer_id,
  'contact', json_object('name', customer_name, 'email', customer_email, 'phone', customer_phone),
  'notes', notes, 'cancellationReason', cancellation_reason,
  'insertedAt', inserted_at, 'updatedAt', updated_at, 'version', version)`;

export function toRow(appointment: Appointment) {
  const { contact } = appointment;
  return {
    id: appointment.id,
    version: appointment.version,
    title: appointment.title,
    description: appointment.description,
    status: appointment.status,
    scheduled_at: appointment.scheduledAt,
    ends_at: intervalOf(appointment.scheduledAt, appointment.durationMinutes).endAt,
    duration_minutes: appointment.durationMinutes,
    occupying: isOccupying(appointment.status) ? 1 : 0,
    department_id: appointment.departmentId,
    department_name: appointment.departmentName,
    agent_name: appointment.agentName,
    customer_id: appointment.customerId,
    customer_name: contact.name,
    customer_email: contact.email,
    customer_phone: contact.phone,
    notes: appointment.notes,
    cancellation_reason: appointment.cancellationReason,
    inserted_at: appointment.insertedAt,
    updated_at: appointment.updatedAt,
  } satisfies SqlRow;
}

export const textOrNull = (value: SqlValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
