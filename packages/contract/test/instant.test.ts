import { describe, expect, it } from 'vitest';
import { formatInstant, LATEST_START, parseDate, parseInstant } from '../src/instant.ts';

const TEN = Date.UTC(2026, 2, 15, 10);

describe('an instant that comes in', () => {
  it.each([
    ['in UTC', '2026-03-15T10:00:00Z'],
    ['in lower case', '2026-03-15t10:00:00z'],
    ['east of UTC', '2026-03-15T11:00:00+01:00'],
    ['west of UTC', '2026-03-15T04:30:00-05:30'],
    ['east of UTC, over midnight', '2026-03-16T09:59:00+23:59'],
    ['west of UTC, over midnight', '2026-03-14T23:00:00-11:00'],
    ['at an offset of nothing', '2026-03-15T10:00:00+00:00'],
    ['at an unknown offset (RFC 3339 4.3)', '2026-03-15T10:00:00-00:00'],
    ['with a fraction, which is dropped', '2026-03-15T10:00:00.9Z'],
    ['with a long fraction', '2026-03-15T10:00:00.999999999999+00:00'],
  ])('is read %s', (_, text) => {
    expect(parseInstant(text)).toBe(TEN);
  });

  it.each([
    ['a naive time', '2026-03-15T10:00:00'],
    ['a naive time with a fraction', '2026-03-15T10:00:00.5'],
    ['a bare date', '2026-03-15'],
    ['a space for the T', '2026-03-15 10:00:00Z'],
    ['no seconds', '2026-03-15T10:00Z'],
    ['an empty fraction', '2026-03-15T10:00:00.Z'],
    ['a comma for the point', '2026-03-15T10:00:00,5Z'],
    ['an offset without a colon', '2026-03-15T10:00:00+0100'],
    ['an offset of hours alone', '2026-03-15T10:00:00+01'],
    ['an offset past 23 hours', '2026-03-15T10:00:00+24:00'],
    ['an offset past 59 minutes', '2026-03-15T10:00:00+01:60'],
    ['both Z and an offset', '2026-03-15T10:00:00Z+01:00'],
    ['February 30', '2026-02-30T10:00:00Z'],
    ['February 29 of a common year', '2026-02-29T10:00:00Z'],
    ['April 31', '2026-04-31T10:00:00Z'],
    ['day 0', '2026-03-00T10:00:00Z'],
    ['month 13', '2026-13-01T10:00:00Z'],
    ['month 0', '2026-00-01T10:00:00Z'],
    ['24:00', '2026-03-15T24:00:00Z'],
    ['25 hours', '2026-03-15T25:00:00Z'],
    ['60 minutes', '2026-03-15T10:60:00Z'],
    ['a leap second', '2026-06-30T23:59:60Z'],
    ['a year of two digits', '26-03-15T10:00:00Z'],
    ['a year of six digits', '+002026-03-15T10:00:00Z'],
    ['something before it', ' 2026-03-15T10:00:00Z'],
    ['something after it', '2026-03-15T10:00:00Z '],
    ['a line after it', '2026-03-15T10:00:00Z\n'],
    ['digits that are not ASCII', '٢٠٢٦-03-15T10:00:00Z'],
    ['a number', '1773568800'],
    ['words', 'tomorrow'],
    ['nothing', ''],
  ])('is refused with %s', (_, text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('may lie in any year of four digits, once its offset is taken off', () => {
    expect(parseInstant('0000-01-01T00:00:00Z')).toBe(Date.parse('0000-01-01T00:00:00Z'));
    expect(parseInstant('0000-01-01T00:00:00+00:01')).toBeUndefined();
    expect(parseInstant('9999-12-31T23:59:59Z')).toBe(Date.parse('9999-12-31T23:59:59Z'));
    expect(parseInstant('9999-12-31T23:59:59-00:01')).toBeUndefined();
    expect(parseInstant('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29));
    expect(parseInstant('1900-02-29T00:00:00Z')).toBeUndefined();
  });

  it('exists on exactly the days of the calendar, in a leap cycle of years', () => {
    for (let year = 1996; year <= 2004; year++) {
      for (let month = 1; month <= 12; month++) {
        const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
        for (let day = 1; day <= 31; day++) {
          const text = `${year}-${two(month)}-${two(day)}T12:34:56Z`;
          const at = day > days ? undefined : Date.UTC(year, month - 1, day, 12, 34, 56);
          expect(parseInstant(text), text).toBe(at);
        }
      }
    }
  });

  it('is moved by its offset, for every hour and quarter east and west', () => {
    for (let minutes = 0; minutes < 24 * 60; minutes += 15) {
      const offset = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
      expect(parseInstant(`2026-03-15T10:00:00+${offset}`)).toBe(TEN - minutes * 60_000);
      expect(parseInstant(`2026-03-15T10:00:00-${offset}`)).toBe(TEN + minutes * 60_000);
    }
  });
});

describe('an instant that goes out', () => {
  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [TEN, '2026-03-15T10:00:00Z'],
    [TEN + 999, '2026-03-15T10:00:00Z'],
    [-1, '1969-12-31T23:59:59Z'],
  ])('%i is written as %s', (instant, text) => {
    expect(formatInstant(instant)).toBe(text);
  });

  it('reads back as the whole second that it was', () => {
    // Steps of a prime number of seconds through all four-digit years.
    for (let at = Date.parse('0000-01-01T00:00:00Z'); at <= LATEST_START; at += 40_000_003_000) {
      expect(parseInstant(formatInstant(at))).toBe(at);
    }
  });

  it('can be written for the end of the longest appointment with the latest start', () => {
    expect(formatInstant(LATEST_START)).toBe('9999-12-30T23:59:59Z');
    expect(formatInstant(LATEST_START + 1_440 * 60_000)).toBe('9999-12-31T23:59:59Z');
  });
});

describe('a bare date', () => {
  it('is its first moment in UTC', () => {
    expect(parseDate('2026-03-15')).toBe(Date.UTC(2026, 2, 15));
  });

  it.each([
    '2026-02-30',
    '2026-3-15',
    '2026-03-15T10:00:00Z',
    '2026-03-15Z',
    '20260315',
    ' 2026-03-15',
    '2026-03-15\n',
    '',
  ])('is not %j', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });
});

const two = (value: number) => String(value).padStart(2, '0');
