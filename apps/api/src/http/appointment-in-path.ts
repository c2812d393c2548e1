// Requests on one appointment: from the id in the path to the calendar that holds it.

import type { Appointment } from '@rendezvous/domain';
import type { RemoteCalendar } from '../calendar/calendar-of.ts';
import type { Elsewhere, Outcome } from '../calendar/commands.ts';
import { sendCommand } from '../calendar/dispatch.ts';
import { askHolder, type Found } from '../calendar/find.ts';
import { answerOutcome } from './answer.ts';
import { type HttpContext, timed } from './context.ts';
import { refuse } from './problem.ts';

/** The id as it is stored. One that is not well-formed is as unknown as any other. */
export const idInPath = (c: HttpContext): string => (c.req.param('id') ?? '').toLowerCase();

/** The appointment as its calendar has it now. */
export const findAppointment = (c: HttpContext, id: string): Promise<Found<Appointment>> =>
  timed(c, 'calendar', () =>
    askHolder(c.env, c.get('caller').tenant, id, async (calendar) => {
      const looked = await calendar.get(id);
      return looked.kind === 'here' ? { kind: 'answered', answer: looked.appointment } : looked;
    }),
  );

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
