// The fuzz as a whole: it covers every route and every schema there is, is as large as it says, and sends the rare requests
// that are too large to be sent by the thousand.

import * as contract from '@rendezvous/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { app } from '../src/app.ts';
import { ORIGIN } from './harness/client.ts';
import { LEAST_PAST_FORM, PLANS } from './harness/fuzz/campaign.ts';
import { FORMS } from './harness/fuzz/forms.ts';
import { brokenBy } from './harness/fuzz/judge.ts';
import { ask } from './harness/fuzz/run.ts';
import { openWorld, type World } from './harness/fuzz/world.ts';

describe('the fuzz', () => {
  it('has a form for every route of the app, and for no other', () => {
    const routes = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(FORMS).sort()).toEqual(routes.sort());
  });

  it('sends or reads every schema of the contract', () => {
    const parts: unknown[] = [contract.appointment, contract.problem];
    const used = Object.values(FORMS).flatMap(({ body, query, answer }) => [body, query, answer]);
    const unused = Object.entries(contract).filter(
      ([, value]) => value instanceof z.core.$ZodType && ![...parts, ...used].includes(value),
    );
    expect(unused.map(([name]) => name)).toEqual([]);
  });

  it('is of 50,000 requests at least, of which 30 % pass the form', () => {
    const planned = Object.values(PLANS).reduce((sum, { requests }) => sum + requests, 0);
    expect(planned).toBeGreaterThanOrEqual(50_000);
    expect(LEAST_PAST_FORM).toBeGreaterThanOrEqual(0.3);
  });
});

describe('a header', () => {
  it.each(['\r\nX-Evil: 1', '\n', '\r', '\0'])('cannot carry %j', (text) => {
    for (const name of ['X-Request-Id', 'X-Tenant', 'If-Match', 'Idempotency-Key']) {
      const headers = { [name]: `a${text}b` };
      expect(() => new Request(ORIGIN, { headers })).toThrow(TypeError);
    }
  });
});

describe('a request that is sent once', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(1);
  });

  const send = async (route: string, body: string, headers: Record<string, string>) => {
    const [method = '', path = ''] = route.split(' ');
    const sent = await ask({
      ...{ route, method, path, mutations: [], viaPlatform: true, pieceLength: undefined },
      headers: Object.entries({
        Authorization: `Bearer ${world.tokens.owner}`,
        'X-Tenant': world.tenant.slug,
        ...headers,
      }),
      body: Uint8Array.from(new TextEncoder().encode(body)),
    });
    if (!sent) throw new Error('it was not sent');
    expect(brokenBy(sent.request, sent.answer)).toEqual([]);
    expect(await world.told.discrepancies(world.tenant)).toEqual([]);
    return sent.answer;
  };

  const MEBIBYTE = 1_024 * 1_024;
  const HUGE: readonly [string, string][] = [
    ['a text of 10 MiB', JSON.stringify('x'.repeat(10 * MEBIBYTE))],
    ['5 million levels', '['.repeat(5 * MEBIBYTE) + ']'.repeat(5 * MEBIBYTE)],
    ['10 MiB of blanks', ' '.repeat(10 * MEBIBYTE)],
    ['a million keys', `{${'"title":1,'.repeat(MEBIBYTE)}"title":1}`],
    ['17 MiB of lines', `${' '.repeat(1_023)}\n`.repeat(17 * 1_024)],
  ];

  it.each(HUGE)('with %s is too large to be a booking', async (_, body) => {
    const json = { 'Content-Type': 'application/json' };
    (await send('POST /api/v1/appointments', body, json)).problem('body_too_large');
  });

  it.each(HUGE)('with %s imports nothing', async (_, body) => {
    const lines = { 'Content-Type': 'application/x-ndjson' };
    const { text } = await send('POST /api/v1/imports/appointments', body, lines);
    expect(text).not.toContain('"imported"');
  });

  it('with bytes past ASCII in its key is judged like any other', async () => {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': '\u0080ÿ' };
    const answer = await send('POST /api/v1/appointments', '{}', headers);
    expect(Object.keys(answer.errors())).toContain('idempotency_key');
  });
});
