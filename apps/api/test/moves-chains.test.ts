// Many moves of one appointment, racing, in chains and home again, with faults in the middle.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { holdAlarms } from './harness/alarms.ts';
import { releaseHeld } from './harness/calendars.ts';
import { client, slot } from './harness/client.ts';
import { calm, disturb, heldCalls, type PeerCall, type PeerFault } from './harness/faults.ts';
import { crash, expectPeace, move, newAgents, see } from './harness/moves.ts';
import { newTenant, type Person, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let home: Person;
let second: Person;
let third: Person;
let fourth: Person;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
  home = tenant.agent;
  second = tenant.otherAgent;
  const [one = home, other = home] = await newAgents(tenant, 2);
  third = one;
  fourth = other;
});

const FAULTS: [PeerCall, PeerFault][] = [
  ['hold', 'lost call'],
  ['hold', 'lost answer'],
  ['activate', 'lost call'],
  ['activate', 'lost answer'],
  ['learnHolder', 'lost call'],
  ['learnHolder', 'lost answer'],
];

describe('two moves that race', () => {
  it.each(FAULTS)('with a fault of one %s (%s) leave it in one calendar', async (call, fault) => {
    for (const nth of [1, 2]) {
      const { id } = await client(tenant).book();
      disturb(call, fault, nth);
      const answers = await Promise.all([
        move(tenant, id, second),
        move(tenant, id, third),
        client(tenant).post(`/appointments/${id}/confirm`),
      ]);
      for (const { status } of answers) expect([200, 503]).toContain(status);
      const accepted = answers.filter(({ status }) => status === 200).length;
      calm();
      await expectPeace(tenant);
      const { version, status } = await see(tenant, id);
      expect(version).toBeGreaterThan(accepted);
      expect(version).toBeLessThanOrEqual(4);
      if (answers[2]?.status === 200) expect(status).toBe('confirmed');
    }
  });

  it.each(FAULTS)(
    'into one slot, with a fault of one %s (%s), let one in at most',
    async (call, fault) => {
      const ids = await Promise.all(
        [second, third, fourth].map(async ({ id: user_id }) => {
          return (await client(tenant).book({ user_id, scheduled_at: slot(1) })).id;
        }),
      );
      disturb(call, fault, 1);
      const answers = await Promise.all(ids.map((id) => move(tenant, id, home)));
      calm();
      await expectPeace(tenant);
      const seen = await Promise.all(ids.map((id) => see(tenant, id)));
      const inside = seen.filter(({ user_id }) => user_id === home.id);
      expect(inside.length).toBeLessThanOrEqual(1);
      for (const [index, answer] of answers.entries()) {
        expect([200, 409, 503]).toContain(answer.status);
        if (answer.status === 200) expect(inside[0]?.id).toBe(ids[index]);
        if (answer.status === 409) expect(seen[index]?.version).toBe(1);
      }
    },
  );
});

describe('a chain over many agents and home again', () => {
  it.each(FAULTS)(
    'with a fault of every %s (%s) that is retried loses nothing',
    async (call, fault) => {
      const { id } = await client(tenant).book();
      let version = 1;
      for (const agent of [second, third, fourth, home, third, second, home]) {
        disturb(call, fault, 1);
        await move(tenant, id, agent);
        calm();
        version += 1;
        expect((await move(tenant, id, agent)).appointment()).toMatchObject({
          version,
          user_id: agent.id,
        });
      }
      await expectPeace(tenant);
    },
  );

  it.each(FAULTS)(
    'with a fault of every %s (%s) and peace after each is right each time',
    async (call, fault) => {
      const { id } = await client(tenant).book();
      for (const agent of [second, third, home, fourth, home]) {
        disturb(call, fault);
        const { status } = await move(tenant, id, agent);
        const { user_id: before } = await see(tenant, id);
        calm();
        await expectPeace(tenant);
        const { user_id } = await see(tenant, id);
        expect(user_id).toBe(call === 'hold' ? before : agent.id);
        if (status === 200) expect(user_id).toBe(agent.id);
      }
    },
  );

  it('with the old calendar dying in the middle of each move loses nothing', async () => {
    const { id } = await client(tenant).book();
    let from = home;
    for (const [index, to] of [second, third, home, fourth, home].entries()) {
      disturb(index % 2 === 0 ? 'hold' : 'activate', 'held answer', 1);
      const before = heldCalls();
      const moving = move(tenant, id, to);
      await vi.waitFor(() => expect(heldCalls()).toBe(before + 1));
      await crash(tenant, from.id);
      // The Worker asks again.
      for (const answer of [await moving, await move(tenant, id, to)]) {
        expect(answer.appointment()).toMatchObject({ version: index + 2, user_id: to.id });
      }
      from = to;
    }
    await expectPeace(tenant);
  });
});

describe('an appointment that comes back before its old calendar knows that it had arrived', () => {
  it.each(['lost call', 'lost answer', 'held answer'] as const)(
    '(activation: %s) can leave again at once',
    async (fault) => {
      const { id } = await client(tenant).book();
      disturb('activate', fault, 1);
      const first = move(tenant, id, second);
      if (fault === 'held answer') await vi.waitFor(() => expect(heldCalls()).toBe(1));
      else (await first).problem('unavailable');
      expect((await move(tenant, id, home)).appointment()).toMatchObject({ version: 3 });
      const away = await move(tenant, id, third);
      expect(away.appointment()).toMatchObject({ version: 4, user_id: third.id });
      await releaseHeld(tenant.slug, home.id);
      await first;
      await expectPeace(tenant);
      expect(await see(tenant, id)).toMatchObject({ version: 4, user_id: third.id });
    },
  );

  it('is told of its second leaving, not of the first one, whichever is answered first', async () => {
    const { id } = await client(tenant).book();
    disturb('activate', 'held answer', 1);
    const first = move(tenant, id, second);
    await vi.waitFor(() => expect(heldCalls()).toBe(1));
    (await move(tenant, id, home)).appointment();
    const away = move(tenant, id, third);
    await vi.waitFor(async () => expect((await see(tenant, id)).version).toBe(4));
    await releaseHeld(tenant.slug, home.id);
    expect((await away).appointment()).toMatchObject({ version: 4, user_id: third.id });
    expect((await first).appointment()).toMatchObject({ version: 2, user_id: second.id });
    await expectPeace(tenant);
  });

  it('can be changed at once, and the late alarm changes nothing', async () => {
    const { id } = await client(tenant).book();
    disturb('activate', 'lost answer', 1);
    (await move(tenant, id, second)).problem('unavailable');
    (await move(tenant, id, home)).appointment();
    const confirmed = await client(tenant).post(`/appointments/${id}/confirm`);
    expect(confirmed.appointment()).toMatchObject({ version: 4, user_id: home.id });
    await expectPeace(tenant);
    expect(await see(tenant, id)).toEqual(confirmed.appointment());
  });
});
