// From outcomes to answers.

import type { Appointment } from '@rendezvous/domain';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Outcome } from '../calendar/commands.ts';
import { databaseOf } from '../read-model/database-of.ts';
import { withNames } from '../read-model/names.ts';
import { type HttpContext, timed } from './context.ts';
import { entityTag } from './precondition.ts';
import { refuse } from './problem.ts';
import { toWire } from './wire.ts';

/** One appointment with its `ETag`. */
export async function answerAppointment(
  c: HttpContext,
  appointment: Appointment,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const [named = appointment] = await nameAll(c, [appointment]);
  const answer = c.json({ data: toWire(named) }, status);
  answer.headers.set('ETag', entityTag(appointment.version));
  return answer;
}

/** What a calendar said to a write. */
export async function answerOutcome(
  c: HttpContext,
  outcome: Outcome,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  if (outcome.kind === 'refused') {
    const { refusal } = outcome;
    return refusal.code === 'slot_taken'
      ? refuse(c, { ...refusal, conflicts: await nameAll(c, refusal.conflicts) })
      : refuse(c, refusal);
  }
  // A part of the calendar's time, measured there.
  c.get('timings').set('projection', outcome.projectionMs);
  if (outcome.replayed) c.header('Idempotent-Replayed', 'true');
  if (outcome.readModel === 'pending') c.header('Rendezvous-Read-Model', 'pending');
  return answerAppointment(c, outcome.appointment, status);
}

/** Appointments with the names of their department and agent as they are now. */
export const nameAll = (c: HttpContext, appointments: readonly Appointment[]) =>
  timed(c, 'names', () => {
    const { tenant } = c.get('caller');
    return withNames(databaseOf(c.env, tenant), tenant, appointments);
  });
