// Lists: pages of the copy in D1, with the names of the directory as they are now; and whose calendar an id is in.

import type { ListQuery } from '@rendezvous/contract';
import type { Appointment } from '@rendezvous/domain';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';
import { type Found, findCounted, findUncounted } from './find-page.ts';
import { type Matching, scopeOf, statusesOf } from './list-statements.ts';
import { toAppointment } from './listed-row.ts';

export type Listed =
  | { readonly kind: 'listed'; readonly appointments: Appointment[]; readonly totalCount: number }
  | Exclude<Found, { readonly kind: 'found' }>;

export async function list(db: D1Database, tenant: string, query: ListQuery): Promise<Listed> {
  const scope = scopeOf(tenant, query);
  const matching = matchingOf(tenant, query, scope?.index);
  const found = scope
    ? await findCounted(db, tenant, query, scope, matching)
    : await findUncounted(db, query, matching);
  if (found.kind !== 'found') return found;
  const { rows, total } = found;
  return { kind: 'listed', totalCount: total, appointments: rows.map(toAppointment) };
}

export type Holder =
  | { readonly kind: 'found'; readonly agentId: string }
  | { readonly kind: 'unknown' | 'silent' };

/** Whose calendar holds an appointment, as far as D1 knows; of an import whose copy is missing, whose calendar took it. */
export async function holderOf(db: D1Database, tenant: string, id: string): Promise<Holder> {
  const row = await askD1(
    LOOKUP_DEADLINE_MS,
    db
      .prepare(
        `SELECT user_id FROM appointments WHERE tenant = ?1 AND id = ?2
         UNION ALL SELECT user_id FROM imported_ids WHERE tenant = ?1 AND id = ?2 LIMIT 1`,
      )
      .bind(tenant, id)
      .first<{ user_id: string }>(),
  );
  if (row === 'silent') return { kind: 'silent' };
  return row ? { kind: 'found', agentId: row.user_id } : { kind: 'unknown' };
}

/** All ids of a customer by one of them (tenant, id, id): its own, and those that were merged into it. */
const SAME_CUSTOMER = `
  WITH named AS (
    SELECT tenant, coalesce(merged_into, id) AS id FROM customers WHERE tenant = ? AND id = ?)
  SELECT ? UNION SELECT id FROM named UNION SELECT merged.id FROM named
    JOIN customers AS merged ON merged.tenant = named.tenant AND merged.merged_into = named.id`;

/** The conditions of a query, the tenant first, then the filters that are given; and the index that finds what meets them. */
function matchingOf(tenant: string, query: ListQuery, index: string | undefined): Matching {
  const conditions: [string, string | number | string[] | undefined][] = [
    ['a.tenant = ?', tenant],
    ['a.status IN (SELECT value FROM json_each(?))', JSON.stringify(statusesOf(query))],
    ['a.user_id = ?', query.user_id],
    ['a.department_id = ?', query.department_id],
    [
      `a.customer_id IN (${SAME_CUSTOMER})`,
      query.customer_id && [tenant, query.customer_id, query.customer_id],
    ],
    ['a.scheduled_at >= ?', query.date_from],
    ['a.scheduled_at <= ?', query.date_to],
  ];
  const given = conditions.flatMap(([condition, value]) =>
    value === undefined ? [] : [{ condition, value }],
  );
  const ofOneCustomer = query.customer_id !== undefined;
  return {
    index: index ?? (ofOneCustomer ? 'appointments_by_customer' : 'appointments_by_user'),
    where: {
      text: given.map(({ condition }) => condition).join(' AND '),
      values: given.flatMap(({ value }) => value),
    },
  };
}
