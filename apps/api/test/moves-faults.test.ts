// A move whose steps are interrupted: by calls between calendars that fail, and by D1. The alarms finish it.

import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { holdAlarms, ring } from './harness/alarms.ts';
import { stubOf } from './harness/calendars.ts';
import { type Answer, client, slot } from './harness/client.ts';
import { calm, disturb, faults, type PeerFault, roundTrips } from './harness/faults.ts';
import { expectPeace, move, newAgents, see, standings } from './harness/moves.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const FAULTS: PeerFault[] = ['lost call', 'lost answer', 'silent'];

/** Books at ten, with neighbours on both sides in both calendars. */
async function bookBetweenNeighbours(): Promise<string> {
  for (const { id: user_id } of [tenant.agent, tenant.otherAgent]) {
    for (const hour of [9, 11]) {
      await client(tenant).book({ user_id, scheduled_at: slot(hour), duration_minutes: 60 });
    }
  }
  const { id } = await client(tenant).book({ scheduled_at: slot(10), duration_minutes: 60 });
  return id;
}

/** Whoever has the appointment has no other time for ten o'clock; the other one has. */
async function expectTaken(by: 'old' | 'new') {
  const [holder, free] =
    by === 'old' ? [tenant.agent, tenant.otherAgent] : [tenant.otherAgent, tenant.agent];
  const { scheduled_at, duration_minutes } = { scheduled_at: slot(10), duration_minutes: 60 };
  const wish = {
    title: 'Outra reunião',
    scheduled_at,
    duration_minutes,
    department_id: tenant.department.id,
    customer_name: 'Maria',
  };
  const post = (user_id: string) => client(tenant).post('/appointments', { ...wish, user_id });
  (await post(holder.id)).problem('slot_taken');
  (await post(free.id)).appointment(201);
}

function expectUnavailable(answer: Answer) {
  answer.problem('unavailable');
  expect(answer.headers.get('Retry-After')).not.toBeNull();
}

describe.each(FAULTS)('a move whose hold meets a %s', (fault) => {
  it('is 503 and has changed nothing, once the alarms have run', async () => {
    const id = await bookBetweenNeighbours();
    disturb('hold', fault);
    expectUnavailable(await move(tenant, id, tenant.otherAgent));
    calm();
    expect(await see(tenant, id)).toMatchObject({ version: 1, user_id: tenant.agent.id });
    await expectPeace(tenant);
    expect(await see(tenant, id)).toMatchObject({ version: 1, user_id: tenant.agent.id });
    await expectTaken('old');
    await expectPeace(tenant);
  });
});

describe.each(FAULTS)('a move whose activation meets a %s', (fault) => {
  it('is 503 and is done by the alarms', async () => {
    const id = await bookBetweenNeighbours();
    disturb('activate', fault);
    expectUnavailable(await move(tenant, id, tenant.otherAgent));
    calm();
    await expectPeace(tenant);
    expect(await see(tenant, id)).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
    await expectTaken('new');
    await expectPeace(tenant);
  });
});

describe('a move that is committed and not activated', () => {
  beforeEach(() => disturb('activate', 'lost call'));

  it('is done by the next who asks for the appointment, before any alarm', async () => {
    const id = await bookBetweenNeighbours();
    expectUnavailable(await move(tenant, id, tenant.otherAgent));
    expect(await see(tenant, id)).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
    await expectTaken('new');
    calm();
    await expectPeace(tenant);
  });

  it.each(['confirm', 'cancel', 'complete', 'no-show'])(
    'is done by the next %s, before any alarm',
    async (action) => {
      const { id } = await client(tenant).book();
      expectUnavailable(await move(tenant, id, tenant.otherAgent));
      const acted = await client(tenant).post(`/appointments/${id}/${action}`);
      expect(acted.appointment()).toMatchObject({ version: 3, user_id: tenant.otherAgent.id });
      calm();
      await expectPeace(tenant);
    },
  );

  it('is done by the alarm of the new holder alone', async () => {
    const { id } = await client(tenant).book();
    expectUnavailable(await move(tenant, id, tenant.otherAgent));
    await ring(tenant, tenant.otherAgent.id);
    expect((await standings(tenant, id))[tenant.otherAgent.id]).toBe('here');
    calm();
    await expectPeace(tenant);
  });

  it('is done by the alarm of the old holder alone', async () => {
    const { id } = await client(tenant).book();
    expectUnavailable(await move(tenant, id, tenant.otherAgent));
    calm();
    await ring(tenant, tenant.agent.id);
    expect((await standings(tenant, id))[tenant.otherAgent.id]).toBe('here');
    await expectPeace(tenant);
  });

  it.each(['lost call', 'lost answer', 'silent'] as const)(
    'is not found missing while the new holder meets a %s when it asks the old one',
    async (fault) => {
      const { id } = await client(tenant).book();
      expectUnavailable(await move(tenant, id, tenant.otherAgent));
      disturb('transferState', fault);
      const [seen, confirmed] = await Promise.all([
        client(tenant).get(`/appointments/${id}`),
        client(tenant).post(`/appointments/${id}/confirm`),
        ring(tenant, tenant.otherAgent.id),
      ]);
      expectUnavailable(seen);
      expectUnavailable(confirmed);
      expect((await standings(tenant, id))[tenant.otherAgent.id]).toBe('held');
      calm();
      expect(await see(tenant, id)).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
      await expectPeace(tenant);
    },
  );

  it('is done although both calendars were evicted and their alarms were dropped', async () => {
    const { id } = await client(tenant).book();
    expectUnavailable(await move(tenant, id, tenant.otherAgent));
    calm();
    for (const agent of [tenant.agent, tenant.otherAgent]) {
      const stub = await stubOf(tenant.slug, agent.id);
      await runInDurableObject(stub, (_, { storage }) => storage.deleteAlarm());
      await evictDurableObject(stub);
    }
    await expectPeace(tenant);
    expect(await see(tenant, id)).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
  });
});

describe('a step that keeps failing', () => {
  it.each(['lost call', 'lost answer'] as const)(
    '(%s) through many alarms is finished when it stops',
    async (fault) => {
      const people = await newAgents(tenant, 2);
      const { id } = await client(tenant).book();
      for (const call of ['hold', 'activate', 'learnHolder', 'transferState'] as const) {
        disturb(call, fault);
      }
      for (const person of people) {
        await move(tenant, id, person);
        for (let round = 0; round < 4; round += 1) {
          for (const { id: agentId } of [tenant.agent, ...people]) await ring(tenant, agentId);
        }
      }
      calm();
      await expectPeace(tenant);
    },
  );
});

describe.each(FAULTS)('a home calendar whose news of the new holder meet a %s', (fault) => {
  it('does not hold the move up; forwards lead there until the alarm has told it', async () => {
    const [third] = await newAgents(tenant, 1);
    const { id } = await client(tenant).book();
    (await move(tenant, id, tenant.otherAgent)).appointment();
    disturb('learnHolder', fault);
    const moved = (await move(tenant, id, third ?? tenant.agent)).appointment();
    expect(moved).toMatchObject({ version: 3, user_id: third?.id });
    roundTrips.rpc = 0;
    expect(await see(tenant, id)).toEqual(moved);
    expect(roundTrips.rpc).toBeLessThanOrEqual(3);
    calm();
    await expectPeace(tenant);
  });
});

describe.each(['down', 'forgetful', 'silent'] as const)('a move while D1 is %s', (fault) => {
  it('stands, says that the copy is pending, and is caught up with', async () => {
    const { id } = await client(tenant).book();
    faults.calendar = fault;
    const answer = await move(tenant, id, tenant.otherAgent);
    expect(answer.appointment()).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
    expect(answer.headers.get('Rendezvous-Read-Model')).toBe('pending');
    expect(await see(tenant, id)).toEqual(answer.appointment());
    faults.calendar = 'none';
    await expectPeace(tenant);
  });

  it('that is interrupted as well is finished all the same', async () => {
    const { id } = await client(tenant).book();
    faults.calendar = fault;
    disturb('activate', 'lost answer');
    expectUnavailable(await move(tenant, id, tenant.otherAgent));
    for (const agent of [tenant.agent, tenant.otherAgent]) {
      await evictDurableObject(await stubOf(tenant.slug, agent.id));
    }
    calm();
    faults.calendar = 'none';
    await expectPeace(tenant);
    expect(await see(tenant, id)).toMatchObject({ version: 2, user_id: tenant.otherAgent.id });
  });
});

describe.each(['down', 'forgetful'] as const)('moves while D1 is %s', (fault) => {
  it('can follow each other: D1 gets every version', async () => {
    const [third] = await newAgents(tenant, 1);
    const { id } = await client(tenant).book();
    faults.calendar = fault;
    for (const agent of [tenant.otherAgent, third ?? tenant.agent, tenant.agent]) {
      (await move(tenant, id, agent)).appointment();
    }
    (await client(tenant).post(`/appointments/${id}/confirm`)).appointment();
    faults.calendar = 'none';
    await expectPeace(tenant);
    expect(await see(tenant, id)).toMatchObject({ version: 5, user_id: tenant.agent.id });
  });
});
