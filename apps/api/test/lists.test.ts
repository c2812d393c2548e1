import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Client, client } from './harness/client.ts';
import { importAll } from './harness/imports.ts';
import { newTenant, rename, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let attendant: Client;

// Six appointments, told apart by their notes: a to f, which is also the order of their ids. The ids hold letters past
// `f`, as those of the original do.
const idOf = (label: string) => `4c5d6e7f-8a9b-0123-defg-45678901234${label}`;

beforeAll(async () => {
  tenant = await newTenant();
  attendant = client(tenant);
  const { agent, otherAgent, manager, department, otherDepartment } = tenant;
  // biome-ignore format: a table, to be read by its columns
  const rows = [
    ['a', 'zèbre',   'completed', '2041-03-02T00:00:00Z', 60, otherDepartment, otherAgent, 'Élodie', '03', '01'],
    ['b', 'Émile',   'scheduled', '2041-03-01T09:00:00Z', 30, department,      agent,      'zoé',    '01', '02'],
    ['c', 'abricot', 'cancelled', '2041-03-01T23:59:59Z', 30, otherDepartment, agent,      'ELODIE', '02', '01'],
    ['d', 'emile',   'confirmed', '2041-03-03T10:00:00Z', 15, department,      otherAgent, 'alain',  '01', '03'],
    ['e', 'Zebra',   'no_show',   '2041-03-01T09:00:00Z', 60, department,      agent,      'Zoe',    '04', '02'],
    ['f', 'ÉTÉ',     'scheduled', '2041-03-05T10:00:00Z', 45, department,      manager,    'Bob',    '05', '04'],
  ] as const;
  await importAll(
    tenant,
    rows.map(([label, title, status, at, minutes, place, { id }, customer, inserted, updated]) => ({
      id: idOf(label),
      notes: label,
      title,
      status,
      scheduled_at: at,
      duration_minutes: minutes,
      department_id: place.id,
      user_id: id,
      customer_name: customer,
      inserted_at: `2026-01-${inserted}T00:00:00Z`,
      updated_at: `2026-02-${updated}T00:00:00Z`,
    })),
  );
});

const get = (query: string) => attendant.get(`/appointments?${query}`);

/** The labels of a page, in its order. */
const labels = (answer: Answer) =>
  answer
    .list()
    .data.map(({ notes }) => notes)
    .join('');

describe('a list', () => {
  it('starts with the first page of 20, by time, earliest first', async () => {
    const listed = await attendant.get('/appointments');
    expect(labels(listed)).toBe('becadf');
    expect(listed.list().meta).toEqual({
      current_page: 1,
      page_size: 20,
      total_pages: 1,
      total_count: 6,
    });
  });

  it('shows an appointment as a single answer shows it, key by key in the same order', async () => {
    const [first] = (await get('status=confirmed')).list().data;
    const single = (await attendant.get(`/appointments/${idOf('d')}`)).appointment();
    expect(JSON.stringify(first)).toBe(JSON.stringify(single));
  });

  it('shows what was just written to whoever lists next', async () => {
    const own = await newTenant();
    const { id } = await client(own).book();
    await client(own).post(`/appointments/${id}/confirm`);
    const { data } = (await client(own).get('/appointments')).list();
    expect(data).toEqual([expect.objectContaining({ id, status: 'confirmed', version: 2 })]);
  });

  it('holds nothing of another tenant', async () => {
    const { data, meta } = (await client(await newTenant()).get('/appointments')).list();
    expect([data, meta.total_count]).toEqual([[], 0]);
  });

  it('names departments and agents as the directory does now', async () => {
    const own = await newTenant();
    await client(own).book();
    await rename('departments', own.slug, own.department.id, 'Assistance');
    await rename('users', own.slug, own.agent.id, 'João Pedro');
    expect((await client(own).get('/appointments')).list().data).toMatchObject([
      { department_name: 'Assistance', user_name: 'João Pedro' },
    ]);
  });

  it('answers HEAD as GET, without the body', async () => {
    const [head, got] = [await attendant.call('HEAD', '/appointments'), await get('')];
    expect([head.status, head.text]).toEqual([200, '']);
    for (const name of ['Content-Type', 'Link']) {
      expect(head.headers.get(name)).toBe(got.headers.get(name));
    }
  });
});

describe('sorting', () => {
  // Typed by hand. Text without case and accents; ties by id, in the direction of the sort.
  it.each([
    ['scheduled_at', 'becadf'],
    ['inserted_at', 'bdcaef'],
    ['updated_at', 'acbedf'],
    ['title', 'cbdfea'],
    ['status', 'cadebf'],
    ['duration_minutes', 'dbcfae'],
    ['customer_name', 'dfacbe'],
    ['user_name', 'adbcef'],
    ['department_name', 'bdefac'],
  ])('by %s goes both ways, ties by id', async (key, expected) => {
    expect(labels(await get(`sort_by=${key}`))).toBe(expected);
    expect(labels(await get(`sort_by=${key}&sort_order=asc`))).toBe(expected);
    const mirrored = [...expected].reverse().join('');
    expect(labels(await get(`sort_by=${key}&sort_order=desc`))).toBe(mirrored);
  });
});

describe('filtering', () => {
  it.each([
    ['status=scheduled', 'bf'],
    ['status=confirmed,scheduled', 'bdf'],
    ['status=completed%2Cno_show%2Ccancelled', 'eca'],
    ['date_from=2041-03-01T23:59:59Z', 'cadf'],
    ['date_from=2041-03-02T00:00:00Z', 'adf'],
    ['date_to=2041-03-01T23:59:59Z', 'bec'],
    ['date_to=2041-03-01T23:59:58Z', 'be'],
    ['date_from=2041-03-02', 'adf'],
    ['date_to=2041-03-01', 'bec'],
    ['date_to=2041-03-02', 'beca'],
    ['date_from=2041-03-02&date_to=2041-03-02', 'a'],
    ['date_from=2041-03-01T09:00:00Z&date_to=2041-03-01T09:00:00Z', 'be'],
    ['date_from=0001-01-01&date_to=9999-12-31', 'becadf'],
    ['date_from=2041-03-02T01:00:00%2B01:00', 'adf'],
    // A plus that was not encoded: the URL's own rules make it a space.
    ['date_from=2041-03-02T01:00:00+01:00', 'adf'],
    ['date_to=2041-03-01T22:00:00%2001:00', 'be'],
    ['date_to=2041-03-01T22:00:00-02:00', 'beca'],
    ['date_from=2041-03-01T23:59:59.999Z', 'cadf'],
    ['status=scheduled&date_from=2041-03-02', 'f'],
    ['status=', 'becadf'],
    ['page=&page_size=&sort_by=&sort_order=&user_id=&date_from=&date_to=', 'becadf'],
    ['status=completed&status=cancelled', 'c'],
    ['sort_order=nonsense&sort_order=desc', 'fdaceb'],
    ['colour=blue&__proto__=x&constructor=y', 'becadf'],
  ])('%s', async (query, expected) => {
    const listed = await get(query);
    expect(labels(listed)).toBe(expected);
    expect(listed.list().meta.total_count).toBe(expected.length);
  });

  it('knows agents, departments and customers by id, whatever its case', async () => {
    const { agent, otherDepartment, customer } = tenant;
    for (const [query, expected] of [
      [`user_id=${agent.id}`, 'bec'],
      [`user_id=${agent.id.toUpperCase()}`, 'bec'],
      [`department_id=${otherDepartment.id}`, 'ca'],
      [`department_id=${otherDepartment.id.toUpperCase()}`, 'ca'],
      [`user_id=${agent.id}&department_id=${otherDepartment.id}`, 'c'],
      [`customer_id=${customer.id}`, 'becadf'],
      [`customer_id=${customer.id.toUpperCase()}`, 'becadf'],
    ] as const) {
      expect(labels(await get(query)), query).toBe(expected);
    }
  });

  it('tells the appointments of one customer from those of another', async () => {
    const own = await newTenant();
    const { id, customer_id } = await client(own).book();
    await client(own).book({ customer_id: own.customer.id });
    const { data } = (await client(own).get(`/appointments?customer_id=${customer_id}`)).list();
    expect(data.map((appointment) => appointment.id)).toEqual([id]);
  });

  it.each(['user_id', 'department_id', 'customer_id'])(
    'an unknown %s leaves an empty list',
    async (name) => {
      for (const id of [v7(), 'a1b2c3d4-e5f6-7890-wxyz-ef1234567890']) {
        const { data, meta } = (await get(`${name}=${id}`)).list();
        expect([data, meta.total_count, meta.total_pages]).toEqual([[], 0, 0]);
      }
    },
  );
});

describe('a list is refused', () => {
  it.each([
    ['page=0', { page: ['must be greater than 0'] }],
    ['page=-1', { page: ['must be greater than 0'] }],
    ['page=two', { page: ['is invalid'] }],
    ['page=1.5', { page: ['is invalid'] }],
    ['page_size=0', { page_size: ['must be greater than 0'] }],
    ['page_size=many', { page_size: ['is invalid'] }],
    ['sort_by=notes', { sort_by: ['is invalid'] }],
    ['sort_order=up', { sort_order: ['is invalid'] }],
    ['status=open', { status: ['is invalid'] }],
    ['status=scheduled,open', { status: ['is invalid'] }],
    ['status=scheduled&status=open', { status: ['is invalid'] }],
    ['user_id=42', { user_id: ['is invalid'] }],
    ['department_id=4c5d6e7f8a9b0123defg456789012345', { department_id: ['is invalid'] }],
    ['customer_id=4c5d6e7f-8a9b-0123-defg-45678901234_', { customer_id: ['is invalid'] }],
    ['date_from=2041-03-01T09:00:00', { date_from: ['is invalid'] }],
    ['date_to=2041-03-01T09:00:00', { date_to: ['is invalid'] }],
    ['date_from=yesterday', { date_from: ['is invalid'] }],
    ['date_to=2041-02-30', { date_to: ['is invalid'] }],
  ])('for %s', async (query, errors) => {
    expect((await get(query)).errors()).toEqual(errors);
  });

  it.each([
    'date_from=2041-03-02&date_to=2041-03-01',
    'date_from=2041-03-01T09:00:01Z&date_to=2041-03-01T09:00:00Z',
    'date_from=2041-03-01T09:00:00Z&date_to=2041-03-01T09:00:00%2B01:00',
  ])('when it ends before it begins: %s', async (query) => {
    expect(Object.keys((await get(query)).errors())).toEqual(['date_from']);
  });

  it('for all its faults at once', async () => {
    const query = 'page=0&sort_by=x&status=y&user_id=z&date_from=2041-03-02&date_to=2041-03-01';
    const errors = (await get(query)).errors();
    expect(Object.keys(errors).sort()).toEqual([
      'date_from',
      'page',
      'sort_by',
      'status',
      'user_id',
    ]);
  });
});
