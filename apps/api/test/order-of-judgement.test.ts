// "401, 400 tenant, 403, 404 route, 405, 413, 415, 400 body, 422 form, idempotency key, 404 id, 412, 409 status, 422 facts and
// time, 409 slot": requests that break two of these rules, and which of the two they hear of.

import type { ProblemCode } from '@rendezvous/contract';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, anonymous, booking, type Client, client } from './harness/client.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let attendant: Client;
beforeAll(async () => {
  tenant = await newTenant();
  attendant = client(tenant);
});

const LIST = '/appointments';
const HUGE = ' '.repeat(65_537);
const PLAIN = { 'Content-Type': 'text/plain' };
const PAST = '2020-02-20T10:00:00Z';
const wish = (fields: Record<string, unknown> = {}) => ({ ...booking(tenant), ...fields });

/** The path of a new appointment; closed by `action` if one is named, and its time. */
async function target(action?: string) {
  const { id, scheduled_at } = await attendant.book();
  if (action) await attendant.post(`/appointments/${id}/${action}`);
  return { path: `/appointments/${id}`, scheduled_at };
}
/** A key that a booking and a change have used; each use of it with another body is a mismatch. */
async function usedKey(path?: string) {
  const key = { 'Idempotency-Key': v7() };
  const used = path
    ? await attendant.put(path, { notes: 'first' }, key)
    : await attendant.post('/appointments', wish(), key);
  expect(used.status).toBeLessThan(300);
  return key;
}

describe('the order of judgement', () => {
  const stale = { 'If-Match': '"99"' };
  const visitor = () => client(tenant, { role: 'visitor' });

  /** Each request breaks two rules: the first of them has to be named. */
  const ORDER: readonly (readonly [ProblemCode, string, () => Promise<Answer>])[] = [
    ['unauthenticated', 'no X-Tenant', () => anonymous('GET', LIST)],
    [
      'unauthenticated',
      'an unknown route',
      () => anonymous('GET', '/nowhere', { 'X-Tenant': 'x' }),
    ],
    ['tenant_required', 'a role too low', () => visitor().get(LIST, { 'X-Tenant': ' ' })],
    ['forbidden', 'an unknown route', () => visitor().get('/nowhere')],
    ['forbidden', 'a wrong method', () => attendant.call('DELETE', '/imports/appointments')],
    ['not_found', 'a body too large', () => attendant.post('/nowhere', HUGE)],
    ['method_not_allowed', 'a body too large', () => attendant.put(LIST, HUGE)],
    ['method_not_allowed', 'an unknown id', () => attendant.post(`${LIST}/${v7()}`, {})],
    ['body_too_large', 'a wrong media type', () => attendant.post(LIST, HUGE, PLAIN)],
    ['body_too_large', 'an unknown id', () => attendant.put(`${LIST}/x`, HUGE)],
    ['unsupported_media_type', 'a body that is not JSON', () => attendant.post(LIST, '{', PLAIN)],
    [
      'malformed_body',
      'a malformed key',
      () => attendant.post(LIST, '{', { 'Idempotency-Key': 'a b' }),
    ],
    ['malformed_body', 'an unknown id', () => attendant.post(`${LIST}/x/cancel`, '{')],
    [
      'invalid',
      'a key used before',
      async () => attendant.post(LIST, wish({ title: '' }), await usedKey()),
    ],
    ['invalid', 'an unknown id', () => attendant.put(`${LIST}/${v7()}`, { title: '' })],
    ['invalid', 'a malformed id', () => attendant.post(`${LIST}/x/cancel`, { reason: 42 })],
    [
      'invalid',
      'a stale version',
      async () => attendant.put((await target()).path, { title: 1 }, stale),
    ],
    [
      'invalid',
      'a closed status',
      async () => attendant.put((await target('cancel')).path, { duration_minutes: 0 }),
    ],
    [
      'idempotency_mismatch',
      'a stale version',
      async () => {
        const { path } = await target();
        return attendant.put(path, { notes: 'second' }, { ...(await usedKey(path)), ...stale });
      },
    ],
    [
      'idempotency_mismatch',
      'a time that is over',
      async () => attendant.post(LIST, wish({ scheduled_at: PAST }), await usedKey()),
    ],
    ['not_found', 'a stale version', () => attendant.put(`${LIST}/${v7()}`, { notes: 'n' }, stale)],
    [
      'not_found',
      'an unknown department',
      () => attendant.put(`${LIST}/${v7()}`, { department_id: v7() }),
    ],
    [
      'version_mismatch',
      'a closed status',
      async () => attendant.put((await target('cancel')).path, { duration_minutes: 45 }, stale),
    ],
    [
      'version_mismatch',
      'a status that does not allow it',
      async () => attendant.post(`${(await target('confirm')).path}/confirm`, undefined, stale),
    ],
    [
      'version_mismatch',
      'a time that is over',
      async () => attendant.put((await target()).path, { scheduled_at: PAST }, stale),
    ],
    [
      'appointment_closed',
      'a time that is over',
      async () => attendant.put((await target('cancel')).path, { scheduled_at: PAST }),
    ],
    [
      'appointment_closed',
      'an unknown department',
      async () => attendant.put((await target('complete')).path, { department_id: v7() }),
    ],
    [
      'appointment_closed',
      'a status that differs',
      async () =>
        attendant.put((await target('complete')).path, {
          status: 'scheduled',
          duration_minutes: 45,
        }),
    ],
    [
      'appointment_closed',
      'a time that is taken',
      async () => {
        const { scheduled_at } = await target();
        return attendant.put((await target('no-show')).path, { scheduled_at });
      },
    ],
    [
      'invalid',
      'a time that is taken',
      async () =>
        attendant.post(
          LIST,
          wish({ scheduled_at: (await target()).scheduled_at, department_id: v7() }),
        ),
    ],
    [
      'invalid',
      'a time that is taken by another',
      async () => {
        const { scheduled_at } = await target();
        return attendant.put((await target()).path, { scheduled_at, customer_id: v7() });
      },
    ],
  ];

  it.each(ORDER)('names %s before %s', async (code, _, provoke) => {
    (await provoke()).problem(code);
  });

  it('names all faults of the form before any of facts and time', async () => {
    const body = wish({ title: ' ', scheduled_at: PAST, department_id: v7() });
    expect(Object.keys((await attendant.post(LIST, body)).errors())).toEqual(['title']);
  });
});
