// A tenant's move between databases, broken off at any point of it: whoever asks again finishes it.

import { beforeEach, describe, expect, it } from 'vitest';
import { ringUntilQuiet } from './harness/alarms.ts';
import { client } from './harness/client.ts';
import { department, supervisor } from './harness/directory.ts';
import { expectEqual } from './harness/equality.ts';
import { interrupt } from './harness/imports.ts';
import { rebuildAll, rebuildInSteps } from './harness/rebuilds.ts';
import {
  addDepartment,
  deploy,
  directoryIn,
  expectOnlyAMarkIn,
  listOf,
  live,
  moveTo,
  newTenantThatMoves,
  rebuildUntilItBreaks,
} from './harness/relocations.ts';
import { rowsEverywhere } from './harness/rows.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenantThatMoves();
});

describe('a move that breaks off', () => {
  it.each(['down', 'forgetful'] as const)(
    'at any round trip of any step (%s) is done by asking again',
    async (fault) => {
      await live(tenant);
      let [home, other]: ['DB' | 'DB_2', 'DB' | 'DB_2'] = ['DB', 'DB_2'];
      const listed = await listOf(tenant);
      let steps = 0;
      for (let nth = 1, broke = true; broke; nth += 1) {
        broke = false;
        const directory = await directoryIn(home, tenant);
        for (const where of [`${home} > ${other}`, other] as const) {
          await deploy(tenant, where);
          if (await rebuildUntilItBreaks(tenant, nth, fault)) broke = true;
          await rebuildAll(tenant);
        }
        expect(await directoryIn(other, tenant)).toEqual(directory);
        await expectOnlyAMarkIn(home, tenant);
        await ringUntilQuiet(tenant);
        await expectEqual(tenant);
        [home, other] = [other, home];
        steps += 1;
      }
      expect(steps).toBeGreaterThan(20);
      expect(await listOf(tenant)).toEqual(listed);
    },
    120_000,
  );

  it('does nothing any more when it goes on after the move was finished without it', async () => {
    // The directory has been carried over by then.
    for (let nth = 1; nth <= 20; nth += 1) {
      tenant = await newTenant('DB');
      department(await addDepartment(tenant, 'Novidades'), 201);
      await client(tenant).book();
      await deploy(tenant, 'DB > DB_2');
      let finished: unknown;
      await interrupt(
        nth,
        (inside) => rebuildInSteps(tenant, () => {}, inside).catch(() => {}),
        async () => {
          await moveTo(tenant, 'DB', 'DB_2');
          const renamed = { name: 'Renomeada' };
          const path = `/departments/${tenant.department.id}`;
          department(await supervisor(tenant).put(path, renamed));
          finished = await rowsEverywhere(tenant.slug);
        },
      );
      expect(await rowsEverywhere(tenant.slug), `point ${nth}`).toEqual(finished);
    }
  }, 120_000);
});
