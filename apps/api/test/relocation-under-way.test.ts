// While a tenant moves to another database it works: it books, moves and lists; its directory alone is closed for a time.

import { beforeEach, describe, expect, it } from 'vitest';
import { client } from './harness/client.ts';
import { place } from './harness/databases.ts';
import { customer, department, departments, manager } from './harness/directory.ts';
import { expectEqual } from './harness/equality.ts';
import { importLines, oldId } from './harness/imports.ts';
import { expectPeace, move, newAgents } from './harness/moves.ts';
import { rebuild, rebuildAll } from './harness/rebuilds.ts';
import {
  addDepartment,
  deploy,
  expectOnlyAMarkIn,
  listOf,
  live,
  newTenantThatMoves,
} from './harness/relocations.ts';
import { isReplay } from './harness/retries.ts';
import type { Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenantThatMoves();
});

describe('a tenant that moves to another database', () => {
  it('books, moves and acts at every step, and lists each write at once', async () => {
    const people = await newAgents(tenant, 2);
    const { ids } = await live(tenant);
    const write = async () => {
      const { id } = await client(tenant).book();
      expect((await listOf(tenant)).map((one) => one.id)).toContain(id);
      for (const person of people) (await move(tenant, id, person)).appointment();
      (await client(tenant).post(`/appointments/${id}/confirm`)).appointment();
      const born = { customer_name: 'Nova', customer_email: `${id}@a.example` };
      ids.push(id, (await client(tenant).book(born)).id);
    };
    const writing = async () => {
      for (let round = 0; round < 3; round += 1) await write();
    };
    const expectAllListed = async () =>
      expect((await listOf(tenant)).map(({ id }) => id).sort()).toEqual(ids.sort());
    for (const where of ['DB > DB_2', 'DB_2'] as const) {
      await deploy(tenant, where);
      // Before anything is rebuilt: whichever database is read has what both were told.
      await expectAllListed();
      await write();
      await Promise.all([writing(), rebuild(tenant), writing(), rebuild(tenant)]);
      await rebuildAll(tenant);
      await write();
    }
    await expectAllListed();
    await expectPeace(tenant);
    await expectEqual(tenant);
    await expectOnlyAMarkIn('DB', tenant);
  });

  it('closes its directory from the first rebuild to the last: 503, while reads and replays go on', async () => {
    const { key } = await live(tenant);
    const expectClosed = async () => {
      const refused = await addDepartment(tenant, 'Outra');
      refused.problem('unavailable');
      expect(refused.headers.get('Retry-After')).not.toBeNull();
      const renamed = await manager(tenant).put(`/users/${tenant.agent.id}`, { name: 'X' });
      renamed.problem('unavailable');
      const reports = await importLines(tenant, [{ id: oldId() }]);
      expect(reports.map(({ result }) => result)).toEqual(['unavailable']);
      expect(isReplay(await addDepartment(tenant, 'Novidades', key))).toBe(true);
      expect(departments(await client(tenant).get('/departments'))).toHaveLength(4);
    };
    await deploy(tenant, 'DB > DB_2');
    department(await addDepartment(tenant, 'Antes'), 201);
    await rebuildAll(tenant);
    await expectClosed();
    // A mark in the database closes it: a Worker that has not heard of the move is refused too.
    place(tenant.slug, 'DB');
    await expectClosed();
    await deploy(tenant, 'DB_2');
    await expectClosed();
    await rebuildAll(tenant);
    department(await addDepartment(tenant, 'Outra'), 201);
    const reports = await importLines(tenant, [{ id: oldId() }]);
    expect(reports.map(({ result }) => result)).toEqual(['imported']);
  });
});

describe('calendars that have not heard of the move yet', () => {
  it('are found out by the rebuild, which says that it has to be asked again', async () => {
    await live(tenant);
    // The Worker knows; the objects live on as they were.
    place(tenant.slug, 'DB > DB_2');
    expect((await rebuild(tenant)).map(({ result }) => result)).toContain('unavailable');
    await deploy(tenant, 'DB > DB_2');
    await rebuildAll(tenant);
    place(tenant.slug, 'DB_2');
    const born = { customer_name: 'Nova', customer_email: 'nova@a.example' };
    const { customer_id } = await client(tenant).book(born);
    await deploy(tenant, 'DB_2');
    await rebuildAll(tenant);
    await expectEqual(tenant);
    customer(await client(tenant).get(`/customers/${customer_id}`));
  });

  it('tell the old database alone: what they told is taken over before that is cleared', async () => {
    await live(tenant);
    await deploy(tenant, 'DB > DB_2');
    await rebuildAll(tenant);
    await deploy(tenant, 'DB');
    place(tenant.slug, 'DB');
    const born = { customer_name: 'Nova', customer_email: 'nova@a.example' };
    const { id, customer_id } = await client(tenant).book(born);
    await deploy(tenant, 'DB_2');
    expect((await listOf(tenant)).map((one) => one.id)).not.toContain(id);
    await rebuildAll(tenant);
    expect((await listOf(tenant)).map((one) => one.id)).toContain(id);
    customer(await client(tenant).get(`/customers/${customer_id}`));
    await expectOnlyAMarkIn('DB', tenant);
    await expectEqual(tenant);
  });
});
