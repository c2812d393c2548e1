import { type BookingFacts, decideBooking } from '@rendezvous/domain';

const at = (hour: number) => 1_800_000_000_000 + hour * 3_600_000;
const ana = { id: 'ana', contact: { name: 'Ana', email: 'ana@example.com', phone: null } };
const wish = {
  title: 'Demo',
  description: null,
  scheduledAt: at(10),
  durationMinutes: 30,
  departmentId: 'sales',
  agentId: 'alice',
  contact: { name: null, email: null, phone: '+33612345678' },
  notes: null,
};
const facts: BookingFacts = {
  department: { kind: 'found', value: { id: 'sales', name: 'Sales' } },
  agent: { kind: 'found', value: { id: 'alice', name: 'Alice' } },
  customer: { kind: 'found', value: ana },
};
const booked = decideBooking(wish, [], facts, at(9));
export const status = booked.ok && booked.value.status; // "scheduled"
export const phone = booked.ok && booked.value.contact.phone; // "+33612345678"

// A call that ends when this one starts is a neighbour. One that runs into it is in the way.
const before = { id: 'before', startAt: at(9.5), endAt: at(10) };
const within = { id: 'within', startAt: at(9.75), endAt: at(10.25) };
export const neighbour = decideBooking(wish, [before], facts, at(9)).ok; // true
const refused = decideBooking(wish, [within], facts, at(9));
export const why = !refused.ok && refused.refusal; // {"code":"slot_taken"}
