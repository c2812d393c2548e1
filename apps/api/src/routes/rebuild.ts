// /rebuild: replays every calendar of the tenant into D1, one report a calendar, streamed, while bookings go on. The list of
// calendars is the directory of users, which does not depend on D1's appointments.

import type { RebuildReport } from '@rendezvous/contract';
import { ask, CalendarSilent, nameOf } from '../calendar/calendar-of.ts';
import type { Rebuild } from '../calendar/commands.ts';
import type { Env } from '../env.ts';
import type { HttpHandler } from '../http/context.ts';
import { writeLines } from '../http/ndjson.ts';
import { refuse } from '../http/problem.ts';
import { agentsOf } from '../read-model/agents.ts';

/** Calls to one calendar; what is left then is delivered by its alarm. */
const MAX_STEPS = 100;

export const rebuildTenant: HttpHandler = async (c) => {
  const { tenant } = c.get('caller');
  const agentIds = await agentsOf(c.env.DB, tenant);
  if (agentIds === 'silent') return refuse(c, { code: 'unavailable' });
  return c.body(writeLines(reports(c.env, tenant, agentIds)), 200, {
    'Content-Type': 'application/x-ndjson',
  });
};

async function* reports(
  env: Env,
  tenant: string,
  agentIds: readonly string[],
): AsyncGenerator<RebuildReport> {
  for (const agentId of agentIds) yield toReport(agentId, await rebuild(env, tenant, agentId));
}

async function rebuild(env: Env, tenant: string, agentId: string): Promise<Rebuild> {
  const calendar = await nameOf(tenant, agentId);
  try {
    let state = await ask(env, calendar, (remote) => remote.beginRebuild());
    for (
      let step = 1;
      step < MAX_STEPS && state.kind === 'rebuilding' && state.left > 0;
      step += 1
    ) {
      const { left } = state;
      state = await ask(env, calendar, (remote) => remote.continueRebuild());
      if (state.kind === 'rebuilding' && state.left >= left) break;
    }
    return state;
  } catch (error) {
    if (error instanceof CalendarSilent) return { kind: 'silent' };
    throw error;
  }
}

function toReport(agentId: string, state: Rebuild): RebuildReport {
  if (state.kind === 'silent')
    return { user_id: agentId, result: 'unavailable', events: 0, left: 0 };
  const { events, left } = state;
  return { user_id: agentId, result: left > 0 ? 'pending' : 'rebuilt', events, left };
}
