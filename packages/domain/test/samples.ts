// What the tests decide about: one agent, one appointment, a directory that knows everybody. Frozen, since
// no decision may alter what it was given.

import {
  type Appointment,
  type BookCommand,
  type BookingFacts,
  type ChangeCommand,
  type Customer,
  type Instant,
  MINUTE_MS,
  type Occupied,
} from '../src/index.ts';

export const NOW: Instant = 1_800_000_000_000;

/** So many minutes after `NOW`. */
export const at = (minutes: number): Instant => NOW + minutes * MINUTE_MS;

export const found = <Value>(value: Value) => ({ kind: 'found', value }) as const;
export const UNKNOWN = { kind: 'unknown' } as const;
export const INACTIVE = { kind: 'inactive' } as const;
export const SILENT = { kind: 'silent' } as const;

export const ANA: Customer = Object.freeze({
  id: 'ana',
  contact: Object.freeze({ name: 'Ana', email: 'ana@example.com', phone: '+33111111111' }),
});
export const BEN: Customer = Object.freeze({
  id: 'ben',
  contact: Object.freeze({ name: 'Ben', email: 'ben@example.com', phone: '+33222222222' }),
});

export const FACTS: BookingFacts = Object.freeze({
  department: found({ id: 'sales', name: 'Sales' }),
  agent: found({ id: 'alice', name: 'Alice' }),
  customer: found(ANA),
});

export const WISH: BookCommand = Object.freeze({
  title: 'Demo',
  description: 'First call',
  scheduledAt: at(60),
  durationMinutes: 30,
  departmentId: 'sales',
  agentId: 'alice',
  contact: Object.freeze({ name: null, email: null, phone: null }),
  notes: 'Speaks French',
});

/** Booked yesterday for an hour from now. */
export const APPOINTMENT: Appointment = Object.freeze({
  id: 'one',
  title: 'Demo',
  description: 'First call',
  status: 'scheduled',
  scheduledAt: at(60),
  durationMinutes: 30,
  departmentId: 'sales',
  departmentName: 'Sales',
  agentId: 'alice',
  agentName: 'Alice',
  customerId: 'ana',
  contact: ANA.contact,
  notes: 'Speaks French',
  cancellationReason: null,
  insertedAt: at(-1_440),
  updatedAt: at(-720),
  version: 7,
});

/** A change that names nothing. */
export const NO_CHANGE: ChangeCommand = Object.freeze({
  contact: Object.freeze({}),
  precondition: 'none',
});

/** The whole object, sent back as it was fetched. */
export const sentBack = (appointment: Appointment): ChangeCommand => ({
  ...appointment,
  precondition: [appointment.version],
});

export const taken = (id: string, startMinute: number, endMinute: number): Occupied => ({
  id,
  startAt: at(startMinute),
  endAt: at(endMinute),
});
