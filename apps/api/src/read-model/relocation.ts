// A tenant moves to another database. Appointments and events follow from the ledgers; the directory, whose only home is D1, is
// carried over here. Which database may write it is a row in each of the two, never a Worker's configuration: during a deploy
// two configurations are in force at once.
//
//   here ──► leaving ──► left        the old one; no row is `here` too
//   left ──► arriving ──► arrived ──► here        the new one
//
// Of all rows of a tenant at most one is `here` or `leaving`, and only a database that is `here` writes its directory.

import type { Env } from '../env.ts';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';
import { carry, discard } from './carry.ts';
import { databaseBound, databaseNamed, databaseOf, namesOf, placeOf } from './database-of.ts';
import { type CountedCalendar, eventPages } from './event-pages.ts';

/** SQL: the directory of the tenant ?1 may be written in this database. */
export const IS_HERE = `NOT EXISTS (SELECT 1 FROM relocations WHERE tenant = ?1 AND state <> 'here')`;

/** What a rebuild has to do beside. `left`: the database that the tenant has left, which may still hold rows of it. */
export type Relocation =
  | { readonly kind: 'none' | 'moving' | 'silent' }
  | { readonly kind: 'settled'; readonly left: string }
  | { readonly kind: 'refused'; readonly why: string };

interface Row {
  readonly state: 'here' | 'leaving' | 'left' | 'arriving' | 'arrived';
  /** The other database. */
  readonly peer: string;
  /** While it arrives: up to where the directory has been copied. */
  readonly cursor: string | null;
}

const SEE = 'SELECT state, peer, cursor FROM relocations WHERE tenant = ?1';
const HAS_PEOPLE = 'EXISTS (SELECT 1 FROM users WHERE tenant = ?1)';

/** Takes the next step that the configuration asks for. Each may be repeated, at any time and by several at once. */
export async function relocate(env: Env, tenant: string): Promise<Relocation> {
  const { home, next } = placeOf(env, tenant);
  try {
    return next ? await depart(env, tenant, home, next) : await arrive(env, tenant, home);
  } catch (error) {
    if (error instanceof Silent) return { kind: 'silent' };
    throw error;
  }
}

/** Closes the directory in `from` and copies it to `to`. */
async function depart(env: Env, tenant: string, from: string, to: string): Promise<Relocation> {
  const [source, target] = [databaseBound(env, from), databaseBound(env, to)];
  if (!source || !target) return refused(`${tenant} cannot move to ${to}: it is not bound`);
  const found = await state<{ there: number; heading: string | null }>(source, tenant, [
    `SELECT ${HAS_PEOPLE} AS there,
       (SELECT peer FROM relocations WHERE tenant = ?1 AND state = 'leaving') AS heading`,
  ]);
  if (!found?.there) return refused(`${tenant} does not live in ${from}`);
  if (found.heading !== null && found.heading !== to) {
    return refused(`${tenant} is on its way to ${found.heading}`);
  }

  const arriving = await state(target, tenant, [
    `INSERT INTO relocations (tenant, state, peer) SELECT ?1, 'arriving', '${from}'
     WHERE EXISTS (SELECT 1 FROM relocations WHERE tenant = ?1) OR NOT ${HAS_PEOPLE}
     ON CONFLICT (tenant) DO UPDATE SET state = 'arriving', peer = excluded.peer, cursor = NULL
     WHERE state = 'left' OR (state IN ('arriving', 'arrived') AND peer <> excluded.peer)`,
    SEE,
  ]);
  const isOpen = arriving?.state === 'arriving' || arriving?.state === 'arrived';
  if (!isOpen || arriving.peer !== from) return refused(`${tenant} lives in ${to} already`);

  const leaving = await state(source, tenant, [
    `INSERT INTO relocations (tenant, state, peer) VALUES (?1, 'leaving', '${to}')
     ON CONFLICT (tenant) DO UPDATE SET state = 'leaving', peer = excluded.peer WHERE state = 'here'`,
    SEE,
  ]);
  if (leaving?.state !== 'leaving' || leaving.peer !== to) {
    return refused(`${tenant} does not live in ${from}, or is on its way to ${leaving?.peer}`);
  }
  if (arriving.state === 'arriving') {
    await carry(tenant, source, target, answered, { while: 'arriving', from: arriving.cursor });
    await state(target, tenant, [
      "UPDATE relocations SET state = 'arrived', cursor = NULL WHERE tenant = ?1 AND state = 'arriving'",
    ]);
  }
  return { kind: 'moving' };
}

/** Opens the directory in `home`: of a tenant that has arrived there, or that stays after all. */
async function arrive(env: Env, tenant: string, home: string): Promise<Relocation> {
  const db = databaseOf(env, tenant);
  const row = await state(db, tenant, [SEE]);
  if (!row) return { kind: 'none' };
  const { peer } = row;
  if (row.state === 'arriving') return refused(`${tenant} is not wholly copied to ${home}`);
  if (row.state === 'left') return refused(`${tenant} has left ${home} for ${peer}`);
  if (row.state === 'leaving') {
    const other = databaseBound(env, peer);
    if (!other) return refused(`${tenant} cannot stay in ${home}: ${peer} is not bound`);
    const given = await state(other, tenant, [
      `UPDATE relocations SET state = 'left', cursor = NULL
       WHERE tenant = ?1 AND peer = '${home}' AND state IN ('arriving', 'arrived')`,
      SEE,
    ]);
    if (given?.state !== 'left') return refused(`${tenant} lives in ${peer} already`);
  }
  await state(db, tenant, [
    `UPDATE relocations SET state = 'here' WHERE tenant = ?1 AND state = '${row.state}' AND peer = '${peer}'`,
  ]);
  return { kind: 'settled', left: peer };
}

/** Of calendars with so many events, the routes of those that every database which gets them has all events of. */
export async function whollyCopied(
  env: Env,
  tenant: string,
  calendars: readonly CountedCalendar[],
): Promise<ReadonlySet<string>> {
  const copies = await Promise.all(
    namesOf(env, tenant).map((name) => eventPages(databaseNamed(env, name), tenant, calendars)),
  );
  const whole = copies.reduce((left, pages) => {
    if (pages === 'silent') return [];
    const copied = new Map<string, number>();
    for (const { route, events } of pages.flatMap((page) => page.calendars)) {
      copied.set(route, (copied.get(route) ?? 0) + events);
    }
    // More than there are, where the calendar was set back once: see `strays.ts`.
    return left.filter(({ route, events }) => (copied.get(route) ?? 0) >= events);
  }, calendars);
  return new Set(whole.map(({ route }) => route));
}

/**
 * Removes what the database that the tenant has left still has of it. Of the directory first whatever home lacks is taken: a
 * customer who was born with a booking that a calendar, not knowing of the move yet, told the old one alone.
 */
export async function clear(env: Env, tenant: string, left: string): Promise<boolean> {
  const old = databaseBound(env, left);
  const { home } = placeOf(env, tenant);
  // Nothing can be removed there any more, and nobody looks there.
  if (!old) return true;
  try {
    const row = await state(old, tenant, [SEE]);
    if (row?.peer !== home || (row.state !== 'leaving' && row.state !== 'left')) return true;
    await discard(tenant, old, answered);
    await carry(tenant, old, databaseOf(env, tenant), answered, { while: 'here', from: null });
    await state(old, tenant, ["UPDATE relocations SET state = 'left' WHERE tenant = ?1"]);
    return true;
  } catch (error) {
    if (error instanceof Silent) return false;
    throw error;
  }
}

const refused = (why: string): Relocation => ({ kind: 'refused', why });

class Silent extends Error {}

async function answered<Value>(query: Promise<Value>): Promise<Value> {
  const answer = await askD1(LOOKUP_DEADLINE_MS, query);
  if (answer === 'silent') throw new Silent();
  return answer;
}

/** Runs the statements as one, and returns the row of the last. */
async function state<Wanted = Row>(
  db: D1Database,
  tenant: string,
  statements: readonly string[],
): Promise<Wanted | undefined> {
  const batch = statements.map((sql) => db.prepare(sql).bind(tenant));
  return (await answered(db.batch<Wanted>(batch))).at(-1)?.results[0];
}
