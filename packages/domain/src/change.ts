import type { Appointment, Contact } from './appointment.ts';
import type { ChangeFacts, Customer, Lookup } from './facts.ts';
import { type Instant, type Interval, intervalOf } from './interval.ts';
import {
  judgeFuture,
  judgeReference,
  judgeSlot,
  judgeVersion,
  type Occupied,
  type Precondition,
  refuseFaults,
} from './judgement.ts';
import { isOccupying, isTerminal } from './lifecycle.ts';
import type { Fault, Refusal } from './refusal.ts';
import { accept, type Result, refuse } from './result.ts';

/** A partial change; a missing key leaves its field as it is. The form has been checked. */
export interface ChangeCommand {
  /** `id` and `status` as the caller holds them: not changed here, refused when they differ. */
  readonly id?: unknown;
  readonly status?: unknown;
  readonly title?: string | undefined;
  readonly description?: string | null | undefined;
  readonly scheduledAt?: Instant | undefined;
  readonly durationMinutes?: number | undefined;
  readonly departmentId?: string | undefined;
  readonly agentId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly contact: { readonly [Key in keyof Contact]?: Contact[Key] | undefined };
  readonly notes?: string | null | undefined;
  readonly precondition: Precondition;
}

/** The appointment after the change, or the same one when nothing differs (then there is no new version). */
export type Changed =
  | { readonly kind: 'changed'; readonly appointment: Appointment }
  | { readonly kind: 'unchanged'; readonly appointment: Appointment };

/** A fact that is needed and missing: nothing is known, so nothing is accepted on its strength. */
const SILENT: Lookup<never> = { kind: 'silent' };

/**
 * Changes an appointment, or says why not, in the contract's order: version, closed, all faults, slot.
 * Only what differs is judged, so a whole object can be sent back as it was fetched, past times included.
 * `occupied` must hold every interval of the agent that could overlap `wantedInterval(current, command)`.
 */
export function decideChange(
  current: Appointment,
  command: ChangeCommand,
  occupied: readonly Occupied[],
  facts: ChangeFacts,
  now: Instant,
): Result<Changed, Refusal> {
  const stale = judgeVersion(command.precondition, current.version);
  if (stale) return refuse(stale);

  const next = apply(current, command, facts);
  const differs = (...fields: (keyof Appointment)[]) =>
    fields.some((field) => next[field] !== current[field]);
  const contactDiffers = !sameContact(next.contact, current.contact);
  const bound =
    contactDiffers ||
    differs('scheduledAt', 'durationMinutes', 'departmentId', 'agentId', 'customerId');

  if (bound && isTerminal(current.status)) {
    return refuse({ code: 'appointment_closed', currentStatus: current.status });
  }

  const department = differs('departmentId') ? (facts.department ?? SILENT) : undefined;
  const agent = differs('agentId') ? (facts.agent ?? SILENT) : undefined;
  const customer = differs('customerId') ? (facts.customer ?? SILENT) : undefined;
  const faults: Fault[] = [
    ...judgeReadOnly(current, command),
    ...(differs('scheduledAt') ? judgeFuture(next.scheduledAt, now) : []),
    ...(department ? judgeReference('departmentId', department) : []),
    ...(agent ? judgeReference('agentId', agent) : []),
    ...(customer ? judgeReference('customerId', customer) : []),
  ];
  const faulty = refuseFaults(faults, [department, agent, customer]);
  if (faulty) return refuse(faulty);

  const wanted = wantedInterval(current, command);
  const taken = wanted && judgeSlot(wanted, occupied, current.id);
  if (taken) return refuse(taken);

  if (!bound && !differs('title', 'description', 'notes')) {
    return accept({ kind: 'unchanged', appointment: current });
  }
  return accept({
    kind: 'changed',
    appointment: { ...next, updatedAt: now, version: current.version + 1 },
  });
}

/** The interval that a change asks for, or undefined when it asks for no time that has to be free. */
export function wantedInterval(current: Appointment, command: ChangeCommand): Interval | undefined {
  const {
    scheduledAt = current.scheduledAt,
    durationMinutes = current.durationMinutes,
    agentId = current.agentId,
  } = command;
  const same =
    scheduledAt === current.scheduledAt &&
    durationMinutes === current.durationMinutes &&
    agentId === current.agentId;
  return same || !isOccupying(current.status)
    ? undefined
    : intervalOf(scheduledAt, durationMinutes);
}

function judgeReadOnly(current: Appointment, command: ChangeCommand): Fault[] {
  const { id = current.id, status = current.status } = command;
  const faults: Fault[] = [];
  if (id !== current.id) faults.push({ field: 'id', rule: 'immutable' });
  if (status !== current.status) faults.push({ field: 'status', rule: 'changed_by_actions' });
  return faults;
}

function apply(current: Appointment, command: ChangeCommand, facts: ChangeFacts): Appointment {
  const {
    title = current.title,
    description = current.description,
    scheduledAt = current.scheduledAt,
    durationMinutes = current.durationMinutes,
    departmentId = current.departmentId,
    agentId = current.agentId,
    customerId = current.customerId,
    notes = current.notes,
  } = command;
  const { department, agent, customer } = facts;
  // The directory may know the customer under another id, even that of now: then nothing changes.
  const named =
    customerId !== current.customerId && customer?.kind === 'found' ? customer.value : undefined;
  const record = named?.id === current.customerId ? undefined : named;
  return {
    ...current,
    title,
    description,
    scheduledAt,
    durationMinutes,
    departmentId,
    departmentName: department?.kind === 'found' ? department.value.name : current.departmentName,
    agentId,
    agentName: agent?.kind === 'found' ? agent.value.name : current.agentName,
    customerId: named?.id ?? customerId,
    contact: applyContact(current.contact, command.contact, record),
    notes,
  };
}

/** With a new customer, a contact field that is missing or unchanged comes from that customer's record. */
function applyContact(
  current: Contact,
  wish: ChangeCommand['contact'],
  record: Customer | undefined,
): Contact {
  const { name = current.name, email = current.email, phone = current.phone } = wish;
  if (!record) return { name, email, phone };
  return {
    name: name === current.name ? record.contact.name : name,
    email: email === current.email ? record.contact.email : email,
    phone: phone === current.phone ? record.contact.phone : phone,
  };
}

/** Whether two contacts are the same, field by field. */
export const sameContact = (a: Contact, b: Contact): boolean =>
  a.name === b.name && a.email === b.email && a.phone === b.phone;
