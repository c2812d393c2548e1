// The counts that lists rest on, against a plain look at all rows.

import { expect } from 'vitest';
import { d1Of } from './databases.ts';
import type { Tenant } from './tenant.ts';

interface CountsRow {
  readonly scope: string;
  readonly span: number;
  readonly totals: string;
  readonly quarters: string;
}

interface Placed {
  readonly user_id: string;
  readonly department_id: string;
  readonly status: string;
  readonly scheduled_at: number;
}

const QUARTER_MS = 21_600_000;
const SPAN_MS = 128 * QUARTER_MS;
const YEAR_ZERO = Date.parse('0000-01-01T00:00:00Z');

/** Each count is that of the rows that it stands for, and what is not counted does not exist. */
export async function expectExactCounts({ slug }: Pick<Tenant, 'slug'>): Promise<void> {
  const [rows, counts] = await d1Of(slug).batch<Placed & CountsRow>([
    d1Of(slug).prepare('SELECT * FROM appointments WHERE tenant = ?').bind(slug),
    d1Of(slug).prepare('SELECT * FROM appointment_counts WHERE tenant = ?').bind(slug),
  ]);
  const expected = new Map<string, number>();
  const add = (to: Map<string, number>, key: string, count: number) => {
    if (count !== 0) to.set(key, (to.get(key) ?? 0) + count);
  };
  for (const { user_id, department_id, status, scheduled_at } of rows?.results ?? []) {
    const since = scheduled_at - YEAR_ZERO;
    const span = Math.floor(since / SPAN_MS);
    const quarter = Math.floor((since - span * SPAN_MS) / QUARTER_MS);
    for (const scope of ['tenant', `user:${user_id}`, `department:${department_id}`]) {
      add(expected, `${scope} ${span} ${status}`, 1);
      add(expected, `${scope} ${span} ${status} ${quarter}`, 1);
    }
  }
  const found = new Map<string, number>();
  for (const { scope, span, totals, quarters } of counts?.results ?? []) {
    const byStatus: Record<string, number> = JSON.parse(totals);
    const byQuarter: Record<string, Record<string, number>> = JSON.parse(quarters);
    for (const [status, count] of Object.entries(byStatus)) {
      add(found, `${scope} ${span} ${status}`, count);
    }
    for (const [status, own] of Object.entries(byQuarter)) {
      for (const [nth, count] of Object.entries(own)) {
        add(found, `${scope} ${span} ${status} ${nth}`, count);
      }
    }
  }
  expect(Object.fromEntries([...found].sort())).toEqual(Object.fromEntries([...expected].sort()));
}
