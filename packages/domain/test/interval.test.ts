import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Interval, intervalOf, MINUTE_MS, overlaps } from '../src/index.ts';
import { at } from './samples.ts';

/** Short intervals close together, so that neighbours and overlaps are common. */
const interval = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 12 }))
  .map(([start, length]): Interval => ({ startAt: start, endAt: start + length }));

const moments = ({ startAt, endAt }: Interval) =>
  Array.from({ length: endAt - startAt }, (_, index) => startAt + index);

describe('an interval', () => {
  it('of half an hour ends half an hour later, in milliseconds', () => {
    expect(MINUTE_MS).toBe(60_000);
    expect(intervalOf(1_000, 30)).toEqual({ startAt: 1_000, endAt: 1_801_000 });
  });

  it('starts where it is told and lasts exactly its minutes', () =>
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1_440 }), (startAt, minutes) => {
        const { endAt, ...rest } = intervalOf(startAt, minutes);
        expect(rest).toEqual({ startAt });
        expect(endAt - startAt).toBe(minutes * 60_000);
      }),
    ));
});

describe('overlapping', () => {
  it.each([
    ['the same time', [0, 30], [0, 30], true],
    ['one minute shared at the end', [0, 30], [29, 59], true],
    ['one minute shared at the start', [29, 59], [0, 30], true],
    ['one inside the other', [0, 60], [20, 30], true],
    ['neighbours', [0, 30], [30, 60], false],
    ['neighbours the other way round', [30, 60], [0, 30], false],
    ['a gap between', [0, 30], [31, 60], false],
  ] as const)('of %s', (_, [aStart, aEnd], [bStart, bEnd], shared) => {
    const a = { startAt: at(aStart), endAt: at(aEnd) };
    const b = { startAt: at(bStart), endAt: at(bEnd) };
    expect(overlaps(a, b)).toBe(shared);
  });

  it('is decided to the millisecond', () => {
    const a = { startAt: 0, endAt: 1_000 };
    expect(overlaps(a, { startAt: 999, endAt: 2_000 })).toBe(true);
    expect(overlaps(a, { startAt: 1_000, endAt: 2_000 })).toBe(false);
  });

  it('means that at least one moment is in both: the start is inside, the end is not', () =>
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const inB = new Set(moments(b));
        expect(overlaps(a, b)).toBe(moments(a).some((moment) => inB.has(moment)));
      }),
    ));

  it('is symmetric', () =>
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        expect(overlaps(a, b)).toBe(overlaps(b, a));
      }),
    ));

  it('never holds between neighbours, and always of an interval with itself', () =>
    fc.assert(
      fc.property(interval, fc.integer({ min: 1, max: 12 }), (a, length) => {
        expect(overlaps(a, { startAt: a.endAt, endAt: a.endAt + length })).toBe(false);
        expect(overlaps(a, { startAt: a.startAt - length, endAt: a.startAt })).toBe(false);
        expect(overlaps(a, a)).toBe(true);
      }),
    ));
});
