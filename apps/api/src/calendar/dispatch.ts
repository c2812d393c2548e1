// How the Worker sends a command to the calendar that decides it. A call without an answer is made again; but then the
// first one may still arrive, so only a yes is sure: a no could be followed by a yes that nobody hears.

import type { Env } from '../env.ts';
import { LOOKUP_DEADLINE_MS } from '../read-model/ask-d1.ts';
import { ask, LONG_CALL_DEADLINE_MS, type RemoteCalendar } from './calendar-of.ts';
import {
  type Book,
  CLOCK_SKEW_MS,
  type Elsewhere,
  type Import,
  type ImportResult,
  type Outcome,
} from './commands.ts';
import { askHolder, type Found } from './find.ts';

/**
 * How long a command may be on its way, in milliseconds: a look-up and the longest call, and still in time by a calendar's
 * clock that is ahead. That is 20 s; a caller who waits longer gets a 503.
 */
export const COMMAND_LIFETIME_MS = LOOKUP_DEADLINE_MS + LONG_CALL_DEADLINE_MS + CLOCK_SKEW_MS;

export const sendBooking = (env: Env, command: Book): Promise<Outcome> =>
  ask(env, command.calendar, async (remote, isAgain) => {
    const outcome = await remote.book(command);
    return isAgain && outcome.kind === 'refused' ? IN_DOUBT : outcome;
  });

/** To the calendar that holds the appointment, wherever it is. */
export async function sendCommand(
  env: Env,
  tenant: string,
  id: string,
  send: (calendar: RemoteCalendar) => Promise<Outcome | Elsewhere>,
): Promise<Found<Outcome>> {
  let isInDoubt = false;
  const found = await askHolder<Outcome>(
    env,
    tenant,
    id,
    async (calendar, isAgain) => {
      isInDoubt ||= isAgain;
      const outcome = await send(calendar);
      if (outcome.kind !== 'refused') {
        return outcome.kind === 'elsewhere' ? outcome : { kind: 'answered', answer: outcome };
      }
      if (outcome.refusal.code === 'not_found') return { kind: 'unknown' };
      return { kind: 'answered', answer: isInDoubt ? IN_DOUBT : outcome };
    },
    LONG_CALL_DEADLINE_MS,
  );
  return isInDoubt && found.kind === 'unknown' ? { kind: 'silent' } : found;
}

export const sendImport = (env: Env, command: Import): Promise<ImportResult[]> =>
  ask(env, command.calendar, async (remote, isAgain) => {
    const results = await remote.import(command);
    return isAgain
      ? results.map((result) => (result === 'slot_taken' ? 'unavailable' : result))
      : results;
  });

const IN_DOUBT: Outcome = { kind: 'refused', refusal: { code: 'unavailable' } };
