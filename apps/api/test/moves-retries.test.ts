// Retries of a move with its Idempotency-Key at every point of failure: one effect, and the same answer ever after.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { holdAlarms } from './harness/alarms.ts';
import { releaseHeld } from './harness/calendars.ts';
import { client, slot } from './harness/client.ts';
import { calm, disturb, heldCalls, type PeerCall, type PeerFault } from './harness/faults.ts';
import { expectPeace, move, newAgents, see } from './harness/moves.ts';
import { expectReplay, isReplay, newKey } from './harness/retries.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

/** Every point at which a move can fail, and whether it is committed there. */
const FAILURES: [PeerCall, PeerFault, boolean][] = [
  ['hold', 'lost call', false],
  ['hold', 'lost answer', false],
  ['activate', 'lost call', true],
  ['activate', 'lost answer', true],
];

describe.each(FAILURES)('a move that fails at %s (%s)', (call, fault, committed) => {
  let id: string;
  let key: Record<string, string>;
  const again = () => move(tenant, id, tenant.otherAgent, key);
  beforeEach(async () => {
    ({ id } = await client(tenant).book());
    key = newKey();
    disturb(call, fault, 1);
    (await again()).problem('unavailable');
  });

  it('takes effect once, retried at once', async () => {
    const second = await again();
    expect(second.appointment()).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
    expect(isReplay(second)).toBe(committed);
    for (let retry = 0; retry < 2; retry += 1) {
      const third = await again();
      expect(isReplay(third)).toBe(true);
      expect(third.json).toEqual(second.json);
    }
    await expectPeace(tenant);
  });

  it('takes effect once, retried after the alarms', async () => {
    await expectPeace(tenant);
    const second = await again();
    expect(second.appointment()).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
    expect(isReplay(second)).toBe(committed);
    await expectPeace(tenant);
  });

  it('takes effect once, retried while it goes on failing', async () => {
    disturb(call, fault);
    const answers = [await again(), await again(), await again()];
    for (const { status } of answers) expect(status).toBe(committed ? 200 : 503);
    calm();
    expect((await again()).appointment()).toMatchObject({
      version: 2,
      user_id: tenant.otherAgent.id,
    });
    await expectPeace(tenant);
  });

  it('takes effect once, retried by five at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(again));
    for (const answer of answers) {
      expect(answer.appointment()).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
    }
    expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(committed ? 0 : 1);
    await expectPeace(tenant);
  });

  it('takes effect once, retried after somebody has confirmed it', async () => {
    await client(tenant).post(`/appointments/${id}/confirm`);
    const second = await again();
    const version = committed ? 2 : 3;
    expect(second.appointment()).toMatchObject({ version, user_id: tenant.otherAgent.id });
    expect((await again()).json).toEqual(second.json);
    expect(await see(tenant, id)).toMatchObject({ version: 3, status: 'confirmed' });
    await expectPeace(tenant);
  });

  it('takes effect once, retried after somebody has moved it on and home again', async () => {
    const [third = tenant.agent] = await newAgents(tenant, 1);
    for (const agent of [third, tenant.agent]) (await move(tenant, id, agent)).appointment();
    const { version } = await see(tenant, id);
    expect((await again()).appointment().user_id).toBe(tenant.otherAgent.id);
    // Only a move that had not been committed is one more.
    expect((await see(tenant, id)).version).toBe(committed ? version : version + 1);
    await expectPeace(tenant);
  });

  it('takes effect once, retried without the key: the second one changes nothing', async () => {
    for (let retry = 0; retry < 2; retry += 1) {
      const second = await move(tenant, id, tenant.otherAgent);
      expect(second.appointment()).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
    }
    await expectPeace(tenant);
  });

  it('with another body under the key is refused only if it took effect', async () => {
    const path = `/appointments/${id}`;
    const other = await client(tenant).put(path, { title: 'outro' }, key);
    if (committed) other.problem('idempotency_mismatch');
    else expect(other.appointment()).toMatchObject({ version: 2, user_id: tenant.agent.id });
    await expectPeace(tenant);
  });

  it('can be retried with a new time in a new request', async () => {
    const wish = { user_id: tenant.otherAgent.id, scheduled_at: slot(500) };
    const changed = await client(tenant).put(`/appointments/${id}`, wish, newKey());
    expect(changed.appointment()).toMatchObject({ ...wish, version: committed ? 3 : 2 });
    await expectPeace(tenant);
  });
});

describe('the outcomes of earlier commands', () => {
  it.each(FAILURES)('come along over moves that fail at %s (%s)', async (call, fault) => {
    const [third = tenant.agent] = await newAgents(tenant, 1);
    const { id } = await client(tenant).book();
    const path = `/appointments/${id}`;
    const requests = [newKey(), newKey()].map((key, index) => () => {
      return index === 0
        ? client(tenant).put(path, { title: 'Novo título' }, key)
        : client(tenant).post(`${path}/confirm`, undefined, key);
    });
    const firsts = [];
    for (const request of requests) firsts.push({ request, answer: await request() });
    for (const agent of [tenant.otherAgent, third, tenant.agent]) {
      disturb(call, fault, 1);
      (await move(tenant, id, agent)).problem('unavailable');
      for (const { request, answer } of firsts) expectReplay(await request(), answer);
      (await move(tenant, id, agent)).appointment();
      for (const { request, answer } of firsts) expectReplay(await request(), answer);
      await expectPeace(tenant);
    }
  });
});

describe('a move that brings a new contact after one that was given up', () => {
  it.each(['at once', 'after the alarms'])('(%s) replays its own contact', async (when) => {
    const { id } = await client(tenant).book({ customer_name: 'Roberto Lima' });
    const path = `/appointments/${id}`;
    const to = (customer_name: string) => ({ user_id: tenant.otherAgent.id, customer_name });
    disturb('hold', 'lost answer', 1);
    (await client(tenant).put(path, to('Ricardo Lima'))).problem('unavailable');
    if (when === 'after the alarms') await expectPeace(tenant);
    const key = newKey();
    const first = await client(tenant).put(path, to('Rafael Lima'), key);
    expect(first.appointment()).toMatchObject({ version: 2, customer_name: 'Rafael Lima' });
    expectReplay(await client(tenant).put(path, to('Rafael Lima'), key), first);
    await expectPeace(tenant);
  });

  it('home again replays its own contact, and that of before it left', async () => {
    const { id } = await client(tenant).book({ customer_name: 'Roberto Lima' });
    const path = `/appointments/${id}`;
    const before = newKey();
    const confirmed = await client(tenant).post(`${path}/confirm`, undefined, before);
    (await move(tenant, id, tenant.otherAgent)).appointment();
    const home = (customer_name: string) => ({ user_id: tenant.agent.id, customer_name });
    disturb('hold', 'lost answer', 1);
    (await client(tenant).put(path, home('Ricardo Lima'))).problem('unavailable');
    const key = newKey();
    const first = await client(tenant).put(path, home('Rafael Lima'), key);
    expect(first.appointment()).toMatchObject({ version: 4, customer_name: 'Rafael Lima' });
    expectReplay(await client(tenant).put(path, home('Rafael Lima'), key), first);
    expectReplay(await client(tenant).post(`${path}/confirm`, undefined, before), confirmed);
    await expectPeace(tenant);
  });
});

describe('the first answer to a move', () => {
  it('tells its own outcome, as its retries do, although somebody was quicker with the next change', async () => {
    const { id } = await client(tenant).book();
    const key = newKey();
    disturb('activate', 'held', 1);
    const first = move(tenant, id, tenant.otherAgent, key);
    await vi.waitFor(() => expect(heldCalls()).toBe(1));
    (await client(tenant).post(`/appointments/${id}/confirm`)).appointment();
    await releaseHeld(tenant.slug, tenant.agent.id);
    expect((await first).appointment()).toMatchObject({ version: 2, status: 'scheduled' });
    expect((await move(tenant, id, tenant.otherAgent, key)).json).toEqual((await first).json);
    await expectPeace(tenant);
  });

  it('tells its own outcome although somebody has moved it on already', async () => {
    const [third = tenant.agent] = await newAgents(tenant, 1);
    const { id } = await client(tenant).book();
    const key = newKey();
    disturb('activate', 'held', 1);
    const first = move(tenant, id, tenant.otherAgent, key);
    await vi.waitFor(() => expect(heldCalls()).toBe(1));
    (await move(tenant, id, third)).appointment();
    await releaseHeld(tenant.slug, tenant.agent.id);
    expect((await first).appointment()).toMatchObject({
      version: 2,
      user_id: tenant.otherAgent.id,
    });
    expect((await move(tenant, id, tenant.otherAgent, key)).json).toEqual((await first).json);
    await expectPeace(tenant);
  });
});
