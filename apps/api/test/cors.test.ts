// Pages of configured origins may call and read every answer; to all others nothing is said.

import { beforeAll, describe, expect, it } from 'vitest';
import { type Asked, askApp, environment } from './harness/app.ts';
import { type Answer, booking, sign } from './harness/client.ts';
import { faults, resetFaults, withFaults } from './harness/faults.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

const CONSOLE = 'https://console.example';
const OTHER = 'http://localhost:5173';
const configured = environment({ CORS_ORIGINS: `${CONSOLE}, ${OTHER}` });
const LIST = '/api/v1/appointments';

let tenant: Tenant;
let token: string;
beforeAll(async () => {
  tenant = await newTenant();
  token = await sign({ sub: tenant.agent.id, tenant: tenant.slug, role: 'attendant' });
});

const from = (origin: string, path = LIST, asked: Asked = {}, env = configured) =>
  askApp(env, path, {
    token,
    tenant: tenant.slug,
    ...asked,
    headers: { Origin: origin, ...asked.headers },
  });

/** What a browser sends before the page's own request: no token, no tenant. */
const preflight = (origin: string, path: string, env = configured) =>
  askApp(env, path, {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'authorization,if-match,x-tenant',
    },
  });

const namesIn = (answer: Answer, header: string) =>
  (answer.headers.get(header) ?? '').toLowerCase().split(/\s*,\s*/);
const corsHeaders = ({ headers }: Answer) =>
  [...headers.keys()].filter((name) => name.startsWith('access-control-'));
const allowed = ({ headers }: Answer) => headers.get('Access-Control-Allow-Origin');

describe('a configured origin', () => {
  it.each([CONSOLE, OTHER])('may call, and is named itself: %s', async (origin) => {
    const answer = await from(origin);
    expect(answer.status).toBe(200);
    expect(allowed(answer)).toBe(origin);
    expect(namesIn(answer, 'Vary')).toContain('origin');
    expect(answer.headers.has('Access-Control-Allow-Credentials')).toBe(false);
  });

  it('may read every header that the API speaks with', async () => {
    const body = JSON.stringify(booking(tenant));
    const answer = await from(CONSOLE, LIST, { method: 'POST', body });
    answer.appointment(201);
    const exposed = namesIn(answer, 'Access-Control-Expose-Headers');
    const spoken = ['etag', 'location', 'x-request-id', 'server-timing'];
    for (const name of spoken) expect(answer.headers.has(name), name).toBe(true);
    const others = ['link', 'retry-after', 'idempotent-replayed', 'rendezvous-read-model'];
    for (const name of [...spoken, ...others, 'ratelimit', 'ratelimit-policy']) {
      expect(exposed).toContain(name);
    }
  });

  it('may read refusals: 401, 404, 405, 422, 500 and 503', async () => {
    const bug = {
      getByName() {
        throw new TypeError('boom');
      },
    } as unknown as typeof configured.CALENDARS; // all that the product calls
    const broken = environment({ CORS_ORIGINS: CONSOLE, CALENDARS: bug });
    const down = withFaults(environment({ CORS_ORIGINS: CONSOLE }), 'worker');
    const answers = [
      await from(CONSOLE, LIST, { token: 'bad' }),
      await from(CONSOLE, '/api/v1/nowhere'),
      await from(CONSOLE, LIST, { method: 'DELETE' }),
      await from(CONSOLE, LIST, { method: 'POST', body: '{}' }),
      await from(CONSOLE, LIST, { method: 'POST', body: JSON.stringify(booking(tenant)) }, broken),
    ];
    faults.worker = 'down';
    answers.push(await from(CONSOLE, LIST, {}, down));
    resetFaults();
    expect(answers.map(({ status }) => status)).toEqual([401, 404, 405, 422, 500, 503]);
    for (const answer of answers) {
      expect(allowed(answer)).toBe(CONSOLE);
      expect(namesIn(answer, 'Access-Control-Expose-Headers')).toContain('x-request-id');
    }
  });

  it.each([LIST, `${LIST}/some-id/confirm`, '/api/v1/rebuild', '/api/v1/nowhere', '/ready'])(
    'gets a preflight answered before anybody asks for a token: %s',
    async (path) => {
      const answer = await preflight(CONSOLE, path);
      expect(answer.status).toBe(204);
      expect(answer.text).toBe('');
      expect(allowed(answer)).toBe(CONSOLE);
      expect(namesIn(answer, 'Access-Control-Allow-Methods')).toEqual(
        expect.arrayContaining(['get', 'head', 'post', 'put', 'patch']),
      );
      // The asterisk does not stand for Authorization: each is named.
      expect(namesIn(answer, 'Access-Control-Allow-Headers')).toEqual(
        expect.arrayContaining([
          ...['authorization', 'content-type', 'idempotency-key', 'if-match'],
          ...['traceparent', 'x-request-id', 'x-tenant'],
        ]),
      );
      expect(Number(answer.headers.get('Access-Control-Max-Age'))).toBeGreaterThan(0);
      expect(namesIn(answer, 'Vary')).toContain('origin');
    },
  );

  it('has an OPTIONS that is no preflight judged like any other request', async () => {
    (await from(CONSOLE, LIST, { method: 'OPTIONS' })).problem('method_not_allowed');
    const headers = { Origin: CONSOLE };
    (await askApp(configured, LIST, { method: 'OPTIONS', headers })).problem('unauthenticated');
  });
});

describe('any other origin', () => {
  it.each([
    'https://evil.example',
    'null',
    'http://console.example',
    'https://console.example:8443',
    'https://console.example.evil.example',
    'https://sub.console.example',
    'https://console.example/',
    'HTTPS://CONSOLE.EXAMPLE',
    `${CONSOLE}, ${OTHER}`,
  ])('gets no CORS header, and caches are told why: %s', async (origin) => {
    for (const answer of [
      await from(origin),
      await from(origin, LIST, { token: 'bad' }),
      await preflight(origin, LIST),
    ]) {
      expect(corsHeaders(answer)).toEqual([]);
      expect(namesIn(answer, 'Vary')).toContain('origin');
    }
  });

  it('is what every origin is where none is configured, and then nothing varies', async () => {
    for (const answer of [
      await from(CONSOLE, LIST, {}, environment()),
      await preflight(CONSOLE, LIST, environment()),
    ]) {
      expect(corsHeaders(answer)).toEqual([]);
      // Words follow the language, and nothing else varies.
      expect([null, 'Accept-Language']).toContain(answer.headers.get('Vary'));
    }
  });

  it('is no origin at all: a caller that is no page is served as ever', async () => {
    const answer = await askApp(configured, LIST, { token, tenant: tenant.slug });
    expect(answer.status).toBe(200);
    expect(corsHeaders(answer)).toEqual([]);
    expect(namesIn(answer, 'Vary')).toContain('origin');
  });
});

it.each(['*', 'https://*.example', 'console.example', `${CONSOLE}/`, `${CONSOLE}/app`, 'null'])(
  'a Worker whose list of origins holds %s serves nothing',
  async (CORS_ORIGINS) => {
    const answer = await from(CONSOLE, LIST, {}, environment({ CORS_ORIGINS }));
    answer.problem('unavailable');
    expect(corsHeaders(answer)).toEqual([]);
  },
);
