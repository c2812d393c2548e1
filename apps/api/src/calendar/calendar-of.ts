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
  /** As JSON, unless the calendar is of before a deploy that is under way. */
  get(id: string, form: 'json'): Promise<Lookup | string>;
  conflicts(query: ConflictsQuery): Promise<Conflicts>;
  import(command: Import): Promise<ImportResult[]>;
  knownOf(ids: readonly string[]): Promise<string[]>;
  beginRebuild(calendar: CalendarName): Promise<Rebuild>;
  continueRebuild(): Promise<Rebuild>;
}

/** The calendar did not answer in time or could not be reached. Whether it did what was asked is not known. */
export class CalendarSilent extends Error {
  override name = 'CalendarSilent';
  /** Whether it makes sense to ask again at once. */
  readonly again: boolean;

  constructor(cause: string, again: boolean) {
    super(cause);
    this.again = again;
  }
}

/** How long one call may take, in milliseconds: more than the projection's wait inside it. */
const CALL_DEADLINE_MS = 5_000;
/** Of a call that may wait for a transfer and then drive its own, or for D1 more than once; it is not repeated when it is late. */
export const LONG_CALL_DEADLINE_MS = 12_000;

export async function nameOf(tenant: string, agentId: string): Promise<CalendarName> {
  return { tenant, route: await routeOf(tenant, agentId), agentId };
}

/** The stub of a calendar. The cast hides the stub's serialisation types: all that crosses is plain data. */
export const calendarAt = <Face = RemoteCalendar>(env: Env, { tenant, route }: Address): Face =>
  env.CALENDARS.getByName(`${tenant}/${route}`) as unknown as Face;

type Address = Pick<CalendarName, 'tenant' | 'route'>;

/** `isAgain`: it was asked before and no answer came, so the first call may still arrive. */
export type Question<Answer> = (calendar: RemoteCalendar, isAgain: boolean) => Promise<Answer>;

/**
 * Asks the calendar on this route, and once more when no answer came: commands are idempotent on their command id.
 * Throws `CalendarSilent` when no answer can be had, and whatever the object threw when that is a bug of ours.
 */
export async function ask<Answer>(
  env: Env,
  address: Address,
  question: Question<Answer>,
  deadlineMs = CALL_DEADLINE_MS,
): Promise<Answer> {
  try {
    return await askOnce(env, address, (calendar) => question(calendar, false), deadlineMs);
  } catch (error) {
    if (!(error instanceof CalendarSilent && error.again)) throw error;
    return askOnce(env, address, (calendar) => question(calendar, true), deadlineMs);
  }
}

async function askOnce<Answer>(
  env: Env,
  address: Address,
  question: (calendar: RemoteCalendar) => Promise<Answer>,
  deadlineMs: number,
): Promise<Answer> {
  // A stub keeps failing after its object was reset: each call takes a fresh one.
  const answer = await within(deadlineMs, question(calendarAt(env, address))).catch(judgeFailure);
  if (answer !== 'late') return answer;
  throw new CalendarSilent(`no answer within ${deadlineMs} ms`, deadlineMs === CALL_DEADLINE_MS);
}

/** A bug of ours stays what it is; an object that is overloaded is left alone. */
function judgeFailure(error: unknown): never {
  const { remote, retryable, overloaded } = Object(error) as Partial<Record<string, boolean>>; // flags that the platform sets
  const isOurs = [TypeError, RangeError, DOMException].some((kind) => error instanceof kind);
  if (isOurs || (remote && !retryable && !overloaded)) throw error;
  throw new CalendarSilent(String(error), !overloaded);
}
