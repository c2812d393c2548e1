// For tests of the verdict: what a client, a ledger and an appointment would look like, but for what a test says.

import type { Appointment } from '@rendezvous/domain';
import type { Attempt } from './client.ts';
import type { RecordedEvent } from './watch.ts';
import { agentIdOf } from './world.ts';

const appointment = (id: string, but: Partial<Appointment> = {}): Appointment => ({
  id,
  title: 'Call',
  description: null,
  status: 'scheduled',
  scheduledAt: 0,
  durationMinutes: 30,
  departmentId: 'sales',
  departmentName: 'Sales',
  agentId: agentIdOf(0),
  agentName: null,
  customerId: 'a customer',
  contact: { name: 'Ana', email: 'ana@example.com', phone: null },
  notes: null,
  cancellationReason: null,
  insertedAt: 0,
  updatedAt: 0,
  version: 1,
  ...but,
});

export const planted = {
  appointment,

  attempt: (made: Partial<Attempt> & Pick<Attempt, 'request'>): Attempt => ({
    client: 'client 1',
    commandId: 'client 1, request 1',
    key: null,
    until: Number.POSITIVE_INFINITY,
    invokedAt: 0,
    answeredAt: Number.POSITIVE_INFINITY,
    answer: undefined,
    answeredBy: undefined,
    ...made,
  }),

  event: (written: Partial<RecordedEvent> = {}): RecordedEvent => ({
    agent: 'A',
    seq: 1,
    type: 'changed',
    id: 'ann',
    version: 2,
    outcomeKey: null,
    request: null,
    actor: 'client 1',
    durableAt: 0,
    commandId: null,
    appointment: { ...appointment('ann') },
    ...written,
  }),
};
