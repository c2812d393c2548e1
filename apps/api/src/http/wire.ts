// Wire ⇄ domain: snake_case and RFC 3339 outside, the domain's words and milliseconds inside.

import {
  type ActionWord,
  type AppointmentCreate,
  type AppointmentUpdate,
  DEFAULT_DURATION,
  formatInstant,
  type WireAppointment,
} from '@rendezvous/contract';
import {
  type Action,
  type Appointment,
  allowedActions,
  type BookCommand,
  type ChangeCommand,
  intervalOf,
  type Precondition,
} from '@rendezvous/domain';

/** The path word of each action. */
export const ACTION_TO_WORD = {
  confirm: 'confirm',
  cancel: 'cancel',
  complete: 'complete',
  no_show: 'no-show',
} as const satisfies Readonly<Record<Action, ActionWord>>;

export const toWire = (appointment: Appointment): WireAppointment => ({
  id: appointment.id,
  title: appointment.title,
  description: appointment.description,
  status: appointment.status,
  scheduled_at: formatInstant(appointment.scheduledAt),
  duration_minutes: appointment.durationMinutes,
  department_id: appointment.departmentId,
  department_name: appointment.departmentName,
  user_id: appointment.agentId,
  user_name: appointment.agentName,
  customer_id: appointment.customerId,
  customer_name: appointment.contact.name,
  customer_email: appointment.contact.email,
  customer_phone: appointment.contact.phone,
  notes: appointment.notes,
  inserted_at: formatInstant(appointment.insertedAt),
  updated_at: formatInstant(appointment.updatedAt),
  ends_at: formatInstant(intervalOf(appointment.scheduledAt, appointment.durationMinutes).endAt),
  version: appointment.version,
  cancellation_reason: appointment.cancellationReason,
  allowed_actions: allowedActions(appointment.status).map((action) => ACTION_TO_WORD[action]),
});

/** The agent is the caller when the body names none. */
export const toBookCommand = (body: AppointmentCreate, callerId: string): BookCommand => ({
  title: body.title,
  description: body.description ?? null,
  scheduledAt: body.scheduled_at,
  durationMinutes: body.duration_minutes ?? DEFAULT_DURATION,
  departmentId: body.department_id,
  agentId: body.user_id ?? callerId.toLowerCase(),
  contact: {
    name: body.customer_name ?? null,
    email: body.customer_email ?? null,
    phone: body.customer_phone ?? null,
  },
  notes: body.notes ?? null,
});

export const toChangeCommand = (
  body: AppointmentUpdate,
  precondition: Precondition,
): ChangeCommand => ({
  id: asSent(body.id)?.toLowerCase(),
  status: asSent(body.status),
  title: body.title,
  description: body.description,
  scheduledAt: body.scheduled_at,
  durationMinutes: body.duration_minutes,
  departmentId: body.department_id,
  agentId: body.user_id,
  customerId: body.customer_id,
  contact: {
    name: body.customer_name,
    email: body.customer_email,
    phone: body.customer_phone,
  },
  notes: body.notes,
  precondition,
});

/** What stands where a text should differs from any text; it is not passed on, however deep it is. */
const asSent = (value: unknown): string | undefined =>
  value === undefined ? undefined : typeof value === 'string' ? value.trim() : '';
