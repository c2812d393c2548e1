// A caller's trace and request can be found in the log, in each line that was written on the way.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { askApp, environment } from './harness/app.ts';
import { sign } from './harness/client.ts';
import { faults, resetFaults, withFaults } from './harness/faults.ts';
import { lineOf, NDJSON, oldId } from './harness/imports.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const line = z.looseObject({
  message: z.string(),
  request_id: z.string(),
  trace_id: z.string().optional(),
});

let tenant: Tenant;
let written: string[];
beforeEach(async () => {
  tenant = await newTenant();
  written = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void written.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  resetFaults();
});

const lines = () => written.map((text) => line.parse(JSON.parse(text)));

async function list(headers: Record<string, string>, env = environment()): Promise<void> {
  const token = await sign({ sub: tenant.agent.id, tenant: tenant.slug, role: 'attendant' });
  await askApp(env, '/api/v1/appointments', { token, tenant: tenant.slug, headers });
}

describe('traceparent', () => {
  it.each([
    `00-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-00`,
    ` 00-${TRACE}-${PARENT}-ff `,
    `cc-${TRACE}-${PARENT}-01`,
    `cc-${TRACE}-${PARENT}-01-what-the-future-will-be-like`,
  ])('is followed: %j', async (traceparent) => {
    await list({ traceparent });
    expect(lines()).toMatchObject([{ message: 'request', trace_id: TRACE }]);
  });

  it.each([
    '',
    'trace',
    TRACE,
    `00-${TRACE}-${PARENT}`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-more`,
    `cc-${TRACE}-${PARENT}-01more`,
    `00-${TRACE}0-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01, 00-${TRACE}-${PARENT}-01`,
  ])('is ignored when it is not valid: %j', async (traceparent) => {
    await list({ traceparent });
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).not.toHaveProperty('trace_id');
  });
});

it('every line of a request carries its ids, and those of another one at the same time its own', async () => {
  faults.worker = 'down';
  const env = withFaults(environment(), 'worker');
  const traces = ['a', 'b', 'c'].map((digit) => digit.repeat(32));
  await Promise.all(
    traces.map((trace) =>
      list({ traceparent: `00-${trace}-${PARENT}-01`, 'X-Request-Id': `request-${trace}` }, env),
    ),
  );
  expect(lines()).toHaveLength(6);
  for (const trace of traces) {
    const ids = { trace_id: trace, request_id: `request-${trace}` };
    expect(lines().filter(({ trace_id }) => trace_id === trace)).toMatchObject([
      { message: 'silent', ...ids },
      { message: 'request', ...ids },
    ]);
  }
});

it('so do the lines of a file that is imported, although its answer is a stream', async () => {
  faults.worker = 'down';
  const answer = await askApp(withFaults(environment(), 'worker'), '/api/v1/imports/appointments', {
    token: await sign({ sub: tenant.manager.id, tenant: tenant.slug, role: 'manager' }),
    tenant: tenant.slug,
    method: 'POST',
    body: lineOf(tenant, { id: oldId() }),
    headers: { 'Content-Type': NDJSON, 'X-Request-Id': 'import-1' },
  });
  expect(answer.text).toContain('unavailable');
  expect(
    lines()
      .map(({ message }) => message)
      .sort(),
  ).toEqual(['request', 'silent']);
  for (const { request_id } of lines()) expect(request_id).toBe('import-1');
});
