// Writes of the directory that are sent again with their key: one effect, one answer, for 24 hours.

import { env } from 'cloudflare:workers';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askApp } from './harness/app.ts';
import { type Answer, client, sign } from './harness/client.ts';
import { customer, department, manager, rowsIn, supervisor, user } from './harness/directory.ts';
import { faults, resetFaults } from './harness/faults.ts';
import { expectReplay, isReplay, newKey } from './harness/retries.ts';
import { holdTheClock, outlast, silentAt } from './harness/silence.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenant();
});
afterEach(() => {
  resetFaults();
  vi.useRealTimers();
});

type Key = Record<string, string>;

/** A write of each route: sent with a key, whenever it is called. */
const WRITES: Readonly<Record<string, () => Promise<(key: Key) => Promise<Answer>>>> = {
  'POST /departments': async () => (key) =>
    supervisor(tenant).post('/departments', { name: 'Nova' }, key),
  'PUT /departments/:id': async () => (key) =>
    supervisor(tenant).put(`/departments/${tenant.department.id}`, { name: 'Nova' }, key),
  'POST /users': async () => (key) =>
    manager(tenant).post('/users', { name: 'Rui', email: 'rui@email.com' }, key),
  'PATCH /users/:id': async () => (key) =>
    manager(tenant).call('PATCH', `/users/${tenant.agent.id}`, {
      body: { name: 'Rui' },
      headers: key,
    }),
  'POST /customers': async () => (key) =>
    client(tenant).post('/customers', { name: 'Rita', email: 'rita@email.com' }, key),
  'PUT /customers/:id': async () => (key) =>
    client(tenant).put(`/customers/${tenant.customer.id}`, { email: null }, key),
  'POST /customers/:id/merge': async () => {
    const { id } = customer(await client(tenant).post('/customers', { name: 'Rita' }), 201);
    const path = `/customers/${tenant.customer.id}/merge`;
    return (key) => supervisor(tenant).post(path, { customer_id: id }, key);
  },
};

const everything = async () => [
  await rowsIn('departments', tenant),
  await rowsIn('users', tenant),
  await rowsIn('customers', tenant),
];

describe.each(Object.entries(WRITES))('%s', (_, newWrite) => {
  it('takes effect once when it is sent again, also twenty times at once', async () => {
    const [send, key] = [await newWrite(), newKey()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(key)));
    const firsts = answers.filter((answer) => !isReplay(answer));
    expect(firsts).toHaveLength(1);
    const [first] = firsts;
    const after = await everything();
    for (const answer of [...answers.filter(isReplay), await send(key)]) {
      if (first) expectReplay(answer, first);
    }
    expect(await everything()).toEqual(after);
    expect(await rowsIn('directory_outcomes', tenant)).toHaveLength(1);
  });

  it('is 503 when D1 carries it out and says nothing, and is told its outcome when it is sent again', async () => {
    const [send, key] = [await newWrite(), newKey()];
    const before = await everything();
    faults.worker = 'down';
    (await send(key)).problem('unavailable');
    faults.worker = 'none';
    expect(await everything()).toEqual(before);
    faults.worker = 'forgetful';
    (await send(key)).problem('unavailable');
    faults.worker = 'none';
    const after = await everything();
    expect(after).not.toEqual(before);
    expect(isReplay(await send(key))).toBe(true);
    expect(await everything()).toEqual(after);
  });

  it('leaves no outcome without a key', async () => {
    expect((await (await newWrite())({})).status).toBeLessThan(300);
    expect(await rowsIn('directory_outcomes', tenant)).toEqual([]);
  });

  it('refuses a key that is none', async () => {
    const refused = await (await newWrite())({ 'Idempotency-Key': 'a b' });
    expect(refused.errors()).toEqual({ idempotency_key: ['is invalid'] });
  });
});

describe('a key of the directory', () => {
  const path = () => `/departments/${tenant.department.id}`;

  it('tells the outcome of then, before anything else is judged', async () => {
    const [key, stale] = [newKey(), newKey()];
    const put = (name: string, headers: Key) => supervisor(tenant).put(path(), { name }, headers);
    const first = await put('Um', { ...key, 'If-Match': '"1"' });
    department(await put('Dois', stale));
    // The version has moved on, and the name would be taken by now.
    department(await supervisor(tenant).post('/departments', { name: 'Um' }), 201);
    expectReplay(await put('Um', { ...key, 'If-Match': '"1"' }), first);
    expect(department(await client(tenant).get(path())).name).toBe('Dois');
  });

  it('tells an owner’s creation again to the one who is a manager by now', async () => {
    const [key, body] = [newKey(), { name: 'Rui', email: 'rui@email.com', role: 'owner' }];
    const as = (role: string) => client(tenant, { role }).post('/users', body, key);
    const first = await as('owner');
    expect(user(first, 201).role).toBe('owner');
    expectReplay(await as('manager'), first);
    (await client(tenant, { role: 'manager' }).post('/users', body, newKey())).problem('forbidden');
  });

  it('refuses another body and belongs to its caller, method and path', async () => {
    const key = newKey();
    department(await supervisor(tenant).put(path(), { name: 'Um' }, key));
    const other = await supervisor(tenant).put(path(), { name: 'Um ' }, key);
    expect(other.problem('idempotency_mismatch').status).toBe(422);
    const elsewhere = [
      await client(tenant, { role: 'supervisor', userId: v7() }).put(path(), { name: 'Dois' }, key),
      await supervisor(tenant).call('PATCH', path(), { body: { name: 'Três' }, headers: key }),
      await supervisor(tenant).put(
        `/departments/${tenant.otherDepartment.id}`,
        { name: 'Quatro' },
        key,
      ),
    ];
    for (const answer of elsewhere) expect(isReplay(answer)).toBe(false);
    expect(elsewhere.map((answer) => department(answer).version)).toEqual([3, 4, 2]);
  });

  it('is not spent by a refusal, and is by a change that changes nothing', async () => {
    const key = newKey();
    const put = (body: object) => supervisor(tenant).put(path(), body, key);
    (await put({ name: 'vendas' })).problem('invalid');
    (await put({ name: ' ' })).problem('invalid');
    expect(await rowsIn('directory_outcomes', tenant)).toEqual([]);
    const first = await put({});
    expect(department(first).version).toBe(1);
    department(await supervisor(tenant).put(path(), { name: 'Novo' }));
    expectReplay(await put({}), first);
  });

  it('is kept for 24 hours, then free; what is older is removed by the writes that come', async () => {
    const [key, start] = [newKey(), Date.now()];
    vi.useFakeTimers({ toFake: ['Date'], now: start });
    const put = (name: string, headers: Key) => supervisor(tenant).put(path(), { name }, headers);
    const first = await put('Um', key);
    for (let other = 0; other < 60; other += 1) department(await put('Um', newKey()));
    vi.setSystemTime(start + 24 * 3_600_000 - 1);
    expectReplay(await put('Um', key), first);
    vi.setSystemTime(start + 24 * 3_600_000 + 60_000);
    expect(department(await put('Dois', key)).version).toBe(3);
    // Fifty at a time, so that no write has to wait for all of them.
    expect((await rowsIn('directory_outcomes', tenant)).length).toBeGreaterThan(1);
    department(await put('Três', {}));
    expect(await rowsIn('directory_outcomes', tenant)).toHaveLength(1);
  });
});

describe('a D1 that does not answer', () => {
  it.each(['unheard', 'unanswered'] as const)(
    'is waited for a few seconds: %s',
    async (silence) => {
      holdTheClock();
      const exp = Math.floor(Date.now() / 1_000) + 86_400;
      const token = await sign({ sub: tenant.manager.id, tenant: tenant.slug, role: 'owner', exp });
      const post = { method: 'POST', headers: newKey() };
      const asks = [
        { path: '/departments' },
        { path: '/users/me' },
        { path: `/customers/${tenant.customer.id}` },
        {
          path: '/customers',
          ...post,
          body: JSON.stringify({ name: 'Rita', email: 'rita@email.com' }),
        },
      ];
      for (const { path, ...asked } of asks) {
        const silent = silentAt('D1', silence, 1);
        const sent = { token, tenant: tenant.slug, ...asked };
        const answer = await outlast(
          10_000,
          askApp(silent.env, `/api/v1${path}`, sent),
          silent.underWay,
        );
        answer.problem('unavailable');
        expect(silent.calls()).toBe(1);
        const again = await askApp(silent.env, `/api/v1${path}`, sent);
        expect(again.status).toBeLessThan(300);
        expect(isReplay(again)).toBe(silence === 'unanswered' && 'body' in asked);
      }
      const { results } = await env.DB.prepare(
        'SELECT id FROM customers WHERE tenant = ? AND email_key = ?',
      )
        .bind(tenant.slug, 'rita@email.com')
        .all();
      expect(results).toHaveLength(1);
    },
  );
});
