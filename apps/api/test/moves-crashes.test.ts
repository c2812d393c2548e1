// A move in whose middle a calendar dies, with all that it was doing. What it wrote stays, and the alarms go on from there.

import { evictDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { holdAlarms, ring } from './harness/alarms.ts';
import { releaseHeld, stubOf } from './harness/calendars.ts';
import { type Answer, client } from './harness/client.ts';
import { calm, disturb, heldCalls, type PeerCall } from './harness/faults.ts';
import { crash, expectPeace, move, newAgents, see } from './harness/moves.ts';
import { isReplay, newKey } from './harness/retries.ts';
import { newTenant, type Person, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

interface Wish {
  readonly id: string;
  readonly to: Person;
  readonly key?: Record<string, string>;
}

/** A move that stands still where this call is about to be made, or has just been answered; so do its next tries if all do. */
async function standstill(
  { id, to, key = {} }: Wish,
  call: PeerCall,
  fault: 'held' | 'held answer',
  which: 'first' | 'all' = 'first',
): Promise<{ answer: Promise<Answer> }> {
  if (which === 'first') disturb(call, fault, 1);
  else disturb(call, fault);
  const before = heldCalls();
  const answer = move(tenant, id, to, key);
  await vi.waitFor(() => expect(heldCalls()).toBe(before + 1));
  return { answer };
}

/** A move whose old calendar dies there, and once more when the Worker asks again: it is left to the alarms. */
async function leftAlone(wish: Wish, [, call, fault, committed]: Moment): Promise<void> {
  const { answer } = await standstill(wish, call, fault, 'all');
  // What is committed could be done by asking.
  disturb('transferState', 'lost call');
  await crash(tenant, tenant.agent.id);
  if (!committed) {
    await vi.waitFor(() => expect(heldCalls()).toBe(2));
    await crash(tenant, tenant.agent.id);
  }
  // Unless the new one is active already and answers for it.
  const isActive = call === 'activate' && fault === 'held answer';
  expect((await answer).status).toBe(isActive ? 200 : 503);
  calm();
}

/** Where the move stands still, and whether it is committed there. */
type Moment = readonly [string, 'hold' | 'activate', 'held' | 'held answer', boolean];
const MOMENTS: Moment[] = [
  ['before the hold', 'hold', 'held', false],
  ['after the hold', 'hold', 'held answer', false],
  ['before the activation', 'activate', 'held', true],
  ['after the activation', 'activate', 'held answer', true],
];

describe.each(MOMENTS)('a crash %s', (...moment) => {
  const [, call, fault, committed] = moment;
  let id: string;
  beforeEach(async () => {
    ({ id } = await client(tenant).book());
  });

  it.each(['the old', 'both'])(
    'of %s is made good by the Worker, which asks again',
    async (who) => {
      const { answer } = await standstill({ id, to: tenant.otherAgent }, call, fault);
      await Promise.all([
        crash(tenant, tenant.agent.id),
        who === 'both' ? crash(tenant, tenant.otherAgent.id) : undefined,
      ]);
      expect((await answer).appointment()).toMatchObject({
        version: 2,
        user_id: tenant.otherAgent.id,
      });
      expect(isReplay(await answer)).toBe(false);
      await expectPeace(tenant);
    },
  );

  it('of the old calendar is made good by its alarm', async () => {
    await leftAlone({ id, to: tenant.otherAgent }, moment);
    await expectPeace(tenant);
    // The intent outlived the crash.
    expect(await see(tenant, id)).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
  });

  it('of the old calendar is made good by the next command, which waits for the move', async () => {
    await leftAlone({ id, to: tenant.otherAgent }, moment);
    const confirmed = await client(tenant).post(`/appointments/${id}/confirm`);
    expect(confirmed.appointment()).toMatchObject({ version: 3, user_id: tenant.otherAgent.id });
    await expectPeace(tenant);
  });

  it('of the old calendar leaves a retry with the key one effect', async () => {
    const key = newKey();
    await leftAlone({ id, to: tenant.otherAgent, key }, moment);
    for (let retry = 0; retry < 2; retry += 1) {
      const again = (await move(tenant, id, tenant.otherAgent, key)).appointment();
      expect(again).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
    }
    await expectPeace(tenant);
  });

  it('of both calendars is made good by their alarms', async () => {
    await leftAlone({ id, to: tenant.otherAgent }, moment);
    await crash(tenant, tenant.otherAgent.id);
    await expectPeace(tenant);
    expect(await see(tenant, id)).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
  });

  it('of the new calendar leaves the move done or undone', async () => {
    const { answer } = await standstill({ id, to: tenant.otherAgent }, call, fault);
    await crash(tenant, tenant.otherAgent.id);
    await releaseHeld(tenant.slug, tenant.agent.id);
    const { status } = await answer;
    expect([200, 503]).toContain(status);
    await expectPeace(tenant);
    const { version, user_id } = await see(tenant, id);
    if (committed || status === 200 || version === 2) {
      expect({ version, user_id }).toEqual({ version: 2, user_id: tenant.otherAgent.id });
    } else {
      expect({ version, user_id }).toEqual({ version: 1, user_id: tenant.agent.id });
    }
  });
});

describe('a crash while home is told', () => {
  it.each(['the new calendar', 'the old calendar', 'home'] as const)(
    'of %s leaves the move done, and home is told by the alarm',
    async (who) => {
      const [third = tenant.agent] = await newAgents(tenant, 1);
      const { id } = await client(tenant).book();
      (await move(tenant, id, tenant.otherAgent)).appointment();
      const { answer } = await standstill({ id, to: third }, 'learnHolder', 'held');
      const victims = {
        'the new calendar': third,
        'the old calendar': tenant.otherAgent,
        home: tenant.agent,
      };
      await crash(tenant, victims[who].id);
      if (victims[who] !== third) await releaseHeld(tenant.slug, third.id);
      expect([200, 503]).toContain((await answer).status);
      await expectPeace(tenant);
      expect(await see(tenant, id)).toMatchObject({ version: 3, user_id: third.id });
    },
  );
});

describe('an eviction', () => {
  it.each(['hold', 'activate'] as const)(
    'of both calendars between each alarm, after a lost %s, loses nothing',
    async (call) => {
      const [third = tenant.agent] = await newAgents(tenant, 1);
      const { id } = await client(tenant).book();
      const evictAll = async () => {
        for (const agent of [tenant.agent, tenant.otherAgent]) {
          await evictDurableObject(await stubOf(tenant.slug, agent.id));
        }
      };
      disturb(call, 'lost answer');
      disturb('transferState', 'lost call');
      (await move(tenant, id, tenant.otherAgent)).problem('unavailable');
      for (let round = 0; round < 3; round += 1) {
        await evictAll();
        await ring(tenant, tenant.otherAgent.id);
        await ring(tenant, tenant.agent.id);
      }
      calm();
      await evictAll();
      await expectPeace(tenant);
      const { version } = (await move(tenant, id, third)).appointment();
      expect(version).toBe(call === 'hold' ? 2 : 3);
      await expectPeace(tenant);
    },
  );
});
