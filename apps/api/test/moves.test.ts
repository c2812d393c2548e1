import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { ledger } from './harness/calendars.ts';
import { client, slot } from './harness/client.ts';
import { resetFaults, roundTrips } from './harness/faults.ts';
import { importAll } from './harness/imports.ts';
import { addUser, newTenant, setActive, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  resetFaults();
  tenant = await newTenant();
});

const put = (id: string, body: object, headers: Record<string, string> = {}) =>
  client(tenant).put(`/appointments/${id}`, body, headers);

/** Ids that take the agent's time, by what the agent's calendar itself says. */
async function occupied(agentId: string): Promise<string[]> {
  const rows = await ledger<{ id: string }>(
    tenant.slug,
    agentId,
    'SELECT id FROM appointments WHERE occupying = 1 ORDER BY scheduled_at',
  );
  return rows.map(({ id }) => id);
}

describe('a move', () => {
  it('keeps the id and the status, adds one version, frees the old time and takes the new', async () => {
    const booked = await client(tenant).book({ scheduled_at: slot(1) });
    await client(tenant).post(`/appointments/${booked.id}/confirm`);
    const moved = (await put(booked.id, { user_id: tenant.otherAgent.id })).appointment();
    expect(moved).toMatchObject({
      id: booked.id,
      version: 3,
      status: 'confirmed',
      user_id: tenant.otherAgent.id,
      user_name: tenant.otherAgent.name,
      scheduled_at: slot(1),
    });
    expect(await occupied(tenant.agent.id)).toEqual([]);
    expect(await occupied(tenant.otherAgent.id)).toEqual([booked.id]);
    expect((await client(tenant).get(`/appointments/${booked.id}`)).appointment()).toEqual(moved);
    expect((await client(tenant).get('/appointments')).list().data).toEqual([moved]);
  });

  it('can change the time as well, and everything else', async () => {
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    const wish = { user_id: tenant.otherAgent.id, scheduled_at: slot(7), title: 'novo' };
    expect((await put(id, wish)).appointment()).toMatchObject({ ...wish, version: 2 });
  });

  it('writes one line of history: versions grow by one, in whatever calendar', async () => {
    const { id } = await client(tenant).book();
    for (const user_id of [tenant.otherAgent.id, tenant.agent.id, tenant.otherAgent.id]) {
      await put(id, { user_id });
    }
    const { results } = await historyOf(id);
    expect(results.map(({ version, type }) => `${version} ${type}`)).toEqual([
      '1 booked',
      '2 moved',
      '3 moved',
      '4 moved',
    ]);
  });

  it('that is refused changes nothing', async () => {
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    const other = client(tenant, { userId: tenant.otherAgent.id });
    const inTheWay = await other.book({ scheduled_at: slot(1) });
    const refused = await put(id, { user_id: tenant.otherAgent.id });
    expect(refused.problem('slot_taken').conflicts).toMatchObject([{ id: inTheWay.id }]);
    expect(await occupied(tenant.agent.id)).toEqual([id]);
    expect(await occupied(tenant.otherAgent.id)).toEqual([inTheWay.id]);
    expect((await client(tenant).get(`/appointments/${id}`)).appointment().version).toBe(1);
    expect(await ledger(tenant.slug, tenant.agent.id, 'SELECT * FROM departures')).toEqual([]);
  });

  it('to an inactive or unknown agent, or of a closed appointment, is refused', async () => {
    const { id } = await client(tenant).book();
    await setActive('users', tenant.slug, tenant.otherAgent.id, false);
    const inactive = await put(id, { user_id: tenant.otherAgent.id });
    expect(inactive.errors()).toEqual({ user_id: ['is not active'] });
    const unknown = await put(id, { user_id: tenant.department.id });
    expect(unknown.errors()).toEqual({ user_id: ['does not exist'] });
    await setActive('users', tenant.slug, tenant.otherAgent.id, true);
    await client(tenant).post(`/appointments/${id}/cancel`);
    (await put(id, { user_id: tenant.otherAgent.id })).problem('appointment_closed');
  });

  it('to a time that is past is refused, one that keeps its time is not judged by the clock', async () => {
    const { id } = await client(tenant).book();
    const past = { user_id: tenant.otherAgent.id, scheduled_at: '2020-01-01T00:00:00Z' };
    expect((await put(id, past)).errors()).toEqual({ scheduled_at: ['must be in the future'] });
    const old = { id: crypto.randomUUID(), status: 'scheduled', scheduled_at: past.scheduled_at };
    await importAll(tenant, [old]);
    const moved = await put(old.id, past);
    expect(moved.appointment()).toMatchObject({ ...past, version: 2 });
  });

  it('leaves every command working where the appointment is now', async () => {
    const { id } = await client(tenant).book();
    await put(id, { user_id: tenant.otherAgent.id });
    const confirmed = await client(tenant).post(`/appointments/${id}/confirm`);
    expect(confirmed.appointment()).toMatchObject({ version: 3, status: 'confirmed' });
    expect((await put(id, { title: 'novo' }, { 'If-Match': '"2"' })).problem('version_mismatch'));
    expect((await put(id, { title: 'novo' })).appointment().version).toBe(4);
  });

  it('of many into one slot lets exactly one in', async () => {
    const people = Array.from({ length: 8 }, (_, index) => ({
      id: crypto.randomUUID(),
      name: `Agent ${index}`,
      role: 'attendant',
    }));
    for (const person of people) await addUser(tenant.slug, person);
    const ids = await Promise.all(
      people.map(async ({ id: user_id }) => {
        return (await client(tenant).book({ user_id, scheduled_at: slot(1) })).id;
      }),
    );
    const answers = await Promise.all(ids.map((id) => put(id, { user_id: tenant.agent.id })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
    expect(await occupied(tenant.agent.id)).toHaveLength(1);
  });

  it('that meets its opposite at the same time is refused with it: a swap is two conflicts', async () => {
    const mine = await client(tenant).book({ scheduled_at: slot(1) });
    const theirs = await client(tenant).book({
      scheduled_at: slot(1),
      user_id: tenant.otherAgent.id,
    });
    const answers = await Promise.all([
      put(mine.id, { user_id: tenant.otherAgent.id }),
      put(theirs.id, { user_id: tenant.agent.id }),
    ]);
    for (const answer of answers) answer.problem('slot_taken');
    expect(await occupied(tenant.agent.id)).toEqual([mine.id]);
    expect(await occupied(tenant.otherAgent.id)).toEqual([theirs.id]);
  });

  it('that races with another one of the same appointment leaves it in one calendar', async () => {
    const third = { id: crypto.randomUUID(), name: 'Marc', role: 'attendant' };
    await addUser(tenant.slug, third);
    const { id } = await client(tenant).book();
    const answers = await Promise.all([
      put(id, { user_id: tenant.otherAgent.id }),
      put(id, { user_id: third.id }),
      client(tenant).post(`/appointments/${id}/confirm`),
    ]);
    for (const answer of answers) answer.appointment();
    const holders = await Promise.all(
      [tenant.agent, tenant.otherAgent, third].map(async (agent) => await occupied(agent.id)),
    );
    expect(holders.flat()).toEqual([id]);
    const now = (await client(tenant).get(`/appointments/${id}`)).appointment();
    expect(now).toMatchObject({ version: 4, status: 'confirmed' });
  });
});

describe('a key', () => {
  it('of a move replays wherever the appointment is', async () => {
    const { id } = await client(tenant).book();
    const key = { 'Idempotency-Key': 'move-1' };
    const wish = { user_id: tenant.otherAgent.id };
    const moved = await put(id, wish, key);
    expect(moved.headers.get('Idempotent-Replayed')).toBeNull();
    await put(id, { user_id: tenant.agent.id });
    const again = await put(id, wish, key);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect(again.appointment()).toEqual(moved.appointment());
    (await put(id, { title: 'x' }, key)).problem('idempotency_mismatch');
  });

  it('of an action travels with the appointment, also over two moves', async () => {
    const third = { id: crypto.randomUUID(), name: 'Marc', role: 'attendant' };
    await addUser(tenant.slug, third);
    const { id } = await client(tenant).book();
    await put(id, { user_id: tenant.otherAgent.id });
    const key = { 'Idempotency-Key': 'confirm-1' };
    const confirmed = await client(tenant).post(`/appointments/${id}/confirm`, undefined, key);
    await put(id, { user_id: third.id });
    await put(id, { user_id: tenant.agent.id });
    const again = await client(tenant).post(`/appointments/${id}/confirm`, undefined, key);
    expect(again.appointment()).toEqual(confirmed.appointment());
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
  });

  it('of a booking replays although the appointment has moved away', async () => {
    const body = {
      title: 'x',
      scheduled_at: slot(3),
      department_id: tenant.department.id,
      customer_name: 'Roberto Lima',
    };
    const key = { 'Idempotency-Key': 'book-1' };
    const booked = (await client(tenant).post('/appointments', body, key)).appointment(201);
    await put(booked.id, { user_id: tenant.otherAgent.id, customer_name: 'Outra Pessoa' });
    const again = await client(tenant).post('/appointments', body, key);
    expect(again.appointment(201)).toEqual(booked);
    await put(booked.id, { user_id: tenant.agent.id, customer_name: 'Mais Uma' });
    const oncemore = await client(tenant).post('/appointments', body, key);
    expect(oncemore.appointment(201)).toEqual(booked);
  });

  it('that two identical moves carry at once has one effect', async () => {
    const { id } = await client(tenant).book();
    const key = { 'Idempotency-Key': 'move-2' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => put(id, { user_id: tenant.otherAgent.id }, key)),
    );
    for (const answer of answers) expect(answer.appointment().version).toBe(2);
  });
});

describe('the way to an appointment', () => {
  it('takes two calls at most after any number of moves', async () => {
    const people = Array.from({ length: 6 }, (_, index) => ({
      id: crypto.randomUUID(),
      name: `Agent ${index}`,
      role: 'attendant',
    }));
    for (const person of people) await addUser(tenant.slug, person);
    const { id } = await client(tenant).book();
    for (const { id: user_id } of people) {
      (await put(id, { user_id })).appointment();
      resetFaults();
      (await client(tenant).get(`/appointments/${id}`)).appointment();
      expect(roundTrips.rpc).toBeLessThanOrEqual(2);
      resetFaults();
      (await put(id, { notes: user_id })).appointment();
      expect(roundTrips.rpc).toBeLessThanOrEqual(2);
    }
  });
});

async function historyOf(id: string) {
  return env.DB.prepare(
    'SELECT version, type FROM events WHERE tenant = ? AND appointment_id = ? AND version IS NOT NULL ORDER BY version',
  )
    .bind(tenant.slug, id)
    .all<{ version: number; type: string }>();
}
