// Everybody who tries to get in without a right to it. Each refusal is the same for what exists and for what does not, and
// leaves everything as it was; each honest twin gets in as exactly whom the token names.

import { env, exports } from 'cloudflare:workers';
import { ROLES } from '@rendezvous/contract';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, type MockInstance, vi } from 'vitest';
import { app } from '../src/app.ts';
import type { Attack, Forged } from './harness/attack.ts';
import { ATTACKS } from './harness/attacks.ts';
import { ledger } from './harness/calendars.ts';
import { Answer, booking, client, ORIGIN } from './harness/client.ts';
import { JWKS_URL, keySetOf, newWorld, type World } from './harness/forgery.ts';
import type { Tenant } from './harness/tenant.ts';

let world: World;
/** An appointment of each tenant. */
let mine: string;
let theirs: string;
let fetched: MockInstance<typeof fetch>;
let startedAt: number;

beforeAll(async () => {
  world = await newWorld();
  mine = (await client(world.tenant).book()).id;
  theirs = (await client(world.foreign).book()).id;
  startedAt = Date.now();
  // All that the Worker may ever fetch.
  fetched = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => Response.json(keySetOf(world)));
});
afterAll(() => vi.restoreAllMocks());

type Sent = readonly [method: string, path: string, body?: object];

/** Requests on what exists, what does not, and what belongs to somebody else: whatever there is to learn or to change. */
const probes = (): readonly Sent[] => [
  ['GET', `/api/v1/appointments/${mine}`],
  ['GET', `/api/v1/appointments/${theirs}`],
  ['GET', `/api/v1/appointments/${v7()}`],
  ['GET', '/api/v1/appointments/not-an-id'],
  ['PUT', `/api/v1/appointments/${mine}`, { title: 'roubado' }],
  ['PUT', `/api/v1/appointments/${theirs}`, { title: 'roubado', tenant: world.foreign.slug }],
  ['POST', `/api/v1/appointments/${mine}/cancel`],
  ['POST', '/api/v1/appointments', booking(world.tenant)],
  ['POST', '/api/v1/appointments', { ...booking(world.foreign), tenant: world.foreign.slug }],
  ['GET', '/api/v1/appointments'],
  ['GET', '/api/v1/appointments/conflicts'],
  ['DELETE', '/api/v1/appointments'],
  ['POST', '/api/v1/imports/appointments', {}],
  ['POST', '/api/v1/rebuild'],
  ['GET', '/api/v1/nowhere'],
];

async function send(
  { under }: Attack,
  { headers, query, origin = ORIGIN }: Forged,
  [method, path, body]: Sent,
): Promise<Answer> {
  const request = new Request(`${origin}${path}${query === undefined ? '' : `?${query}`}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  request.headers.set('X-Request-Id', 'the-same');
  if (body !== undefined) request.headers.set('Content-Type', 'application/json');
  const response = await app.fetch(request, world.environments[under]);
  return new Answer(response, await response.text());
}

/** All that an answer tells beside the path that was asked for. */
function told(answer: Answer, path: string): unknown {
  const { 'server-timing': _, ...headers } = Object.fromEntries(answer.headers);
  return { status: answer.status, headers, text: answer.text.replace(path, '') };
}

/** All that the two tenants have, in D1 and in their agents' ledgers. */
async function everything(): Promise<unknown> {
  const tables = ['tenants', 'departments', 'users', 'customers', 'appointments', 'events'];
  const rows = await env.DB.batch(
    [...tables, 'imported_ids'].map((table) => env.DB.prepare(`SELECT * FROM ${table}`)),
  );
  const kept = ({ slug, agent }: Tenant) =>
    ['appointments', 'events'].map((table) => ledger(slug, agent.id, `SELECT * FROM ${table}`));
  const books = await Promise.all([...kept(world.tenant), ...kept(world.foreign)]);
  return [rows.map(({ results }) => results), books];
}

const isAttack = ({ expected }: Attack) => typeof expected === 'string';

const label = (attack: Attack) => `${attack.family}, ${attack.under}: ${attack.name}`;

describe('the table', () => {
  it('names each row once, and has in each family an attack and its honest twin', () => {
    expect(new Set(ATTACKS.map(label)).size).toBe(ATTACKS.length);
    for (const [family, rows] of Map.groupBy(ATTACKS, ({ family }) => family)) {
      expect(rows.filter(isAttack).length, family).toBeGreaterThan(0);
      expect(rows.filter((row) => !isAttack(row)).length, family).toBeGreaterThan(0);
    }
  });
});

describe('is refused, learns nothing and changes nothing:', () => {
  it.each(ATTACKS.filter(isAttack).map((attack) => [label(attack), attack] as const))(
    '%s',
    async (_, attack) => {
      const { expected } = attack;
      if (typeof expected !== 'string') throw new Error('this is no attack');
      const before = await everything();
      const forged = await attack.forge(world);
      let first: unknown;
      for (const sent of probes()) {
        const answer = await send(attack, forged, sent);
        answer.problem(expected);
        const challenge = answer.headers.get('WWW-Authenticate');
        if (expected === 'unauthenticated') expect(challenge).toMatch(/^Bearer realm="rendezvous"/);
        else expect(challenge).toBeNull();
        first ??= told(answer, sent[1]);
        expect(told(answer, sent[1]), sent.join(' ')).toEqual(first);
      }
      expect(await everything()).toEqual(before);
      expectNoFetch();
    },
  );
});

describe('is let in, as exactly who the token says:', () => {
  it.each(ATTACKS.filter((row) => !isAttack(row)).map((row) => [label(row), row] as const))(
    '%s',
    async (_, row) => {
      const { expected } = row;
      if (typeof expected === 'string') throw new Error('this is an attack');
      const forged = await row.forge(world);
      const ask = (...sent: Sent) => send(row, forged, sent);
      (await ask('GET', `/api/v1/appointments/${mine}`)).appointment();
      (await ask('GET', `/api/v1/appointments/${theirs}`)).problem('not_found');
      const { user_id } = (
        await ask('POST', '/api/v1/appointments', {
          ...booking(world.tenant),
          tenant: world.foreign.slug,
        })
      ).appointment(201);
      expect(user_id).toBe(world.tenant.agent.id);
      // A wrong method is judged after the role.
      const rank = (ROLES as readonly string[]).indexOf(expected.role);
      for (const [path, lowest] of [
        ['/api/v1/imports/appointments', ROLES.indexOf('manager')],
        ['/api/v1/rebuild', ROLES.indexOf('owner')],
      ] as const) {
        const code = rank >= lowest ? 'method_not_allowed' : 'forbidden';
        (await ask('GET', path)).problem(code);
      }
      expectNoFetch();
    },
  );
});

describe('is no way around:', () => {
  const PATHS = [
    ...[
      '/health/',
      '/health/x',
      '/health%2F..%2Fapi%2Fv1%2Fappointments',
      '/ready;/api',
      '//ready',
    ],
    ...['/Health', '/api/v1/health', '/api/v1/appointments/../../health', '/api/v1/%61ppointments'],
    ...['/API/v1/appointments', '//api/v1/appointments', '/api//v1/appointments', '/%'],
  ];
  it.each(PATHS)('%s, for a caller without a token', async (path) => {
    for (const method of ['GET', 'POST', 'HEAD', 'OPTIONS', 'DELETE']) {
      const response = await exports.default.fetch(`${ORIGIN}${path}`, { method });
      expect(response.status, method).toBe(401);
      await response.body?.cancel();
    }
  });

  it.each([
    ...['/imports/%61ppointments', '/%69mports/appointments', '/imports/appointments/'],
    ...['/imports//appointments', '/imports/appointments%2F', '/imports/Appointments'],
    ...[
      '/%72ebuild',
      '/rebuild/',
      '//rebuild',
      '/rebuild%2F',
      '/REBUILD',
      '/appointments/../rebuild',
    ],
  ])('%s, for a caller whose role is too low', async (path) => {
    const before = await everything();
    const answer = await client(world.tenant).post(path, '{}');
    expect([403, 404]).toContain(answer.status);
    expect(await everything()).toEqual(before);
  });
});

/** Nothing but the issuer's key set, and that once in half a minute at most, whatever tokens say. */
function expectNoFetch() {
  for (const [address] of fetched.mock.calls) expect(String(address)).toBe(JWKS_URL);
  const halfMinutes = Math.ceil((Date.now() - startedAt) / 30_000);
  expect(fetched.mock.calls.length).toBeLessThanOrEqual(halfMinutes);
}
