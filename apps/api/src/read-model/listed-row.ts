// A row of a list, and the appointment that it is.

import type { Appointment, Status } from '@rendezvous/domain';

/** A row of `appointments`, with the names as the directory has them now. */
export interface ListedRow {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly description: string | null;
  readonly status: Status;
  readonly scheduled_at: number;
  readonly duration_minutes: number;
  readonly department_id: string;
  readonly department_name: string | null;
  readonly user_id: string;
  readonly user_name: string | null;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly customer_email: string | null;
  readonly customer_phone: string | null;
  readonly notes: string | null;
  readonly cancellation_reason: string | null;
  readonly inserted_at: number;
  readonly updated_at: number;
  readonly department_now: string | null;
  readonly user_now: string | null;
}

export const toAppointment = (row: ListedRow): Appointment => ({
  id: row.id,
  title: row.title,
  description: row.description,
  status: row.status,
  scheduledAt: row.scheduled_at,
  durationMinutes: row.duration_minutes,
  departmentId: row.department_id,
  departmentName: row.department_now ?? row.department_name,
  agentId: row.user_id,
  agentName: row.user_now ?? row.user_name,
  customerId: row.customer_id,
  contact: { name: row.customer_name, email: row.customer_email, phone: row.customer_phone },
  notes: row.notes,
  cancellationReason: row.cancellation_reason,
  insertedAt: row.inserted_at,
  updatedAt: row.updated_at,
  version: row.version,
});
