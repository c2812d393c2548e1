// Lists: pages of the copy in D1, with the names of the directory as they are now. One round trip.

import type { ListQuery, SortKey } from '@rendezvous/contract';
import { type Appointment, offsetOf, type Status } from '@rendezvous/domain';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';

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

export type Listed =
  | { readonly kind: 'listed'; readonly appointments: Appointment[]; readonly totalCount: number }
  | { readonly kind: 'silent' };

export async function list(db: D1Database, tenant: string, query: ListQuery): Promise<Listed> {
  const { where, bindings } = filter(tenant, query);
  const order = query.sort_order === 'asc' ? 'ASC' : 'DESC';
  const answer = await askD1(
    LOOKUP_DEADLINE_MS,
    db.batch<Row & { total: number }>([
      db
        .prepare(`SELECT count(*) AS total FROM appointments AS a WHERE ${where}`)
        .bind(...bindings),
      db
        .prepare(
          `SELECT a.*, d.name AS department_now, u.name AS user_now
           FROM appointments AS a
           LEFT JOIN departments AS d ON d.tenant = a.tenant AND d.id = a.department_id
           LEFT JOIN users AS u ON u.tenant = a.tenant AND u.id = a.user_id
           WHERE ${where}
           ORDER BY ${SORT_COLUMNS[query.sort_by]} ${order}, a.id ${order} LIMIT ? OFFSET ?`,
        )
        .bind(
          ...bindings,
          query.page_size,
          offsetOf({ page: query.page, pageSize: query.page_size }),
        ),
    ]),
  );
  if (answer === 'silent') return { kind: 'silent' };
  const [counted, page] = answer;
  return {
    kind: 'listed',
    totalCount: counted?.results[0]?.total ?? 0,
    appointments: page?.results.map(toAppointment) ?? [],
  };
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

/** The conditions of a query: the tenant first, then the filters that are given. */
function filter(
  tenant: string,
  query: ListQuery,
): { where: string; bindings: (string | number)[] } {
  const conditions: [string, string | number | string[] | undefined][] = [
    ['a.tenant = ?', tenant],
    ['a.status IN (SELECT value FROM json_each(?))', query.status && JSON.stringify(query.status)],
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
  return {
    where: given.map(({ condition }) => condition).join(' AND '),
    bindings: given.flatMap(({ value }) => value),
  };
}

/** A row of `appointments`, with the names as the directory has them now. */
interface Row {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly description: string | null;
  readonly status: Status;
  readonly scheduled_at: number;
  readonly duration_minutes: number;
  readonly department_id: string;
  readonly department_name: string | null;
  readonly user_id: string;
  readonly user_name: string | null;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly customer_email: string | null;
  readonly customer_phone: string | null;
  readonly notes: string | null;
  readonly cancellation_reason: string | null;
  readonly inserted_at: number;
  readonly updated_at: number;
  readonly department_now: string | null;
  readonly user_now: string | null;
}

const toAppointment = (row: Row): Appointment => ({
  id: row.id,
  title: row.title,
  description: row.description,
  status: row.status,
  scheduledAt: row.scheduled_at,
  durationMinutes: row.duration_minutes,
  departmentId: row.department_id,
  departmentName: row.department_now ?? row.department_name,
  agentId: row.user_id,
  agentName: row.user_now ?? row.user_name,
  customerId: row.customer_id,
  contact: { name: row.customer_name, email: row.customer_email, phone: row.customer_phone },
  notes: row.notes,
  cancellationReason: row.cancellation_reason,
  insertedAt: row.inserted_at,
  updatedAt: row.updated_at,
  version: row.version,
});
