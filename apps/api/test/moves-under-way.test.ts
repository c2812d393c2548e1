// An appointment on its way, seen from beside: it is read at once, both calendars keep its time, and nothing else waits.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { holdAlarms } from './harness/alarms.ts';
import { releaseHeld } from './harness/calendars.ts';
import { booking, client, slot } from './harness/client.ts';
import { disturb, heldCalls } from './harness/faults.ts';
import { expectPeace, move, newAgents, see } from './harness/moves.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const heldOnce = () => vi.waitFor(() => expect(heldCalls()).toBe(1));
const releaseOld = () => releaseHeld(tenant.slug, tenant.agent.id);

/** An appointment at hour 1 that stands still on its way to the other agent. */
async function onItsWay(call: 'hold' | 'activate' = 'hold') {
  const { id } = await client(tenant).book({ scheduled_at: slot(1) });
  disturb(call, 'held answer', 1);
  const moving = move(tenant, id, tenant.otherAgent);
  await heldOnce();
  return { id, moving };
}

describe('an appointment on its way', () => {
  it('is read as it was before, at once', async () => {
    const { id, moving } = await onItsWay();
    expect(await see(tenant, id)).toMatchObject({ version: 1, user_id: tenant.agent.id });
    expect((await client(tenant).get('/appointments')).list().data).toMatchObject([
      { id, version: 1, user_id: tenant.agent.id },
    ]);
    await releaseOld();
    (await moving).appointment();
    await expectPeace(tenant);
  });

  it('is read as it will be once it is committed', async () => {
    const { id, moving } = await onItsWay('activate');
    expect(await see(tenant, id)).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
    await releaseOld();
    (await moving).appointment();
    await expectPeace(tenant);
  });

  it('keeps its time in both calendars', async () => {
    const { moving } = await onItsWay();
    for (const { id: user_id } of [tenant.agent, tenant.otherAgent]) {
      const wish = { ...booking(tenant), user_id, scheduled_at: slot(1) };
      (await client(tenant).post('/appointments', wish)).problem('slot_taken');
      const query = new URLSearchParams({ user_id, scheduled_at: slot(1) });
      const path = `/appointments/conflicts?${query}`;
      expect((await client(tenant).get(path)).conflicts().has_conflicts).toBe(true);
    }
    await releaseOld();
    (await moving).appointment();
    await client(tenant).book({ scheduled_at: slot(1) });
    await expectPeace(tenant);
  });

  it('is no conflict of its own, in neither calendar', async () => {
    const { id, moving } = await onItsWay();
    for (const { id: user_id } of [tenant.agent, tenant.otherAgent]) {
      const query = new URLSearchParams({ user_id, scheduled_at: slot(1), exclude_id: id });
      const asked = await client(tenant).get(`/appointments/conflicts?${query}`);
      expect(asked.conflicts()).toEqual({ has_conflicts: false, conflicts: [] });
    }
    await releaseOld();
    (await moving).appointment();
    await expectPeace(tenant);
  });

  it('keeps its new time from others who move there, and its old time from others who move in', async () => {
    const [third = tenant.agent] = await newAgents(tenant, 1);
    const rival = await client(tenant).book({ user_id: third.id, scheduled_at: slot(1) });
    const { moving } = await onItsWay();
    for (const agent of [tenant.agent, tenant.otherAgent]) {
      (await move(tenant, rival.id, agent)).problem('slot_taken');
    }
    await releaseOld();
    (await moving).appointment();
    (await move(tenant, rival.id, tenant.agent)).appointment();
    await expectPeace(tenant);
  });

  it('does not hold up the other appointments of the two calendars, nor their moves', async () => {
    const { moving } = await onItsWay();
    const other = await client(tenant).book({ user_id: tenant.otherAgent.id });
    (await client(tenant).post(`/appointments/${other.id}/confirm`)).appointment();
    (await move(tenant, other.id, tenant.agent)).appointment();
    await releaseOld();
    (await moving).appointment();
    await expectPeace(tenant);
  });
});

describe('moves that cross', () => {
  it('do not wait for each other', async () => {
    const theirs = await client(tenant).book({
      user_id: tenant.otherAgent.id,
      scheduled_at: slot(5),
    });
    const { id, moving } = await onItsWay();
    (await move(tenant, theirs.id, tenant.agent)).appointment();
    await releaseOld();
    (await moving).appointment();
    await expectPeace(tenant);
    expect((await see(tenant, id)).user_id).toBe(tenant.otherAgent.id);
    expect((await see(tenant, theirs.id)).user_id).toBe(tenant.agent.id);
  });

  it('are two conflicts when each wants the time of the other one, however late they hear', async () => {
    const theirs = await client(tenant).book({
      user_id: tenant.otherAgent.id,
      scheduled_at: slot(1),
    });
    disturb('hold', 'held', 1);
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    const moving = move(tenant, id, tenant.otherAgent);
    await heldOnce();
    (await move(tenant, theirs.id, tenant.agent)).problem('slot_taken');
    await releaseOld();
    (await moving).problem('slot_taken');
    await expectPeace(tenant);
  });
});
