// From an appointment's id to the calendar that holds it: by the route that the id carries, else by asking D1 (imports);
// from there along the forwards that an appointment leaves where it was.

import type { Env } from '../env.ts';
import { holderOf } from '../read-model/appointments.ts';
import { ask, nameOf, type RemoteCalendar } from './calendar-of.ts';
import type { Elsewhere } from './commands.ts';
import { routeInId } from './route.ts';

export type Found<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unknown' | 'silent' };

/** A home calendar learns of each new holder, so one forward is the rule; more are possible only while news is under way. */
const MAX_FORWARDS = 8;

/**
 * Asks the calendar that holds the appointment. `question` returns undefined when its calendar does not know the id.
 * `unknown` only if D1 says so, `silent` if D1 would have to be asked and does not answer.
 */
export async function askHolder<Answer extends { readonly kind: string }>(
  env: Env,
  tenant: string,
  id: string,
  question: (calendar: RemoteCalendar) => Promise<Answer | Elsewhere | undefined>,
): Promise<Found<Exclude<Answer, Elsewhere>>> {
  const born = routeInId(id);
  if (born) {
    const found = await follow(env, tenant, born, question);
    if (found.kind !== 'unknown') return found;
  }
  const holder = await holderOf(env.DB, tenant, id);
  if (holder.kind !== 'found') return { kind: holder.kind };
  const { route } = await nameOf(tenant, holder.agentId);
  return route === born ? { kind: 'unknown' } : follow(env, tenant, route, question);
}

async function follow<Answer extends { readonly kind: string }>(
  env: Env,
  tenant: string,
  first: string,
  question: (calendar: RemoteCalendar) => Promise<Answer | Elsewhere | undefined>,
): Promise<Found<Exclude<Answer, Elsewhere>>> {
  let route = first;
  for (let forwards = 0; forwards <= MAX_FORWARDS; forwards += 1) {
    const answer = await ask(env, { tenant, route }, question);
    if (answer === undefined) return { kind: 'unknown' };
    if (!isElsewhere(answer)) return { kind: 'answered', answer };
    route = answer.route;
  }
  return { kind: 'silent' };
}

function isElsewhere<Answer extends { readonly kind: string }>(
  answer: Answer | Elsewhere,
): answer is Elsewhere {
  return answer.kind === 'elsewhere';
}
