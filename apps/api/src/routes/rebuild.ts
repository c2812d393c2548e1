// /rebuild: replays every calendar of the tenant into D1, one report a calendar, streamed, while bookings go on. The list of
// calendars is the directory of users, which does not depend on D1's appointments. Of a tenant that moves to another database it
// also takes the next step.

import { getLogger } from '@logtape/logtape';
import type { RebuildReport } from '@rendezvous/contract';
import { ask, CalendarSilent, LONG_CALL_DEADLINE_MS, nameOf } from '../calendar/calendar-of.ts';
import type { CalendarName, Rebuild } from '../calendar/commands.ts';
import type { Env } from '../env.ts';
import type { HttpHandler } from '../http/context.ts';
import { writeLines } from '../http/ndjson.ts';
import { refuse } from '../http/problem.ts';
import { agentsOf, removeStrangers } from '../read-model/agents.ts';
import { databaseOf } from '../read-model/database-of.ts';
import { eventPages } from '../read-model/event-pages.ts';
import { clear, type Relocation, relocate, whollyCopied } from '../read-model/relocation.ts';

const log = getLogger(['rendezvous', 'rebuild']);

/** Calls to one calendar; what is left then is delivered by its alarm. */
const MAX_STEPS = 100;

const SILENT: Rebuild = { kind: 'silent' };

export const rebuildTenant: HttpHandler = async (c) => {
  const { tenant } = c.get('caller');
  const relocation = await relocate(c.env, tenant);
  if (relocation.kind === 'refused') c.set('problemCause', relocation.why);
  if (relocation.kind === 'refused' || relocation.kind === 'silent') {
    return refuse(c, { code: 'unavailable' });
  }
  const db = databaseOf(c.env, tenant);
  // First the copies, then the people: whoever comes in between is not taken for a stranger.
  const pages = await eventPages(db, tenant);
  const agentIds = await agentsOf(db, tenant);
  if (pages === 'silent' || agentIds === 'silent') return refuse(c, { code: 'unavailable' });

  const calendars = await Promise.all(agentIds.map((agentId) => nameOf(tenant, agentId)));
  const routes = new Set(calendars.map(({ route }) => route));
  const copied = pages.flatMap((page) => page.calendars.map(({ route }) => route));
  const strangers = new Set(copied.filter((route) => !routes.has(route)));
  const removed = await removeStrangers(db, tenant, strangers, pages);
  if (removed === 'silent') return refuse(c, { code: 'unavailable' });
  return c.body(writeLines(reports(c.env, tenant, calendars, relocation)), 200, {
    'Content-Type': 'application/x-ndjson',
  });
};

/** A calendar and what became of its rebuild. */
interface Rebuilt extends CalendarName {
  readonly state: Rebuild;
}

async function* reports(
  env: Env,
  tenant: string,
  calendars: readonly CalendarName[],
  relocation: Relocation,
): AsyncGenerator<RebuildReport> {
  // Where nobody moves there is nothing to compare, and each line comes by itself. To compare is to look at all events.
  const together = relocation.kind === 'none' ? 1 : calendars.length;
  let isWhole = true;
  for (let from = 0; from < calendars.length; from += together) {
    let some: readonly Rebuilt[] = await rebuildEach(env, calendars.slice(from, from + together));
    if (relocation.kind !== 'none') some = await followed(env, tenant, some);
    isWhole &&= some.every(({ state }) => isDone(state));
    // All calendars are copied: the last lines wait until the database that the tenant has left is cleared.
    if (relocation.kind === 'settled' && isWhole && from + together >= calendars.length) {
      if (!(await clear(env, tenant, relocation.left))) some = some.map(silenced);
    }
    for (const { agentId, state } of some) yield toReport(agentId, state);
  }
}

async function rebuildEach(env: Env, calendars: readonly CalendarName[]): Promise<Rebuilt[]> {
  const rebuilt: Rebuilt[] = [];
  for (const calendar of calendars) {
    rebuilt.push({ ...calendar, state: await rebuild(env, calendar) });
  }
  return rebuilt;
}

/** A calendar that has not heard yet where its tenant lives tells another database, and has to be asked again. */
async function followed(env: Env, tenant: string, rebuilt: readonly Rebuilt[]): Promise<Rebuilt[]> {
  const done = rebuilt.flatMap(({ route, state }) =>
    isDone(state) ? { route, events: state.events } : [],
  );
  const copied = await whollyCopied(env, tenant, done);
  return rebuilt.map((one) => (isDone(one.state) && !copied.has(one.route) ? silenced(one) : one));
}

const isDone = (state: Rebuild): state is Rebuild & { kind: 'rebuilding' } =>
  state.kind === 'rebuilding' && state.left === 0;

const silenced = (one: Rebuilt): Rebuilt => ({ ...one, state: SILENT });

/** One calendar, until D1 has it or it is the alarm's turn. */
export async function rebuild(env: Env, calendar: CalendarName): Promise<Rebuild> {
  try {
    let state = await ask(
      env,
      calendar,
      (remote) => remote.beginRebuild(calendar),
      LONG_CALL_DEADLINE_MS,
    );
    for (
      let step = 1;
      step < MAX_STEPS && state.kind === 'rebuilding' && state.left > 0;
      step += 1
    ) {
      const { left } = state;
      state = await ask(env, calendar, (remote) => remote.continueRebuild(), LONG_CALL_DEADLINE_MS);
      if (state.kind === 'rebuilding' && state.left >= left) break;
    }
    return state;
  } catch (error) {
    // One calendar that cannot be rebuilt does not keep the others from it.
    if (!(error instanceof CalendarSilent)) log.error('failed', { error: String(error) });
    return { kind: 'silent' };
  }
}

function toReport(agentId: string, state: Rebuild): RebuildReport {
  if (state.kind === 'silent')
    return { user_id: agentId, result: 'unavailable', events: 0, left: 0 };
  const { events, left } = state;
  return { user_id: agentId, result: left > 0 ? 'pending' : 'rebuilt', events, left };
}
