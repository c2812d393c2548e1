// /appointments/conflicts: answered by the agent's calendar itself, not by a copy.

import { readQuery } from '@rendezvous/contract';
import { type Appointment, intervalOf } from '@rendezvous/domain';
import { ask, nameOf } from '../calendar/calendar-of.ts';
import { CONFLICTS_PAGE } from '../calendar/commands.ts';
import { nameAll } from '../http/answer.ts';
import { readQueryString } from '../http/body.ts';
import { type HttpHandler, timed } from '../http/context.ts';
import { refuse } from '../http/problem.ts';
import { toWire } from '../http/wire.ts';
import { lookUp } from '../read-model/directory.ts';

export const getConflicts: HttpHandler = async (c) => {
  const { conflictsQuery } = await import('@rendezvous/contract/requests/query');
  const query = readQueryString(conflictsQuery, readQuery(new URL(c.req.url).searchParams));
  if (!query.ok) return refuse(c, query.refusal);

  const { tenant } = c.get('caller');
  const { user_id: agentId, scheduled_at, duration_minutes, exclude_id } = query.value;
  const calendar = await nameOf(tenant, agentId);
  const wanted = intervalOf(scheduled_at, duration_minutes);
  const asked = { agentId, wanted, excludeId: exclude_id ?? null };
  const conflicts: Appointment[] = [];
  let written = false;
  for (let from = Number.MIN_SAFE_INTEGER, full = true; full; ) {
    const next = { ...asked, from };
    const page = await timed(c, 'calendar', () =>
      ask(c.env, calendar, (remote) => remote.conflicts(next)),
    );
    written = page.written;
    conflicts.push(...page.conflicts);
    full = page.conflicts.length === CONFLICTS_PAGE;
    from = (conflicts.at(-1)?.scheduledAt ?? from) + 1;
  }
  if (!written) {
    // A calendar that was never written to says nothing about whether its agent exists.
    const { agent } = await timed(c, 'directory', () => lookUp(c.env, tenant, { agentId }));
    if (agent?.kind === 'silent') return refuse(c, { code: 'unavailable' });
    if (agent?.kind === 'unknown') {
      return refuse(c, { code: 'invalid', faults: [{ field: 'agentId', rule: 'exists' }] });
    }
  }
  const named = await nameAll(c, conflicts);
  return c.json({ data: { has_conflicts: named.length > 0, conflicts: named.map(toWire) } });
};
