// Requests on one appointment: from the id in the path to the calendar that holds it.

import type { Appointment } from '@rendezvous/domain';
import type { RemoteCalendar } from '../calendar/calendar-of.ts';
import type { Elsewhere, Outcome } from '../calendar/commands.ts';
import { sendCommand } from '../calendar/dispatch.ts';
import { type Found, findAppointment } from '../calendar/find.ts';
import { answerOutcome } from './answer.ts';
import { type HttpContext, timed } from './context.ts';
import { refuse } from './problem.ts';

/** The id as it is stored. One that is not well-formed is as unknown as any other. */
export const idInPath = (c: HttpContext): string => (c.req.param('id') ?? '').toLowerCase();

/** The appointment as its calendar has it now. */
export const findInCalendar = (c: HttpContext, id: string): Promise<Found<Appointment>> =>
  timed(c, 'calendar', () => findAppointment(c.env, c.get('caller').tenant, id));

/** Sends a command to the calendar that holds the appointment, and answers with its outcome. */
export async function commandAppointment(
  c: HttpContext,
  id: string,
  command: (calendar: RemoteCalendar) => Promise<Outcome | Elsewhere>,
): Promise<Response> {
  const found = await timed(c, 'calendar', () =>
    sendCommand(c.env, c.get('caller').tenant, id, command),
  );
  return found.kind === 'answered' ? answerOutcome(c, found.answer) : refuseMissing(c, found.kind);
}

/** Nobody knows the appointment, or nobody who would know answers. */
export const refuseMissing = (c: HttpContext, kind: 'unknown' | 'silent'): Response =>
  refuse(c, { code: kind === 'silent' ? 'unavailable' : 'not_found' });
