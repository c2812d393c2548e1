// Ranks and walks against the plain thing: a sorted array.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  cutAt,
  QUARTERS_IN_SPAN,
  type Ranks,
  rankAt,
  ranksOfPage,
  type Span,
  spanOf,
  totalOf,
  walkTo,
} from '../src/read-model/histogram.ts';

const QUARTER_MS = 21_600_000;
const DAY_MS = 4 * QUARTER_MS;
const YEAR_ZERO = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59Z');

/** Instants around a few spans' edges, some of them equal, some at the edge of a quarter. */
const instant = fc.oneof(
  fc.integer({ min: -8 * 3_600, max: 8 * 3_600 }).map((seconds) => seconds * 1_000),
  fc.integer({ min: -80, max: 80 }).map((quarters) => quarters * QUARTER_MS),
  fc.integer({ min: -40 * 24 * 3_600, max: 40 * 24 * 3_600 }).map((seconds) => seconds * 1_000),
);
const origin = fc.constantFrom(0, YEAR_ZERO + 40 * DAY_MS, Date.parse('2041-03-01T09:00:00Z'));
const world = fc.record({
  origin,
  instants: fc.array(instant, { maxLength: 60, size: 'max' }),
  from: fc.option(instant, { nil: undefined }),
  until: fc.option(instant, { nil: undefined }),
  order: fc.constantFrom('asc' as const, 'desc' as const),
  offset: fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 70 })),
  size: fc.integer({ min: 1, max: 9 }),
});

function spansOf(instants: readonly number[]): Span[] {
  const bySpan = new Map<number, Map<number, number>>();
  for (const at of instants) {
    const quarters = bySpan.get(spanOf(at)) ?? new Map<number, number>();
    const nth = Math.floor((at - YEAR_ZERO) / QUARTER_MS) % QUARTERS_IN_SPAN;
    bySpan.set(spanOf(at), quarters.set(nth, (quarters.get(nth) ?? 0) + 1));
  }
  return [...bySpan]
    .sort(([one], [other]) => one - other)
    .map(([span, quarters]) => {
      const total = [...quarters.values()].reduce((sum, count) => sum + count, 0);
      return { span, total, quarters };
    });
}

const countCut = (sorted: readonly number[], at: number): number => {
  const cut = cutAt(at);
  return cut ? sorted.filter((other) => other >= cut.from && other < cut.until).length : 0;
};

it('a rank is the number of those before', () => {
  fc.assert(
    fc.property(world, instant, ({ origin: o, instants }, at) => {
      const all = instants.map((other) => other + o);
      expect(rankAt(spansOf(all), at + o, countCut(all, at + o))).toBe(
        all.filter((other) => other < at + o).length,
      );
      expect(totalOf(spansOf(all))).toBe(all.length);
    }),
  );
});

it('a cut is at most half a quarter', () => {
  fc.assert(
    fc.property(fc.integer({ min: YEAR_ZERO, max: LATEST }), (at) => {
      const { from, until } = cutAt(at) ?? { from: at, until: at };
      expect(until - from).toBeLessThanOrEqual(QUARTER_MS / 2);
      expect([from, until]).toContain(at);
    }),
  );
});

it('a walk comes to exactly the page, whichever way it goes, and skips less than a quarter of a day holds', () => {
  fc.assert(
    fc.property(world, ({ origin: o, instants, order, offset, size, ...bounds }) => {
      const sorted = instants.map((at) => at + o).sort((one, other) => one - other);
      const [from, until] = [bounds.from, bounds.until].map((at) =>
        at === undefined ? undefined : at + o,
      );
      const stretch = { from, until };
      const inside = (at: number, { from: low = -Infinity, until: high = Infinity }) =>
        at >= low && at < high;
      const matching = sorted
        .map((at, rank) => ({ at, rank }))
        .filter(({ at }) => inside(at, stretch));
      const wanted = (order === 'asc' ? matching : matching.toReversed()).slice(
        offset,
        offset + size,
      );

      const spans = spansOf(sorted);
      const rank = (at: number) => rankAt(spans, at, countCut(sorted, at));
      const all: Ranks = {
        low: from === undefined ? 0 : rank(from),
        high: until === undefined ? totalOf(spans) : rank(until),
      };
      const page = ranksOfPage(all, order, offset, size);
      const walk = page && walkTo(spans, stretch, all, page);
      if (!walk) {
        expect(wanted).toEqual([]);
        return;
      }
      const path = matching.filter(({ at }) => inside(at, walk.stretch));
      const way = walk.direction === 'up' ? path : path.toReversed();
      const walked = way.slice(walk.skip, walk.skip + walk.take);
      const ranks = (items: readonly { rank: number }[]) => items.map((item) => item.rank).sort();
      expect(ranks(walked)).toEqual(ranks(wanted));
      const busiest = Math.max(...spans.flatMap(({ quarters }) => [...(quarters?.values() ?? [])]));
      // Half of it when the page lies in one quarter; one that begins in the middle of two is as far from both ends.
      expect(walk.skip).toBeLessThanOrEqual(Math.max(busiest - 1, 0));
    }),
    { numRuns: 500 },
  );
});
