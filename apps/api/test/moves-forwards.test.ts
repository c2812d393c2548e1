// The way to an appointment after many moves: two calls once its home knows where it is, a few more until then.

import { beforeEach, describe, expect, it } from 'vitest';
import { holdAlarms, ring } from './harness/alarms.ts';
import { releaseHeld } from './harness/calendars.ts';
import { client } from './harness/client.ts';
import { calm, disturb, roundTrips } from './harness/faults.ts';
import { expectPeace, move, newAgents, see } from './harness/moves.ts';
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

/** How many calls it takes to read the appointment. */
async function callsTo(id: string): Promise<number> {
  roundTrips.rpc = 0;
  await see(tenant, id);
  return roundTrips.rpc;
}

describe('the way to an appointment whose home does not hear the news', () => {
  it('leads over the forwards, and is two calls again after the alarm', async () => {
    const { id } = await client(tenant).book();
    disturb('learnHolder', 'lost call');
    for (const agent of [second, third, fourth]) (await move(tenant, id, agent)).appointment();
    expect(await callsTo(id)).toBe(4);
    (await client(tenant).post(`/appointments/${id}/confirm`)).appointment();
    calm();
    await ring(tenant, fourth.id);
    expect(await callsTo(id)).toBe(2);
    await expectPeace(tenant);
  });

  it('is right although late news arrive after newer ones', async () => {
    const { id } = await client(tenant).book();
    (await move(tenant, id, second)).appointment();
    disturb('learnHolder', 'held', 1);
    (await move(tenant, id, third)).appointment();
    (await move(tenant, id, fourth)).appointment();
    expect(await callsTo(id)).toBe(2);
    await releaseHeld(tenant.slug, third.id);
    expect(await callsTo(id)).toBe(2);
    await expectPeace(tenant);
  });

  it('is right although late news arrive when it is home again, or has left home again', async () => {
    for (const last of [[home], [home, second]]) {
      const { id } = await client(tenant).book();
      (await move(tenant, id, second)).appointment();
      disturb('learnHolder', 'held', 1);
      for (const agent of [third, ...last]) (await move(tenant, id, agent)).appointment();
      await releaseHeld(tenant.slug, third.id);
      expect(await callsTo(id)).toBe(last.length);
      await expectPeace(tenant);
    }
  });

  it('is two calls although a move home was given up just before', async () => {
    const { id } = await client(tenant).book();
    (await move(tenant, id, second)).appointment();
    disturb('hold', 'lost answer', 1);
    (await move(tenant, id, home)).problem('unavailable');
    // Home holds time for a transfer that is over when it hears of the third.
    (await move(tenant, id, third)).appointment();
    await expectPeace(tenant);
    expect(await callsTo(id)).toBe(2);
  });

  it('is two calls although home has let go of a move that was given up', async () => {
    const { id } = await client(tenant).book();
    (await move(tenant, id, second)).appointment();
    disturb('hold', 'lost answer', 1);
    (await move(tenant, id, home)).problem('unavailable');
    await expectPeace(tenant);
    (await move(tenant, id, third)).appointment();
    expect(await callsTo(id)).toBe(2);
    await expectPeace(tenant);
  });
});
