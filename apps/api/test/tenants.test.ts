// Every route of the app, walked by the app's own list, so that none can be forgotten: who gets in, and that nothing of
// another tenant can be seen, guessed at or changed.

import { env, exports } from 'cloudflare:workers';
import { ROLES, type Role } from '@rendezvous/contract';
import { type JWTPayload, SignJWT } from 'jose';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { app } from '../src/app.ts';
import { ledger } from './harness/calendars.ts';
import { Answer, booking, client, ORIGIN, sign } from './harness/client.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

/** Routes that need no token. */
const PUBLIC = [
  ...['/health', '/ready', '/openapi.json', '/docs', '/docs/token', '/llms.txt'],
  ...['/.well-known/api-catalog', '/problems', '/problems/:code'],
];

/** Routes that need more than the role `attendant`: written down a second time, so that a slip in the table is seen. */
const LOWEST_ROLE: Readonly<Record<string, Role>> = {
  'POST /api/v1/imports/appointments': 'manager',
  'POST /api/v1/rebuild': 'owner',
  'POST /api/v1/departments': 'supervisor',
  'PUT /api/v1/departments/:id': 'supervisor',
  'PATCH /api/v1/departments/:id': 'supervisor',
  'POST /api/v1/users': 'manager',
  'PUT /api/v1/users/:id': 'manager',
  'PATCH /api/v1/users/:id': 'manager',
  'POST /api/v1/customers/:id/merge': 'supervisor',
};

/** What `:id` means, by the collection in front of it. */
const ID_IN: Readonly<Record<string, (tenant: Tenant, appointmentId: string) => string>> = {
  appointments: (_, appointmentId) => appointmentId,
  departments: ({ department }) => department.id,
  users: ({ otherAgent }) => otherAgent.id,
  customers: ({ customer }) => customer.id,
};

// Middleware and the answer to wrong methods stand in the list too, under ALL.
const routes = app.routes
  .filter(({ method, path }) => method !== 'ALL' && !PUBLIC.includes(path))
  .map(({ method, path }): [string, string] => [method, path]);

let tenant: Tenant;
let foreign: Tenant;
/** An appointment of the foreign tenant. */
let theirs: string;
beforeAll(async () => {
  [tenant, foreign] = await Promise.all([newTenant(), newTenant()]);
  theirs = (await client(foreign).book()).id;
});

async function send(
  method: string,
  path: string,
  headers: Record<string, string | undefined>,
): Promise<Answer> {
  const sent = Object.entries(headers).filter(([, value]) => value !== undefined);
  const response = await exports.default.fetch(`${ORIGIN}${path.replaceAll(':id', v7())}`, {
    method,
    headers: sent as [string, string][], // undefined is filtered out
    ...(method === 'GET' ? {} : { body: '{}' }),
  });
  return new Answer(response, await response.text());
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}`, 'X-Tenant': tenant.slug });
const claims = (): JWTPayload => ({
  sub: tenant.agent.id,
  tenant: tenant.slug,
  role: 'owner',
  exp: Math.floor(Date.now() / 1000) + 3_600,
});

const without = (claim: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims()).filter(([name]) => name !== claim));

const base64url = (value: object) =>
  btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
const signWith = (secret: string, payload: JWTPayload, alg = 'HS256') =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));

const BAD_TOKENS: Readonly<Record<string, () => string | Promise<string>>> = {
  'with a foreign signature': () => signWith('a-secret-that-nobody-gave-to-the-worker', claims()),
  'that has expired': () => sign({ ...claims(), exp: Math.floor(Date.now() / 1000) - 1 }),
  'of algorithm none': () => `${base64url({ alg: 'none' })}.${base64url(claims())}.`,
  'of another algorithm': () => signWith(String(env.JWT_SECRET), claims(), 'HS512'),
  'without exp': () => signWith(String(env.JWT_SECRET), without('exp')),
  'without a user': () => sign(without('sub')),
  'without a tenant': () => sign(without('tenant')),
  'without a role': () => sign(without('role')),
  'whose role is no text': () => sign({ ...claims(), role: ['owner'] }),
  'that is none': () => 'not-a-token',
};

describe('the routes', () => {
  it('are known to this battery, and the public ones are there', () => {
    expect(routes.length).toBeGreaterThanOrEqual(11);
    expect(app.routes.map(({ path }) => path)).toEqual(expect.arrayContaining(PUBLIC));
  });

  it('tell nobody without a token whether they exist', async () => {
    for (const path of ['/api', '/api/v1/nothing', '/api/v1/appointments/:id/nothing']) {
      expect((await send('GET', path, {})).problem('unauthenticated').status).toBe(401);
      expect((await send('GET', path, bearer(await sign(claims())))).status).toBe(404);
    }
  });
});

describe.each(routes)('%s %s', (method, path) => {
  it('refuses a caller without a token', async () => {
    for (const Authorization of [undefined, 'Basic dXNlcjpwYXNz', 'Bearer ', 'Bearer']) {
      const answer = await send(method, path, { Authorization, 'X-Tenant': tenant.slug });
      answer.problem('unauthenticated');
      expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
    }
  });

  it.each(Object.keys(BAD_TOKENS))('refuses a token %s', async (name) => {
    const token = (await BAD_TOKENS[name]?.()) ?? '';
    const answer = await send(method, path, bearer(token));
    answer.problem('unauthenticated');
    expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
  });

  it('wants to be told the tenant, after the token', async () => {
    const token = await sign(claims());
    const headers = { ...bearer(token), 'X-Tenant': undefined };
    (await send(method, path, headers)).problem('tenant_required');
    (await send(method, path, { 'X-Tenant': undefined })).problem('unauthenticated');
  });

  it("refuses a token for another tenant's X-Tenant", async () => {
    const headers = { ...bearer(await sign(claims())), 'X-Tenant': foreign.slug };
    (await send(method, path, headers)).problem('forbidden');
  });

  it.each(['admin', 'Owner', 'owner ', '__proto__'])(
    'refuses the unknown role %j',
    async (role) => {
      (await send(method, path, bearer(await sign({ ...claims(), role })))).problem('forbidden');
    },
  );

  it('lets the lowest role in that it needs, and none below', async () => {
    const lowest = ROLES.indexOf(LOWEST_ROLE[`${method} ${path}`] ?? 'attendant');
    for (const [rank, role] of ROLES.entries()) {
      const answer = await send(method, path, bearer(await sign({ ...claims(), role })));
      expect(answer.status === 403, role).toBe(rank < lowest);
    }
  });
});

/** All that the foreign tenant has, in D1 and in its agent's ledger. */
async function everythingForeign(): Promise<unknown> {
  const tables = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%tenant%' ORDER BY name`,
  ).all<{ name: string }>();
  const rows = tables.results.map(({ name }) => {
    const column = name === 'tenants' ? 'slug' : 'tenant';
    return env.DB.prepare(`SELECT * FROM ${name} WHERE ${column} = ?`).bind(foreign.slug);
  });
  const copies = (await env.DB.batch(rows)).map(({ results }) => results);
  const kept = ['appointments', 'events'].map((table) =>
    ledger(foreign.slug, foreign.agent.id, `SELECT * FROM ${table}`),
  );
  return [copies, await Promise.all(kept)];
}

describe.each(routes.filter(([, path]) => path.includes('/:')))(
  "another tenant's id in %s %s",
  (method, path) => {
    it('is answered like an unknown one, and nothing changes', async () => {
      const collection = path.split('/')[3] ?? '';
      const idOf = ID_IN[collection];
      expect(idOf, `teach ID_IN what an id of ${collection} is`).toBeDefined();
      const before = await everythingForeign();
      const ask = async (id: string) => {
        const answer = await client(tenant, { role: 'owner' }).call(
          method,
          path.replace('/api/v1', '').replace(':id', id),
          {
            ...(method === 'GET'
              ? {}
              : { body: { title: 'x', name: 'x', customer_id: tenant.customer.id } }),
            headers: { 'X-Request-Id': 'the-same' },
          },
        );
        const { 'server-timing': _, ...headers } = Object.fromEntries(answer.headers);
        return { status: answer.status, headers, text: answer.text.replaceAll(id, ':id') };
      };
      const answer = await ask(idOf?.(foreign, theirs) ?? '');
      expect(answer.status).toBe(404);
      for (const unknown of [v7(), 'not-an-id']) expect(await ask(unknown)).toEqual(answer);
      expect(await everythingForeign()).toEqual(before);
    });
  },
);

describe("another tenant's ids", () => {
  it('are unknown in the body of a booking and of a change', async () => {
    const references = {
      department_id: foreign.department.id,
      user_id: foreign.agent.id,
      customer_id: foreign.customer.id,
    };
    const errors = Object.fromEntries(
      Object.keys(references).map((field) => [field, ['does not exist']]),
    );
    const booked = await client(tenant).post('/appointments', {
      ...booking(tenant),
      ...references,
    });
    expect(booked.errors()).toEqual(errors);
    const { id } = await client(tenant).book();
    expect((await client(tenant).put(`/appointments/${id}`, references)).errors()).toEqual(errors);
  });

  it('are unknown in bodies about users and customers', async () => {
    const owner = client(tenant, { role: 'owner' });
    const departments = { department_ids: [tenant.department.id, foreign.department.id] };
    const changed = await owner.put(`/users/${tenant.otherAgent.id}`, departments);
    expect(changed.errors()).toEqual({ department_ids: ['does not exist'] });
    const merged = await owner.post(`/customers/${tenant.customer.id}/merge`, {
      customer_id: foreign.customer.id,
    });
    expect(merged.errors()).toEqual({ customer_id: ['does not exist'] });
  });

  it('find nothing in lists and conflicts', async () => {
    for (const filter of [
      `user_id=${foreign.agent.id}`,
      `department_id=${foreign.department.id}`,
      `customer_id=${foreign.customer.id}`,
    ]) {
      expect((await client(tenant).get(`/appointments?${filter}`)).list().data).toEqual([]);
    }
    for (const list of ['departments', 'users', 'customers']) {
      const { data } = (await client(tenant).get(`/${list}?page_size=100`)).json as {
        data: { id: string }[]; // any list
      };
      const theirIds = (await client(foreign).get(`/${list}?page_size=100`)).text;
      expect(data.filter(({ id }) => theirIds.includes(id))).toEqual([]);
      expect(data.length).toBeGreaterThan(0);
    }
    const { scheduled_at } = (await client(foreign).get(`/appointments/${theirs}`)).appointment();
    const question = `/appointments/conflicts?scheduled_at=${scheduled_at}&user_id=`;
    const unknown = await client(tenant).get(`${question}${v7()}`);
    const asked = await client(tenant).get(`${question}${foreign.agent.id}`);
    expect(asked.errors()).toEqual(unknown.errors());
  });

  it('leave no trace in the calendar of one’s own that they lead to', async () => {
    await client(tenant).post(`/appointments/${theirs}/cancel`);
    const tables = await ledger(
      tenant.slug,
      foreign.agent.id,
      "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'",
    );
    expect(tables).toEqual([]);
  });
});
