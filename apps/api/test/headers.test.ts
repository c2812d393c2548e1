// What every answer tells a browser, and what it tells about time.

import { Hono } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import { requestLog } from '../src/http/request-log.ts';
import { askApp, environment } from './harness/app.ts';
import { type Answer, booking, type Client, client, sign } from './harness/client.ts';
import { faults, resetFaults } from './harness/faults.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let caller: Client;
beforeAll(async () => {
  tenant = await newTenant();
  caller = client(tenant);
});

describe('every answer', () => {
  const SECURE = {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  const expectSecure = ({ headers }: Answer) =>
    expect(Object.fromEntries(headers)).toMatchObject(SECURE);

  it('is to be kept, framed, sniffed and executed by nobody, refusals and probes included', async () => {
    const { id } = await caller.book();
    for (const answer of [
      await caller.get(`/appointments/${id}`),
      await caller.get('/appointments'),
      await caller.get('/nowhere'),
      await caller.post('/appointments', {}),
      await askApp(environment(), '/api/v1/appointments'),
      await askApp(environment(), '/health'),
      await askApp(environment({ JWT_SECRET: undefined }), '/ready'),
    ]) {
      expectSecure(answer);
    }
  });

  it('asks for https where it came by https, and only there', async () => {
    const hsts = async (origin: string) =>
      (await askApp(environment(), '/health', { origin })).headers.get('Strict-Transport-Security');
    expect(await hsts('https://rendezvous.example')).toBe('max-age=31536000');
    expect(await hsts('http://localhost')).toBeNull();
  });

  it('keeps what its handler says of itself', async () => {
    const own = {
      'Cache-Control': 'public, max-age=60',
      'Content-Security-Policy': "default-src 'self'",
      'Cross-Origin-Resource-Policy': 'cross-origin',
    };
    const page = new Hono()
      .use(requestLog)
      .get('/page', (c) => c.html('<p>', 200, own))
      .get('/raw', () => new Response('<p>', { headers: own }));
    for (const path of ['/page', '/raw']) {
      const { headers } = await page.request(path);
      for (const [name, value] of Object.entries(own)) expect(headers.get(name)).toBe(value);
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    }
  });
});

describe('Server-Timing', () => {
  /** The steps that an answer names, each with its milliseconds. */
  const stepsOf = ({ headers }: Answer): Record<string, number> =>
    Object.fromEntries(
      (headers.get('Server-Timing') ?? '').split(', ').map((entry) => {
        const [, step = '', ms = ''] = /^([a-z]+);dur=(\d+\.\d)$/.exec(entry) ?? [];
        expect(step, entry).not.toBe('');
        return [step, Number(ms)];
      }),
    );

  it('names what a booking waited for: token, directory, calendar and its projection', async () => {
    const steps = stepsOf(await caller.post('/appointments', booking(tenant)));
    for (const step of ['auth', 'directory', 'calendar', 'projection', 'total']) {
      expect(steps).toHaveProperty(step);
    }
  });

  it('names no step that was not taken', async () => {
    const { id } = await caller.book();
    expect(stepsOf(await caller.get(`/appointments/${id}`))).not.toHaveProperty('projection');
    expect(Object.keys(stepsOf(await askApp(environment(), '/health')))).toEqual(['total']);
    const token = await sign({ sub: 'u', tenant: tenant.slug, role: 'attendant' });
    const refused = await askApp(environment(), '/api/v1/appointments', { token });
    expect(Object.keys(stepsOf(refused))).toEqual(['auth', 'total']);
  });

  it('tells the projection as the calendar measured it: two seconds of a D1 that is silent', async () => {
    faults.calendar = 'silent';
    const answer = await caller.post('/appointments', booking(tenant));
    resetFaults();
    expect(answer.headers.get('Rendezvous-Read-Model')).toBe('pending');
    const { projection = 0, calendar = 0 } = stepsOf(answer);
    // The calendar gave up after so long; how long the rest took says nothing.
    expect(projection).toBeGreaterThanOrEqual(1_900);
    expect(calendar).toBeGreaterThanOrEqual(1_900);
  });
});
