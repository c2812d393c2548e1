import type { WireAppointment } from '@rendezvous/contract';
import { v7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { booking, type Client, client, slot } from './harness/client.ts';
import { addUser, newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let attendant: Client;
beforeAll(async () => {
  tenant = await newTenant();
  attendant = client(tenant);
});
afterEach(() => {
  vi.useRealTimers();
});

const BLANK = "can't be blank";
const INVALID = 'is invalid';
const UNKNOWN = 'does not exist';

const wish = (fields: Record<string, unknown> = {}) => ({ ...booking(tenant), ...fields });
const create = (body: unknown) => attendant.post('/appointments', body);

/** A field, a value for it, and what comes of it. */
type Row = readonly [keyof WireAppointment, unknown, unknown?];
/** The row with its value as the test is called: cut, for it may be ten thousand characters long. */
const named = ([field, value, rest]: Row) =>
  [field, [...JSON.stringify(value)].slice(0, 40).join(''), value, rest] as const;

const EMAIL = `${'a'.repeat(244)}@email.com`;
const VALID: readonly Row[] = [
  ['title', 'x'.repeat(255)],
  ['title', '🗓'.repeat(255)],
  ['title', ' \t x y\n', 'x y'],
  ['title', '  '.concat('x'.repeat(255), '  '), 'x'.repeat(255)],
  ['description', '🗓'.repeat(10_000)],
  ['description', '\u0001\u001f\u007f\u2028 "\\" {"kind":"unknown"} \\u0000 %s ?1'],
  ['description', ' \n ', null],
  ['description', '', null],
  ['description', null, null],
  ['notes', 'é'.repeat(10_000)],
  ['notes', '  ', null],
  ['customer_name', '🗓'.repeat(255)],
  ['customer_email', EMAIL],
  ['customer_email', ' Roberto.Lima+x@Email.com ', 'Roberto.Lima+x@Email.com'],
  ['customer_email', ' ', null],
  ['customer_phone', ' +55 (11) 9.9999-8888 ', '+5511999998888'],
  ['customer_phone', '+55 11\u201199999\u20138888', '+5511999998888'],
  ['customer_phone', '+12345678'],
  ['customer_phone', '+123456789012345'],
  ['customer_phone', '', null],
  ['duration_minutes', 1],
  ['duration_minutes', 1_440],
];
const tooLong = (max: number) => `should be at most ${max} character(s)`;
const REFUSED: readonly Row[] = [
  ['title', 'x'.repeat(256), tooLong(255)],
  ['title', '🗓'.repeat(256), tooLong(255)],
  ['title', '', BLANK],
  ['title', ' \n', BLANK],
  ['title', null, BLANK],
  ['title', 42, INVALID],
  ['title', ['x'], INVALID],
  ['description', 'x'.repeat(10_001), tooLong(10_000)],
  ['description', {}, INVALID],
  ['notes', 'x'.repeat(10_001), tooLong(10_000)],
  ['customer_name', 'x'.repeat(256), tooLong(255)],
  ['customer_name', ' ', BLANK],
  ['customer_name', null, BLANK],
  ['customer_email', 'nobody', INVALID],
  ['customer_email', 'a@b', INVALID],
  ['customer_email', 'a b@email.com', INVALID],
  ['customer_email', '@email.com', INVALID],
  ['customer_email', `a${EMAIL}`, tooLong(254)],
  ['customer_phone', '5511999998888', INVALID],
  ['customer_phone', '+1234567', INVALID],
  ['customer_phone', '+1234567890123456', INVALID],
  ['customer_phone', '+55x119999', INVALID],
  ['customer_phone', 5_511_999_998_888, INVALID],
  ['duration_minutes', '30', INVALID],
  ['duration_minutes', 1.5, INVALID],
  ['duration_minutes', true, INVALID],
  ['duration_minutes', 0, 'must be greater than 0'],
  ['duration_minutes', -30, 'must be greater than 0'],
  ['duration_minutes', 1_441, 'must be less than or equal to 1440'],
  ['scheduled_at', '2050-01-01T10:00:00', INVALID],
  ['scheduled_at', '2050-01-01', INVALID],
  ['scheduled_at', '2050-02-29T10:00:00Z', INVALID],
  ['scheduled_at', '2050-01-01T24:00:00Z', INVALID],
  ['scheduled_at', '2050-01-01T10:00:00+25:00', INVALID],
  ['scheduled_at', 'tomorrow', INVALID],
  ['scheduled_at', 2_524_644_000, INVALID],
  ['scheduled_at', null, BLANK],
  ['scheduled_at', '2020-02-20T10:00:00Z', 'must be in the future'],
  ['department_id', null, BLANK],
  ['department_id', 'a1b2c3d4e5f67890abcdef1234567890', INVALID],
  ['department_id', 'a1b2c3d4-e5f6-7890-abcd-ef123456789é', INVALID],
  ['department_id', 'a1b2c3d4-e5f6-7890-wxyz-ef1234567890', UNKNOWN],
  ['user_id', 'me', INVALID],
  ['customer_id', 42, INVALID],
  ['customer_id', 'A1B2C3D4-e5f6-7890-abcd-ef1234567890', UNKNOWN],
];

let days = 20_000;

describe('a booking', () => {
  it('needs a title, a time, a department and a customer', async () => {
    const missing = { title: [BLANK], scheduled_at: [BLANK], department_id: [BLANK] };
    expect((await create({})).errors()).toEqual({ ...missing, customer_name: [BLANK] });
    const { id } = tenant.customer;
    expect((await create({ customer_id: id, title: null })).errors()).toEqual(missing);
  });

  it('hears of all faults of its form at once', async () => {
    const faulty = { title: 7, duration_minutes: 0.5, customer_phone: '0800', user_id: 'me' };
    expect((await create(faulty)).errors()).toEqual({
      title: [INVALID],
      scheduled_at: [BLANK],
      duration_minutes: [INVALID],
      department_id: [BLANK],
      user_id: [INVALID],
      customer_name: [BLANK],
      customer_phone: [INVALID],
    });
  });

  it('hears of all references that do not exist at once, and of a time that is over', async () => {
    const faulty = { department_id: v7(), user_id: v7(), customer_id: v7() };
    const body = wish({ ...faulty, scheduled_at: '2020-02-20T10:00:00Z' });
    expect((await create(body)).errors()).toEqual({
      scheduled_at: ['must be in the future'],
      department_id: [UNKNOWN],
      user_id: [UNKNOWN],
      customer_id: [UNKNOWN],
    });
  });

  it('is with whoever books, for half an hour, unless it says otherwise', async () => {
    const { otherAgent, agent, manager } = tenant;
    const other = client(tenant, { userId: otherAgent.id.toUpperCase() });
    for (const fields of [{}, { user_id: null, duration_minutes: null }, { user_id: ' ' }]) {
      const booked = await other.book(fields);
      expect(booked).toMatchObject({ user_id: otherAgent.id, duration_minutes: 30 });
    }
    const booked = await other.book({ user_id: manager.id, duration_minutes: 45 });
    expect(booked).toMatchObject({ user_id: manager.id, duration_minutes: 45 });
    const stranger = client(tenant, { userId: 'auth0|42' });
    const refused = await stranger.post('/appointments', wish());
    expect(refused.errors()).toEqual({ user_id: [UNKNOWN] });
    expect((await stranger.book({ user_id: agent.id })).user_id).toBe(agent.id);
  });

  it('takes ids in any case and with any letters, and gives them back in lower case', async () => {
    const { slug, department, customer } = tenant;
    const user = { id: 'a1b2c3d4-e5f6-7890-wxyz-ef1234567890', name: 'Zé', role: 'attendant' };
    await addUser(slug, user);
    const booked = await attendant.book({
      user_id: user.id.toUpperCase(),
      department_id: ` ${department.id.toUpperCase()} `,
      customer_id: customer.id.toUpperCase(),
    });
    expect(booked).toMatchObject({ user_id: user.id, user_name: 'Zé' });
    expect(booked).toMatchObject({ department_id: department.id, customer_id: customer.id });
    const got = await attendant.get(`/appointments/${booked.id.toUpperCase()}`);
    expect(got.appointment()).toEqual(booked);
  });

  it('must lie later than the clock, a fraction of a second being dropped', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2039-06-01T10:00:00Z') });
    for (const time of ['10:00:00Z', '10:00:00.999Z', '12:00:00+02:00', '09:59:59Z']) {
      const refused = await create(wish({ scheduled_at: `2039-06-01T${time}` }));
      expect(refused.errors(), time).toEqual({ scheduled_at: ['must be in the future'] });
    }
    const booked = await attendant.book({ scheduled_at: '2039-06-01T10:00:01.000Z' });
    expect(booked).toMatchObject({
      scheduled_at: '2039-06-01T10:00:01Z',
      inserted_at: '2039-06-01T10:00:00Z',
    });
  });
});

/** The requests that read these fields: a booking that would pass without them, and both verbs of a change. */
async function write(fields: Record<string, unknown>) {
  const { id } = await attendant.book();
  return {
    created: await create(wish(fields)),
    put: await attendant.put(`/appointments/${id}`, fields),
    patched: await attendant.call('PATCH', `/appointments/${id}`, { body: fields }),
  };
}

describe('a field', () => {
  it.each(VALID.map(named))('%s can be %s', async (field, _, value, stored = value) => {
    // Days apart, so that a whole day fits.
    const { id } = await attendant.book({ scheduled_at: slot(++days * 48) });
    const changed = (await attendant.put(`/appointments/${id}`, { [field]: value })).appointment();
    const booked = await attendant.book({ scheduled_at: slot(++days * 48), [field]: value });
    expect([changed, booked].map((one) => one[field])).toEqual([stored, stored]);
    // The calendar's database writes an answer of its own: it holds all that the row holds.
    const read = (await attendant.get(`/appointments/${booked.id}`)).appointment();
    expect(read).toEqual(booked);
  });

  it.each([
    ['2050-01-01T10:00:00Z', '2050-01-01T10:00:00Z'],
    ['2050-01-02T10:00:00.987654321Z', '2050-01-02T10:00:00Z'],
    ['2050-01-03T10:00:00+02:00', '2050-01-03T08:00:00Z'],
    ['2050-01-04T22:30:00-05:30', '2050-01-05T04:00:00Z'],
    ['2050-01-06T10:00:00.5-00:00', '2050-01-06T10:00:00Z'],
    ['2050-01-07t10:00:00z', '2050-01-07T10:00:00Z'],
    ['2052-02-29T10:00:00Z', '2052-02-29T10:00:00Z'],
  ])('scheduled_at can be %s', async (sent, scheduled_at) => {
    const { id } = await attendant.book({ scheduled_at: sent });
    const moved = await attendant.put(`/appointments/${id}`, { scheduled_at: slot(300_000) });
    expect(moved.appointment().scheduled_at).toBe(slot(300_000));
    const back = await attendant.put(`/appointments/${id}`, { scheduled_at: sent });
    expect(back.appointment().scheduled_at).toBe(scheduled_at);
    await attendant.post(`/appointments/${id}/cancel`);
  });

  it.each(REFUSED.map(named))('%s cannot be %s', async (field, _, value, message) => {
    for (const refused of Object.values(await write({ [field]: value }))) {
      expect(refused.errors()).toEqual({ [field]: [message] });
    }
  });
});
