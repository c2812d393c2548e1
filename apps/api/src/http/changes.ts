// A version of an appointment on the wire: what it changed, field by field, in the wire's names.

import { formatInstant, type HistoryEntry } from '@rendezvous/contract';
import type { ContactField } from '../calendar/contact-changes.ts';
import type { Snapshot } from '../calendar/ports.ts';
import type { Version } from '../read-model/history.ts';

export const toHistoryEntry = ({ before, after, ...made }: Version): HistoryEntry => ({
  version: made.version,
  type: TYPE_WORDS[made.type],
  at: formatInstant(made.at),
  actor: made.actor.toLowerCase(),
  actor_name: made.actorName,
  reason: made.reason,
  changes: changesBetween(before, after),
  contact_changes: (after.contactChanges ?? []).map((field) => CONTACT_NAMES[field]),
});

const TYPE_WORDS: Readonly<Record<Version['type'], HistoryEntry['type']>> = {
  booked: 'booked',
  imported: 'imported',
  changed: 'changed',
  moved: 'moved',
  confirm: 'confirmed',
  cancel: 'cancelled',
  complete: 'completed',
  no_show: 'no_show',
};

const CONTACT_NAMES: Readonly<Record<ContactField, HistoryEntry['contact_changes'][number]>> = {
  name: 'customer_name',
  email: 'customer_email',
  phone: 'customer_phone',
};

type Field = keyof HistoryEntry['changes'];

/** A name follows its id: a directory that renames changes no appointment. */
const ID_OF: { readonly [Name in Field]?: Field } = {
  department_name: 'department_id',
  user_name: 'user_id',
};

function changesBetween(before: Snapshot | null, after: Snapshot): HistoryEntry['changes'] {
  const from = before ? fieldsOf(before) : undefined;
  const to = fieldsOf(after);
  const differs = (field: Field) => (from?.[field] ?? null) !== to[field];
  const fields = Object.keys(to) as Field[]; // its own keys: Object.keys forgets their type
  const changed = fields.filter((field) => differs(field) && differs(ID_OF[field] ?? field));
  return Object.fromEntries(
    changed.map((field) => [field, { from: from?.[field] ?? null, to: to[field] }]),
  );
}

const fieldsOf = (snapshot: Snapshot) =>
  ({
    title: snapshot.title,
    description: snapshot.description,
    status: snapshot.status,
    scheduled_at: formatInstant(snapshot.scheduledAt),
    duration_minutes: snapshot.durationMinutes,
    department_id: snapshot.departmentId,
    department_name: snapshot.departmentName,
    user_id: snapshot.agentId,
    user_name: snapshot.agentName,
    customer_id: snapshot.customerId,
    notes: snapshot.notes,
    cancellation_reason: snapshot.cancellationReason,
  }) satisfies Record<Field, unknown>;
