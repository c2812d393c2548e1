// The judge of the fuzz can say no: each promise is broken once on purpose, in an answer or in a store.

import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askApp, environment } from './harness/app.ts';
import { Answer, client, ORIGIN } from './harness/client.ts';
import { brokenBy } from './harness/fuzz/judge.ts';
import { openWorld, type World } from './harness/fuzz/world.ts';

let world: World;

/** What is changed about an answer that was right. */
interface Change {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Replaces text of the body. */
  readonly text?: readonly [string | RegExp, string];
}

/** What the judge says of the app's answer with this change. */
async function judged(path: string, { status, headers = {}, text }: Change, method = 'GET') {
  const request = new Request(`${ORIGIN}${path}`, { method });
  const right = await askApp(environment(), path, {
    ...{ method, token: world.tokens.owner, tenant: world.tenant.slug },
  });
  expect(brokenBy(request, right)).toEqual([]);
  const changed = new Response(null, { status: status ?? right.status, headers: right.headers });
  for (const [name, value] of Object.entries(headers)) changed.headers.set(name, value);
  return brokenBy(request, new Answer(changed, text ? right.text.replace(...text) : right.text));
}

describe('the judge does not let pass', () => {
  beforeAll(async () => {
    world = await openWorld(2);
  });

  const REFUSALS: readonly [string, Change, string][] = [
    ['a 5xx', { status: 500 }, 'it is no 5xx'],
    ['HTML', { headers: { 'Content-Type': 'text/html' } }, 'a refusal is problem+json'],
    ['a body that is no JSON', { text: [/^\{/, '<h1>'] }, 'a refusal is a problem'],
    [
      'another status',
      { text: ['"status":404', '"status":400'] },
      'its status is that of its code',
    ],
    ['a code of our own making', { text: ['"not_found"', '"gone"'] }, 'a refusal is a problem'],
    ['another code', { text: ['"not_found"', '"forbidden"'] }, 'its type is that of its code'],
    ['a member too much', { text: ['{', '{"stack":"x",'] }, 'a refusal is a problem'],
    ['a detail missing', { text: [/"detail":"[^"]*",/, ''] }, 'a refusal is a problem'],
    [
      'errors by field',
      { text: [/"errors":\{.*\}/, '"errors":{"id":["x"]}}'] },
      'invalid has mess',
    ],
    ['a stack', { text: ['Nothing', 'at x (app.ts:1:2)'] }, 'it tells nothing from inside'],
    ['a statement', { text: ['Nothing', 'SELECT * FROM'] }, 'it tells nothing from inside'],
    ['another request id', { headers: { 'X-Request-Id': 'x' } }, 'its request id is that of'],
    ['a header that was let in', { headers: { 'Set-Cookie': 'a=b' } }, 'it has our headers only'],
    ['the path of another request', { text: ['/api/v1/nothing', '/'] }, 'its instance is the path'],
    ['an answer to be cached', { headers: { 'Cache-Control': 'public' } }, 'it is not cached'],
    ['a secret', { text: ['Nothing', String(env.JWT_SECRET)] }, 'it tells no secret'],
  ];

  it.each(REFUSALS)('a refusal with %s', async (_, change, promise) => {
    expect(String(await judged('/api/v1/nothing', change))).toContain(promise);
  });

  it('a 405 that does not tell what is allowed', async () => {
    const broken = await judged('/health', { headers: { Allow: '' } }, 'POST');
    expect(broken).toEqual(['405 tells what is allowed']);
  });

  it('errors of fields that the form does not have', async () => {
    const change = { text: ['"page":', '"stack":'] } as const;
    const broken = await judged('/api/v1/appointments?page=0', change);
    expect(broken).toEqual(['errors are of fields that the form has']);
  });

  it.each<[string, string, Change, string]>([
    [
      'a list whose rows lack a key',
      '',
      { text: ['"notes":', '"note":'] },
      'it is what the contract',
    ],
    [
      'a list that links to junk',
      '',
      { headers: { Link: `<${ORIGIN}?x=1>` } },
      'links repeat only',
    ],
    ['a list that was created', '', { status: 201 }, 'it has the status of its route'],
    ['a list as text', '', { headers: { 'Content-Type': 'text/plain' } }, 'it is JSON'],
    ['an answer under no route', '/x/y/z', { status: 200 }, 'only what is a route accepts'],
    ['another ETag', '/:id', { headers: { ETag: '"7"' } }, 'its ETag is the version'],
  ])('%s', async (_, path, change, promise) => {
    const id = world.told.ids.at(0) ?? '';
    const broken = await judged(`/api/v1/appointments${path.replace(':id', id)}`, change);
    expect(String(broken)).toContain(promise);
  });

  it('a HEAD with a body', async () => {
    const broken = await judged('/health', { text: [/^/, 'x'] }, 'HEAD');
    expect(broken).toEqual(['HEAD has no body']);
  });
});

describe('what was told of does not account for', () => {
  beforeEach(async () => {
    world = await openWorld(2);
  });

  const found = () => world.told.discrepancies(world.tenant);
  const first = () => world.told.ids.at(0) ?? '';

  it('what it learnt, when all is well', async () => {
    expect(await found()).toEqual([]);
  });

  it('an appointment and its customer that nobody was told of', async () => {
    const { id, customer_id } = await client(world.tenant).book();
    expect(await found()).toEqual([
      `appointment ${id}: nobody was told of it`,
      expect.stringMatching(`^customer ${customer_id} was born for nothing`),
    ]);
  });

  it('a change that nobody was told of', async () => {
    await client(world.tenant).put(`/appointments/${first()}`, { notes: 'x' });
    expect(await found()).toEqual([expect.stringContaining(`appointment ${first()}: `)]);
  });

  it('an appointment that is lost', async () => {
    const known = world.told.find(first())?.wire;
    if (known) world.told.learn({ ...known, id: world.theirs });
    expect(await found()).toEqual([`appointment ${world.theirs} is lost`]);
  });

  it('another content at the same version', async () => {
    const known = world.told.find(first());
    if (known?.wire) known.wire.notes = 'x';
    expect(await found()).toEqual([expect.stringMatching(/notes is null, not x$/)]);
  });

  it('a stored outcome that was not accepted', async () => {
    const key = { 'Idempotency-Key': 'x' };
    await client(world.tenant).put(`/appointments/${first()}`, {}, key);
    expect(await found()).toEqual(['1 outcomes are stored, 0 were accepted']);
  });

  it('a department that was changed, and an outcome of it that nobody was told of', async () => {
    const [id] = world.told.records.ids('departments');
    const owner = client(world.tenant, { role: 'owner' });
    await owner.put(`/departments/${id}`, { name: 'x' }, { 'Idempotency-Key': 'x' });
    expect(await found()).toEqual([
      expect.stringMatching(`^department ${id} was .*,1\\] and is \\["x",1,2\\]`),
      '1 outcomes of the directory are stored, 0 accepted',
    ]);
  });

  it('a merge that nobody was told of', async () => {
    const [one, other] = world.told.records.ids('customers');
    const owner = client(world.tenant, { role: 'owner' });
    await owner.post(`/customers/${one}/merge`, { customer_id: other });
    expect(await found()).toContain(`customer ${other} was merged into ${one}, and null was told`);
  });

  it('a customer who has another record', async () => {
    await found();
    await env.DB.prepare("UPDATE customers SET name = 'x' WHERE tenant = ?")
      .bind(world.tenant.slug)
      .run();
    expect((await found()).every((line) => /^customer .* was .* and is /.test(line))).toBe(true);
    expect((await found()).length).toBeGreaterThan(0);
  });
});
