// A page of a list and how many match. By time, within what is counted, this costs some counts and a part of one quarter of a
// day, whatever the number of appointments: in one round trip near the beginning, else in two.

import type { ListQuery } from '@rendezvous/contract';
import { type Instant, offsetOf } from '@rendezvous/domain';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';
import { cutAt, type Ranks, rankAt, ranksOfPage, totalOf, walkTo } from './histogram.ts';
import {
  type Matching,
  type Scope,
  type SpanRow,
  selectCount,
  selectSorted,
  selectSpans,
  selectTotal,
  selectWalk,
  statusesOf,
  toSpan,
} from './list-statements.ts';
import type { ListedRow } from './listed-row.ts';

/** The most that is sorted by another key than the time. */
export const MAX_SORTED = 50_000;
/** How far a page may be from the beginning to be walked to at once; one that is farther is sought with the counts. */
const MAX_WALK = 500;

export type Found =
  | { readonly kind: 'found'; readonly rows: readonly ListedRow[]; readonly total: number }
  /** More than `MAX_SORTED` match. */
  | { readonly kind: 'too many' }
  | { readonly kind: 'silent' };

/** Of a tenant, an agent or a department: how many match stands in the counts. */
export async function findCounted(
  db: D1Database,
  tenant: string,
  query: ListQuery,
  scope: Scope,
  matching: Matching,
): Promise<Found> {
  const statuses = statusesOf(query);
  const { date_from: from, date_to, sort_order: order, page_size: take } = query;
  const until = date_to === undefined ? undefined : date_to + 1;
  const stretch = { from, until };
  const skip = offsetOf({ page: query.page, pageSize: take });
  const isByTime = query.sort_by === 'scheduled_at';
  const isNear = isByTime && skip <= MAX_WALK;
  const fromTheEnd = { direction: order === 'asc' ? 'up' : 'down', stretch, skip, take } as const;

  const countCut = (at: Instant | undefined) => {
    const cut = at !== undefined && cutAt(at);
    return cut && selectCount(db, scope, statuses, cut);
  };
  const answer = await ask(db, [
    selectSpans(db, tenant, scope, stretch, isByTime && !isNear),
    countCut(from),
    countCut(until),
    isNear && selectWalk(db, scope, statuses, fromTheEnd, query),
  ]);
  if (answer === 'silent') return { kind: 'silent' };
  const [counts, [first], [last], nearRows] = answer;
  const spans = counts.map((row) => toSpan(row, statuses));
  const all: Ranks = {
    low: from === undefined ? 0 : rankAt(spans, from, first?.n ?? 0),
    high: until === undefined ? totalOf(spans) : rankAt(spans, until, last?.n ?? 0),
  };
  const total = all.high - all.low;
  if (isNear) return { kind: 'found', rows: nearRows, total };
  if (!isByTime) return findSorted(db, query, matching, total);

  const page = ranksOfPage(all, order, skip, take);
  const walk = page && walkTo(spans, stretch, all, page);
  if (!walk) return { kind: 'found', rows: [], total };
  const walked = await ask(db, [selectWalk(db, scope, statuses, walk, query)]);
  return walked === 'silent' ? { kind: 'silent' } : { kind: 'found', rows: walked[0], total };
}

/** Of a customer, or of an agent in one department: few enough to be counted one by one. */
export async function findUncounted(
  db: D1Database,
  query: ListQuery,
  matching: Matching,
): Promise<Found> {
  const isByTime = query.sort_by === 'scheduled_at';
  const atMost = isByTime ? Number.MAX_SAFE_INTEGER : MAX_SORTED + 1;
  const answer = await ask(db, [
    selectTotal(db, matching, atMost),
    isByTime && selectSorted(db, query, matching),
  ]);
  if (answer === 'silent') return { kind: 'silent' };
  const [[counted], rows] = answer;
  const total = counted?.n ?? 0;
  return isByTime ? { kind: 'found', rows, total } : findSorted(db, query, matching, total);
}

async function findSorted(
  db: D1Database,
  query: ListQuery,
  matching: Matching,
  total: number,
): Promise<Found> {
  if (total > MAX_SORTED) return { kind: 'too many' };
  const sorted = await ask(db, [selectSorted(db, query, matching)]);
  return sorted === 'silent' ? { kind: 'silent' } : { kind: 'found', rows: sorted[0], total };
}

/** What the statements answer with; each has some of these columns. */
type Row = ListedRow & SpanRow & { readonly n: number };

/** One round trip: the rows of each statement, none where there is no statement. */
async function ask<const Statements extends readonly (D1PreparedStatement | false | undefined)[]>(
  db: D1Database,
  statements: Statements,
): Promise<{ [Key in keyof Statements]: Row[] } | 'silent'> {
  const asked = statements.filter((statement) => typeof statement === 'object');
  const answer = await askD1(LOOKUP_DEADLINE_MS, db.batch<Row>(asked));
  if (answer === 'silent') return 'silent';
  const results = answer.map((result) => result.results);
  const rows = statements.map((statement) => (statement ? (results.shift() ?? []) : []));
  return rows as { [Key in keyof Statements]: Row[] }; // one for each
}
