// Moves between calendars, seen from outside: alarms until nothing is left to do, and what has to be true then.

import { runInDurableObject } from 'cloudflare:test';
import { expect } from 'vitest';
import { ringUntilQuiet } from './alarms.ts';
import { ledger, stubOf } from './calendars.ts';
import { type Answer, client } from './client.ts';
import { d1Of } from './databases.ts';
import { roundTrips } from './faults.ts';
import { addUser, agentIdsOf, type Person, type Tenant } from './tenant.ts';

type Row = Record<string, string | number | null>;

/** More agents than the tenant began with. */
export async function newAgents({ slug }: Tenant, count: number): Promise<Person[]> {
  const people = Array.from({ length: count }, (_, index) => ({
    id: crypto.randomUUID(),
    name: `Agent ${index}`,
    role: 'attendant',
  }));
  for (const person of people) await addUser(slug, person);
  return people;
}

/** Asks for a move to this agent. */
export const move = (
  tenant: Tenant,
  id: string,
  to: Person,
  headers: Record<string, string> = {},
): Promise<Answer> => client(tenant).put(`/appointments/${id}`, { user_id: to.id }, headers);

/** The appointment as a caller sees it. */
export const see = async (tenant: Tenant, id: string) =>
  (await client(tenant).get(`/appointments/${id}`)).appointment();

/** Rows of a ledger; none of a calendar that was never written to. */
export async function rowsOf(tenant: Tenant, agentId: string, query: string): Promise<Row[]> {
  const isWritten = "SELECT 1 FROM sqlite_master WHERE name = 'appointments'";
  const written = await ledger(tenant.slug, agentId, isWritten);
  return written.length > 0 ? ledger<Row>(tenant.slug, agentId, query) : [];
}

/** The calendar's object dies at once, with all that it was doing; what it wrote stays. */
export async function crash(tenant: Tenant, agentId: string): Promise<void> {
  const stub = await stubOf(tenant.slug, agentId);
  await runInDurableObject(stub, (_, state) => state.abort('crash')).catch(() => {});
}

/** In whose calendar the appointment stands, and how: here, gone, or held for a transfer. */
export async function standings(tenant: Tenant, id: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const agentId of await agentIdsOf(tenant)) {
    const rows = await rowsOf(
      tenant,
      agentId,
      "SELECT REPLACE(id, 'hold:', '') AS id, place FROM appointments ORDER BY place = 'held'",
    );
    for (const row of rows) if (row.id === id) found[agentId] = String(row.place);
  }
  return found;
}

/**
 * Lets the alarms finish what is left, then: no calendar is double-booked, each appointment is in one calendar, nothing is
 * on its way, D1 tells the same as the ledgers, versions grow by one, and each appointment is two calls away.
 */
export async function expectPeace(tenant: Tenant): Promise<void> {
  await ringUntilQuiet(tenant);
  const owned: Row[] = [];
  const known = new Set<unknown>();
  const written: string[] = [];
  for (const agentId of await agentIdsOf(tenant)) {
    const rows = await rowsOf(
      tenant,
      agentId,
      'SELECT *, (SELECT route FROM calendar) AS route FROM appointments ORDER BY scheduled_at',
    );
    expectNoOverlap(rows);
    for (const row of rows) {
      known.add(row.id);
      expect(row.place).not.toBe('held');
      if (row.place === 'here') owned.push({ ...row, user_id: agentId });
    }
    expect(await rowsOf(tenant, agentId, 'SELECT * FROM departures')).toEqual([]);
    expect(await rowsOf(tenant, agentId, 'SELECT * FROM untold')).toEqual([]);
    const events = await rowsOf(tenant, agentId, 'SELECT route, seq FROM events, calendar');
    written.push(...events.map(({ route, seq }) => `${route} ${seq}`));
  }
  expect(owned.map(({ id }) => id).sort()).toEqual([...known].sort());
  await expectEqualInD1(tenant, owned, written);
  for (const { id, user_id, version } of owned) {
    roundTrips.rpc = 0;
    const told = (await client(tenant).get(`/appointments/${id}`)).appointment();
    expect(told).toMatchObject({ id, user_id, version });
    expect(roundTrips.rpc, 'calls to find it').toBeLessThanOrEqual(2);
  }
}

function expectNoOverlap(rows: readonly Row[]): void {
  let free = 0;
  for (const { occupying, scheduled_at, ends_at } of rows) {
    if (occupying !== 1) continue;
    expect(Number(scheduled_at), 'starts when it is free').toBeGreaterThanOrEqual(free);
    free = Number(ends_at);
  }
}

/** D1 has each appointment as its owner has it, each event of the ledgers once, and the versions of each from 1 on. */
async function expectEqualInD1(
  { slug }: Tenant,
  owned: readonly Row[],
  written: readonly string[],
) {
  const select = async (query: string) =>
    (await d1Of(slug).prepare(query).bind(slug).all<Row>()).results;
  const copies = await select('SELECT * FROM appointments WHERE tenant = ? ORDER BY id');
  const columns = Object.keys(copies[0] ?? {}).filter(
    (column) => column in (owned[0] ?? {}) && column !== 'user_name',
  );
  const pick = (row: Row) => columns.map((column) => [column, row[column]]);
  const byId = (one: Row, other: Row) => (String(one.id) < String(other.id) ? -1 : 1);
  expect(copies.map(pick)).toEqual(owned.toSorted(byId).map(pick));

  const events = await select(
    'SELECT * FROM events WHERE tenant = ? ORDER BY appointment_id, version',
  );
  expect(events.map(({ calendar, seq }) => `${calendar} ${seq}`).sort()).toEqual(
    written.toSorted(),
  );
  for (const { id, version } of owned) {
    const versions = events.flatMap((event) =>
      event.appointment_id === id && event.version !== null ? [event.version] : [],
    );
    expect(versions).toEqual(Array.from({ length: Number(version) }, (_, index) => index + 1));
  }
}
