import { PROBLEMS, type ProblemCode, problem } from '@rendezvous/contract';
import { v7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, anonymous, booking, type Client, client, ORIGIN } from './harness/client.ts';
import { faults, resetFaults } from './harness/faults.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let attendant: Client;
beforeAll(async () => {
  tenant = await newTenant();
  attendant = client(tenant);
});
afterEach(resetFaults);

const HUGE = ' '.repeat(65_537);
const PLAIN = { 'Content-Type': 'text/plain' };
const wish = (fields: Record<string, unknown> = {}) => ({ ...booking(tenant), ...fields });

/** The path of a new appointment; closed by `action` if one is named, and its time. */
async function target(action?: string) {
  const { id, scheduled_at } = await attendant.book();
  if (action) await attendant.post(`/appointments/${id}/${action}`);
  return { path: `/appointments/${id}`, scheduled_at };
}
/** Where in the contract's table a refusal stands, what it is about, and a request that provokes it. */
type Row = readonly [code: ProblemCode, instance: string, provoke: () => Promise<Answer>];
const LIST = '/appointments';

// Not here: idempotency_in_progress, rate_limited and internal. No request of a caller's own provokes them.
const TABLE: readonly Row[] = [
  ['malformed_body', LIST, () => attendant.post(LIST, '{')],
  ['tenant_required', LIST, async () => attendant.get(LIST, { 'X-Tenant': ' ' })],
  ['unauthenticated', LIST, () => anonymous('GET', LIST)],
  ['forbidden', LIST, () => client(tenant, { role: 'visitor' }).get(LIST)],
  ['forbidden', LIST, () => attendant.get(LIST, { 'X-Tenant': 'another' })],
  ['forbidden', '/imports/appointments', () => attendant.post('/imports/appointments', '')],
  ['not_found', '/nowhere', () => attendant.get('/nowhere')],
  ['not_found', '/appointments/x', () => attendant.get('/appointments/x')],
  ['method_not_allowed', LIST, () => attendant.call('DELETE', LIST)],
  ['body_too_large', LIST, () => attendant.post(LIST, HUGE)],
  ['unsupported_media_type', LIST, () => attendant.post(LIST, wish(), PLAIN)],
  [
    'slot_taken',
    LIST,
    async () => attendant.post(LIST, wish({ scheduled_at: (await target()).scheduled_at })),
  ],
  [
    'invalid_transition',
    '/appointments/:id/confirm',
    async () => attendant.post(`${(await target('confirm')).path}/confirm`),
  ],
  [
    'appointment_closed',
    '/appointments/:id',
    async () => attendant.put((await target('cancel')).path, { duration_minutes: 45 }),
  ],
  [
    'version_mismatch',
    '/appointments/:id',
    async () => attendant.put((await target()).path, {}, { 'If-Match': '"2"' }),
  ],
  ['invalid', LIST, () => attendant.post(LIST, {})],
  ['invalid', LIST, () => attendant.get(`${LIST}?page=0`)],
  ['invalid', LIST, () => attendant.post(LIST, wish(), { 'Idempotency-Key': 'a key' })],
  [
    'idempotency_mismatch',
    LIST,
    async () => {
      const key = { 'Idempotency-Key': v7() };
      await attendant.post(LIST, wish(), key);
      return attendant.post(LIST, wish(), key);
    },
  ],
  [
    'unavailable',
    LIST,
    () => {
      faults.worker = 'down';
      return attendant.get(LIST);
    },
  ],
];

/** The further members that a code brings along. */
const MEMBERS: Partial<Record<ProblemCode, readonly string[]>> = {
  slot_taken: ['conflicts'],
  invalid_transition: ['current_status', 'allowed_actions'],
  appointment_closed: ['current_status'],
  version_mismatch: ['current_version'],
};

describe('a refusal', () => {
  it.each(TABLE)('%s of %s has the one shape of all problems', async (code, instance, provoke) => {
    const answer = await provoke();
    const refused = answer.problem(code);
    const { status, title } = PROBLEMS[code];
    expect(refused).toMatchObject({
      type: `${ORIGIN}/problems/${code.replaceAll('_', '-')}`,
      title,
      status,
      code,
      request_id: answer.headers.get('X-Request-Id'),
    });
    expect(refused.instance.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, ':id')).toBe(`/api/v1${instance}`);
    expect(refused.detail).not.toBe('');
    if (code === 'invalid') {
      for (const messages of Object.values(refused.errors)) expect(messages).toBeInstanceOf(Array);
    } else {
      expect(refused.errors).toEqual({ detail: refused.detail });
    }
    expect(Object.keys(problem.parse(answer.json))).toEqual([
      ...['type', 'title', 'status', 'code', 'detail', 'instance', 'request_id', 'errors'],
      ...(MEMBERS[code] ?? []),
    ]);
  });

  it.each<[ProblemCode, string, RegExp]>([
    ['unauthenticated', 'WWW-Authenticate', /^Bearer\b/],
    ['unavailable', 'Retry-After', /^[1-9]\d*$/],
    ['method_not_allowed', 'Allow', /^GET, HEAD, POST$/],
  ])('%s carries %s', async (code, header, value) => {
    for (const [, , provoke] of TABLE.filter(([of]) => of === code)) {
      expect((await provoke()).headers.get(header)).toMatch(value);
    }
  });

  it.each([
    ['/appointments', ['PUT', 'PATCH', 'DELETE', 'OPTIONS'], 'GET, HEAD, POST'],
    ['/appointments/conflicts', ['POST', 'PUT', 'DELETE'], 'GET, HEAD'],
    ['/appointments/:id', ['POST', 'DELETE'], 'GET, HEAD, PUT, PATCH'],
    ['/appointments/:id/confirm', ['GET', 'HEAD', 'PUT', 'DELETE'], 'POST'],
    ['/appointments/:id/cancel', ['GET', 'DELETE'], 'POST'],
    ['/appointments/:id/complete', ['GET', 'PATCH'], 'POST'],
    ['/appointments/:id/no-show', ['GET', 'PUT'], 'POST'],
  ])('of a wrong method on %s names the right ones', async (path, methods, allow) => {
    for (const method of methods) {
      const answer = await attendant.call(method, path.replace(':id', v7()));
      expect([method, answer.status, answer.headers.get('Allow')]).toEqual([method, 405, allow]);
    }
  });

  it.each([
    '/',
    '/appointments/',
    '/appointments/x/y',
    '/appointments/x/CONFIRM',
    '/appointments/%zz',
  ])('is a 404 under %s', async (path) => {
    (await attendant.get(path)).problem('not_found');
  });
});

describe('the request id', () => {
  it.each(['0', 'my-request:42', 'a'.repeat(128), v7()])('is the caller’s own: %s', async (id) => {
    const own = { 'X-Request-Id': id };
    const refused = await attendant.get('/appointments/x', own);
    expect(refused.problem('not_found').request_id).toBe(id);
    const answers = [refused, await attendant.get(LIST, own), await anonymous('GET', LIST, own)];
    expect(answers.map(({ headers }) => headers.get('X-Request-Id'))).toEqual([id, id, id]);
  });

  it.each(['two words', 'a'.repeat(129), '<script>', '"quoted"', 'a,b', '%0d%0a', undefined])(
    'is ours where the caller’s is not plausible: %s',
    async (id) => {
      const headers: Record<string, string> = id === undefined ? {} : { 'X-Request-Id': id };
      const [first, second] = [
        await attendant.get(LIST, headers),
        await attendant.get('/x', headers),
      ];
      const [ours, other] = [first, second].map((answer) => answer.headers.get('X-Request-Id'));
      expect(ours).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(second.problem('not_found').request_id).toBe(other);
      expect(ours).not.toBe(other);
    },
  );
});
