// Records of the directory: departments, users, customers. A record is one JSON value that SQL makes in the form of the wire,
// so that a list, a single answer and a stored outcome cannot differ. Every statement takes two parameters: ?1 is the tenant,
// ?2 a JSON object of all the rest.

import type { WireCustomer, WireDepartment, WireUser } from '@rendezvous/contract';
import { offsetOf } from '@rendezvous/domain';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';

/** Where records of one kind are; `Wire` is what they look like. */
export interface Kind<Wire> {
  /** Also their collection in paths. */
  readonly table: 'departments' | 'users' | 'customers';
  /** SQL of the id of the record that a row belongs to: its own, unless the row is another name for it. */
  readonly owner: string;
  /** SQL of the record in the row `r`. */
  readonly json: string;
  readonly parse: (json: string) => Wire;
}

/** SQL of a parameter. */
export const p = (path: string): string => `(?2 ->> '$.${path}')`;

/** SQL of the id of the record that `id` (SQL too) names; NULL when there is none. */
export const ownerOf = ({ table, owner }: Kind<unknown>, id: string): string =>
  `(SELECT ${owner} FROM ${table} WHERE tenant = ?1 AND id = ${id})`;

/** SQL of the record with this id, as JSON. */
export const jsonOf = ({ table, json }: Kind<unknown>, id: string): string =>
  `(SELECT ${json} FROM ${table} AS r WHERE r.tenant = ?1 AND r.id = ${id})`;

const truth = (column: string) => `json(iif(${column}, 'true', 'false'))`;
const instant = (column: string) => `strftime('%Y-%m-%dT%H:%M:%SZ', ${column} / 1000, 'unixepoch')`;
const STAMPS = `'inserted_at', ${instant('r.inserted_at')}, 'updated_at', ${instant('r.updated_at')}, 'version', r.version`;

export const DEPARTMENTS: Kind<WireDepartment> = {
  table: 'departments',
  owner: 'id',
  json: `json_object('id', r.id, 'name', r.name, 'active', ${truth('r.active')}, ${STAMPS})`,
  parse: (json) => JSON.parse(json) as WireDepartment, // made just above
};

export const USERS: Kind<WireUser> = {
  table: 'users',
  owner: 'id',
  json: `json_object('id', r.id, 'name', r.name, 'email', r.email, 'role', r.role, 'active', ${truth('r.active')},
    'time_zone', r.time_zone, 'department_ids', json(r.department_ids), ${STAMPS})`,
  parse: (json) => JSON.parse(json) as WireUser, // made just above
};

export const CUSTOMERS: Kind<WireCustomer> = {
  table: 'customers',
  owner: 'coalesce(merged_into, id)',
  json: `json_object('id', r.id, 'name', r.name, 'email', r.email, 'phone', r.phone,
    'merged_from', json((SELECT json_group_array(m.id ORDER BY m.id) FROM customers AS m
      WHERE m.tenant = r.tenant AND m.merged_into = r.id)), ${STAMPS})`,
  parse: (json) => JSON.parse(json) as WireCustomer, // made just above
};

/** The record that the id names, or null when it names none. */
export async function findRecord<Wire>(
  db: D1Database,
  tenant: string,
  kind: Kind<Wire>,
  id: string,
): Promise<Wire | null | 'silent'> {
  const row = await askD1(
    LOOKUP_DEADLINE_MS,
    db
      .prepare(`SELECT ${jsonOf(kind, ownerOf(kind, p('id')))} AS record`)
      .bind(tenant, JSON.stringify({ id }))
      .first<{ record: string | null }>(),
  );
  if (row === 'silent') return 'silent';
  return row?.record == null ? null : kind.parse(row.record);
}

/** Which records of a kind, in which order. */
export interface RecordQuery {
  readonly page: number;
  readonly page_size: number;
  readonly sort_order: 'asc' | 'desc';
  /** The column to sort by. */
  readonly column: string;
  /** SQL about the row `r`; a condition that is undefined is none. */
  readonly where: readonly (string | undefined)[];
  readonly parameters: Record<string, unknown>;
}

/** One page, and how many records there are on all of them. One round trip. */
export async function listRecords<Wire>(
  db: D1Database,
  tenant: string,
  kind: Kind<Wire>,
  query: RecordQuery,
): Promise<{ readonly records: Wire[]; readonly totalCount: number } | 'silent'> {
  const { page, page_size: pageSize, sort_order, column } = query;
  const order = sort_order === 'asc' ? 'ASC' : 'DESC';
  // The last condition holds: it is there for the parameter, which a statement has to name.
  const where = ['r.tenant = ?1', ...query.where.flatMap((one) => one ?? []), '?2 IS NOT NULL'];
  const from = `FROM ${kind.table} AS r WHERE ${where.join(' AND ')}`;
  const parameters = { ...query.parameters, limit: pageSize, offset: offsetOf({ page, pageSize }) };
  const answer = await askD1(
    LOOKUP_DEADLINE_MS,
    db.batch<{ total: number; record: string }>(
      [
        `SELECT count(*) AS total ${from}`,
        `SELECT ${kind.json} AS record ${from}
         ORDER BY r.${column} ${order}, r.id ${order} LIMIT ${p('limit')} OFFSET ${p('offset')}`,
      ].map((sql) => db.prepare(sql).bind(tenant, JSON.stringify(parameters))),
    ),
  );
  if (answer === 'silent') return 'silent';
  const [counted, rows] = answer;
  return {
    records: rows?.results.map(({ record }) => kind.parse(record)) ?? [],
    totalCount: counted?.results[0]?.total ?? 0,
  };
}
