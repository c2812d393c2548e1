// The bodies that book, change and cancel an appointment.

import * as z from 'zod/mini';
import { DEFAULT_DURATION } from '../appointment.ts';
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

const title = text(255);
const longText = text(10_000);
const customerName = text(255);

/** The body of a booking. A null or blank optional field counts as missing. */
export const appointmentCreate = z
  .object({
    title: required(title),
    description: optional(longText),
    scheduled_at: required(instant),
    duration_minutes: optional(duration).register(z.globalRegistry, {
      description: 'In minutes.',
      override: { default: DEFAULT_DURATION },
    }),
    department_id: required(id),
    user_id: optional(id).register(z.globalRegistry, {
      description: 'The agent; the caller unless given.',
    }),
    customer_id: optional(id).register(z.globalRegistry, { description: 'An existing customer.' }),
    customer_name: optional(customerName).register(z.globalRegistry, {
      description: 'Needed without `customer_id`.',
    }),
    customer_email: optional(email),
    customer_phone: optional(phone),
    notes: optional(longText),
  })
  .check(
    z.refine((body) => Boolean(body.customer_id || body.customer_name), {
      path: ['customer_name'],
      error: BLANK,
      // Judged although other fields are at fault: all of them are said at once.
      when: ({ value }) => typeof value === 'object' && value !== null,
    }),
  )
  .register(z.globalRegistry, {
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
    id: z
      .optional(z.unknown())
      .register(z.globalRegistry, { description: 'Refused when it differs.' }),
    status: z
      .optional(z.unknown())
      .register(z.globalRegistry, { description: 'Refused when it differs.' }),
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
  .register(z.globalRegistry, { id: 'AppointmentUpdate' });
export type AppointmentUpdate = z.output<typeof appointmentUpdate>;

/** The optional body of a cancellation. */
export const appointmentCancel = z
  .object({ reason: optional(text(1_000)) })
  .register(z.globalRegistry, { id: 'AppointmentCancel' });
