import { describe, expect, it } from 'vitest';
import { readQuery } from '../src/query-string.ts';
import { listQuery, MAX_PAGE_SIZE, SORT_KEYS } from '../src/requests/query.ts';
import { ID, OTHER_ID, read } from './samples.ts';

/** From the text after the question mark, as the Worker reads it. */
const list = (query: string) => read(listQuery, readQuery(new URLSearchParams(query)));
const NOON = Date.UTC(2026, 2, 15, 12);

describe('a query string', () => {
  it.each([
    ['', {}],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1&a=2&a=3', { a: '3' }],
    ['a=&b=1', { b: '1' }],
    ['a=%20+%09', {}],
    ['a=%20x%20', { a: 'x' }],
    ['__proto__=1', Object.fromEntries([['__proto__', '1']])],
  ])('%s is read: empty is absent, the last wins', (query, record) => {
    expect(readQuery(new URLSearchParams(query))).toStrictEqual(record);
  });
});

describe('a list', () => {
  it('starts at the first page, sorted by time, when nothing is asked', () => {
    const value = { page: 1, page_size: 20, sort_by: 'scheduled_at', sort_order: 'asc' };
    expect(list('')).toStrictEqual({ value });
    expect(list('page=&page_size=&sort_by=&sort_order=&status=&user_id=&date_to=')).toStrictEqual({
      value,
    });
    expect(list('colour=red&limit=x')).toStrictEqual({ value });
  });

  it('is read with everything that it can ask', () => {
    const query =
      'page=2&page_size=50&sort_by=customer_name&sort_order=desc&status=confirmed' +
      `&user_id=${ID.toUpperCase()}&department_id=${OTHER_ID}&customer_id=${ID}` +
      '&date_from=2026-03-15T12:00:00Z&date_to=2026-03-15T12:00:00Z';
    expect(list(query)).toStrictEqual({
      value: {
        page: 2,
        page_size: 50,
        sort_by: 'customer_name',
        sort_order: 'desc',
        status: ['confirmed'],
        user_id: ID,
        department_id: OTHER_ID,
        customer_id: ID,
        date_from: NOON,
        date_to: NOON,
      },
    });
  });

  it.each([
    ['page=3&page=5', { page: 5 }],
    ['page=007', { page: 7 }],
    ['page=3&page=', { page: 1 }],
    ['page=9007199254740992', { page: Number.MAX_SAFE_INTEGER }],
    [`page=${'9'.repeat(400)}`, { page: Number.MAX_SAFE_INTEGER }],
    ['page_size=1', { page_size: 1 }],
    ['page_size=100', { page_size: 100 }],
    ['page_size=101', { page_size: 100 }],
    [`page_size=${'9'.repeat(400)}`, { page_size: 100 }],
    ['status=scheduled,confirmed', { status: ['scheduled', 'confirmed'] }],
    ['status=no_show,%20cancelled,no_show', { status: ['cancelled', 'no_show'] }],
    ['status=completed,', { status: ['completed'] }],
    ['status=scheduled&status=cancelled', { status: ['cancelled'] }],
  ])('reads %s', (query, value) => {
    expect(list(query)).toMatchObject({ value });
    expect(MAX_PAGE_SIZE).toBe(100);
  });

  it.each([
    'scheduled_at',
    'inserted_at',
    'updated_at',
    'title',
    'status',
    'duration_minutes',
    'customer_name',
    'user_name',
    'department_name',
  ])('can be sorted by %s', (key) => {
    expect(list(`sort_by=${key}`)).toMatchObject({ value: { sort_by: key } });
    expect(SORT_KEYS).toHaveLength(9);
  });

  it.each([
    ['page', '0', 'must be greater than 0'],
    ['page', '-1', 'must be greater than 0'],
    ['page', '1.5', 'is invalid'],
    ['page', '1e3', 'is invalid'],
    ['page', '0x10', 'is invalid'],
    ['page', 'two', 'is invalid'],
    ['page_size', '0', 'must be greater than 0'],
    ['page_size', '-5', 'must be greater than 0'],
    ['page_size', 'all', 'is invalid'],
    ['sort_by', 'id', 'is invalid'],
    ['sort_by', 'constructor', 'is invalid'],
    ['sort_order', 'ASC', 'is invalid'],
    ['status', 'done', 'is invalid'],
    ['status', 'scheduled,done', 'is invalid'],
    ['status', 'no-show', 'is invalid'],
    ['status', ',', 'is invalid'],
    ['user_id', 'alice', 'is invalid'],
    ['department_id', '7', 'is invalid'],
    ['customer_id', `${ID}0`, 'is invalid'],
    ['date_from', 'yesterday', 'is invalid'],
    ['date_from', '2026-02-30', 'is invalid'],
    ['date_from', '2026-03-15T12:00:00', 'is invalid'],
    ['date_to', '2026-03-15T12:00:00', 'is invalid'],
    ['date_to', '2026-13-01', 'is invalid'],
  ])('refuses %s=%s', (key, value, message) => {
    expect(list(`${key}=${value}`)).toEqual({ errors: { [key]: [message] } });
  });

  it('says everything at once, the order of the dates included', () => {
    const wrong = ['page', 'page_size', 'sort_by', 'sort_order', 'status', 'user_id'];
    const query = wrong.map((key) => `${key}=x`).join('&');
    expect(list(`${query}&date_from=2026-03-16&date_to=2026-03-15`)).toEqual({
      errors: {
        ...Object.fromEntries(wrong.map((key) => [key, ['is invalid']])),
        date_from: ['must be before or equal to date_to'],
      },
    });
    expect(list(`${query}&date_from=x&date_to=2026-03-15`)).toMatchObject({
      errors: { date_from: ['is invalid'] },
    });
  });
});

describe('the dates of a list', () => {
  const day = Date.UTC(2026, 2, 15);

  it.each([
    ['date_from=2026-03-15', { date_from: day }],
    ['date_to=2026-03-15', { date_to: day + 86_400_000 - 1 }],
    ['date_to=9999-12-31', { date_to: Date.parse('9999-12-31T23:59:59.999Z') }],
    ['date_from=2026-03-15T12:00:00Z', { date_from: NOON }],
    ['date_to=2026-03-15T12:00:00Z', { date_to: NOON }],
    ['date_to=2026-03-15T00:00:00Z', { date_to: day }],
    ['date_from=2026-03-15T14:00:00%2B02:00', { date_from: NOON }],
    ['date_from=2026-03-15T14:00:00+02:00', { date_from: NOON }],
    ['date_to=2026-03-15T10:00:00-02:00', { date_to: NOON }],
  ])('%s: a bare end covers its day, an unencoded plus is understood', (query, value) => {
    expect(list(query)).toMatchObject({ value });
  });

  it.each([
    ['2026-03-15', '2026-03-15', true],
    ['2026-03-15T23:59:59Z', '2026-03-15', true],
    ['2026-03-15T12:00:00Z', '2026-03-15T12:00:00Z', true],
    ['2026-03-15T12:00:01Z', '2026-03-15T12:00:00Z', false],
    ['2026-03-16', '2026-03-15', false],
    ['2026-03-15T12:00:00Z', '2026-03-15T12:00:00%2B01:00', false],
  ])('from %s to %s is an order: %s', (from, to, ordered) => {
    const errors = { date_from: ['must be before or equal to date_to'] };
    const read = list(`date_from=${from}&date_to=${to}`);
    expect('errors' in read ? read.errors : {}).toEqual(ordered ? {} : errors);
  });
});
