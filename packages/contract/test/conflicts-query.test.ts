import { describe, expect, it } from 'vitest';
import { readQuery } from '../src/query-string.ts';
import { conflictsQuery } from '../src/requests/query.ts';
import { ID, OTHER_ID, read } from './samples.ts';

const ask = (query: string) => read(conflictsQuery, readQuery(new URLSearchParams(query)));
const ASKED = `user_id=${ID}&scheduled_at=2020-03-15T10:00:00Z`;
const TEN = Date.UTC(2020, 2, 15, 10);

describe('a question about conflicts', () => {
  it('needs an agent and a time, which may be past, and asks for half an hour', () => {
    expect(ask(ASKED)).toStrictEqual({
      value: { user_id: ID, scheduled_at: TEN, duration_minutes: 30 },
    });
  });

  it('can ask for another length, and leave one appointment out', () => {
    const query = `${ASKED}&duration_minutes=1440&exclude_id=${OTHER_ID.toUpperCase()}`;
    expect(ask(query)).toStrictEqual({
      value: { user_id: ID, scheduled_at: TEN, duration_minutes: 1_440, exclude_id: OTHER_ID },
    });
  });

  it.each([
    ['encoded', '2020-03-15T11:00:00%2B01:00'],
    ['not encoded', '2020-03-15T11:00:00+01:00'],
  ])('understands an offset whose plus is %s', (_, time) => {
    expect(ask(`user_id=${ID}&scheduled_at=${time}`)).toMatchObject({
      value: { scheduled_at: TEN },
    });
  });

  it('reads a space as a plus before an offset only', () => {
    const time = '2020-03-15+10:00:00Z';
    expect(ask(`user_id=${ID}&scheduled_at=${time}`)).toEqual({
      errors: { scheduled_at: ['is invalid'] },
    });
  });

  it('takes empty parameters for absent ones', () => {
    expect(ask(`${ASKED}&duration_minutes=&exclude_id=`)).toEqual(ask(ASKED));
    expect(ask('user_id=&scheduled_at=%20')).toEqual({
      errors: { user_id: ["can't be blank"], scheduled_at: ["can't be blank"] },
    });
  });

  it.each([
    ['user_id', 'alice', 'is invalid'],
    ['scheduled_at', '2026-03-15', 'is invalid'],
    ['scheduled_at', '2026-03-15T10:00:00', 'is invalid'],
    ['duration_minutes', '0', 'must be greater than 0'],
    ['duration_minutes', '-30', 'must be greater than 0'],
    ['duration_minutes', '1441', 'must be less than or equal to 1440'],
    ['duration_minutes', '30.0', 'is invalid'],
    ['duration_minutes', 'half', 'is invalid'],
    ['exclude_id', 'one', 'is invalid'],
  ])('refuses %s=%s', (key, value, message) => {
    expect(ask(`${ASKED}&${key}=${value}`)).toEqual({ errors: { [key]: [message] } });
  });

  it('says everything at once', () => {
    expect(ask('user_id=x&duration_minutes=1.5&exclude_id=x')).toEqual({
      errors: {
        user_id: ['is invalid'],
        scheduled_at: ["can't be blank"],
        duration_minutes: ['is invalid'],
        exclude_id: ['is invalid'],
      },
    });
  });
});
