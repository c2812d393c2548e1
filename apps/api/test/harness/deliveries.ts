// Deliveries of a calendar as they come to D1, made by hand.

import type { Appointment } from '@rendezvous/domain';
import type { Newborn, Projection } from '../../src/calendar/ports.ts';

interface Delivered {
  readonly tenant: string;
  readonly calendar: string;
  readonly id: string;
  readonly version: number;
  /** The version unless said. */
  readonly seq?: number;
  readonly scheduledAt?: number;
  /** Nobody's unless said. */
  readonly whose?: Pick<Appointment, 'departmentId' | 'agentId' | 'customerId'>;
  readonly newborns?: readonly Newborn[];
}

/** The delivery of one event: the appointment as it was at `version`. */
export function deliveryOf({
  tenant,
  calendar,
  id,
  version,
  seq = version,
  scheduledAt = Date.UTC(2041, 0, version),
  whose = { departmentId: 'department', agentId: 'agent', customerId: 'customer' },
  newborns = [],
}: Delivered): Projection {
  const appointment: Appointment = {
    id,
    title: `versão ${version}`,
    description: null,
    status: 'scheduled',
    scheduledAt,
    durationMinutes: 30,
    ...whose,
    departmentName: null,
    agentName: null,
    contact: { name: `nome ${version}`, email: null, phone: null },
    notes: null,
    cancellationReason: null,
    insertedAt: 0,
    updatedAt: version,
    version,
  };
  const { contact: _, ...snapshot } = appointment;
  const type = version === 1 ? 'booked' : 'changed';
  return {
    tenant,
    calendar,
    appointments: [appointment],
    events: [{ seq, type, at: version, actor: 'x', reason: null, version, appointment: snapshot }],
    newborns,
    rebuild: false,
  };
}

/** A customer whom D1 refuses, and with them all that comes along. */
export const REFUSED: Newborn = {
  id: 'nobody',
  contact: { name: 'x', email: null, phone: null },
  bornAt: Number.NaN,
};
