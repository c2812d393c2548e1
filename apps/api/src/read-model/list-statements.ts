// The SQL of lists. Each index holds time within a status, so what is asked for is a merge of at most five ranges; a page is
// found in the index alone, and only what is shown is looked up. Each statement names its index: no statistics are needed.

import type { ListQuery, SortKey } from '@rendezvous/contract';
import { offsetOf, STATUSES, type Status } from '@rendezvous/domain';
import { type Cut, type Span, type Stretch, spanOf, type Walk } from './histogram.ts';

/** What the counts are kept for: a tenant, one of its agents, one of its departments. */
export interface Scope {
  readonly key: string;
  readonly index: string;
  readonly condition: Sql;
}

/** A piece of SQL with what its question marks stand for, in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** Conditions on `appointments AS a`, and the index that finds them. */
export interface Matching {
  readonly index: string;
  readonly where: Sql;
}

/** What each key sorts by. Text sorts without case and accents. */
const SORT_COLUMNS: Readonly<Record<SortKey, string>> = {
  scheduled_at: 'a.scheduled_at',
  inserted_at: 'a.inserted_at',
  updated_at: 'a.updated_at',
  title: 'a.title_key',
  status: 'a.status',
  duration_minutes: 'a.duration_minutes',
  customer_name: 'a.customer_name_key',
  user_name: 'u.name_key',
  department_name: 'd.name_key',
};

const WITH_USER = 'LEFT JOIN users AS u ON u.tenant = a.tenant AND u.id = a.user_id';
const WITH_DEPARTMENT =
  'LEFT JOIN departments AS d ON d.tenant = a.tenant AND d.id = a.department_id';
/** What a key needs beside the appointment. */
const SORT_JOINS: Readonly<Partial<Record<SortKey, string>>> = {
  user_name: WITH_USER,
  department_name: WITH_DEPARTMENT,
};

const prepare = (db: D1Database, { text, values }: Sql) => db.prepare(text).bind(...values);

/** The scope whose counts tell how many a query matches; undefined when none does. */
export function scopeOf(tenant: string, query: ListQuery): Scope | undefined {
  const { user_id: user, department_id: department, customer_id: customer } = query;
  if (customer !== undefined || (user !== undefined && department !== undefined)) return;
  if (user !== undefined) {
    const condition = { text: 'tenant = ? AND user_id = ?', values: [tenant, user] };
    return { key: `user:${user}`, index: 'appointments_by_user', condition };
  }
  if (department !== undefined) {
    const condition = { text: 'tenant = ? AND department_id = ?', values: [tenant, department] };
    return { key: `department:${department}`, index: 'appointments_by_department', condition };
  }
  const condition = { text: 'tenant = ?', values: [tenant] };
  return { key: 'tenant', index: 'appointments_by_time', condition };
}

export interface SpanRow {
  readonly span: number;
  readonly totals: string;
  readonly quarters: string | null;
}

/** The counts of a stretch: by quarters where it begins and where it ends, or everywhere. */
export function selectSpans(
  db: D1Database,
  tenant: string,
  { key }: Scope,
  { from, until }: Stretch,
  everywhere: boolean,
): D1PreparedStatement {
  const first = from === undefined ? 0 : spanOf(from);
  const last = until === undefined ? Number.MAX_SAFE_INTEGER : spanOf(until);
  return db
    .prepare(
      `SELECT span, totals, CASE WHEN ?5 OR span IN (?3, ?4) THEN quarters END AS quarters
       FROM appointment_counts WHERE tenant = ?1 AND scope = ?2 AND span BETWEEN ?3 AND ?4
       ORDER BY span`,
    )
    .bind(tenant, key, first, last, everywhere ? 1 : 0);
}

export function toSpan({ span, totals, quarters }: SpanRow, statuses: readonly Status[]): Span {
  const byStatus: Partial<Record<Status, number>> = JSON.parse(totals);
  const total = statuses.reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
  if (quarters === null) return { span, total, quarters: undefined };
  const counts = new Map<number, number>();
  const byQuarter: Partial<Record<Status, Record<string, number>>> = JSON.parse(quarters);
  for (const status of statuses) {
    for (const [nth, count] of Object.entries(byQuarter[status] ?? {})) {
      counts.set(Number(nth), (counts.get(Number(nth)) ?? 0) + count);
    }
  }
  return { span, total, quarters: counts };
}

/** Counts what lies in a cut, one by one. */
export const selectCount = (
  db: D1Database,
  { index, condition }: Scope,
  statuses: readonly Status[],
  { from, until }: Cut,
): D1PreparedStatement =>
  prepare(db, {
    text: `SELECT count(*) AS n FROM appointments INDEXED BY ${index}
      WHERE ${condition.text} AND status IN (${statuses.map(() => '?').join(', ')})
        AND scheduled_at >= ? AND scheduled_at < ?`,
    values: [...condition.values, ...statuses, from, until],
  });

/** The page at the end of a walk, in the order of the query. */
export function selectWalk(
  db: D1Database,
  { index, condition }: Scope,
  statuses: readonly Status[],
  { direction, stretch, skip, take }: Walk,
  query: ListQuery,
): D1PreparedStatement {
  const { from = Number.MIN_SAFE_INTEGER, until = Number.MAX_SAFE_INTEGER } = stretch;
  const way = direction === 'up' ? 'ASC' : 'DESC';
  // One range of the index for each status, merged as they are read. D1 merges at most five.
  const ranges = statuses.map(
    () => `SELECT tenant, id, scheduled_at FROM appointments INDEXED BY ${index}
      WHERE ${condition.text} AND status = ? AND scheduled_at >= ? AND scheduled_at < ?`,
  );
  return selectShown(db, query, {
    text: `${ranges.join('\nUNION ALL ')} ORDER BY scheduled_at ${way}, id ${way} LIMIT ? OFFSET ?`,
    values: [
      ...statuses.flatMap((status) => [...condition.values, status, from, until]),
      take,
      skip,
    ],
  });
}

/** A page of all that matches, sorted: as many rows are read as there are. */
export const selectSorted = (
  db: D1Database,
  query: ListQuery,
  { index, where }: Matching,
): D1PreparedStatement =>
  selectShown(db, query, {
    text: `SELECT a.tenant, a.id
      FROM appointments AS a INDEXED BY ${index} ${SORT_JOINS[query.sort_by] ?? ''}
      WHERE ${where.text} ORDER BY ${orderOf(query)} LIMIT ? OFFSET ?`,
    values: [
      ...where.values,
      query.page_size,
      offsetOf({ page: query.page, pageSize: query.page_size }),
    ],
  });

/** How many match; those past `atMost` are not looked at. */
export const selectTotal = (
  db: D1Database,
  { index, where }: Matching,
  atMost: number,
): D1PreparedStatement =>
  prepare(db, {
    text: `SELECT count(*) AS n FROM (
      SELECT 1 FROM appointments AS a INDEXED BY ${index} WHERE ${where.text} LIMIT ?)`,
    values: [...where.values, atMost],
  });

/** The appointments of a page with the names of the directory as they are now. */
const selectShown = (db: D1Database, query: ListQuery, page: Sql): D1PreparedStatement =>
  prepare(db, {
    text: `SELECT a.*, d.name AS department_now, u.name AS user_now
      FROM (${page.text}) AS page
      CROSS JOIN appointments AS a ON a.tenant = page.tenant AND a.id = page.id
      ${WITH_DEPARTMENT} ${WITH_USER}
      ORDER BY ${orderOf(query)}`,
    values: page.values,
  });

const orderOf = ({ sort_by, sort_order }: ListQuery): string =>
  `${SORT_COLUMNS[sort_by]} ${sort_order}, a.id ${sort_order}`;

/** The statuses that a query asks for. */
export const statusesOf = ({ status }: ListQuery): readonly Status[] => status ?? STATUSES;
