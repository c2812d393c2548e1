// Requests on one appointment: from the id in the path to the calendar that holds it.

import type { RemoteCalendar } from '../calendar/calendar-of.ts';
import type { Outcome } from '../calendar/commands.ts';
import { askHolder, type Found } from '../calendar/find.ts';
import { answerOutcome } from './answer.ts';
import { type HttpContext, timed } from './context.ts';
import { refuse } from './problem.ts';

/** The id as it is stored. One that is not well-formed is as unknown as any other. */
export const idInPath = (c: HttpContext): string => (c.req.param('id') ?? '').toLowerCase();

/** Asks the calendar that holds the appointment; undefined means that it does not know it. */
export const askForAppointment = <Answer>(
  c: HttpContext,
  id: string,
  question: (calendar: RemoteCalendar) => Promise<Answer | undefined>,
): Promise<Found<Answer>> =>
  timed(c, 'calendar', () => askHolder(c.env, c.get('caller').tenant, id, question));

/** Sends a command to the calendar that holds the appointment, and answers with its outcome. */
export async function commandAppointment(
  c: HttpContext,
  id: string,
  command: (calendar: RemoteCalendar) => Promise<Outcome>,
): Promise<Response> {
  const found = await askForAppointment(c, id, async (calendar) => {
    const outcome = await command(calendar);
    const elsewhere = outcome.kind === 'refused' && outcome.refusal.code === 'not_found';
    return elsewhere ? undefined : outcome;
  });
  return found.kind === 'answered'
    ? answerOutcome(c, found.answer)
    : refuse(c, { code: found.kind === 'silent' ? 'unavailable' : 'not_found' });
}
