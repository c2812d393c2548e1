import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { duration, id, instant, optional, present, required, text } from '../src/requests/field.ts';
import { BLANK, ID, INVALID, read } from './samples.ts';

describe('an id', () => {
  it.each([
    [ID, ID],
    [ID.toUpperCase(), ID],
    ['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'],
    ['zzzzzzzz-ZZZZ-zzzz-ZZZZ-zzzzzzzzzzzz', 'zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz'],
  ])('%s is well-formed and goes on in lower case', (value, lower) => {
    expect(read(id, value)).toEqual({ value: lower });
  });

  it.each([
    [''],
    ['1'],
    [ID.slice(1)],
    [`${ID}0`],
    [ID.replaceAll('-', '')],
    [ID.replace('a', '_')],
    [ID.replace('a', 'é')],
    // Lower-cases to a plain k.
    [ID.replace('a', '\u212a')],
    [`{${ID}}`],
    [`${ID}\n`],
    [7],
    [[ID]],
  ])('%j is malformed', (value) => {
    expect(read(id, value)).toEqual(INVALID);
  });
});

describe('text', () => {
  const limit = text(5);

  it.each([
    ['five letters', 'abcde'],
    ['five emoji: a code point counts once', '😀😀😀😀😀'],
    ['letters with marks, counted as they come', 'e\u0301e\u0301e'],
    ['line breaks', 'a\nb\tc'],
    ['nothing', ''],
  ])('takes %s', (_, value) => {
    expect(read(limit, value)).toEqual({ value });
  });

  it.each([['abcdef'], ['😀😀😀😀😀😀'], ['e\u0301e\u0301e\u0301']])(
    'is too long as %j',
    (value) => {
      expect(read(limit, value)).toEqual({ errors: { '': ['should be at most 5 character(s)'] } });
    },
  );

  it.each([
    ['a high surrogate alone', 'a\ud83d'],
    ['a low surrogate alone', '\ude00a'],
    ['surrogates the wrong way round', '\ude00\ud83d'],
    ['NUL', 'a\0b'],
    ['a number', 5],
    ['a boolean', true],
    ['an object', {}],
    ['a list', ['a']],
  ])('refuses %s', (_, value) => {
    expect(read(limit, value)).toEqual(INVALID);
  });
});

describe('a duration', () => {
  it.each([1, 30, 1_440])('takes %i minutes', (value) => {
    expect(read(duration, value)).toEqual({ value });
  });

  it.each([
    [0, 'must be greater than 0'],
    [-30, 'must be greater than 0'],
    [1_441, 'must be less than or equal to 1440'],
    [1e300, 'must be less than or equal to 1440'],
    [30.5, 'is invalid'],
    ['30', 'is invalid'],
    [Number.NaN, 'is invalid'],
    [Number.POSITIVE_INFINITY, 'is invalid'],
    [true, 'is invalid'],
  ])('refuses %j: %s', (value, message) => {
    expect(read(duration, value)).toEqual({ errors: { '': [message] } });
  });
});

describe('an instant', () => {
  it.each([
    ['2026-03-15T10:00:00Z', Date.UTC(2026, 2, 15, 10)],
    ['2026-03-15T10:00:00.7+02:00', Date.UTC(2026, 2, 15, 8)],
    ['9999-12-30T23:59:59Z', Date.parse('9999-12-30T23:59:59Z')],
  ])('takes %s', (value, at) => {
    expect(read(instant, value)).toEqual({ value: at });
  });

  it.each([
    ['2026-03-15T10:00:00'],
    ['2026-03-15'],
    ['9999-12-31T00:00:00Z'],
    [1_773_568_800_000],
    [{}],
  ])('refuses %j', (value) => {
    expect(read(instant, value)).toEqual(INVALID);
  });
});

describe('a field', () => {
  const fields = {
    optional: optional(text(5)),
    required: required(text(5)),
    present: present(text(5)),
  };

  it.each([
    // value, optional, required, present
    ['abc', { value: 'abc' }, { value: 'abc' }, { value: 'abc' }],
    [' \n abc \t', { value: 'abc' }, { value: 'abc' }, { value: 'abc' }],
    ['  abcde  ', { value: 'abcde' }, { value: 'abcde' }, { value: 'abcde' }],
    ['', { value: null }, BLANK, BLANK],
    [' \t\n\u00a0', { value: null }, BLANK, BLANK],
    [null, { value: null }, BLANK, BLANK],
    [undefined, { value: undefined }, BLANK, { value: undefined }],
    [5, INVALID, INVALID, INVALID],
    [false, INVALID, INVALID, INVALID],
  ])('with %j is trimmed, and may be empty or missing as its kind says', (value, ...said) => {
    const [mayBeEmpty, needed, mayBeMissing] = said;
    expect(read(fields.optional, value)).toEqual(mayBeEmpty);
    expect(read(fields.required, value)).toEqual(needed);
    expect(read(fields.present, value)).toEqual(mayBeMissing);
  });

  it('that is missing stays missing: no key appears', () => {
    const parsed = z.object({ optional: fields.optional, present: fields.present }).parse({});
    expect(Object.keys(parsed)).toEqual([]);
  });
});
