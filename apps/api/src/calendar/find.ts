// From an appointment's id to its calendar: by the route that the id carries, else by asking D1 (imports).

import type { Env } from '../env.ts';
import { holderOf } from '../read-model/appointments.ts';
import { ask, nameOf, type RemoteCalendar } from './calendar-of.ts';
import { routeInId } from './route.ts';

export type Found<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unknown' | 'silent' };

/**
 * Asks the calendar that holds the appointment. `question` returns undefined when its calendar does not know the id.
 * `unknown` only if D1 says so, `silent` if D1 would have to be asked and does not answer.
 */
export async function askHolder<Answer>(
  env: Env,
  tenant: string,
  id: string,
  question: (calendar: RemoteCalendar) => Promise<Answer | undefined>,
): Promise<Found<Answer>> {
  const born = routeInId(id);
  if (born) {
    const answer = await ask(env, { tenant, route: born }, question);
    if (answer !== undefined) return { kind: 'answered', answer };
  }
  const holder = await holderOf(env.DB, tenant, id);
  if (holder.kind !== 'found') return { kind: holder.kind };
  const { route } = await nameOf(tenant, holder.agentId);
  const answer = route === born ? undefined : await ask(env, { tenant, route }, question);
  return answer === undefined ? { kind: 'unknown' } : { kind: 'answered', answer };
}
