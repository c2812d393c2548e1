import { STATUSES } from '@rendezvous/domain';
import * as z from 'zod';
import { ACTION_WORDS } from '../appointment.ts';
import { CODES } from '../problem.ts';
import { appointment } from './appointment.ts';

/** Fields with their messages. */
export const fieldErrors = z.record(z.string(), z.array(z.string()).min(1));

/** `application/problem+json`: one shape for every refusal. */
export const problem = z
  .strictObject({
    type: z.url().meta({ description: 'The page that says cause and cure.' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: z.enum(CODES),
    detail: z.string(),
    instance: z.string().meta({ description: 'The path that was asked for.' }),
    request_id: z.string(),
    errors: z.union([z.strictObject({ detail: z.string() }), fieldErrors]).meta({
      description:
        'Fields with lists of messages for code `invalid`, `{"detail": "…"}` for everything else.',
    }),
    conflicts: z
      .array(appointment)
      .max(10)
      .optional()
      .meta({ description: 'Of `slot_taken`: what is in the way, at most ten.' }),
    current_status: z
      .enum(STATUSES)
      .optional()
      .meta({ description: 'Of `invalid_transition` and `appointment_closed`.' }),
    allowed_actions: z
      .array(z.enum(ACTION_WORDS))
      .optional()
      .meta({ description: 'Of `invalid_transition`.' }),
    current_version: z.int().min(1).optional().meta({ description: 'Of `version_mismatch`.' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;
