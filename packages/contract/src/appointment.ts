// The appointment as it goes out, and the bodies that book, change and cancel one.

import { STATUSES } from '@rendezvous/domain';
import * as z from 'zod';
import {
  BLANK,
  duration,
  email,
  id,
  instant,
  optional,
  phone,
  present,
  required,
  text,
} from './field.ts';

/** The path words of the four actions. */
export const ACTION_WORDS = ['confirm', 'cancel', 'complete', 'no-show'] as const;
export type ActionWord = (typeof ACTION_WORDS)[number];

export const instantText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)
  .meta({ format: 'date-time' });
export const idText = z.string().regex(/^[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}$/);

/** An appointment on the wire: the seventeen keys of the original in their order, then the additive ones. All always present. */
export const appointment = z
  .strictObject({
    id: idText,
    title: z.string(),
    description: z.string().nullable(),
    status: z.enum(STATUSES),
    scheduled_at: instantText,
    duration_minutes: z.int().min(1).max(1_440),
    department_id: idText,
    department_name: z.string().nullable().meta({ description: 'Follows renames.' }),
    user_id: idText.meta({ description: 'The agent.' }),
    user_name: z.string().nullable().meta({ description: 'Follows renames.' }),
    customer_id: idText,
    customer_name: z.string().meta({ description: 'As it was when it was booked or changed.' }),
    customer_email: z.string().nullable(),
    customer_phone: z.string().nullable(),
    notes: z.string().nullable(),
    inserted_at: instantText,
    updated_at: instantText,
    ends_at: instantText,
    version: z.int().min(1).meta({ description: 'Grows by one with every change.' }),
    cancellation_reason: z.string().nullable(),
    allowed_actions: z
      .array(z.enum(ACTION_WORDS))
      .meta({ description: 'The path words that the status allows now.' }),
  })
  .meta({ id: 'Appointment' });
export type WireAppointment = z.infer<typeof appointment>;

export const appointmentAnswer = z
  .strictObject({ data: appointment })
  .meta({ id: 'AppointmentAnswer' });

const count = z.int().min(0);

/** Where a page stands in its list. */
export const pageMeta = z
  .strictObject({
    current_page: z.int().min(1),
    page_size: z.int().min(1).max(100),
    total_pages: count,
    total_count: count,
  })
  .meta({ id: 'PageMeta' });

export const appointmentList = z
  .strictObject({
    data: z.array(appointment).max(100),
    meta: pageMeta,
  })
  .meta({ id: 'AppointmentList' });

export const conflictsAnswer = z
  .strictObject({
    data: z.strictObject({ has_conflicts: z.boolean(), conflicts: z.array(appointment) }),
  })
  .meta({ id: 'ConflictsAnswer' });

const title = text(255);
const longText = text(10_000);
const customerName = text(255);

/** The default length of a call, in minutes. */
export const DEFAULT_DURATION = 30;

/** The body of a booking. A null or blank optional field counts as missing. */
export const appointmentCreate = z
  .object({
    title: required(title),
    description: optional(longText),
    scheduled_at: required(instant),
    duration_minutes: optional(duration).meta({
      description: 'In minutes.',
      override: { default: DEFAULT_DURATION },
    }),
    department_id: required(id),
    user_id: optional(id).meta({ description: 'The agent; the caller unless given.' }),
    customer_id: optional(id).meta({ description: 'An existing customer.' }),
    customer_name: optional(customerName).meta({ description: 'Needed without `customer_id`.' }),
    customer_email: optional(email),
    customer_phone: optional(phone),
    notes: optional(longText),
  })
  .refine((body) => Boolean(body.customer_id || body.customer_name), {
    path: ['customer_name'],
    error: BLANK,
    // Judged although other fields are at fault: all of them are said at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .meta({
    id: 'AppointmentCreate',
    // Within allOf: generators of types read an anyOf beside properties as an alternative to them.
    allOf: [
      {
        anyOf: [
          {
            required: ['customer_id'],
            properties: { customer_id: { type: 'string', pattern: '\\S' } },
          },
          {
            required: ['customer_name'],
            properties: { customer_name: { type: 'string', pattern: '\\S' } },
          },
        ],
      },
    ],
  });
export type AppointmentCreate = z.output<typeof appointmentCreate>;

/** The body of a change: missing is unchanged, null clears an optional field. Other read-only keys are ignored. */
export const appointmentUpdate = z
  .object({
    id: z.unknown().optional().meta({ description: 'Refused when it differs.' }),
    status: z.unknown().optional().meta({ description: 'Refused when it differs.' }),
    title: present(title),
    description: optional(longText),
    scheduled_at: present(instant),
    duration_minutes: present(duration),
    department_id: present(id),
    user_id: present(id),
    customer_id: present(id),
    customer_name: present(customerName),
    customer_email: optional(email),
    customer_phone: optional(phone),
    notes: optional(longText),
  })
  .meta({ id: 'AppointmentUpdate' });
export type AppointmentUpdate = z.output<typeof appointmentUpdate>;

/** The optional body of a cancellation. */
export const appointmentCancel = z
  .object({ reason: optional(text(1_000)) })
  .meta({ id: 'AppointmentCancel' });

/** The id of an appointment in a path. One that is not well-formed is as unknown as any other. */
export const appointmentInPath = z.object({
  id: z.string().meta({ param: { example: '4c5d6e7f-8a9b-0123-defg-456789012345' } }),
});
