// Safe retries: a write that was accepted under a key is accepted once, and its outcome is told again.

import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ledger, stubOf } from './harness/calendars.ts';
import { booking, client, slot } from './harness/client.ts';
import { faults, resetFaults } from './harness/faults.ts';
import { expectReplay, isReplay, newKey } from './harness/retries.ts';
import { newTenant, setActive, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await newTenant();
});
afterEach(() => {
  resetFaults();
  vi.useRealTimers();
});

const eventsOf = (id: string, agentId = tenant.agent.id) =>
  ledger(
    tenant.slug,
    agentId,
    "SELECT type FROM events WHERE appointment ->> 'id' = ? ORDER BY seq",
    id,
  );

describe('a booking that is sent again with its key', () => {
  it('is told its outcome and takes effect once', async () => {
    const [body, key] = [booking(tenant), newKey()];
    const first = await client(tenant).post('/appointments', body, key);
    const { id, version } = first.appointment(201);
    expect(version).toBe(1);
    for (let retry = 0; retry < 3; retry += 1) {
      expectReplay(await client(tenant).post('/appointments', body, key), first);
    }
    expect(await eventsOf(id)).toEqual([{ type: 'booked' }]);
    const copies = await env.DB.prepare(
      'SELECT count(*) AS n FROM events WHERE tenant = ? AND appointment_id = ?',
    )
      .bind(tenant.slug, id)
      .first('n');
    expect(copies).toBe(1);
  });

  it('takes effect once when twenty arrive at once', async () => {
    const [body, key] = [booking(tenant), newKey()];
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client(tenant).post('/appointments', body, key)),
    );
    const ids = new Set(answers.map((answer) => answer.appointment(201).id));
    expect(ids.size).toBe(1);
    expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(1);
  });

  it('is told its outcome by a calendar that was evicted in between', async () => {
    const [body, key] = [booking(tenant), newKey()];
    const first = await client(tenant).post('/appointments', body, key);
    await evictDurableObject(await stubOf(tenant.slug, tenant.agent.id));
    expectReplay(await client(tenant).post('/appointments', body, key), first);
  });

  it('is told the outcome of then, although the appointment has changed since', async () => {
    const [body, key] = [booking(tenant), newKey()];
    const first = await client(tenant).post('/appointments', body, key);
    const { id } = first.appointment(201);
    for (const customer_name of ['Outra Pessoa', 'Mais Uma']) {
      const wish = { customer_name, customer_email: 'outra@email.com' };
      (await client(tenant).put(`/appointments/${id}`, wish)).appointment();
    }
    (await client(tenant).post(`/appointments/${id}/cancel`)).appointment();
    expectReplay(await client(tenant).post('/appointments', body, key), first);
  });

  it('is told its outcome although the agent and the department were deactivated since', async () => {
    const [body, key] = [booking(tenant), newKey()];
    const first = await client(tenant).post('/appointments', body, key);
    await setActive('users', tenant.slug, tenant.agent.id, false);
    await setActive('departments', tenant.slug, tenant.department.id, false);
    const again = await client(tenant).post('/appointments', body, key);
    const afresh = await client(tenant).post('/appointments', booking(tenant), newKey());
    await setActive('users', tenant.slug, tenant.agent.id, true);
    await setActive('departments', tenant.slug, tenant.department.id, true);
    expectReplay(again, first);
    expect(Object.keys(afresh.errors())).toEqual(['department_id', 'user_id']);
  });

  it('is told its outcome although its time has passed since', async () => {
    const soon = new Date(Date.now() + 2 * 3_600_000).toISOString();
    const [body, key] = [{ ...booking(tenant), scheduled_at: soon }, newKey()];
    const first = await client(tenant).post('/appointments', body, key);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 3_600_000 });
    expectReplay(await client(tenant).post('/appointments', body, key), first);
  });

  it('is told its outcome while D1 is down', async () => {
    const [body, key] = [booking(tenant), newKey()];
    const first = await client(tenant).post('/appointments', body, key);
    Object.assign(faults, { worker: 'down', calendar: 'down' });
    expectReplay(await client(tenant).post('/appointments', body, key), first);
    (await client(tenant).post('/appointments', booking(tenant), newKey())).problem('unavailable');
  });

  it('is told its outcome although the copy in D1 still waits, and says so', async () => {
    const [body, key] = [booking(tenant), newKey()];
    faults.calendar = 'down';
    const first = await client(tenant).post('/appointments', body, key);
    const again = await client(tenant).post('/appointments', body, key);
    expectReplay(again, first);
    expect(again.headers.get('Rendezvous-Read-Model')).toBe('pending');
    faults.calendar = 'none';
    const caughtUp = await client(tenant).post('/appointments', body, key);
    expectReplay(caughtUp, first);
    expect(caughtUp.headers.get('Rendezvous-Read-Model')).toBeNull();
  });
});

describe('a key', () => {
  it('refuses another body, even one that means the same', async () => {
    const [body, key] = [booking(tenant), newKey()];
    const { id } = (await client(tenant).post('/appointments', body, key)).appointment(201);
    const others = [
      { ...body, title: 'Outra' },
      booking(tenant),
      ` ${JSON.stringify(body)}`,
      { appointment: body },
    ];
    for (const other of others) {
      const refused = await client(tenant).post('/appointments', other, key);
      expect(refused.problem('idempotency_mismatch').status).toBe(422);
    }
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it.each([
    ['empty', ''],
    ['with a space', 'a b'],
    ['of 256 characters', 'k'.repeat(256)],
    ['with a control character', 'a\u007fb'],
  ])('that is %s is 422 on every write', async (_, bad) => {
    const key = { 'Idempotency-Key': bad };
    const { id } = await client(tenant).book();
    const answers = [
      await client(tenant).post('/appointments', booking(tenant), key),
      await client(tenant).put(`/appointments/${id}`, { title: 'x' }, key),
      await client(tenant).post(`/appointments/${id}/confirm`, undefined, key),
      await client(tenant).post(`/appointments/${id}/cancel`, {}, key),
    ];
    for (const answer of answers) expect(answer.errors()).toHaveProperty('idempotency_key');
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it('may have 255 visible characters', async () => {
    const key = { 'Idempotency-Key': `!~"'\\{}${'k'.repeat(248)}` };
    const body = booking(tenant);
    const first = await client(tenant).post('/appointments', body, key);
    expectReplay(await client(tenant).post('/appointments', body, key), first);
  });

  it('is not spent by a refusal, which is judged afresh', async () => {
    const key = newKey();
    const { id, scheduled_at } = await client(tenant).book();
    const body = { ...booking(tenant), scheduled_at };
    const book = () => client(tenant).post('/appointments', body, key);
    (await book()).problem('slot_taken');
    (await book()).problem('slot_taken');
    (await client(tenant).post(`/appointments/${id}/cancel`)).appointment();
    const first = await book();
    first.appointment(201);
    expectReplay(await book(), first);
  });

  it('is not spent by a refused booking of another body', async () => {
    const key = newKey();
    const past = { ...booking(tenant), scheduled_at: '2020-01-01T00:00:00Z' };
    expect((await client(tenant).post('/appointments', past, key)).errors()).toHaveProperty(
      'scheduled_at',
    );
    (await client(tenant).post('/appointments', booking(tenant), key)).appointment(201);
  });

  it('is kept for 24 hours, then free and good for another booking', async () => {
    const [body, key] = [booking(tenant), newKey()];
    const start = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    const first = await client(tenant).post('/appointments', body, key);
    vi.setSystemTime(start + 24 * 3_600_000 - 1);
    expectReplay(await client(tenant).post('/appointments', body, key), first);

    vi.setSystemTime(start + 24 * 3_600_000 + 1);
    (await client(tenant).post('/appointments', body, key)).problem('slot_taken');
    const next = booking(tenant);
    const second = await client(tenant).post('/appointments', next, key);
    expect(second.appointment(201).id).not.toBe(first.appointment(201).id);
    expectReplay(await client(tenant).post('/appointments', next, key), second);
    (await client(tenant).post('/appointments', body, key)).problem('idempotency_mismatch');
  });

  it('is not needed: without one the same booking is judged by its slot', async () => {
    const body = { ...booking(tenant), scheduled_at: slot(70_000) };
    (await client(tenant).post('/appointments', body)).appointment(201);
    (await client(tenant).post('/appointments', body)).problem('slot_taken');
  });
});
