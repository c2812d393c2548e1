import { describe, expect, it } from 'vitest';
import { importReport } from '../src/answers/import.ts';
import { importLine } from '../src/requests/import.ts';
import { ID, OTHER_ID, read } from './samples.ts';

const LEAST = {
  id: ID,
  title: 'Demo',
  status: 'completed',
  scheduled_at: '2019-03-15T10:00:00Z',
  department_id: OTHER_ID,
  user_id: OTHER_ID,
  customer_id: OTHER_ID,
};
const TEN = Date.UTC(2019, 2, 15, 10);

const line = (value: unknown) => read(importLine, value);

describe('a line of an import', () => {
  it('needs what an old system has; it may be long past, and lasts half an hour unless it says', () => {
    expect(line(LEAST)).toStrictEqual({
      value: { ...LEAST, scheduled_at: TEN, duration_minutes: 30 },
    });
    for (const empty of [null, '']) {
      expect(line({ ...LEAST, duration_minutes: empty })).toMatchObject({
        value: { duration_minutes: 30 },
      });
    }
  });

  it('is read with everything that it can say', () => {
    const full = {
      ...LEAST,
      id: ID.toUpperCase(),
      description: ' First call ',
      status: 'cancelled',
      duration_minutes: 45,
      customer_name: 'Ana',
      customer_email: 'ana@example.com',
      customer_phone: '+33 6 12 34 56 78',
      notes: '',
      cancellation_reason: 'Fell ill',
      inserted_at: '2019-03-15T10:00:00Z',
      updated_at: '2019-03-15T11:00:00+01:00',
      colour: 'red',
    };
    const { colour, ...kept } = full;
    expect(line(full)).toStrictEqual({
      value: {
        ...kept,
        id: ID,
        description: 'First call',
        scheduled_at: TEN,
        customer_phone: '+33612345678',
        notes: null,
        inserted_at: TEN,
        updated_at: TEN,
      },
    });
  });

  it.each(['scheduled', 'confirmed', 'completed', 'cancelled', 'no_show'])(
    'may be %s',
    (status) => {
      expect(line({ ...LEAST, status })).toMatchObject({ value: { status } });
    },
  );

  it('says all that it misses at once', () => {
    const blank = Object.keys(LEAST).map((key) => [key, ["can't be blank"]]);
    expect(line({})).toEqual({ errors: Object.fromEntries(blank) });
  });

  it.each([
    ['id', 'one', 'is invalid'],
    ['title', 'x'.repeat(256), 'should be at most 255 character(s)'],
    ['description', 'x'.repeat(10_001), 'should be at most 10000 character(s)'],
    ['status', 'no-show', 'is invalid'],
    ['scheduled_at', '2019-03-15T10:00:00', 'is invalid'],
    ['duration_minutes', 0, 'must be greater than 0'],
    ['department_id', 'sales', 'is invalid'],
    ['user_id', 7, 'is invalid'],
    ['customer_id', 'ana', 'is invalid'],
    ['customer_name', 'x'.repeat(256), 'should be at most 255 character(s)'],
    ['customer_email', 'ana', 'is invalid'],
    ['customer_phone', '0612345678', 'is invalid'],
    ['notes', 'x'.repeat(10_001), 'should be at most 10000 character(s)'],
    ['cancellation_reason', 'x'.repeat(1_001), 'should be at most 1000 character(s)'],
    ['inserted_at', '2019-03-15', 'is invalid'],
    ['updated_at', 'later', 'is invalid'],
  ])('says of %s that it is wrong', (key, value, message) => {
    expect(line({ ...LEAST, [key]: value })).toEqual({ errors: { [key]: [message] } });
  });
});

describe('the report on a line', () => {
  it.each([
    [{ line: 1, id: ID, result: 'imported' }, true],
    [{ line: 2, id: ID, result: 'slot_taken' }, true],
    [{ line: 3, id: ID, result: 'unavailable' }, true],
    [{ line: 4, id: null, result: 'invalid', errors: { id: ['is invalid'] } }, true],
    [{ line: 0, id: ID, result: 'imported' }, false],
    [{ line: 1, result: 'imported' }, false],
    [{ line: 1, id: ID, result: 'exists' }, false],
    [{ line: 1, id: ID, result: 'imported', more: 1 }, false],
  ])('%j is well-formed: %s', (report, wellFormed) => {
    expect(importReport.safeParse(report).success).toBe(wellFormed);
  });
});
