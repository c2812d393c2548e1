// Claims on the ids of imports: one id, one agent. Made before the agent's calendar gets the appointment. A claim that came
// to nothing (the line was refused, or the import broke off) can be taken over, but only when the first agent's calendar
// says that it does not know the id, and only if nobody has renewed the claim meanwhile.

import { v7 } from 'uuid';
import { ask, nameOf } from '../calendar/calendar-of.ts';
import type { Env } from '../env.ts';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';
import { databaseOf } from './database-of.ts';
import { IS_HERE } from './relocation.ts';

/** How long a claim that was not given up is left alone, in milliseconds: longer than the hand-over after it can take. */
const CLAIM_REST_MS = 60_000;

interface Wanted {
  readonly id: string;
  readonly user_id: string;
}

interface Claim extends Wanted {
  readonly token: string;
  readonly claimed_at: number;
}

/** Ids that are claimed for their agents now, and the token that gives them up again. */
export interface Claimed {
  readonly ids: ReadonlySet<string>;
  readonly token: string;
}

/** Claims ids for their agents, or renews their claims. `silent` when D1 is; throws `CalendarSilent` when a calendar is. */
export async function claim(
  env: Env,
  tenant: string,
  wanted: readonly Wanted[],
): Promise<Claimed | 'silent'> {
  const token = v7();
  const db = databaseOf(env, tenant);
  const standing = await insertClaims(db, tenant, wanted, token);
  if (standing === 'silent') return 'silent';
  const ours = standing.filter((one) => one.token === token).map(({ id }) => id);
  const abandoned = await abandonedOf(
    env,
    tenant,
    standing.filter((one) => one.token !== token && one.claimed_at + CLAIM_REST_MS < Date.now()),
  );
  if (abandoned.length === 0) return { ids: new Set(ours), token };
  const removed = await removeClaims(db, tenant, abandoned);
  const again = wanted.filter(({ id }) => abandoned.some((gone) => gone.id === id));
  const retaken = removed === 'silent' ? 'silent' : await insertClaims(db, tenant, again, token);
  if (retaken === 'silent') return 'silent';
  const gained = retaken.filter((one) => one.token === token).map(({ id }) => id);
  return { ids: new Set([...ours, ...gained]), token };
}

/** Gives claims up, unless they have been renewed. */
export async function release(
  db: D1Database,
  tenant: string,
  token: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await askD1(
    LOOKUP_DEADLINE_MS,
    db
      .prepare(
        `UPDATE imported_ids SET claimed_at = 0
         WHERE tenant = ?1 AND token = ?2 AND id IN (SELECT value FROM json_each(?3))`,
      )
      .bind(tenant, token, JSON.stringify(ids))
      .run(),
  );
}

/** Inserts the claims that are free, renews those of the same agent, and returns who holds each of the ids. */
async function insertClaims(
  db: D1Database,
  tenant: string,
  wanted: readonly Wanted[],
  token: string,
): Promise<Claim[] | 'silent'> {
  if (wanted.length === 0) return [];
  const claims = JSON.stringify(wanted.map(({ id, user_id }) => ({ id, user_id })));
  const answer = await askD1(
    LOOKUP_DEADLINE_MS,
    db.batch<Claim>([
      db
        .prepare(
          `INSERT INTO imported_ids (tenant, id, user_id, token, claimed_at)
           SELECT ?1, value ->> 'id', value ->> 'user_id', ?3, ?4 FROM json_each(?2) WHERE ${IS_HERE}
           ON CONFLICT (tenant, id) DO UPDATE SET token = excluded.token, claimed_at = excluded.claimed_at
           WHERE imported_ids.user_id = excluded.user_id`,
        )
        .bind(tenant, claims, token, Date.now()),
      db
        .prepare(
          `SELECT id, user_id, token, claimed_at FROM imported_ids
           WHERE tenant = ?1 AND id IN (SELECT value ->> 'id' FROM json_each(?2))`,
        )
        .bind(tenant, claims),
      // Not while the tenant moves to another database.
      db.prepare(`SELECT 1 WHERE ${IS_HERE}`).bind(tenant),
    ]),
  );
  if (answer === 'silent') return 'silent';
  const [, standing, here] = answer;
  return here?.results.length ? (standing?.results ?? []) : 'silent';
}

/** Those claims whose agent's calendar does not know the id. */
async function abandonedOf(env: Env, tenant: string, claims: readonly Claim[]): Promise<Claim[]> {
  const byAgent = Map.groupBy(claims, ({ user_id }) => user_id);
  const abandoned = await Promise.all(
    [...byAgent].map(async ([agentId, theirs]) => {
      const ids = theirs.map(({ id }) => id);
      const calendar = await nameOf(tenant, agentId);
      const known = await ask(env, calendar, (remote) => remote.knownOf(ids));
      return theirs.filter(({ id }) => !known.includes(id));
    }),
  );
  return abandoned.flat();
}

/** Removes claims as they were seen: one that was renewed since stays. */
async function removeClaims(db: D1Database, tenant: string, claims: readonly Claim[]) {
  return askD1(
    LOOKUP_DEADLINE_MS,
    db
      .prepare(
        `DELETE FROM imported_ids
         WHERE tenant = ?1 AND (id, token, claimed_at) IN
           (SELECT value ->> 'id', value ->> 'token', value ->> 'claimed_at' FROM json_each(?2))`,
      )
      .bind(tenant, JSON.stringify(claims))
      .run(),
  );
}
