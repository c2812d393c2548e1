import type { WireAppointment } from '@rendezvous/contract';
import { v7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ledger } from './harness/calendars.ts';
import { type Client, client, slot } from './harness/client.ts';
import { importAll } from './harness/imports.ts';
import { newTenant, setActive, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let attendant: Client;
beforeAll(async () => {
  tenant = await newTenant();
  attendant = client(tenant);
});
afterEach(() => {
  vi.useRealTimers();
});

const get = async (id: string) => (await attendant.get(`/appointments/${id}`)).appointment();
const put = (id: string, body: unknown, headers: Record<string, string> = {}) =>
  attendant.put(`/appointments/${id}`, body, headers);
const act = async (id: string, action: string) =>
  (await attendant.post(`/appointments/${id}/${action}`)).appointment();

/** An appointment in this status, with the action that leads there. */
const CLOSING = { completed: 'complete', cancelled: 'cancel', no_show: 'no-show' } as const;
const closed = async (status: keyof typeof CLOSING) =>
  act((await attendant.book()).id, CLOSING[status]);

/** An imported appointment of years ago that nobody closed. */
async function forgotten(fields: Record<string, unknown> = {}): Promise<WireAppointment> {
  const id = v7();
  const at = new Date(Date.UTC(2020, 0, 1, ++hours)).toISOString();
  await importAll(tenant, [{ id, status: 'scheduled', scheduled_at: at, ...fields }]);
  return get(id);
}
let hours = 0;

/** The types and versions of the appointment's events, in the order in which its calendar wrote them. */
const eventsOf = async ({ id, user_id }: WireAppointment) =>
  (
    await ledger<{ type: string; version: number }>(
      tenant.slug,
      user_id,
      `SELECT type, appointment ->> 'version' AS version FROM events
       WHERE appointment ->> 'id' = ? ORDER BY seq`,
      id,
    )
  ).map(({ type, version }) => `${type} ${version}`);

describe('a change', () => {
  it.each(['PUT', 'PATCH'])('by %s touches what it names and nothing else', async (method) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2039-01-01T10:00:00Z') });
    const booked = await attendant.book({
      description: 'd',
      notes: 'n',
      customer_phone: '+12345678',
    });
    vi.setSystemTime('2039-01-01T10:05:00Z');
    const body = { notes: 'm', customer_phone: '+5511999998888' };
    const answer = await attendant.call(method, `/appointments/${booked.id}`, { body });
    const changed = { ...booked, ...body, updated_at: '2039-01-01T10:05:00Z', version: 2 };
    expect(answer.appointment()).toEqual(changed);
    expect(answer.headers.get('ETag')).toBe('"2"');
    expect(await get(booked.id)).toEqual(changed);
  });

  it('clears optional fields by null, or by blank text', async () => {
    const full = {
      description: 'd',
      notes: 'n',
      customer_email: 'a@b.cd',
      customer_phone: '+12345678',
    };
    for (const empty of [null, ' ']) {
      const { id } = await attendant.book(full);
      const cleared = Object.fromEntries(Object.keys(full).map((field) => [field, empty]));
      expect((await put(id, cleared)).appointment()).toMatchObject({
        description: null,
        notes: null,
        customer_email: null,
        customer_phone: null,
      });
    }
  });

  it('ignores the keys that only we write', async () => {
    const booked = await attendant.book();
    const ours = {
      ...{ version: 99, ends_at: 'later', allowed_actions: [], cancellation_reason: 'x' },
      ...{ department_name: 'x', user_name: 'x', inserted_at: slot(0), updated_at: null },
    };
    const { updated_at } = (await put(booked.id, { ...ours, notes: 'n' })).appointment();
    expect(await get(booked.id)).toEqual({ ...booked, notes: 'n', version: 2, updated_at });
  });

  it('does not change the id or the status', async () => {
    const { id } = await attendant.book();
    const status = ['is changed by the actions'];
    expect((await put(id, { status: 'confirmed', title: 'x' })).errors()).toEqual({ status });
    for (const other of [v7(), 'x', 42, null]) {
      expect(Object.keys((await put(id, { id: other })).errors())).toEqual(['id']);
    }
    for (const other of ['done', 1, null]) {
      expect((await put(id, { status: other })).errors()).toEqual({ status });
    }
    const both = (await put(id, { id: v7(), status: 'completed' })).errors();
    expect(Object.keys(both).sort()).toEqual(['id', 'status']);
    expect(await get(id)).toMatchObject({ version: 1, status: 'scheduled' });
  });

  it('keeps the status when it moves the time', async () => {
    const { id } = await attendant.book();
    await act(id, 'confirm');
    const moved = (await put(id, { scheduled_at: slot(400_000) })).appointment();
    expect(moved).toMatchObject({ status: 'confirmed', scheduled_at: slot(400_000), version: 3 });
  });

  it('to a department needs one that is there and active; an old one may stay when it closes', async () => {
    const own = await newTenant();
    const { id, department_id } = await client(own).book();
    const { id: next, name } = own.otherDepartment;
    const change = (body: unknown) => client(own).put(`/appointments/${id}`, body);
    await setActive('departments', own.slug, next, false);
    await setActive('departments', own.slug, department_id, false);
    expect(Object.keys((await change({ department_id: next })).errors())).toEqual([
      'department_id',
    ]);
    expect((await change({ department_id, notes: 'n' })).appointment().version).toBe(2);
    await setActive('departments', own.slug, next, true);
    const moved = (await change({ department_id: next })).appointment();
    expect(moved).toMatchObject({ department_id: next, department_name: name });
  });

  it.each(['id of nobody', 'malformed id', 'id of another tenant'])(
    'finds nothing under the %s',
    async (kind) => {
      const foreign = kind.endsWith('tenant') ? (await client(await newTenant()).book()).id : v7();
      const refused = await put(kind.startsWith('mal') ? '42' : foreign, { notes: 'n' });
      refused.problem('not_found');
    },
  );
});

describe('a change that changes nothing', () => {
  it.each<[string, () => Promise<WireAppointment>]>([
    ['scheduled', () => attendant.book({ description: 'd', customer_email: 'a@b.cd' })],
    ['confirmed', async () => act((await attendant.book()).id, 'confirm')],
    ['completed', () => closed('completed')],
    ['cancelled', () => closed('cancelled')],
    ['missed', () => closed('no_show')],
    ['of the past', () => forgotten({ notes: 'n' })],
  ])('is a %s appointment sent back as fetched: same version, no event', async (_, make) => {
    const fetched = await make();
    const events = await eventsOf(fetched);
    for (const body of [fetched, { appointment: fetched }]) {
      const answer = await put(fetched.id, body);
      expect(answer.appointment()).toEqual(fetched);
      expect(answer.headers.get('ETag')).toBe(`"${fetched.version}"`);
    }
    expect(await eventsOf(fetched)).toEqual(events);
  });

  it('can be written in other words', async () => {
    const booked = await attendant.book({ customer_phone: '+5511999998888' });
    const { id, user_id, department_id, scheduled_at } = booked;
    for (const body of [
      {},
      { appointment: {} },
      { title: ` ${booked.title}\n`, customer_phone: '+55 (11) 99999-8888', notes: ' ' },
      { id: id.toUpperCase(), user_id: user_id.toUpperCase() },
      {
        department_id: department_id.toUpperCase(),
        scheduled_at: scheduled_at.replace('Z', '.5Z'),
      },
      { scheduled_at: scheduled_at.replace('Z', '-00:00') },
    ]) {
      expect((await put(id, body)).appointment(), JSON.stringify(body)).toEqual(booked);
    }
    expect(await eventsOf(booked)).toEqual(['booked 1']);
  });
});

describe('the version', () => {
  it('grows by one with every change, each with one event; refusals leave no trace', async () => {
    const booked = await attendant.book();
    const { id } = booked;
    await put(id, { title: 'x' });
    await put(id, { title: 'x' });
    (await put(id, { title: 'y', scheduled_at: '2020-01-01T10:00:00Z' })).problem('invalid');
    await act(id, 'confirm');
    (await attendant.post(`/appointments/${id}/confirm`)).problem('invalid_transition');
    await put(id, { scheduled_at: slot(410_000), duration_minutes: 60 });
    await act(id, 'cancel');
    (await put(id, { scheduled_at: slot(410_001) })).problem('appointment_closed');
    expect((await put(id, { notes: 'n' })).appointment()).toMatchObject({ version: 6, title: 'x' });
    const events = ['booked 1', 'changed 2', 'confirm 3', 'changed 4', 'cancel 5', 'changed 6'];
    expect(await eventsOf(booked)).toEqual(events);
  });

  const current = [
    '"2"',
    '*',
    ' * ',
    'W/"2"',
    '"1", "2"',
    '"1",W/"2" , "x"',
    '"2","2"',
    '"2",',
    '"x,y", "2"',
  ];
  const stale = ['"1"', '"3"', 'W/"1"', '"1", "3"', '2', 'two', '"2', '2"', '"02"', '"2.0"', '""'];
  const garbled = ['"2" "2"', '"2", two', '*, "2"', 'w/"2"', '"*"'];
  const writes = [
    ['PUT', '', { notes: 'n' }],
    ['PATCH', '', { notes: 'n' }],
    ['POST', '/confirm', undefined],
    ['POST', '/cancel', { reason: 'x' }],
  ] as const;

  it.each(current)('is met by If-Match: %s', async (tag) => {
    for (const [method, action, body] of writes) {
      const { id } = await attendant.book();
      await put(id, { title: 'second' });
      const path = `/appointments/${id}${action}`;
      const answer = await attendant.call(method, path, { body, headers: { 'If-Match': tag } });
      expect(answer.appointment().version).toBe(3);
    }
  });

  it.each([...stale, ...garbled])('is missed by If-Match: %s', async (tag) => {
    const { id } = await attendant.book();
    const second = (await put(id, { title: 'second' })).appointment();
    for (const [method, action, body] of writes) {
      const path = `/appointments/${id}${action}`;
      const answer = await attendant.call(method, path, { body, headers: { 'If-Match': tag } });
      expect(answer.problem('version_mismatch').current_version).toBe(2);
    }
    expect(await get(id)).toEqual(second);
  });

  it('is judged although the change would change nothing', async () => {
    const booked = await attendant.book();
    (await put(booked.id, booked, { 'If-Match': '"7"' })).problem('version_mismatch');
  });
});
