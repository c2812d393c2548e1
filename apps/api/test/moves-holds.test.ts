// Time that is held for a transfer: only the owner's word ends it, never a clock. And whatever arrives late, doubled or
// out of order is harmless.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { holdAlarms, ring } from './harness/alarms.ts';
import { releaseHeld, stubOf } from './harness/calendars.ts';
import { booking, client, slot } from './harness/client.ts';
import { calm, disturb, heldCalls, said } from './harness/faults.ts';
import { expectPeace, move, newAgents, rowsOf, see, standings } from './harness/moves.ts';
import { newTenant, type Person, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const DAY_MS = 24 * 3_600_000;
const passDays = (days: number) => vi.setSystemTime(Date.now() + days * DAY_MS);
const bookAt = (agent: Person, scheduled_at: string) =>
  client(tenant).post('/appointments', {
    ...booking(tenant),
    user_id: agent.id,
    scheduled_at,
  });
const placeAt = async (agent: Person, id: string) => (await standings(tenant, id))[agent.id];

describe('a hold', () => {
  it('stands for days while its owner decides', async () => {
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    disturb('hold', 'held answer', 1);
    const moving = move(tenant, id, tenant.otherAgent);
    await vi.waitFor(() => expect(heldCalls()).toBe(1));
    for (const days of [1, 2, 30]) {
      passDays(days);
      expect(await ring(tenant, tenant.otherAgent.id)).toBe(true);
      expect(await placeAt(tenant.otherAgent, id)).toBe('held');
      (await bookAt(tenant.otherAgent, slot(1))).problem('slot_taken');
    }
    expect(said.transferState).toHaveLength(3);
    await releaseHeld(tenant.slug, tenant.agent.id);
    expect((await moving).appointment().version).toBe(2);
    await expectPeace(tenant);
  });

  it('stands for days while its owner cannot be asked, and goes when it can', async () => {
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    disturb('hold', 'lost answer');
    (await move(tenant, id, tenant.otherAgent)).problem('unavailable');
    disturb('transferState', 'lost call');
    for (const days of [1, 2, 30]) {
      passDays(days);
      expect(await ring(tenant, tenant.otherAgent.id)).toBe(true);
      expect(await placeAt(tenant.otherAgent, id)).toBe('held');
      (await bookAt(tenant.otherAgent, slot(1))).problem('slot_taken');
    }
    calm();
    expect(await ring(tenant, tenant.otherAgent.id)).toBe(true);
    expect(await placeAt(tenant.otherAgent, id)).toBeUndefined();
    (await bookAt(tenant.otherAgent, slot(1))).appointment(201);
    await expectPeace(tenant);
  });

  it('becomes the appointment after days, when its owner had committed', async () => {
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    disturb('activate', 'lost call');
    disturb('transferState', 'lost call');
    (await move(tenant, id, tenant.otherAgent)).problem('unavailable');
    for (const days of [1, 2, 30]) {
      passDays(days);
      for (const agent of [tenant.agent, tenant.otherAgent]) await ring(tenant, agent.id);
      expect(await placeAt(tenant.otherAgent, id)).toBe('held');
    }
    calm();
    await expectPeace(tenant);
    expect(await see(tenant, id)).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
  });

  it('that was let go leaves the calendar free for a transfer that begins anew', async () => {
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    disturb('hold', 'lost answer', 1);
    (await move(tenant, id, tenant.otherAgent)).problem('unavailable');
    await ring(tenant, tenant.otherAgent.id);
    const moved = (await move(tenant, id, tenant.otherAgent)).appointment();
    expect(moved).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
    await expectPeace(tenant);
  });

  it('gives way to a newer transfer of the same appointment to another time', async () => {
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    disturb('hold', 'lost answer', 1);
    (await move(tenant, id, tenant.otherAgent)).problem('unavailable');
    const wish = { user_id: tenant.otherAgent.id, scheduled_at: slot(20) };
    (await client(tenant).put(`/appointments/${id}`, wish)).appointment();
    (await bookAt(tenant.otherAgent, slot(1))).appointment(201);
    await expectPeace(tenant);
  });
});

/** Everything that was said to anybody, said once more, to the same. */
async function repeatAll(): Promise<void> {
  const { hold: holds, activate: activations, learnHolder: news } = structuredClone(said);
  const stubs = await Promise.all(
    holds.map(async ([hold]) => ({
      stub: await stubOf(tenant.slug, hold.calendar.agentId),
      hold,
    })),
  );
  for (const { stub, hold } of stubs) await stub.hold(hold);
  for (const [activation] of activations) {
    const to = stubs.find(({ hold }) => hold.transferId === activation.transferId);
    await to?.stub.activate(activation);
  }
  const home = await stubOf(tenant.slug, tenant.agent.id);
  for (const [message] of news) await home.learnHolder(message);
}

describe('everything that was said, said once more', () => {
  it('is harmless after the move is over, any number of times', async () => {
    const { id } = await client(tenant).book();
    const moved = (await move(tenant, id, tenant.otherAgent)).appointment();
    for (let time = 0; time < 3; time += 1) await repeatAll();
    await expectPeace(tenant);
    expect(await see(tenant, id)).toEqual(moved);
  });

  it('is harmless after it was changed at its new place', async () => {
    const { id } = await client(tenant).book();
    (await move(tenant, id, tenant.otherAgent)).appointment();
    const confirmed = await client(tenant).post(`/appointments/${id}/confirm`);
    await repeatAll();
    await expectPeace(tenant);
    expect(await see(tenant, id)).toEqual(confirmed.appointment());
  });

  it('is harmless after it was closed at its new place: its time stays free', async () => {
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    (await move(tenant, id, tenant.otherAgent)).appointment();
    await client(tenant).post(`/appointments/${id}/cancel`);
    await repeatAll();
    (await bookAt(tenant.otherAgent, slot(1))).appointment(201);
    await expectPeace(tenant);
    expect((await see(tenant, id)).status).toBe('cancelled');
  });

  it('is harmless after it has moved on, there and back, over everybody', async () => {
    const people = await newAgents(tenant, 2);
    const { id } = await client(tenant).book();
    for (const agent of [tenant.otherAgent, ...people, tenant.agent, ...people]) {
      (await move(tenant, id, agent)).appointment();
      await repeatAll();
    }
    await expectPeace(tenant);
    expect(await see(tenant, id)).toMatchObject({ version: 7, user_id: people.at(-1)?.id });
  });

  it('is harmless after the move was refused', async () => {
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    const rival = (await bookAt(tenant.otherAgent, slot(1))).appointment(201);
    (await move(tenant, id, tenant.otherAgent)).problem('slot_taken');
    await repeatAll();
    await client(tenant).post(`/appointments/${rival.id}/cancel`);
    // Now it finds the time free; but the owner does not know of it any more.
    await repeatAll();
    expect(await placeAt(tenant.otherAgent, id)).toBe('held');
    await expectPeace(tenant);
    expect(await see(tenant, id)).toMatchObject({ version: 1, user_id: tenant.agent.id });
  });

  it('is harmless after the move was given up and another one was made', async () => {
    const [third = tenant.agent] = await newAgents(tenant, 1);
    for (const next of [tenant.otherAgent, third]) {
      const { id } = await client(tenant).book();
      disturb('hold', 'lost call', 1);
      (await move(tenant, id, tenant.otherAgent)).problem('unavailable');
      (await move(tenant, id, next)).appointment();
      await repeatAll();
      await expectPeace(tenant);
      expect(await see(tenant, id)).toMatchObject({ version: 2, user_id: next.id });
    }
  });
});

describe('a late hold', () => {
  it('of a transfer that was given up does not take the place of the newer one', async () => {
    const { id } = await client(tenant).book();
    disturb('hold', 'lost call', 1);
    (await move(tenant, id, tenant.otherAgent)).problem('unavailable');
    disturb('hold', 'held answer', 1);
    const moving = move(tenant, id, tenant.otherAgent);
    await vi.waitFor(() => expect(heldCalls()).toBe(1));
    const [[late]] = said.hold as [[Parameters<typeof stub.hold>[0]]];
    const stub = await stubOf(tenant.slug, tenant.otherAgent.id);
    expect(await stub.hold(late)).toEqual({ kind: 'stale' });
    await releaseHeld(tenant.slug, tenant.agent.id);
    (await moving).appointment();
    await expectPeace(tenant);
  });

  it('of a calendar that has given the appointment away is let go by asking, and home still knows the way', async () => {
    const people = await newAgents(tenant, 2);
    const { id } = await client(tenant).book();
    (await move(tenant, id, tenant.otherAgent)).appointment();
    disturb('hold', 'lost call', 1);
    (await move(tenant, id, tenant.agent)).problem('unavailable');
    for (const person of people) (await move(tenant, id, person)).appointment();
    const late = said.hold.find(([{ calendar }]) => calendar.agentId === tenant.agent.id);
    if (late) await (await stubOf(tenant.slug, tenant.agent.id)).hold(...late);
    await expectPeace(tenant);
    expect(await see(tenant, id)).toMatchObject({ version: 4, user_id: people.at(-1)?.id });
  });
});

describe('an activation that nobody holds time for', () => {
  it('changes nothing where the appointment stands, and is refused where it does not', async () => {
    const { id } = await client(tenant).book();
    const moved = (await move(tenant, id, tenant.otherAgent)).appointment();
    const [[activation]] = said.activate as [[Parameters<typeof stub.activate>[0]]];
    const stub = await stubOf(tenant.slug, tenant.otherAgent.id);
    // As after a day, when the calendar has forgotten that the transfer was ever done.
    const forgotten = { ...activation, transferId: `${activation.transferId}0` };
    const { appointment } = await stub.activate(forgotten);
    expect(appointment).toMatchObject({ id, version: moved.version });
    const envelope = { ...activation.envelope, commandId: crypto.randomUUID() };
    const stray = { ...forgotten, appointmentId: crypto.randomUUID(), envelope };
    await expect(stub.activate(stray).then(() => 'done')).rejects.toThrow('nobody holds');
    await expectPeace(tenant);
    const open = "SELECT * FROM appointments WHERE place = 'held'";
    expect(await rowsOf(tenant, tenant.otherAgent.id, open)).toEqual([]);
  });
});
