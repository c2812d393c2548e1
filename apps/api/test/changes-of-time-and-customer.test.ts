import type { WireAppointment } from '@rendezvous/contract';
import { v7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Client, client, slot } from './harness/client.ts';
import { importAll } from './harness/imports.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

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
const put = (id: string, body: unknown) => attendant.put(`/appointments/${id}`, body);
const act = async (id: string, action: string) =>
  (await attendant.post(`/appointments/${id}/${action}`)).appointment();

/** Two appointments of half an hour, at 10:00 and at 11:00 of a day of their own. */
async function twoOnADay() {
  const date = new Date(Date.UTC(2060, 0, ++day)).toISOString().slice(0, 10);
  const at = (time: string) => `${date}T${time}:00Z`;
  const first = await attendant.book({ scheduled_at: at('10:00') });
  const second = await attendant.book({ scheduled_at: at('11:00') });
  return { at, first, second };
}
let day = 0;

describe('a change of time', () => {
  it.each<[string, string | undefined, number | undefined]>([
    ['onto itself, a little later', '10:15', undefined],
    ['onto itself, a little earlier', '09:45', undefined],
    ['onto itself, longer', undefined, 60],
    ['onto itself, shorter', undefined, 1],
    ['right up to its neighbour', '10:30', undefined],
    ['right behind its neighbour', '11:30', undefined],
    ['to both sides of itself', '09:00', 120],
  ])('goes %s', async (_, time, duration_minutes) => {
    const { at, first } = await twoOnADay();
    const wish = {
      ...(time && { scheduled_at: at(time) }),
      ...(duration_minutes && { duration_minutes }),
    };
    const { updated_at, ends_at, ...moved } = (await put(first.id, wish)).appointment();
    expect({ ...first, ...moved }).toEqual({ ...first, ...wish, version: 2 });
    const { scheduled_at: start, duration_minutes: minutes } = moved;
    expect(Date.parse(ends_at) - Date.parse(start)).toBe(minutes * 60_000);
  });

  it.each<[string, string | undefined, number | undefined]>([
    ['onto the other', '11:00', undefined],
    ['a minute too far', '10:31', undefined],
    ['a minute too early', '11:29', undefined],
    ['a minute too long', undefined, 61],
    ['around the other', '09:00', 300],
    ['into the other', '11:10', 5],
  ])('is refused %s, and leaves everything as it was', async (_, time, duration_minutes) => {
    const { at, first, second } = await twoOnADay();
    await act(second.id, 'confirm');
    const wish = {
      ...(time && { scheduled_at: at(time) }),
      ...(duration_minutes && { duration_minutes }),
    };
    const { conflicts } = (await put(first.id, wish)).problem('slot_taken');
    expect(conflicts).toEqual([await get(second.id)]);
    expect(await get(first.id)).toEqual(first);
  });

  it('sees the neighbour behind its own time', async () => {
    const { at, first, second } = await twoOnADay();
    const longer = { scheduled_at: at('10:15'), duration_minutes: 60 };
    expect((await put(second.id, longer)).problem('slot_taken').conflicts).toEqual([first]);
  });

  it('finds no obstacle in appointments that are closed', async () => {
    for (const action of ['cancel', 'complete', 'no-show']) {
      const { at, first, second } = await twoOnADay();
      await act(second.id, action);
      (await put(first.id, { scheduled_at: at('11:00') })).appointment();
    }
  });

  it('frees the time that it leaves and takes the one that it goes to', async () => {
    const { at, first } = await twoOnADay();
    (await put(first.id, { scheduled_at: at('12:00') })).appointment();
    await attendant.book({ scheduled_at: at('10:00') });
    const again = { ...first, scheduled_at: at('12:15'), customer_name: 'x' };
    (await attendant.post('/appointments', again)).problem('slot_taken');
  });

  it('goes to the future only', async () => {
    const { id } = await attendant.book();
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2039-06-01T10:00:00Z') });
    const refused = await put(id, { scheduled_at: '2039-06-01T10:00:00Z' });
    expect(refused.errors()).toEqual({ scheduled_at: ['must be in the future'] });
    (await put(id, { scheduled_at: '2039-06-01T10:00:01Z' })).appointment();
  });
});

describe('an appointment whose time has come', () => {
  /** An imported appointment of years ago that nobody closed. */
  async function forgotten(status: string): Promise<WireAppointment> {
    const id = v7();
    const at = new Date(Date.UTC(2020, 0, 1, ++hours)).toISOString();
    await importAll(tenant, [{ id, status, scheduled_at: at, duration_minutes: 20 }]);
    return get(id);
  }
  let hours = 0;

  it.each(['scheduled', 'confirmed'])('keeps it while the rest changes: %s', async (status) => {
    const old = await forgotten(status);
    const rest = { title: 'x', notes: 'n', customer_name: 'y', duration_minutes: 30 };
    const changed = (await put(old.id, { ...old, ...rest })).appointment();
    expect(changed).toMatchObject({ ...rest, scheduled_at: old.scheduled_at, status });
    const department_id = tenant.otherDepartment.id;
    expect((await put(old.id, { department_id })).appointment()).toMatchObject({ department_id });
  });

  it('cannot go to another time that is over, but to one that is to come', async () => {
    const { id } = await forgotten('scheduled');
    const over = (await put(id, { scheduled_at: '2021-01-01T10:00:00Z' })).errors();
    expect(over).toEqual({ scheduled_at: ['must be in the future'] });
    (await put(id, { scheduled_at: slot(500_000) })).appointment();
  });
});

describe('a closed appointment', () => {
  const CLOSED = [
    ['completed', 'complete'],
    ['cancelled', 'cancel'],
    ['no_show', 'no-show'],
  ] as const;

  it.each(CLOSED)('that is %s keeps its time, department and customer', async (status, action) => {
    const { id } = await attendant.book({ customer_phone: '+12345678' });
    const before = await act(id, action);
    for (const change of [
      { scheduled_at: slot(510_000) },
      { duration_minutes: 45 },
      { department_id: tenant.otherDepartment.id },
      { customer_id: tenant.customer.id },
      { customer_name: 'x' },
      { customer_email: 'x@email.com' },
      { customer_phone: null },
      { title: 'x', duration_minutes: 45 },
    ]) {
      const refused = (await put(id, change)).problem('appointment_closed');
      expect(refused.current_status, JSON.stringify(change)).toBe(status);
    }
    expect(await get(id)).toEqual(before);
  });

  it.each(CLOSED)('that is %s may change its texts', async (status, action) => {
    const { id } = await attendant.book();
    const before = await act(id, action);
    const texts = { title: 'x', description: 'y', notes: 'z' };
    // The whole object: what is there and does not differ is no change.
    const { updated_at, ...after } = (await put(id, { ...before, ...texts })).appointment();
    expect(after).toMatchObject({ ...texts, status, version: 3, allowed_actions: [] });
    expect((await put(id, { notes: null })).appointment().notes).toBeNull();
  });
});

describe('the customer of an appointment', () => {
  const contactOf = ({ customer_name, customer_email, customer_phone }: WireAppointment) => [
    customer_name,
    customer_email,
    customer_phone,
  ];
  const own = {
    customer_name: 'Roberto',
    customer_email: 'r@email.com',
    customer_phone: '+5511966665544',
  };
  const record = ['Carlos Ferreira', 'carlos@email.com', '+5511999998888'];
  const toRecord = () => ({ customer_id: tenant.customer.id });
  const bookFor = (customer_id: string) =>
    attendant.book({ customer_id, customer_name: undefined });

  it('has contact fields of this appointment alone', async () => {
    const first = await bookFor(tenant.customer.id);
    const second = await bookFor(tenant.customer.id);
    expect(contactOf(first)).toEqual(record);
    const changed = (await put(first.id, { ...own, customer_phone: null })).appointment();
    expect(contactOf(changed)).toEqual(['Roberto', 'r@email.com', null]);
    expect(changed.customer_id).toBe(tenant.customer.id);
    expect(await get(second.id)).toEqual(second);
    expect(contactOf(await bookFor(tenant.customer.id))).toEqual(record);
  });

  it.each<[string, (booked: WireAppointment) => object, (string | null)[]]>([
    ['what is missing', () => ({}), record],
    ['what is sent back unchanged', (booked) => ({ ...booked }), record],
    ['all but the name', () => ({ customer_name: 'Carla' }), ['Carla', ...record.slice(1)]],
    [
      'all but the e-mail, sent with the whole object',
      (booked) => ({ ...booked, customer_email: 'c@email.com' }),
      ['Carlos Ferreira', 'c@email.com', '+5511999998888'],
    ],
    [
      'nothing where the field is cleared',
      () => ({ customer_phone: null }),
      ['Carlos Ferreira', 'carlos@email.com', null],
    ],
    [
      'nothing where all is sent',
      () => ({ customer_name: 'A', customer_email: 'a@b.cd', customer_phone: '+12345678' }),
      ['A', 'a@b.cd', '+12345678'],
    ],
  ])('can be another one, whose record gives %s', async (_, sent, contact) => {
    const booked = await attendant.book(own);
    const body = { ...sent(booked), ...toRecord() };
    const changed = (await put(booked.id, body)).appointment();
    expect(changed).toMatchObject({ ...toRecord(), version: 2 });
    expect(contactOf(changed)).toEqual(contact);
  });

  it('gives what an appointment without e-mail and phone lacks', async () => {
    const booked = await attendant.book();
    const changed = (await put(booked.id, { ...booked, ...toRecord() })).appointment();
    expect(contactOf(changed)).toEqual(record);
  });

  it('stays as it is when its own id is sent', async () => {
    const booked = await attendant.book(own);
    const { customer_id } = booked;
    expect((await put(booked.id, { customer_id })).appointment()).toEqual(booked);
  });

  it('has to exist, and in this tenant', async () => {
    const { id } = await attendant.book();
    const { customer } = await newTenant();
    for (const customer_id of [v7(), customer.id]) {
      const errors = { customer_id: ['does not exist'] };
      expect((await put(id, { customer_id })).errors()).toEqual(errors);
    }
  });
});
