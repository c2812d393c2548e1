// The calendars' alarms in the hands of a test.

import { runDurableObjectAlarm } from 'cloudflare:test';
import { expect, onTestFinished, vi } from 'vitest';
import { stubOf } from './calendars.ts';
import { resetFaults } from './faults.ts';
import { agentIdsOf, type Tenant } from './tenant.ts';

/** Until the test is finished, and faults with it, no alarm goes off by itself: those of a clock that is ahead do not. */
export function holdAlarms(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  onTestFinished(() => {
    resetFaults();
    vi.useRealTimers();
  });
}

/** Runs the alarm of this calendar, if one is pending. */
export const ring = async (tenant: Tenant, agentId: string): Promise<boolean> =>
  runDurableObjectAlarm(await stubOf(tenant.slug, agentId));

/** Runs the alarms of all calendars until none is pending. */
export async function ringUntilQuiet(tenant: Tenant): Promise<void> {
  const agentIds = await agentIdsOf(tenant);
  for (let round = 0; round < 20; round += 1) {
    const rang = await Promise.all(agentIds.map((agentId) => ring(tenant, agentId)));
    if (!rang.includes(true)) return;
  }
  expect.fail('the alarms do not come to rest');
}
