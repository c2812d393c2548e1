// Steps of a tenant's move between databases that cannot be right, as an operator may take them.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Whereabouts } from './harness/databases.ts';
import { expectEqual } from './harness/equality.ts';
import { failing, faults, resetFaults } from './harness/faults.ts';
import { askForRebuild, rebuildAll } from './harness/rebuilds.ts';
import {
  addDepartment,
  deploy,
  live,
  moveTo,
  newTenantThatMoves,
  rebuildUntilItBreaks,
} from './harness/relocations.ts';
import { rowsEverywhere } from './harness/rows.ts';
import type { Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenantThatMoves();
});

describe('a step that cannot be right', () => {
  const expectRefused = async (where: Whereabouts, why: string) => {
    const lines = vi.spyOn(console, 'log').mockImplementation(() => {});
    const before = await rowsEverywhere(tenant.slug);
    await deploy(tenant, where);
    (await askForRebuild(tenant)).problem('unavailable');
    expect(lines.mock.calls.join()).toContain(`"cause":"${tenant.slug} ${why}"`);
    lines.mockRestore();
    expect(await rowsEverywhere(tenant.slug)).toEqual(before);
  };

  it('changes nothing, and the log says why', async () => {
    await live(tenant);
    await expectRefused('DB_3 > DB_2', 'does not live in DB_3');
    await deploy(tenant, 'DB > DB_2');
    await rebuildAll(tenant);
    await expectRefused('DB_2 > DB', 'lives in DB already');
    await expectRefused('DB > DB_3', 'is on its way to DB_2');
    await deploy(tenant, 'DB_2');
    await rebuildAll(tenant);
    await expectRefused('DB > DB_2', 'does not live in DB');
    await expectRefused('DB', 'has left DB for DB_2');
    (await addDepartment(tenant, 'Outra')).problem('unavailable');
    await deploy(tenant, 'DB_2');
    await rebuildAll(tenant);
    await expectEqual(tenant);
  });

  it('is to go on with half a directory', async () => {
    await live(tenant);
    await deploy(tenant, 'DB > DB_2');
    faults.worker = 'down';
    failing.delete('DB');
    (await askForRebuild(tenant)).problem('unavailable');
    resetFaults();
    await rebuildUntilItBreaks(tenant, 8);
    await expectRefused('DB_2', 'is not wholly copied to DB_2');
    await moveTo(tenant, 'DB', 'DB_2');
    await expectEqual(tenant);
  });
});
