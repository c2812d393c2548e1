import type { Appointment, Contact } from './appointment.ts';
import type { BookingFacts, Lookup } from './facts.ts';
import { type Instant, intervalOf } from './interval.ts';
import {
  judgeFuture,
  judgeReference,
  judgeSlot,
  type Occupied,
  refuseFaults,
} from './judgement.ts';
import type { Refusal } from './refusal.ts';
import { accept, type Result, refuse } from './result.ts';

/** A wish to book; its form has been checked. */
export interface BookCommand {
  readonly title: string;
  readonly description: string | null;
  readonly scheduledAt: Instant;
  readonly durationMinutes: number;
  readonly departmentId: string;
  readonly agentId: string;
  /** What the caller sent about the customer; what is null comes from the customer's record. */
  readonly contact: { readonly [Key in keyof Contact]: Contact[Key] | null };
  readonly notes: string | null;
}

/** All that a booking settles; the id is minted by the calendar that holds it. */
export type Booked = Omit<Appointment, 'id'>;

/**
 * Books, or says why not: first all faults of time and references, then the slot.
 * `occupied` must hold every interval of the agent that could overlap the wanted one.
 */
export function decideBooking(
  command: BookCommand,
  occupied: readonly Occupied[],
  facts: BookingFacts,
  now: Instant,
): Result<Booked, Refusal> {
  const { department, agent, customer } = facts;
  const faults = [
    ...judgeFuture(command.scheduledAt, now),
    ...judgeReference('departmentId', department),
    ...judgeReference('agentId', agent),
    ...judgeReference('customerId', customer),
  ];
  const faulty = refuseFaults(faults, [department, agent, customer]);
  if (faulty) return refuse(faulty);

  const taken = judgeSlot(intervalOf(command.scheduledAt, command.durationMinutes), occupied);
  if (taken) return refuse(taken);

  const { contact, ...wish } = command;
  const record = found(customer);
  return accept({
    ...wish,
    status: 'scheduled',
    departmentName: found(department).name,
    agentName: found(agent).name,
    customerId: record.id,
    contact: {
      name: contact.name ?? record.contact.name,
      email: contact.email ?? record.contact.email,
      phone: contact.phone ?? record.contact.phone,
    },
    cancellationReason: null,
    insertedAt: now,
    updatedAt: now,
    version: 1,
  });
}

/** The value of a lookup that has been judged. Throws when it was not: that is a bug, not a refusal. */
function found<Value>(lookup: Lookup<Value>): Value {
  if (lookup.kind !== 'found') throw new Error(`a ${lookup.kind} reference was not refused`);
  return lookup.value;
}
