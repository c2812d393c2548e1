import { describe, expect, it } from 'vitest';
import { knownParameters, readQuery } from '../src/query-string.ts';
import { customerCreate, customerMerge, customersQuery } from '../src/requests/customer.ts';
import { departmentCreate, departmentUpdate } from '../src/requests/department.ts';
import { userCreate, usersQuery, userUpdate } from '../src/requests/user.ts';
import { ID, OTHER_ID, read } from './samples.ts';

const INVALID = ['is invalid'];

describe('a time zone', () => {
  const zone = (time_zone: unknown) => read(userUpdate, { time_zone });

  it.each([
    ['UTC', 'UTC'],
    [' Europe/Paris ', 'Europe/Paris'],
    ['america/SAO_paulo', 'America/Sao_Paulo'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    // Names of before, and of after: whichever the platform prefers.
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Etc/GMT+3', 'Etc/GMT+3'],
  ])('%j is known', (sent, time_zone) => {
    expect(zone(sent)).toStrictEqual({ value: { time_zone } });
  });

  it.each([
    '+03:00',
    '-03',
    'UTC+3',
    'Europe',
    'Europe/',
    'Paris',
    'Europe/Paris/x',
    'x'.repeat(64),
    3,
    {},
  ])('%j is none', (sent) => {
    expect(zone(sent)).toEqual({ errors: { time_zone: INVALID } });
  });
});

describe('the body of a user', () => {
  it('has its departments in order, each once, in lower case', () => {
    const [first = '', second = ''] = [ID, OTHER_ID].sort();
    const department_ids = [second, first.toUpperCase(), second, first];
    expect(read(userUpdate, { department_ids })).toStrictEqual({
      value: { department_ids: [first, second] },
    });
  });

  it('says all that is wrong at once', () => {
    const wrong = { role: 'admin', active: 1, time_zone: 'x', department_ids: ['x'] };
    const fields = ['name', 'email', 'role', 'active', 'time_zone', 'department_ids.0'];
    const { errors = {} } = read(userCreate, wrong) as { errors?: object };
    expect(Object.keys(errors).sort()).toEqual(fields.sort());
  });
});

describe('the bodies of departments and customers', () => {
  it('need a name to create, and nothing to change', () => {
    const blank = { errors: { name: ["can't be blank"] } };
    expect(read(departmentCreate, {})).toEqual(blank);
    expect(read(customerCreate, { name: ' ' })).toEqual(blank);
    expect(read(departmentUpdate, { name: null, active: null })).toEqual({
      errors: { name: ["can't be blank"], active: ["can't be blank"] },
    });
    expect(read(departmentUpdate, {})).toStrictEqual({ value: {} });
  });

  it('of a merge names the other customer', () => {
    expect(read(customerMerge, { customer_id: ` ${ID.toUpperCase()} ` })).toStrictEqual({
      value: { customer_id: ID.toLowerCase() },
    });
    expect(read(customerMerge, { customer_id: 'x' })).toEqual({ errors: { customer_id: INVALID } });
  });
});

describe('the query of a list of the directory', () => {
  const users = (query: string) => read(usersQuery, readQuery(new URLSearchParams(query)));

  it('starts at the first page, by name', () => {
    const value = { page: 1, page_size: 20, sort_by: 'name', sort_order: 'asc' };
    expect(users('')).toStrictEqual({ value });
    expect(users('active=false&role=owner&page_size=1000&q=%20Ana%20')).toStrictEqual({
      value: { ...value, active: false, role: 'owner', page_size: 100, q: 'Ana' },
    });
  });

  it('is linked to with what it understood', () => {
    const parameters = readQuery(new URLSearchParams('q=ana&page_size=500&status=x&active=true'));
    expect(knownParameters(customersQuery, parameters, { page_size: 100 })).toEqual({
      q: 'ana',
      page_size: '100',
    });
  });
});
