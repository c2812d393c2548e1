// What is sent, and what an answer is read as.

import { createClient, RendezvousProblem, RendezvousUnreachable } from '@rendezvous/client';
import { describe, expect, it } from 'vitest';
import { clientOf, json, lost, one, problem } from './harness/server.ts';

const once = { retry: { attempts: 1 } };
const thrownBy = async (work: Promise<unknown>) => {
  const thrown: unknown = await work.then(
    () => 'nothing',
    (error) => error,
  );
  return thrown;
};

describe('a request', () => {
  it('says who asks, for whom, in which language and under which name', async () => {
    const { api, asked } = clientOf([one], { language: 'fr' });
    await api.appointments.get('1', { requestId: 'mine' });
    expect(asked[0]?.url.href).toBe('https://rendezvous.example/api/v1/appointments/1');
    expect(Object.fromEntries(asked[0]?.headers ?? [])).toEqual({
      accept: 'application/json, application/x-ndjson',
      'accept-language': 'fr',
      authorization: 'Bearer a.b.c',
      'x-request-id': 'mine',
      'x-tenant': 'avanter',
    });
  });

  it('tells a probe nothing of the caller', async () => {
    const { api, asked } = clientOf([json({ status: 'ok' })]);
    expect((await api.health()).data).toEqual({ status: 'ok' });
    expect([...(asked[0]?.headers.keys() ?? [])]).toEqual(['accept']);
  });

  it('has its query as the API reads it', async () => {
    const { api, asked } = clientOf([json({ data: [], meta: {} })]);
    const status = ['scheduled', 'confirmed'] as const;
    await api.appointments.list({ page: 2, status: [...status], date_from: undefined }).page();
    await api.appointments
      .list({ status: 'scheduled', date_from: '2040-01-01T00:00:00+02:00' })
      .page();
    await api.users.list({ active: false }).page();
    await api.customers.list().page();
    expect(asked.map(({ url }) => url.search)).toEqual([
      '?page=2&status=scheduled%2Cconfirmed',
      '?status=scheduled&date_from=2040-01-01T00%3A00%3A00%2B02%3A00',
      '?active=false',
      '',
    ]);
  });

  it('leads where its id says, whatever it holds', async () => {
    const { api, asked } = clientOf([one]);
    await api.customers.get('a/../b?c#d');
    expect(asked[0]?.url.pathname).toBe('/api/v1/customers/a%2F..%2Fb%3Fc%23d');
    for (const id of ['', '.', '..']) {
      expect(await thrownBy(api.appointments.cancel(id))).toBeInstanceOf(TypeError);
    }
    expect(asked).toHaveLength(1);
  });

  it('names the version that is changed, even one that could not be seen', async () => {
    const { api, asked } = clientOf([one, json({ data: {} }), one]);
    const { etag } = await api.departments.get('1');
    const { etag: hidden } = await api.departments.update('1', { name: 'x' }, { ifMatch: etag });
    await api.departments.update('1', { name: 'y' }, { ifMatch: hidden });
    expect(asked.map(({ headers }) => headers.get('If-Match'))).toEqual([null, '"1"', '']);
  });

  it('is not made to what is no URL', () => {
    expect(() => createClient({ baseUrl: 'avanter', tenant: 'x', token: 'x' })).toThrow(TypeError);
  });
});

describe('an answer', () => {
  it('says its version, its request, whether it was replayed and whether lists know of it', async () => {
    const headers = { 'Idempotent-Replayed': 'true', 'Rendezvous-Read-Model': 'pending' };
    const { api } = clientOf([one, json({ data: {} }, headers)]);
    expect(await api.appointments.confirm('1')).toMatchObject({
      ...{ data: { id: '1' }, etag: '"1"', requestId: 'request' },
      ...{ replayed: false, pending: false },
    });
    expect(await api.appointments.confirm('1')).toMatchObject({ replayed: true, pending: true });
  });
});

describe('a refusal', () => {
  it('is an error with all that the API said', async () => {
    const conflicts = [{ id: '2' }];
    const { api } = clientOf([problem(409, 'slot_taken', {}, { conflicts })]);
    const error = await thrownBy(api.appointments.confirm('1', { idempotencyKey: 'k' }));
    expect(error).toBeInstanceOf(RendezvousProblem);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      ...{ name: 'RendezvousProblem', message: 'slot_taken: So it is.', code: 'slot_taken' },
      ...{ status: 409, conflicts, requestId: 'r', idempotencyKey: 'k', retryAfter: undefined },
    });
    expect(error).not.toBeInstanceOf(RendezvousUnreachable);
  });

  it('says when to come again', async () => {
    const { api } = clientOf([problem(429, 'rate_limited', { 'Retry-After': '7' })], once);
    expect(await thrownBy(api.departments.get('1'))).toMatchObject({ retryAfter: 7 });
  });
});

describe('what is no answer of the API', () => {
  it.each([
    ['a network that fails', lost, undefined],
    ['a page of something in between', () => new Response('<html>', { status: 502 }), 502],
    ['a page that looks like success', () => new Response('<html>'), undefined],
    ['a problem that breaks off', () => new Response('{', problemInit), undefined],
  ])('is another error: %s', async (_, turn, status) => {
    const { api } = clientOf([turn], once);
    const error = await thrownBy(api.departments.create({ name: 'x' }, { idempotencyKey: 'k' }));
    expect(error).toBeInstanceOf(RendezvousUnreachable);
    expect(error).toMatchObject({ name: 'RendezvousUnreachable', status, idempotencyKey: 'k' });
    expect(error).toHaveProperty('cause', status ? undefined : expect.any(Error));
  });
});

const problemInit = { status: 503, headers: { 'Content-Type': 'application/problem+json' } };
