// Where a page begins, without walking there. Appointments are counted by quarters of a day; how many come before an
// instant, its rank, follows from the counts and from the part of one quarter. Pure arithmetic; the SQL is elsewhere.

import type { Instant } from '@rendezvous/domain';

/** Six hours in milliseconds: a day of 5,000 appointments has some 3,000 in its busiest quarter. */
const QUARTER_MS = 6 * 60 * 60 * 1_000;
/** Quarters are numbered from 0000-01-01, before which no instant lies; milliseconds from there to 1970. */
const YEAR_ZERO_MS = 62_167_219_200_000;
/** Quarters whose counts stand in one row: 32 days. */
export const QUARTERS_IN_SPAN = 128;

/** The half-open time that is asked for; what is missing has no bound. */
export interface Stretch {
  readonly from: Instant | undefined;
  readonly until: Instant | undefined;
}

/** Of a quarter that a bound cuts: the shorter side, to be counted one by one. */
export interface Cut {
  readonly from: Instant;
  readonly until: Instant;
}

/** How many appointments start in a span, and when that was asked for in each of its quarters that has any. */
export interface Span {
  readonly span: number;
  readonly total: number;
  readonly quarters: ReadonlyMap<number, number> | undefined;
}

/** Ranks: of the first item and of the one after the last. */
export interface Ranks {
  readonly low: number;
  readonly high: number;
}

/** Walk `up` from the first item of the stretch or `down` from the last one, skip some, then take. */
export interface Walk {
  readonly direction: 'up' | 'down';
  readonly stretch: Stretch;
  readonly skip: number;
  readonly take: number;
}

export const spanOf = (at: Instant): number => Math.floor(quarterOf(at) / QUARTERS_IN_SPAN);

/** What has to be counted to know the rank of a bound: nothing when it lies between two quarters. */
export function cutAt(at: Instant): Cut | undefined {
  const start = startOf(quarterOf(at));
  if (at === start) return;
  const end = start + QUARTER_MS;
  return at - start <= QUARTER_MS / 2 ? { from: start, until: at } : { from: at, until: end };
}

/** How many start before `at`; `counted` is what the cut there holds. */
export function rankAt(spans: readonly Span[], at: Instant, counted: number): number {
  const cut = cutAt(at);
  const quarter = quarterOf(at);
  return cut?.from === at
    ? rankOfQuarter(spans, quarter + 1) - counted
    : rankOfQuarter(spans, quarter) + counted;
}

export const totalOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { total }) => sum + total, 0);

/** The ranks of a page of what has the ranks `all`, counted from either end; none when it lies past the other one. */
export function ranksOfPage(
  all: Ranks,
  order: 'asc' | 'desc',
  offset: number,
  size: number,
): Ranks | undefined {
  if (offset >= all.high - all.low) return;
  return order === 'asc'
    ? { low: all.low + offset, high: Math.min(all.low + offset + size, all.high) }
    : { low: Math.max(all.high - offset - size, all.low), high: all.high - offset };
}

/** The way to a page that skips least: from below or from above, from the edge of a quarter or from that of the stretch. */
export function walkTo(
  spans: readonly Span[],
  stretch: Stretch,
  all: Ranks,
  page: Ranks,
): Walk | undefined {
  const first = quarterHolding(spans, page.low);
  const last = quarterHolding(spans, page.high - 1);
  if (!first || !last) return;
  const take = page.high - page.low;
  const below = page.low - Math.max(first.before, all.low);
  const above = Math.min(last.before + last.count, all.high) - page.high;
  const { from = -Infinity, until = Infinity } = stretch;
  return below <= above
    ? {
        direction: 'up',
        stretch: { ...stretch, from: Math.max(startOf(first.quarter), from) },
        skip: below,
        take,
      }
    : {
        direction: 'down',
        stretch: { ...stretch, until: Math.min(startOf(last.quarter + 1), until) },
        skip: above,
        take,
      };
}

const quarterOf = (at: Instant): number => Math.floor((at + YEAR_ZERO_MS) / QUARTER_MS);
const startOf = (quarter: number): Instant => quarter * QUARTER_MS - YEAR_ZERO_MS;

/** How many start before a quarter. */
function rankOfQuarter(spans: readonly Span[], quarter: number): number {
  const span = Math.floor(quarter / QUARTERS_IN_SPAN);
  const own = spans.find((candidate) => candidate.span === span)?.quarters ?? [];
  return (
    totalOf(spans.filter((candidate) => candidate.span < span)) +
    [...own].reduce(
      (sum, [nth, count]) => (nth < quarter % QUARTERS_IN_SPAN ? sum + count : sum),
      0,
    )
  );
}

/** The quarter that the item of this rank starts in, and how many come before it. */
function quarterHolding(
  spans: readonly Span[],
  rank: number,
): { quarter: number; before: number; count: number } | undefined {
  let before = 0;
  for (const { span, total, quarters } of spans) {
    if (rank >= before + total) {
      before += total;
      continue;
    }
    for (const [nth, count] of [...(quarters ?? [])].sort(([one], [other]) => one - other)) {
      if (rank < before + count) return { quarter: span * QUARTERS_IN_SPAN + nth, before, count };
      before += count;
    }
    return;
  }
}
