// While an appointment is on its way commands on it wait, but not for ever.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { holdAlarms } from './harness/alarms.ts';
import { releaseHeld } from './harness/calendars.ts';
import { type Answer, client, slot } from './harness/client.ts';
import { calm, disturb, forgetHeld, heldCalls } from './harness/faults.ts';
import { crash, expectPeace, move, newAgents, see } from './harness/moves.ts';
import { isReplay, newKey } from './harness/retries.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const heldOnce = () => vi.waitFor(() => expect(heldCalls()).toBe(1));
const releaseOld = () => releaseHeld(tenant.slug, tenant.agent.id);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const settled = async (promise: Promise<Answer>): Promise<Answer | 'waiting'> =>
  Promise.race([promise, sleep(100).then(() => 'waiting' as const)]);

/** An appointment at hour 1 that stands still on its way to the other agent. */
async function onItsWay(call: 'hold' | 'activate' = 'hold', key: Record<string, string> = {}) {
  const { id } = await client(tenant).book({ scheduled_at: slot(1) });
  disturb(call, 'held answer', 1);
  const moving = move(tenant, id, tenant.otherAgent, key);
  await heldOnce();
  return { id, path: `/appointments/${id}`, moving };
}

const COMMANDS: [string, string, string, Record<string, unknown> | undefined][] = [
  ['a confirmation', 'POST', '/confirm', undefined],
  ['a cancellation', 'POST', '/cancel', { reason: 'Cliente pediu' }],
  ['a completion', 'POST', '/complete', undefined],
  ['a no-show', 'POST', '/no-show', undefined],
  ['a new title', 'PUT', '', { title: 'Novo título' }],
  ['a new time', 'PUT', '', { scheduled_at: slot(300) }],
];

describe.each(COMMANDS)('%s of an appointment on its way', (_, method, suffix, body) => {
  it('waits, then takes effect at the new place', async () => {
    const { path, moving } = await onItsWay();
    const command = client(tenant).call(method, `${path}${suffix}`, { body });
    expect(await settled(command)).toBe('waiting');
    await releaseOld();
    expect((await moving).appointment().version).toBe(2);
    expect((await command).appointment()).toMatchObject({
      ...(suffix === '' ? body : {}),
      version: 3,
      user_id: tenant.otherAgent.id,
    });
    await expectPeace(tenant);
  });

  it('waits, then takes effect at the old place when the move came to nothing', async () => {
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    const other = client(tenant, { userId: tenant.otherAgent.id });
    await other.book({ scheduled_at: slot(1) });
    disturb('hold', 'held', 1);
    const moving = move(tenant, id, tenant.otherAgent);
    await heldOnce();
    const command = client(tenant).call(method, `/appointments/${id}${suffix}`, { body });
    expect(await settled(command)).toBe('waiting');
    await releaseOld();
    (await moving).problem('slot_taken');
    expect((await command).appointment()).toMatchObject({ version: 2, user_id: tenant.agent.id });
    await expectPeace(tenant);
  });
});

describe('commands on an appointment on its way', () => {
  it('all take effect one after the other', async () => {
    const { id, path, moving } = await onItsWay();
    const commands = Array.from({ length: 12 }, (_, index) =>
      client(tenant).put(path, { title: `Título ${index}` }),
    );
    for (const command of commands) expect(await settled(command)).toBe('waiting');
    await releaseOld();
    (await moving).appointment();
    const versions = (await Promise.all(commands)).map((answer) => answer.appointment().version);
    expect(versions.sort((a, b) => a - b)).toEqual(commands.map((_, index) => index + 3));
    expect((await see(tenant, id)).version).toBe(14);
    await expectPeace(tenant);
  });

  it('are judged as it is afterwards: If-Match, and a status that the first one closes', async () => {
    const { path, moving } = await onItsWay();
    const stale = client(tenant).put(path, { title: 'x' }, { 'If-Match': '"1"' });
    const cancels = [1, 2].map(() => client(tenant).post(`${path}/cancel`));
    expect(await settled(stale)).toBe('waiting');
    await releaseOld();
    (await moving).appointment();
    (await stale).problem('version_mismatch');
    const statuses = (await Promise.all(cancels)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409]);
    await expectPeace(tenant);
  });

  it('can be its next move, and the one home', async () => {
    const [third = tenant.agent] = await newAgents(tenant, 1);
    const { id, moving } = await onItsWay();
    const next = [move(tenant, id, third), move(tenant, id, tenant.agent)];
    for (const answer of next) expect(await settled(answer)).toBe('waiting');
    await releaseOld();
    (await moving).appointment();
    for (const answer of await Promise.all(next)) answer.appointment();
    expect((await see(tenant, id)).version).toBe(4);
    await expectPeace(tenant);
  });

  it('go to the new place without waiting once it is committed', async () => {
    const { path, moving } = await onItsWay('activate');
    const confirmed = await client(tenant).post(`${path}/confirm`);
    expect(confirmed.appointment()).toMatchObject({ version: 3, user_id: tenant.otherAgent.id });
    await releaseOld();
    (await moving).appointment();
    await expectPeace(tenant);
  });

  it('wait for a move that a crash interrupted as well', async () => {
    const { path, moving } = await onItsWay();
    // The Worker asks again, and the move stands still once more.
    disturb('hold', 'held answer', 1);
    forgetHeld();
    await crash(tenant, tenant.agent.id);
    await heldOnce();
    const command = client(tenant).post(`${path}/confirm`);
    expect(await settled(command)).toBe('waiting');
    await releaseOld();
    (await moving).appointment();
    expect((await command).appointment()).toMatchObject({
      version: 3,
      user_id: tenant.otherAgent.id,
    });
    await expectPeace(tenant);
  });

  it('that repeat the move with its key wait and replay; with another body they are refused at once', async () => {
    const key = newKey();
    const { id, path, moving } = await onItsWay('hold', key);
    const repeated = move(tenant, id, tenant.otherAgent, key);
    expect(await settled(repeated)).toBe('waiting');
    (await client(tenant).put(path, { title: 'x' }, key)).problem('idempotency_mismatch');
    await releaseOld();
    expect((await repeated).json).toEqual((await moving).json);
    expect([isReplay(await moving), isReplay(await repeated)]).toEqual([false, true]);
    await expectPeace(tenant);
  });

  it('give up after five seconds: 503, and 409 for a repetition of the move itself', async () => {
    const key = newKey();
    const { id, path, moving } = await onItsWay('hold', key);
    const startedAt = performance.now();
    const confirmed = client(tenant).post(`${path}/confirm`);
    const repeated = move(tenant, id, tenant.otherAgent, key);
    // The hold is answered just in time, the activation never: the two together take longer than anybody waits.
    await sleep(2_500);
    disturb('activate', 'silent');
    await releaseOld();
    (await confirmed).problem('unavailable');
    (await repeated).problem('idempotency_in_progress');
    expect(performance.now() - startedAt).toBeGreaterThan(4_500);
    expect(performance.now() - startedAt).toBeLessThan(7_000);
    for (const answer of [await confirmed, await repeated]) {
      expect(answer.headers.get('Retry-After')).not.toBeNull();
    }
    (await moving).problem('unavailable');
    calm();
    const again = await move(tenant, id, tenant.otherAgent, key);
    expect(again.appointment()).toMatchObject({ version: 2, status: 'scheduled' });
    await expectPeace(tenant);
  });
});
