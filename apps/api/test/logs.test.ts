// What stands in the logs, one JSON line a request, and what never does: a person's name, address, number or token.

import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { getLogger } from '@logtape/logtape';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { Env } from '../src/env.ts';
import { askApp, environment } from './harness/app.ts';
import { stubOf } from './harness/calendars.ts';
import { type Answer, booking, client, sign } from './harness/client.ts';
import { faults, resetFaults } from './harness/faults.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

const line = z.looseObject({
  message: z.string(),
  request_id: z.string().optional(),
  tenant: z.string().optional(),
  method: z.string().optional(),
  route: z.string().optional(),
  status: z.int().optional(),
  code: z.string().optional(),
  duration_ms: z.number().optional(),
});

let tenant: Tenant;
let written: string[];
beforeEach(async () => {
  tenant = await newTenant();
  written = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      written.push(values.map(String).join(' '));
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  resetFaults();
});

/** Every line, read as JSON: one that is none fails here. */
const lines = () => written.map((text) => line.parse(JSON.parse(text)));
/** The lines of requests, which have a status. */
const requests = () => lines().filter(({ status }) => status !== undefined);

const PERSON = {
  customer_name: 'Wanderléia Quixadá',
  customer_email: 'wanderleia@email.com',
  customer_phone: '+55 11 93333-2222',
};
const expectNobody = () => {
  expect(written.join('\n')).not.toMatch(/wanderl|quixad|email\.com|93333|eyJ/i);
};

const idOf = (answer: Answer) => answer.headers.get('X-Request-Id');

describe('each request', () => {
  it('has one line with its id, tenant, method, route without ids, status and duration', async () => {
    const booked = await client(tenant).post('/appointments', booking(tenant));
    const { id } = booked.appointment(201);
    const confirmed = await client(tenant).post(`/appointments/${id.toUpperCase()}/confirm`);
    const again = await client(tenant).post(`/appointments/${id}/confirm`);
    const route = '/api/v1/appointments/:id/confirm';
    const common = { tenant: tenant.slug, method: 'POST', duration_ms: expect.any(Number) };
    expect(requests()).toMatchObject([
      { ...common, request_id: idOf(booked), route: '/api/v1/appointments', status: 201 },
      { ...common, request_id: idOf(confirmed), route, status: 200 },
      { ...common, request_id: idOf(again), route, status: 409, code: 'invalid_transition' },
    ]);
    expect(written.join()).not.toContain(id);
  });

  it('has one line when it is refused at the door', async () => {
    const answer = await askApp(environment(), '/api/v1/appointments', { token: 'eyJ.eyJ.x' });
    expect(requests()).toMatchObject([
      { request_id: idOf(answer), status: 401, code: 'unauthenticated' },
    ]);
    expectNobody();
  });

  it('keeps the id that its caller sent, if that one is plausible', async () => {
    const send = (id: string) =>
      client(tenant).get('/appointments', { 'X-Request-Id': id }).then(idOf);
    expect(await send('caller-1:a.b_c')).toBe('caller-1:a.b_c');
    for (const bad of ['a b', '{"x":1}', 'x'.repeat(129)]) expect(await send(bad)).not.toBe(bad);
    const ids = requests().map(({ request_id }) => request_id);
    expect(ids[0]).toBe('caller-1:a.b_c');
    expect(new Set(ids).size).toBe(4);
  });
});

describe('no line names anybody', () => {
  it('through a whole life of an appointment, refusals included', async () => {
    const body = { ...booking(tenant), ...PERSON, notes: 'Wanderléia pediu' };
    const { id } = (await client(tenant).post('/appointments', body)).appointment(201);
    await client(tenant).post('/appointments', body);
    await client(tenant).put(`/appointments/${id}`, { customer_email: 'wanderleia' });
    await client(tenant).put(`/appointments/${id}`, { customer_phone: '+5511933332222' });
    await client(tenant).get('/appointments?sort_by=wanderleia@email.com');
    await client(tenant).post(`/appointments/${id}/cancel`, { reason: 'Wanderléia desistiu' });
    expect(requests().map(({ status }) => status)).toEqual([201, 409, 422, 200, 422, 200]);
    expectNobody();
  });

  it.each([
    'wanderleia@email.com',
    'wanderleia%40email.com',
    '%2B5511933332222',
    '5511933332222',
    'Wanderl%C3%A9ia-Quixad%C3%A1',
  ])('when %s stands in the path where an id should', async (inPath) => {
    (await client(tenant).get(`/appointments/${inPath}`)).problem('not_found');
    (await client(tenant).post(`/appointments/${inPath}/confirm`)).problem('not_found');
    (await client(tenant).get(`/customers-of/${inPath}`)).problem('not_found');
    expect(requests()).toHaveLength(3);
    expectNobody();
  });

  it('when D1 fails and its error holds what was written', async () => {
    const cause = `D1_ERROR: constraint failed: ${JSON.stringify({ e: PERSON.customer_email, p: PERSON.customer_phone })} Bearer ${await token()}`;
    const reject = () => Promise.reject(new Error(cause));
    const statement = { bind: () => statement, all: reject, first: reject, raw: reject };
    const failing = { prepare: () => statement, batch: reject } as unknown as D1Database; // all that the product calls
    const throwing = {
      prepare: () => {
        throw new Error(cause);
      },
    } as unknown as D1Database;
    for (const DB of [failing, throwing]) {
      const answers = [await post(environment({ DB })), await list(environment({ DB }))];
      for (const answer of answers) {
        expect(answer.status).toBeGreaterThanOrEqual(500);
        expect(answer.text).not.toMatch(/D1_ERROR|email\.com|93333/);
      }
    }
    expect(requests()).toHaveLength(4);
    expectNobody();
  });

  it('when a field that holds a person is logged, however deep it stands', () => {
    const within = { notes: ['Wanderléia'], kept: 1 };
    getLogger(['rendezvous', 'test']).warn('lost', { ...PERSON, within, text: '+5511933332222' });
    expect(lines()).toEqual([
      {
        '@timestamp': expect.any(String),
        level: 'WARN',
        message: 'lost',
        logger: 'rendezvous.test',
        within: { kept: 1 },
        text: 'REDACTED PHONE',
      },
    ]);
    expectNobody();
  });

  it('when a text names somebody at the begin of a line, which stays JSON', () => {
    getLogger(['rendezvous', 'test']).warn('lost', { cause: 'no:\nana@email.com\n+5511933332222' });
    expect(lines()).toMatchObject([{ cause: 'no:\nREDACTED@EMAIL.ADDRESS\nREDACTED PHONE' }]);
  });

  it('when the calendar’s copy to D1 fails', async () => {
    faults.calendar = 'down';
    (await client(tenant).post('/appointments', { ...booking(tenant), ...PERSON })).appointment(
      201,
    );
    expect(requests()).toHaveLength(1);
    expectNobody();
  });
});

const token = () => sign({ sub: tenant.agent.id, tenant: tenant.slug, role: 'attendant' });
const list = async (environment: Env) =>
  askApp(environment, '/api/v1/appointments', { token: await token(), tenant: tenant.slug });
const post = async (environment: Env) =>
  askApp(environment, '/api/v1/appointments', {
    token: await token(),
    tenant: tenant.slug,
    method: 'POST',
    body: JSON.stringify({ ...booking(tenant), ...PERSON }),
  });

describe('a bug', () => {
  const expectHushed = (answer: Answer) => {
    const { request_id } = answer.problem('internal');
    expect(answer.status).toBe(500);
    expect(request_id).toBe(idOf(answer));
    expect(answer.text).not.toMatch(/TypeError|calendar|boom|\.ts|stack|at /);
    expect(requests()).toMatchObject([{ request_id, status: 500, code: 'internal' }]);
    // What broke is in the log under the same id.
    expect(lines().some((one) => one.request_id === request_id && 'stack' in one)).toBe(true);
    expectNobody();
  };

  it('in the Worker answers 500 with the request id, no detail and no stack', async () => {
    const CALENDARS = {
      getByName() {
        throw new TypeError('boom: wanderleia@email.com');
      },
    } as unknown as Env['CALENDARS']; // all that the product calls
    expectHushed(await post(environment({ CALENDARS })));
  });

  it('in a calendar answers 500 too, like one that was given to another agent', async () => {
    await client(tenant).book();
    const stub = await stubOf(tenant.slug, tenant.agent.id);
    await runInDurableObject(stub, (_, { storage }) => {
      storage.sql.exec("UPDATE calendar SET agent_id = 'another'");
    });
    await evictDurableObject(stub);
    written = [];
    expectHushed(await client(tenant).post('/appointments', booking(tenant)));
  });
});
