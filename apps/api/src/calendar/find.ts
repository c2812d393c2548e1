// From an appointment's id to the calendar that holds it: by the route that the id carries, else by asking D1 (imports);
// from there along the forwards that an appointment leaves where it was.

import type { Appointment } from '@rendezvous/domain';
import type { Env } from '../env.ts';
import { holderOf } from '../read-model/appointments.ts';
import { databaseOf } from '../read-model/database-of.ts';
import { ask, nameOf, type Question } from './calendar-of.ts';
import type { Elsewhere, Lookup } from './commands.ts';
import { routeInId } from './route.ts';

export type Found<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unknown' | 'silent' };

/** What one calendar says: an answer, the way to another one, or that it does not know the id. */
export type Said<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unknown' | 'silent' }
  | Elsewhere;

/**
 * A home calendar learns of each new holder, so one forward is the rule. More are needed while news is under way, and for an
 * import whose copy D1 has lost: one for each agent who has had it.
 */
const MAX_FORWARDS = 50;

/** The appointment as its calendar has it now. */
export const findAppointment = (
  env: Env,
  tenant: string,
  id: string,
): Promise<Found<Appointment>> =>
  askHolder(env, tenant, id, async (calendar) => {
    const told = await calendar.get(id, 'json');
    const looked: Lookup = typeof told === 'string' ? JSON.parse(told) : told;
    return looked.kind === 'here' ? { kind: 'answered', answer: looked.appointment } : looked;
  });

/** `unknown` only if D1 says so; `silent` if a calendar, or D1 where it has to be asked, does not answer. */
export async function askHolder<Answer>(
  env: Env,
  tenant: string,
  id: string,
  question: Question<Said<Answer>>,
  deadlineMs?: number,
): Promise<Found<Answer>> {
  const born = routeInId(id);
  if (born) {
    const found = await follow(env, tenant, born, question, deadlineMs);
    if (found.kind !== 'unknown') return found;
  }
  const holder = await holderOf(databaseOf(env, tenant), tenant, id);
  if (holder.kind !== 'found') return { kind: holder.kind };
  const { route } = await nameOf(tenant, holder.agentId);
  // Its birth calendar too is asked again: an import may have come there since.
  return follow(env, tenant, route, question, deadlineMs);
}

async function follow<Answer>(
  env: Env,
  tenant: string,
  first: string,
  question: Question<Said<Answer>>,
  deadlineMs?: number,
): Promise<Found<Answer>> {
  let route = first;
  for (let forwards = 0; forwards <= MAX_FORWARDS; forwards += 1) {
    const said = await ask(env, { tenant, route }, question, deadlineMs);
    if (said.kind !== 'elsewhere') return said;
    route = said.route;
  }
  return { kind: 'silent' };
}
