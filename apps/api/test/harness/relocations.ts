// A tenant that moves from one database to another as the runbook says: `DB > DB_2`, rebuild, `DB_2`, rebuild.

import { evictDurableObject } from 'cloudflare:test';
import { expect } from 'vitest';
import { holdAlarms } from './alarms.ts';
import { stubOf } from './calendars.ts';
import { type Answer, client } from './client.ts';
import { type DatabaseName, place, type Whereabouts } from './databases.ts';
import { customer, department, supervisor } from './directory.ts';
import { breakAt, resetFaults, roundTrips } from './faults.ts';
import { importAll, oldId } from './imports.ts';
import { move } from './moves.ts';
import { askForRebuild, rebuildAll } from './rebuilds.ts';
import { newKey } from './retries.ts';
import { rowsEverywhere } from './rows.ts';
import { agentIdsOf, newTenant, type Tenant } from './tenant.ts';

/** A tenant in `DB`, until the test is finished with it. */
export async function newTenantThatMoves(): Promise<Tenant> {
  holdAlarms();
  return newTenant('DB');
}

/** Facts of every kind that D1 alone knows, and appointments that were booked, moved and imported. */
export async function live(tenant: Tenant) {
  const imported = oldId();
  await importAll(tenant, [{ id: imported }]);
  const contact = { customer_name: 'Rui', customer_email: 'rui@a.example' };
  const booked = await client(tenant).book(contact);
  const other = await client(tenant).book();
  (await move(tenant, booked.id, tenant.otherAgent)).appointment();
  const merged = await supervisor(tenant).post(`/customers/${tenant.customer.id}/merge`, {
    customer_id: booked.customer_id,
  });
  expect(customer(merged).merged_from).toEqual([booked.customer_id]);
  const key = newKey();
  department(await addDepartment(tenant, 'Novidades', key), 201);
  return { ids: [booked.id, other.id, imported], key };
}

export const addDepartment = (tenant: Tenant, name: string, headers = {}): Promise<Answer> =>
  supervisor(tenant).post('/departments', { name }, headers);

/** All appointments, as a list tells them. */
export const listOf = async (tenant: Tenant) =>
  (await client(tenant).get('/appointments?page_size=100')).list().data;

/** A deploy that everybody hears of at once. */
export async function deploy(tenant: Tenant, where: Whereabouts): Promise<void> {
  place(tenant.slug, where);
  for (const agentId of await agentIdsOf(tenant)) {
    // One that does not run will know when it does.
    await evictDurableObject(await stubOf(tenant.slug, agentId)).catch(() => {});
  }
}

/** The whole of it. */
export async function moveTo(
  tenant: Tenant,
  from: 'DB' | 'DB_2',
  to: 'DB' | 'DB_2',
): Promise<void> {
  await deploy(tenant, `${from} > ${to}`);
  await rebuildAll(tenant);
  await deploy(tenant, to);
  await rebuildAll(tenant);
}

const DIRECTORY = ['tenants', 'departments', 'users', 'customers', 'imported_ids'];

/** What a database has of the tenant's directory; outcomes too. */
export async function directoryIn(name: DatabaseName, { slug }: Tenant) {
  const tables = (await rowsEverywhere(slug))[name] ?? {};
  return Object.fromEntries(
    [...DIRECTORY, 'directory_outcomes'].map((table) => [table, tables[table] ?? []]),
  );
}

/** Nothing is left there but a mark that the tenant is not there. */
export async function expectOnlyAMarkIn(name: DatabaseName, { slug }: Tenant): Promise<void> {
  expect(Object.keys((await rowsEverywhere(slug))[name] ?? {})).toEqual(['relocations']);
}

/** Asks for a rebuild whose n-th and later round trips of the Worker to D1 fail; false when it took fewer. */
export async function rebuildUntilItBreaks(
  tenant: Tenant,
  nth: number,
  fault: 'down' | 'forgetful' = 'down',
): Promise<boolean> {
  resetFaults();
  breakAt(nth, fault);
  const answer = await askForRebuild(tenant);
  const took = roundTrips.worker;
  resetFaults();
  if (took >= nth) expect(answer.text).toContain('unavailable');
  return took >= nth;
}
