// A tenant moves to another database, and nothing is lost: `DB > DB_2`, rebuild, `DB_2`, rebuild.

import { beforeEach, describe, expect, it } from 'vitest';
import { client } from './harness/client.ts';
import { databaseCalled } from './harness/databases.ts';
import { department } from './harness/directory.ts';
import { expectEqual } from './harness/equality.ts';
import { resetFaults, roundTrips } from './harness/faults.ts';
import { expectPeace, newAgents, see } from './harness/moves.ts';
import { askForRebuild, rebuildAll } from './harness/rebuilds.ts';
import {
  addDepartment,
  deploy,
  directoryIn,
  expectOnlyAMarkIn,
  listOf,
  live,
  moveTo,
  newTenantThatMoves,
} from './harness/relocations.ts';
import { isReplay } from './harness/retries.ts';
import type { Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenantThatMoves();
});

describe('a tenant that moves to another database', () => {
  it('has everything there afterwards, and nothing where it was but a mark that it left', async () => {
    const { ids, key } = await live(tenant);
    const [before, listed] = [await directoryIn('DB', tenant), await listOf(tenant)];
    await moveTo(tenant, 'DB', 'DB_2');
    expect(await directoryIn('DB_2', tenant)).toEqual(before);
    expect(await listOf(tenant)).toEqual(listed);
    for (const id of ids) expect((await see(tenant, id)).id).toBe(id);
    await expectEqual(tenant);
    await expectOnlyAMarkIn('DB', tenant);
    expect(isReplay(await addDepartment(tenant, 'Novidades', key))).toBe(true);
    department(await addDepartment(tenant, 'Outra'), 201);
    await client(tenant).book();
    await expectPeace(tenant);
  });

  it('has a directory of any size, whatever is in a row', async () => {
    const departmentIds = JSON.stringify(Array.from({ length: 300 }, () => crypto.randomUUID()));
    for (let hundred = 0; hundred < 3; hundred += 1) {
      const ids = Array.from({ length: 100 }, () => crypto.randomUUID());
      await databaseCalled('DB')
        .prepare(
          `INSERT INTO users (tenant, id, name, name_key, role, active, department_ids, inserted_at, updated_at)
           SELECT ?1, value, ?2, ?2, 'attendant', 1, ?3, 0, 0 FROM json_each(?4)`,
        )
        .bind(tenant.slug, '\u{1f600}'.repeat(255), departmentIds, JSON.stringify(ids))
        .run();
    }
    const before = await directoryIn('DB', tenant);
    await deploy(tenant, 'DB > DB_2');
    expect((await askForRebuild(tenant)).status).toBe(200);
    expect(await directoryIn('DB_2', tenant)).toEqual(before);
  }, 120_000);

  it('asks its databases no more often for each of its agents', async () => {
    await newAgents(tenant, 40);
    await deploy(tenant, 'DB > DB_2');
    resetFaults();
    await rebuildAll(tenant);
    expect(roundTrips.worker).toBeLessThan(40);
    await deploy(tenant, 'DB_2');
    resetFaults();
    await rebuildAll(tenant);
    expect(roundTrips.worker).toBeLessThan(40);
  });

  it('can move back, and again', async () => {
    await live(tenant);
    const listed = await listOf(tenant);
    await moveTo(tenant, 'DB', 'DB_2');
    department(await addDepartment(tenant, 'Outra'), 201);
    const there = await directoryIn('DB_2', tenant);
    await moveTo(tenant, 'DB_2', 'DB');
    expect(await directoryIn('DB', tenant)).toEqual(there);
    await moveTo(tenant, 'DB', 'DB_2');
    expect(await directoryIn('DB_2', tenant)).toEqual(there);
    expect(await listOf(tenant)).toEqual(listed);
    await expectEqual(tenant);
  });

  it('may stay after all, as if nothing had been', async () => {
    await live(tenant);
    const before = await directoryIn('DB', tenant);
    await deploy(tenant, 'DB > DB_2');
    await rebuildAll(tenant);
    await client(tenant).book();
    await deploy(tenant, 'DB');
    await rebuildAll(tenant);
    department(await addDepartment(tenant, 'Outra'), 201);
    await expectOnlyAMarkIn('DB_2', tenant);
    expect((await directoryIn('DB', tenant)).users).toEqual(before.users);
    await expectPeace(tenant);
    await moveTo(tenant, 'DB', 'DB_2');
    await expectEqual(tenant);
  });
});
