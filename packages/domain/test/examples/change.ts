import { type Appointment, decideChange, decideTransition } from '@rendezvous/domain';

const now = 1_800_000_000_000;
const current: Appointment = {
  id: '018f4e2a-0000-7000-8000-000000000001',
  title: 'Demo',
  description: null,
  status: 'scheduled',
  scheduledAt: now + 3_600_000,
  durationMinutes: 30,
  departmentId: 'sales',
  departmentName: 'Sales',
  agentId: 'alice',
  agentName: 'Alice',
  customerId: 'ana',
  contact: { name: 'Ana', email: 'ana@example.com', phone: null },
  notes: null,
  cancellationReason: null,
  insertedAt: now,
  updatedAt: now,
  version: 1,
};

// A missing key leaves its field as it is; null empties an optional one.
const longer = { durationMinutes: 45, contact: {}, precondition: [1] };
const changed = decideChange(current, longer, [], {}, now + 60_000);
export const version = changed.ok && changed.value.appointment.version; // 2

const cancel = { action: 'cancel', reason: 'Fell ill', precondition: 'any' } as const;
const cancelled = decideTransition(current, cancel, now);
export const status = cancelled.ok && cancelled.value.status; // "cancelled"

// What is over stays over, and the refusal says what would have been legal.
const again = decideTransition({ ...current, status: 'cancelled' }, cancel, now);
export const why = !again.ok && again.refusal; // {"code":"invalid_transition","currentStatus":"cancelled","allowedActions":[]}
