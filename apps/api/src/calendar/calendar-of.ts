// The one place where a Durable Object is named: `<tenant>/<route>`. So a foreign tenant's id leads to an empty
// calendar of one's own tenant. Also the one place that calls one: with a deadline, and again with a fresh stub.

import type { Env } from '../env.ts';
import { within } from '../within.ts';
import type {
  Book,
  CalendarName,
  Change,
  Conflicts,
  ConflictsQuery,
  Elsewhere,
  Import,
  ImportResult,
  Lookup,
  Outcome,
  Rebuild,
  Transition,
} from './commands.ts';
import { routeOf } from './route.ts';

/** A calendar as the Worker sees it, over RPC. */
export interface RemoteCalendar {
  book(command: Book): Promise<Outcome>;
  change(command: Change): Promise<Outcome | Elsewhere>;
  transition(command: Transition): Promise<Outcome | Elsewhere>;
  get(id: string): Promise<Lookup>;
  conflicts(query: ConflictsQuery): Promise<Conflicts>;
  import(command: Import): Promise<ImportResult[]>;
  knownOf(ids: readonly string[]): Promise<string[]>;
  beginRebuild(): Promise<Rebuild>;
  continueRebuild(): Promise<Rebuild>;
}

/** The calendar did not answer in time or could not be reached. Whether it did what was asked is not known. */
export class CalendarSilent extends Error {
  override name = 'CalendarSilent';
}

/** How long one call may take, in milliseconds: more than a command that waits for a transfer and then drives its own. */
const CALL_DEADLINE_MS = 12_000;
const CALLS = 2;

export async function nameOf(tenant: string, agentId: string): Promise<CalendarName> {
  return { tenant, route: await routeOf(tenant, agentId), agentId };
}

/** The stub of a calendar. The cast hides the stub's serialisation types: all that crosses is plain data. */
export const calendarAt = <Face = RemoteCalendar>(env: Env, { tenant, route }: Address): Face =>
  env.CALENDARS.getByName(`${tenant}/${route}`) as unknown as Face;

type Address = Pick<CalendarName, 'tenant' | 'route'>;

/**
 * Asks the calendar on this route. Commands are idempotent on their command id, so a call that was lost is made again.
 * Throws `CalendarSilent` when no answer can be had, and whatever the object threw when that is a bug of ours.
 */
export async function ask<Answer>(
  env: Env,
  address: Address,
  question: (calendar: RemoteCalendar) => Promise<Answer>,
): Promise<Answer> {
  for (let call = 1; ; call += 1) {
    try {
      // A stub keeps failing after its object was reset: each call takes a fresh one.
      const answer = await within(CALL_DEADLINE_MS, question(calendarAt(env, address)));
      if (answer === 'late') throw new CalendarSilent('the calendar did not answer in time');
      return answer;
    } catch (error) {
      const { remote, retryable, overloaded } = error as Partial<Record<string, boolean>>; // flags that the platform sets
      const isBug = error instanceof TypeError || (remote && !retryable && !overloaded);
      if (isBug) throw error;
      if (call < CALLS && retryable && !overloaded) continue;
      throw error instanceof CalendarSilent ? error : new CalendarSilent(String(error));
    }
  }
}
