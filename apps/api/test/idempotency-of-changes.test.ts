// Safe retries of changes and actions, and how far a key reaches.

import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ledger, stubOf } from './harness/calendars.ts';
import { booking, client } from './harness/client.ts';
import { faults, resetFaults } from './harness/faults.ts';
import { expectReplay, isReplay, newKey } from './harness/retries.ts';
import { addUser, newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await newTenant();
});
afterEach(resetFaults);

/** Every write on one appointment, each from `scheduled`. */
const WRITES = [
  ['PUT', '', { title: 'Novo título', notes: 'n' }],
  ['PATCH', '', { duration_minutes: 45 }],
  ['POST', '/confirm', undefined],
  ['POST', '/cancel', { reason: 'Cliente pediu' }],
  ['POST', '/complete', undefined],
  ['POST', '/no-show', undefined],
] as const;

describe.each(WRITES)('%s /appointments/:id%s with a key', (method, suffix, body) => {
  const write = (id: string, headers: Record<string, string>) =>
    client(tenant).call(method, `/appointments/${id}${suffix}`, { body, headers });

  it('takes effect once and is told its outcome, after an eviction too', async () => {
    const key = newKey();
    const { id } = await client(tenant).book();
    const first = await write(id, key);
    expect(first.appointment().version).toBe(2);
    expectReplay(await write(id, key), first);
    await evictDurableObject(await stubOf(tenant.slug, tenant.agent.id));
    expectReplay(await write(id, key), first);
    expect((await client(tenant).get(`/appointments/${id}`)).appointment().version).toBe(2);
  });

  it('takes effect once when ten arrive at once', async () => {
    const key = newKey();
    const { id } = await client(tenant).book();
    const answers = await Promise.all(Array.from({ length: 10 }, () => write(id, key)));
    for (const answer of answers) expect(answer.appointment().version).toBe(2);
    expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(1);
  });

  it('is told its outcome although its If-Match is stale by now', async () => {
    const headers = { ...newKey(), 'If-Match': '"1"' };
    const { id } = await client(tenant).book();
    const first = await write(id, headers);
    first.appointment();
    expectReplay(await write(id, headers), first);
    (await write(id, { ...newKey(), 'If-Match': '"1"' })).problem('version_mismatch');
  });

  it('is told its outcome while D1 is down', async () => {
    const key = newKey();
    const { id } = await client(tenant).book();
    const first = await write(id, key);
    Object.assign(faults, { worker: 'down', calendar: 'down' });
    expectReplay(await write(id, key), first);
  });

  it('refuses another body under its key', async () => {
    const key = newKey();
    const { id } = await client(tenant).book();
    (await write(id, key)).appointment();
    const other = await client(tenant).call(method, `/appointments/${id}${suffix}`, {
      body: { title: 'Outro', reason: 'outra' },
      headers: key,
    });
    other.problem('idempotency_mismatch');
  });
});

describe('a key', () => {
  it('is judged before the status, and a refusal of the status does not spend it', async () => {
    const key = newKey();
    const { id } = await client(tenant).book();
    (await client(tenant).post(`/appointments/${id}/complete`)).appointment();
    const cancel = () => client(tenant).post(`/appointments/${id}/cancel`, {}, key);
    (await cancel()).problem('invalid_transition');
    (await cancel()).problem('invalid_transition');
    const events = await ledger(
      tenant.slug,
      tenant.agent.id,
      "SELECT seq FROM events WHERE appointment ->> 'id' = ?",
      id,
    );
    expect(events).toHaveLength(2);
  });

  it('reaches one appointment and one action', async () => {
    const key = newKey();
    const { id } = await client(tenant).book();
    const { id: other } = await client(tenant).book();
    const answers = [
      await client(tenant).post(`/appointments/${id}/confirm`, undefined, key),
      await client(tenant).post(`/appointments/${other}/confirm`, undefined, key),
      await client(tenant).post(`/appointments/${id}/cancel`, undefined, key),
    ];
    expect(answers.map((answer) => answer.appointment().version)).toEqual([2, 2, 3]);
    expect(answers.filter(isReplay)).toEqual([]);
  });

  it('reaches the path in whichever case its id is written', async () => {
    const key = newKey();
    const { id } = await client(tenant).book();
    const first = await client(tenant).post(`/appointments/${id}/confirm`, undefined, key);
    const upper = `/appointments/${id.toUpperCase()}/confirm`;
    expectReplay(await client(tenant).post(upper, undefined, key), first);
  });

  it('reaches one method: PUT and PATCH do not share it', async () => {
    const key = newKey();
    const { id } = await client(tenant).book();
    const path = `/appointments/${id}`;
    const put = await client(tenant).put(path, { title: 'Um' }, key);
    const patch = await client(tenant).call('PATCH', path, {
      body: { title: 'Dois' },
      headers: key,
    });
    expect([put.appointment().version, patch.appointment().version]).toEqual([2, 3]);
  });

  it('reaches one caller: the same booking of a colleague is judged by its slot', async () => {
    const key = newKey();
    const body = { ...booking(tenant), user_id: tenant.agent.id };
    (await client(tenant).post('/appointments', body, key)).appointment(201);
    const colleague = client(tenant, { userId: tenant.otherAgent.id });
    (await colleague.post('/appointments', body, key)).problem('slot_taken');
  });

  it('reaches, for a booking, one agent', async () => {
    const key = newKey();
    const body = booking(tenant);
    const answers = [
      await client(tenant).post('/appointments', { ...body, user_id: tenant.agent.id }, key),
      await client(tenant).post('/appointments', { ...body, user_id: tenant.otherAgent.id }, key),
    ];
    const ids = answers.map((answer) => answer.appointment(201).id);
    expect(new Set(ids).size).toBe(2);
    expect(answers.filter(isReplay)).toEqual([]);
  });

  it('reaches one tenant, even between tenants whose people and departments have the same ids', async () => {
    const twin = await newTenant();
    await addUser(twin.slug, tenant.agent);
    await env.DB.prepare('UPDATE departments SET id = ? WHERE tenant = ? AND id = ?')
      .bind(tenant.department.id, twin.slug, twin.department.id)
      .run();
    const [body, key] = [booking(tenant), newKey()];
    const first = await client(tenant).post('/appointments', body, key);
    const second = await client({ ...twin, agent: tenant.agent }).post('/appointments', body, key);
    expect(isReplay(second)).toBe(false);
    expect(second.appointment(201).id).not.toBe(first.appointment(201).id);
  });
});

describe('the key of a change that changed nothing', () => {
  it('replays what was answered, although the appointment has changed since', async () => {
    const { id, title, version } = await client(tenant).book();
    const key = { 'Idempotency-Key': 'nothing-1' };
    await client(tenant).put(`/appointments/${id}`, { title }, key);
    await client(tenant).put(`/appointments/${id}`, { title: 'de outra pessoa' });
    const again = await client(tenant).put(`/appointments/${id}`, { title }, key);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
    expect(again.appointment()).toMatchObject({ title, version });
    const now = (await client(tenant).get(`/appointments/${id}`)).appointment();
    expect(now).toMatchObject({ title: 'de outra pessoa', version: version + 1 });
  });

  it('is taken: another body with it is refused', async () => {
    const { id, title } = await client(tenant).book();
    const key = { 'Idempotency-Key': 'nothing-2' };
    await client(tenant).put(`/appointments/${id}`, { title }, key);
    const other = await client(tenant).put(`/appointments/${id}`, { title: 'x' }, key);
    other.problem('idempotency_mismatch');
  });
});
