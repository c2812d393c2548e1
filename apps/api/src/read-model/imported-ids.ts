// Claims on the ids of imports: one id, one agent. Made before the agent's calendar gets the appointment; one that came
// to nothing (the import broke off) can be taken over once the first agent's calendar says that it does not know the id.

import { ask, CalendarSilent, nameOf } from '../calendar/calendar-of.ts';
import type { Env } from '../env.ts';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';

/** How long a claim is left alone, in milliseconds: longer than the hand-over that follows it can take. */
const CLAIM_REST_MS = 60_000;

interface Claim {
  readonly id: string;
  readonly user_id: string;
}

/** Claims ids for their agents. Returns those that are theirs now; `silent` when D1 or a calendar is. */
export async function claim(
  env: Env,
  tenant: string,
  wanted: readonly Claim[],
): Promise<Set<string> | 'silent'> {
  const standing = await insertClaims(env.DB, tenant, wanted);
  if (standing === 'silent') return 'silent';
  const agentOf = new Map(standing.map(({ id, user_id }) => [id, user_id]));
  const ours = wanted.filter(({ id, user_id }) => agentOf.get(id) === user_id);
  const lost = standing.filter(
    ({ id, claimed_at }) =>
      !ours.some((claimed) => claimed.id === id) && claimed_at + CLAIM_REST_MS < Date.now(),
  );
  const abandoned = await abandonedOf(env, tenant, lost);
  if (abandoned === 'silent') return 'silent';
  for (const { id, user_id } of abandoned) await release(env.DB, tenant, user_id, [id]);
  const again = wanted.filter(({ id }) => abandoned.some((gone) => gone.id === id));
  const retaken = again.length > 0 ? await claim(env, tenant, again) : new Set<string>();
  return retaken === 'silent' ? 'silent' : new Set([...ours.map(({ id }) => id), ...retaken]);
}

/** Gives up claims of an agent on ids that its calendar does not hold. */
export async function release(
  db: D1Database,
  tenant: string,
  agentId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await askD1(
    LOOKUP_DEADLINE_MS,
    db
      .prepare(
        `DELETE FROM imported_ids
         WHERE tenant = ?1 AND user_id = ?2 AND id IN (SELECT value FROM json_each(?3))`,
      )
      .bind(tenant, agentId, JSON.stringify(ids))
      .run(),
  );
}

/** Inserts the claims that are free, and returns who holds each of the ids. */
async function insertClaims(
  db: D1Database,
  tenant: string,
  wanted: readonly Claim[],
): Promise<(Claim & { claimed_at: number })[] | 'silent'> {
  if (wanted.length === 0) return [];
  const claims = JSON.stringify(wanted.map(({ id, user_id }) => ({ id, user_id })));
  const answer = await askD1(
    LOOKUP_DEADLINE_MS,
    db.batch<Claim & { claimed_at: number }>([
      db
        .prepare(
          `INSERT INTO imported_ids (tenant, id, user_id, claimed_at)
           SELECT ?1, value ->> 'id', value ->> 'user_id', ?3 FROM json_each(?2) WHERE true
           ON CONFLICT DO NOTHING`,
        )
        .bind(tenant, claims, Date.now()),
      db
        .prepare(
          `SELECT id, user_id, claimed_at FROM imported_ids
           WHERE tenant = ?1 AND id IN (SELECT value ->> 'id' FROM json_each(?2))`,
        )
        .bind(tenant, claims),
    ]),
  );
  return answer === 'silent' ? 'silent' : (answer[1]?.results ?? []);
}

async function abandonedOf(
  env: Env,
  tenant: string,
  claims: readonly Claim[],
): Promise<Claim[] | 'silent'> {
  try {
    const byAgent = Map.groupBy(claims, ({ user_id }) => user_id);
    const abandoned = await Promise.all(
      [...byAgent].map(async ([agentId, theirs]) => {
        const ids = theirs.map(({ id }) => id);
        const known = await ask(env, await nameOf(tenant, agentId), (calendar) =>
          calendar.knownOf(ids),
        );
        return theirs.filter(({ id }) => !known.includes(id));
      }),
    );
    return abandoned.flat();
  } catch (error) {
    if (error instanceof CalendarSilent) return 'silent';
    throw error;
  }
}
