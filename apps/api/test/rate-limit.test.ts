// The rate limit: per person, after the token was judged, and never a reason to fail. The counter is the platform's own; it
// lets three requests a minute pass (vitest.config.ts).

import { env } from 'cloudflare:workers';
import { v7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Env } from '../src/env.ts';
import { type Asked, askApp, environment } from './harness/app.ts';
import { type Answer, sign } from './harness/client.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let other: Tenant;
beforeAll(async () => {
  [tenant, other] = [await newTenant(), await newTenant()];
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const limited = (limiter = env.RATE_LIMITER): Env =>
  environment({ RATE_LIMIT: '3/60', ...(limiter && { RATE_LIMITER: limiter }) });

/** More than two windows of the counter let pass. */
const MANY = 7;

/** Somebody who has not asked for anything yet. */
const stranger = ({ slug }: Tenant = tenant, role = 'attendant', sub: string = v7()) => ({
  sub,
  ask: async (path = '/api/v1/appointments', asked: Asked = {}, of = limited()) =>
    askApp(of, path, { token: await sign({ sub, tenant: slug, role }), tenant: slug, ...asked }),
});

async function untilRefused(ask: () => Promise<Answer>): Promise<Answer> {
  for (let request = 1; ; request += 1) {
    const answer = await ask();
    if (answer.status === 429 || request === MANY) return answer;
  }
}

describe('the limit', () => {
  it('lets pass what it says, and refuses the rest with the time after which to come again', async () => {
    const { ask } = stranger();
    for (let request = 0; request < 3; request += 1) expect((await ask()).status).toBe(200);
    const refused = await untilRefused(ask);
    refused.problem('rate_limited');
    expect(refused.headers.get('Retry-After')).toBe('60');
    expect(refused.headers.get('RateLimit')).toBe('"caller";r=0;t=60');
  });

  it('is told with every answer, and not where there is none', async () => {
    const policy = async (answer: Promise<Answer>) =>
      (await answer).headers.get('RateLimit-Policy');
    const { ask } = stranger();
    const told = '"caller";q=3;w=60';
    expect(await policy(ask())).toBe(told);
    expect(await policy(untilRefused(ask))).toBe(told);
    expect(await policy(ask('/api/v1/nowhere'))).toBe(told);
    expect(await policy(askApp(limited(), '/api/v1/appointments'))).toBe(told);
    expect(await policy(ask('/api/v1/appointments', {}, environment()))).toBeNull();
  });

  it('is a person’s: a new token is no new allowance, and nobody else’s is touched', async () => {
    const counted: string[] = [];
    const limit = async ({ key }: RateLimitOptions) => {
      counted.push(key);
      return { success: true };
    };
    const sub = v7();
    const callers = [
      stranger(tenant, 'attendant', sub),
      stranger(tenant, 'manager', sub),
      stranger(other, 'attendant', sub),
      stranger(),
    ];
    for (const { ask } of callers) await ask(undefined, {}, limited({ limit }));
    const [first, second, ...others] = counted;
    expect(second).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
    expect(counted.join()).not.toContain('eyJ');

    (await untilRefused(stranger(tenant, 'attendant', sub).ask)).problem('rate_limited');
    expect((await stranger(other, 'attendant', sub).ask()).status).toBe(200);
    expect((await stranger().ask()).status).toBe(200);
  });

  it('counts whatever the path and the method are', async () => {
    const { ask } = stranger();
    for (const path of ['/api/v1/nowhere', '/api/v1/appointments/none']) {
      expect((await ask(path)).status).toBe(404);
    }
    expect((await ask('/api/v1/appointments', { method: 'DELETE' })).status).toBe(405);
    for (const path of ['/api/v1/nowhere', '/api/v1/appointments/conflicts']) {
      (await untilRefused(() => ask(path))).problem('rate_limited');
    }
    (await untilRefused(() => ask('/api/v1/appointments', { method: 'DELETE' }))).problem(
      'rate_limited',
    );
  });

  it('comes after 401, 400 and 403, which count for nothing', async () => {
    const { ask, sub } = stranger();
    const none = { method: 'POST', body: '{}' };
    for (let request = 0; request < MANY; request += 1) {
      expect((await askApp(limited(), '/api/v1/appointments', none)).status).toBe(401);
      const headers = { 'X-Tenant': '' };
      expect((await ask('/api/v1/appointments', { headers })).status).toBe(400);
      const foreign = { tenant: other.slug };
      expect((await ask('/api/v1/appointments', foreign)).status).toBe(403);
      expect((await ask('/api/v1/rebuild', none)).status).toBe(403);
    }
    for (let request = 0; request < 3; request += 1) expect((await ask()).status).toBe(200);
    await untilRefused(ask);
    expect((await stranger(tenant, 'nobody', sub).ask()).status).toBe(403);
  });

  it('counts a look for conflicts once, although its path looks like an id', async () => {
    const limit = vi.fn(async () => ({ success: true }));
    await stranger().ask('/api/v1/appointments/conflicts', {}, limited({ limit }));
    expect(limit).toHaveBeenCalledTimes(1);
  });
});

describe('a counter that fails', () => {
  it('refuses nobody, and the log says so', async () => {
    const lines = vi.spyOn(console, 'log').mockImplementation(() => {});
    const limit = vi.fn(() => Promise.reject(new Error('the counter is broken')));
    const { ask } = stranger();
    const answer = await ask('/api/v1/appointments', {}, limited({ limit }));
    expect(answer.status).toBe(200);
    expect(lines.mock.calls.join('\n')).toContain('the counter is broken');
  });

  it('refuses nobody when it throws at once', async () => {
    const limit = () => {
      throw new Error('the counter is broken');
    };
    expect((await stranger().ask('/api/v1/appointments', {}, limited({ limit }))).status).toBe(200);
  });

  it('refuses nobody when it does not answer within a second', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const limit = vi.fn(() => new Promise<never>(() => {}));
    const asked = stranger().ask('/api/v1/appointments', {}, limited({ limit }));
    await vi.waitFor(() => expect(limit).toHaveBeenCalled());
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await asked).status).toBe(200);
  });
});

describe('a Worker whose limit makes no sense', () => {
  it.each<[string, Parameters<typeof environment>[0]]>([
    ['no numbers', { RATE_LIMIT: 'many', RATE_LIMITER: env.RATE_LIMITER }],
    ['a window that the platform does not count', { RATE_LIMIT: '100/30' }],
    ['none at all', { RATE_LIMIT: '0/60', RATE_LIMITER: env.RATE_LIMITER }],
    ['no counter', { RATE_LIMIT: '3/60' }],
  ])('serves nothing: %s', async (_, overrides) => {
    const of = environment(overrides);
    (await stranger().ask('/api/v1/appointments', {}, of)).problem('unavailable');
    (await askApp(of, '/ready')).problem('unavailable');
  });
});
