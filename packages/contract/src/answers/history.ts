// The history of one appointment: every version that it has had, and who made it when and why.

import { STATUSES } from '@rendezvous/domain';
import * as z from 'zod';
import { idText, instantText, pageMeta } from './appointment.ts';

/** From null: the field was empty, or the appointment was not there yet. */
const changeOf = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ from: value.nullable(), to: value.nullable() }).optional();

/** What happened. The first version was booked or imported; `moved` is a change that names another agent. */
const TYPES = [
  'booked',
  'imported',
  'changed',
  'moved',
  'confirmed',
  'cancelled',
  'completed',
  'no_show',
] as const;

const historyEntry = z
  .strictObject({
    version: z.int().min(1),
    type: z.enum(TYPES),
    at: instantText,
    /** The user who asked for it. */
    actor: z.string(),
    /** As the directory has it now; null when it does not know the user. */
    actor_name: z.string().nullable(),
    reason: z.string().nullable(),
    /** The fields that differ from the version before. A name stands beside its id, as it was then. */
    changes: z.strictObject({
      title: changeOf(z.string()),
      description: changeOf(z.string()),
      status: changeOf(z.enum(STATUSES)),
      scheduled_at: changeOf(instantText),
      duration_minutes: changeOf(z.int()),
      department_id: changeOf(idText),
      department_name: changeOf(z.string()),
      user_id: changeOf(idText),
      user_name: changeOf(z.string()),
      customer_id: changeOf(idText),
      notes: changeOf(z.string()),
      cancellation_reason: changeOf(z.string()),
    }),
    /** Which fields of the contact changed. Their values are in no history, so that a person can be erased. */
    contact_changes: z.array(z.enum(['customer_name', 'customer_email', 'customer_phone'])),
  })
  .meta({ id: 'HistoryEntry' });
export type HistoryEntry = z.infer<typeof historyEntry>;

export const historyAnswer = z.strictObject({
  data: z.array(historyEntry),
  meta: pageMeta,
});
