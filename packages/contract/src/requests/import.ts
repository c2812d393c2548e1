// One line of an import (NDJSON): an appointment of an old system, with what it already has.

import { STATUSES } from '@rendezvous/domain';
import * as z from 'zod/mini';
import { DEFAULT_DURATION } from '../appointment.ts';
import { duration, email, INVALID, id, instant, optional, phone, required, text } from './field.ts';

/** The past is welcome here: nothing is judged by the clock. */
export const importLine = z
  .object(
    {
      id: required(id),
      title: required(text(255)),
      description: optional(text(10_000)),
      status: required(z.enum(STATUSES, INVALID)),
      scheduled_at: required(instant),
      duration_minutes: z.pipe(
        optional(duration),
        z.transform((minutes) => minutes ?? DEFAULT_DURATION),
      ),
      department_id: required(id),
      user_id: required(id),
      customer_id: required(id),
      customer_name: optional(text(255)),
      customer_email: optional(email),
      customer_phone: optional(phone),
      notes: optional(text(10_000)),
      cancellation_reason: optional(text(1_000)),
      inserted_at: optional(instant),
      updated_at: optional(instant),
    },
    INVALID,
  )
  .register(z.globalRegistry, { id: 'ImportLine', description: 'One line.' });
export type ImportLine = z.output<typeof importLine>;
