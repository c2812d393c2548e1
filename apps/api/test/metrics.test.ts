// One data point a request: what was asked for and what became of it, and nobody's name. The local platform throws data points
// away, so a list stands in for it.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askApp, environment } from './harness/app.ts';
import { booking, sign } from './harness/client.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let points: AnalyticsEngineDataPoint[];
beforeEach(async () => {
  tenant = await newTenant();
  points = [];
});
afterEach(() => vi.restoreAllMocks());

const METRICS: AnalyticsEngineDataset = {
  writeDataPoint: (point) => void (point && points.push(point)),
};
const measured = environment({ METRICS });

const ask = async (path: string, method = 'GET', body?: object, env = measured) =>
  askApp(env, path, {
    token: await sign({ sub: tenant.agent.id, tenant: tenant.slug, role: 'attendant' }),
    tenant: tenant.slug,
    method,
    ...(body && { body: JSON.stringify(body) }),
  });

const LIST = '/api/v1/appointments';
const ONE = `${LIST}/:id`;

describe('a request', () => {
  it('leaves its tenant, method, route, status, code and duration', async () => {
    const body = booking(tenant);
    const { id } = (await ask(LIST, 'POST', body)).appointment(201);
    await ask(LIST, 'POST', body);
    await ask(`${LIST}/${id}`);
    await ask(`${LIST}/${id}/confirm`, 'POST');
    await ask(`${LIST}/unknown`);
    expect(points).toEqual(
      [
        ['POST', LIST, '201', ''],
        ['POST', LIST, '409', 'slot_taken'],
        ['GET', ONE, '200', ''],
        ['POST', `${ONE}/confirm`, '200', ''],
        ['GET', ONE, '404', 'not_found'],
      ].map((blobs) => ({ indexes: [tenant.slug], blobs, doubles: [expect.any(Number)] })),
    );
  });

  it('of nobody in particular has no tenant; a probe leaves nothing', async () => {
    await askApp(measured, LIST);
    await askApp(measured, '/health');
    await askApp(measured, '/ready');
    expect(points).toMatchObject([
      { indexes: [''], blobs: ['GET', expect.any(String), '401', 'unauthenticated'] },
    ]);
  });

  it('leaves no person behind, wherever a name stood', async () => {
    const person = { customer_name: 'Wanderléia', customer_email: 'wanderleia@email.com' };
    await ask(LIST, 'POST', { ...booking(tenant), ...person });
    await ask(`${LIST}/wanderleia@email.com`);
    await ask(`${LIST}?customer_name=Wanderléia`);
    await ask('/wanderleia');
    expect(points).toHaveLength(4);
    expect(JSON.stringify(points)).not.toMatch(/wanderl/i);
    expect(JSON.stringify(points)).not.toContain(tenant.agent.id);
  });
});

it('a dataset that fails or is missing changes no answer', async () => {
  const failing = {
    writeDataPoint() {
      throw new Error('no data set');
    },
  };
  for (const env of [environment({ METRICS: failing }), environment()]) {
    const answer = await ask(LIST, 'POST', booking(tenant), env);
    answer.appointment(201);
    (await ask('/api/v1/nowhere', 'GET', undefined, env)).problem('not_found');
  }
});
