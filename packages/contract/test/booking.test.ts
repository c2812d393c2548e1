import { describe, expect, it } from 'vitest';
import { DEFAULT_DURATION } from '../src/appointment.ts';
import { appointmentCreate } from '../src/requests/appointment.ts';
import { ID, OTHER_ID, read } from './samples.ts';

const FULL = {
  title: ' Demo ',
  description: 'First call',
  scheduled_at: '2026-03-15T10:00:00+01:00',
  duration_minutes: 45,
  department_id: ID.toUpperCase(),
  user_id: OTHER_ID,
  customer_id: ID,
  customer_name: 'Ana',
  customer_email: 'ana@example.com',
  customer_phone: '+33 6 12 34 56 78',
  notes: 'Speaks French',
};
const LEAST = {
  title: 'Demo',
  scheduled_at: '2026-03-15T10:00:00Z',
  department_id: ID,
  customer_name: 'Ana',
};

const book = (body: unknown) => read(appointmentCreate, body);

describe('a booking', () => {
  it('is read with everything that it can say', () => {
    expect(book(FULL)).toStrictEqual({
      value: {
        ...FULL,
        title: 'Demo',
        scheduled_at: Date.UTC(2026, 2, 15, 9),
        department_id: ID,
        customer_phone: '+33612345678',
      },
    });
  });

  it('needs no more than a title, a time, a department and a name', () => {
    expect(book(LEAST)).toStrictEqual({
      value: { ...LEAST, scheduled_at: Date.UTC(2026, 2, 15, 10) },
    });
    expect(DEFAULT_DURATION).toBe(30);
  });

  it('ignores keys that it does not know, those of an answer included', () => {
    const body = { ...LEAST, id: 5, status: 'cancelled', version: 9, colour: 'red' };
    expect(book(body)).toEqual(book(LEAST));
  });

  it.each([
    'description',
    'duration_minutes',
    'user_id',
    'customer_id',
    'customer_email',
    'customer_phone',
    'notes',
  ])('takes %s that is null or blank for missing', (key) => {
    for (const empty of [null, '', ' \t']) {
      expect(book({ ...LEAST, [key]: empty })).toMatchObject({ value: { [key]: null } });
    }
  });
});

describe('a refused booking', () => {
  it.each(['title', 'scheduled_at', 'department_id', 'customer_name'])('misses %s', (key) => {
    const refused = { errors: { [key]: ["can't be blank"] } };
    const { [key]: _, ...rest } = LEAST as Record<string, unknown>; // read by a computed key
    expect(book(rest)).toEqual(refused);
    expect(book({ ...LEAST, [key]: null })).toEqual(refused);
    expect(book({ ...LEAST, [key]: '  ' })).toEqual(refused);
  });

  it('does not need a name when it names the customer', () => {
    const { customer_name, ...rest } = LEAST;
    expect(book({ ...rest, customer_id: ID })).toMatchObject({ value: { customer_id: ID } });
    expect(book({ ...rest, customer_id: ID, customer_name: null })).toHaveProperty('value');
    expect(book({ ...rest, customer_id: ' ' })).toEqual({
      errors: { customer_name: ["can't be blank"] },
    });
  });

  it.each([
    ['title', 'x'.repeat(256), 'should be at most 255 character(s)'],
    ['title', 7, 'is invalid'],
    ['title', '\ud800', 'is invalid'],
    ['description', 'x'.repeat(10_001), 'should be at most 10000 character(s)'],
    ['notes', 'x'.repeat(10_001), 'should be at most 10000 character(s)'],
    ['notes', 'a\0', 'is invalid'],
    ['customer_name', 'x'.repeat(256), 'should be at most 255 character(s)'],
    ['customer_email', 'ana', 'is invalid'],
    ['customer_phone', '0612345678', 'is invalid'],
    ['scheduled_at', '2026-03-15T10:00:00', 'is invalid'],
    ['scheduled_at', '2026-03-15', 'is invalid'],
    ['duration_minutes', '30', 'is invalid'],
    ['duration_minutes', 0, 'must be greater than 0'],
    ['duration_minutes', 1_441, 'must be less than or equal to 1440'],
    ['department_id', 'sales', 'is invalid'],
    ['user_id', 'alice', 'is invalid'],
    ['customer_id', 'ana', 'is invalid'],
  ])('says of %s that it is wrong, and nothing else', (key, value, message) => {
    expect(book({ ...LEAST, [key]: value })).toEqual({ errors: { [key]: [message] } });
  });

  it.each([
    ['title', 255],
    ['description', 10_000],
    ['notes', 10_000],
    ['customer_name', 255],
  ])('is none for %s with %i code points, emoji counted once', (key, most) => {
    const value = '😀'.repeat(most);
    expect(book({ ...LEAST, [key]: ` ${value} ` })).toMatchObject({ value: { [key]: value } });
  });

  it('says everything at once, the rule on the customer included', () => {
    const BLANK = ["can't be blank"];
    const WRONG = ['is invalid'];
    expect(book({})).toEqual({
      errors: { title: BLANK, scheduled_at: BLANK, department_id: BLANK, customer_name: BLANK },
    });
    const wrong = {
      title: 1,
      description: 2,
      scheduled_at: 3,
      duration_minutes: 4.5,
      department_id: 5,
      user_id: 6,
      customer_email: 7,
      customer_phone: 8,
      notes: 9,
    };
    expect(book(wrong)).toEqual({
      errors: {
        ...Object.fromEntries(Object.keys(wrong).map((key) => [key, WRONG])),
        customer_name: BLANK,
      },
    });
  });

  it('is no object at all', () => {
    for (const body of [null, 'Demo', 5, [FULL], undefined]) {
      expect(book(body)).toHaveProperty(['errors', '']);
    }
  });
});
