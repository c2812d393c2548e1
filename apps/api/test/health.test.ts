// /health says that the Worker runs, /ready that it can serve.

import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Env } from '../src/env.ts';
import { askApp, environment } from './harness/app.ts';
import { client } from './harness/client.ts';
import { faults, resetFaults, withFaults } from './harness/faults.ts';
import { newTenant } from './harness/tenant.ts';

afterEach(resetFaults);

describe('/health', () => {
  it('is 200 without any look at the environment', async () => {
    const nothing = new Proxy({} as Env, {
      get(_, name) {
        throw new Error(`${String(name)} was touched`);
      },
    });
    const answer = await askApp(nothing, '/health');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('X-Request-Id')).not.toBeNull();
  });
});

describe('/ready', () => {
  it('is 200 when the Worker is configured and D1 answers and is migrated', async () => {
    expect((await askApp(environment(), '/ready')).status).toBe(200);
  });

  it.each(['down', 'silent'] as const)('is 503 while D1 is %s', async (fault) => {
    faults.worker = fault;
    const answer = await askApp(withFaults(environment(), 'worker'), '/ready');
    answer.problem('unavailable');
    expect(answer.headers.get('Retry-After')).not.toBeNull();
  });

  it('that is 503 says why in the log, and one that is 200 says nothing there', async () => {
    const lines = vi.spyOn(console, 'log').mockImplementation(() => {});
    await askApp(environment(), '/ready');
    await askApp(environment(), '/health');
    expect(lines).not.toHaveBeenCalled();
    await askApp(environment({ CUSTOMER_ID_KEY: undefined }), '/ready');
    expect(lines.mock.calls.join()).toContain('"cause":"CUSTOMER_ID_KEY has to be set"');
    lines.mockRestore();
  });

  it('is 503 until the latest migration has been applied', async () => {
    const { results } = await env.DB.prepare('SELECT name FROM d1_migrations').all();
    const names = JSON.stringify(results.map(({ name }) => name));
    await env.DB.prepare('DELETE FROM d1_migrations').run();
    (await askApp(environment(), '/ready')).problem('unavailable');
    await env.DB.prepare('INSERT INTO d1_migrations (name) SELECT value FROM json_each(?)')
      .bind(names)
      .run();
    expect((await askApp(environment(), '/ready')).status).toBe(200);
  });

  it('is 503 until D1 holds the appointments of the demo', async () => {
    const tenant = await newTenant();
    const { id } = await client(tenant).book();
    const ready = async (...ids: string[]) => {
      const DEMO_APPOINTMENTS = ids.map((one) => `${tenant.slug}/${one}`).join(',');
      return (await askApp(environment({ DEMO_APPOINTMENTS }), '/ready')).status;
    };
    expect(await ready(id, tenant.agent.id)).toBe(503);
    expect(await ready(id)).toBe(200);
  });
});

describe.each(['/health', '/ready'])('%s', (path) => {
  it('knows GET and HEAD alone, and needs no token for saying so', async () => {
    const answer = await askApp(environment(), path, { method: 'POST' });
    answer.problem('method_not_allowed');
    expect(answer.headers.get('Allow')).toBe('GET, HEAD');
  });
});
