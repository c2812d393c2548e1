// The appointment as it goes out.

import { STATUSES } from '@rendezvous/domain';
import * as z from 'zod';
import { ACTION_WORDS } from '../appointment.ts';

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
