// A calendar that does not answer: asked again over a fresh stub, then 503; what was asked has one effect.

import { beforeAll, describe, expect, it } from 'vitest';
import type { Env } from '../src/env.ts';
import { askApp, environment } from './harness/app.ts';
import { stubOf } from './harness/calendars.ts';
import { booking, client, sign } from './harness/client.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await newTenant();
});

type Loss = 'call' | 'answer';

/** An environment in which the first `times` calls to calendars are lost; counts the stubs that were taken. */
function losing(loss: Loss, times: number, flags: object = {}): { env: Env; stubs: () => number } {
  const base = environment();
  let lost = 0;
  let stubs = 0;
  const lossy = (stub: object) =>
    new Proxy(stub, {
      get(target, name) {
        const method = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...parameters: unknown[]) => {
          const isLost = lost < times;
          lost += 1;
          if (isLost && loss === 'call') throw Object.assign(new Error('lost'), flags);
          const answer = await Reflect.apply(method, target, parameters);
          if (isLost) throw Object.assign(new Error('lost'), flags);
          return answer;
        };
      },
    });
  const CALENDARS = new Proxy(base.CALENDARS, {
    get(target, name) {
      if (name !== 'getByName') return Reflect.get(target, name);
      return (calendar: string) => {
        stubs += 1;
        return lossy(target.getByName(calendar));
      };
    },
  });
  return { env: { ...base, CALENDARS }, stubs: () => stubs };
}

async function send(env: Env, method: string, path: string, body?: unknown, key?: string) {
  const claims = { sub: tenant.agent.id, tenant: tenant.slug, role: 'attendant' };
  return askApp(env, `/api/v1${path}`, {
    token: await sign(claims),
    tenant: tenant.slug,
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(key === undefined ? {} : { headers: { 'Idempotency-Key': key } }),
  });
}

describe.each<Loss>(['call', 'answer'])('when the first %s is lost', (loss) => {
  it('a booking is asked for again over a fresh stub, has one effect and is no replay', async () => {
    const { env, stubs } = losing(loss, 1);
    const booked = await send(env, 'POST', '/appointments', booking(tenant));
    const { id } = booked.appointment(201);
    expect(booked.headers.get('Idempotent-Replayed')).toBeNull();
    expect(stubs()).toBe(2);
    const found = await client(tenant).get(`/appointments/${id}`);
    expect(found.appointment().version).toBe(1);
  });

  it('a change, an action and a move are done once', async () => {
    const { id } = await client(tenant).book();
    const path = `/appointments/${id}`;
    const versions = [
      (await send(losing(loss, 1).env, 'PUT', path, { title: 'novo' })).appointment().version,
      (await send(losing(loss, 1).env, 'POST', `${path}/confirm`)).appointment().version,
      (
        await send(losing(loss, 1).env, 'PUT', path, { user_id: tenant.otherAgent.id })
      ).appointment().version,
    ];
    expect(versions).toEqual([2, 3, 4]);
  });

  it('a look is asked for again', async () => {
    const { id } = await client(tenant).book();
    (await send(losing(loss, 1).env, 'GET', `/appointments/${id}`)).appointment();
  });
});

describe.each<Loss>(['call', 'answer'])('when every %s is lost', (loss) => {
  it('a booking is 503 after two calls, and its retry with the key has one effect', async () => {
    const { env, stubs } = losing(loss, 99);
    const [body, key] = [booking(tenant), `silence-${loss}`];
    const refused = await send(env, 'POST', '/appointments', body, key);
    refused.problem('unavailable');
    expect(refused.headers.get('Retry-After')).not.toBeNull();
    expect(stubs()).toBe(2);
    const retried = await client(tenant).post('/appointments', body, { 'Idempotency-Key': key });
    expect(retried.appointment(201).version).toBe(1);
    expect(retried.headers.get('Idempotent-Replayed')).toBe(loss === 'answer' ? 'true' : null);
  });
});

it('a calendar that is overloaded is left alone', async () => {
  const { env, stubs } = losing('call', 99, { overloaded: true, retryable: true });
  (await send(env, 'POST', '/appointments', booking(tenant))).problem('unavailable');
  expect(stubs()).toBe(1);
});

describe('a no that an earlier call could still turn into a yes', () => {
  it('is not said: the caller asks again', async () => {
    const body = booking(tenant);
    (await client(tenant).post('/appointments', body)).appointment(201);
    // The first call is lost on its way, so it may arrive when the time is free again.
    (await send(losing('call', 1).env, 'POST', '/appointments', body)).problem('unavailable');
    (await send(losing('call', 0).env, 'POST', '/appointments', body)).problem('slot_taken');
  });

  it('is not said by an appointment either', async () => {
    const { id } = await client(tenant).book();
    const path = `/appointments/${id}/confirm`;
    (await client(tenant).post(path)).appointment();
    (await send(losing('call', 1).env, 'POST', path)).problem('unavailable');
    (await send(losing('call', 0).env, 'POST', path)).problem('invalid_transition');
  });

  it('cannot become one for ever: a command that arrives too late is not carried out', async () => {
    const { id } = await client(tenant).book();
    const calendar = await stubOf(tenant.slug, tenant.agent.id);
    const wish = { action: 'confirm', reason: null, precondition: 'none' } as const;
    const envelope = { commandId: crypto.randomUUID(), actor: tenant.agent.id, retry: null };
    const late = { ...envelope, until: Date.now() - 1 };
    expect(await calendar.transition({ envelope: late, id, wish })).toEqual({
      kind: 'refused',
      refusal: { code: 'unavailable' },
    });
    expect((await client(tenant).get(`/appointments/${id}`)).appointment().version).toBe(1);
    const inTime = { ...envelope, until: Date.now() + 10_000 };
    const done = await calendar.transition({ envelope: inTime, id, wish });
    expect(done).toMatchObject({ kind: 'accepted', appointment: { version: 2 } });
    // Done in time, it is still told what became of it when it arrives again.
    const again = await calendar.transition({ envelope: { ...inTime, until: 0 }, id, wish });
    expect(again).toMatchObject({ kind: 'accepted', replayed: false, appointment: { version: 2 } });
  });
});
