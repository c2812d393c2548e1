// A tenant's directory, page by page from one database to another, and the removal of its copies of appointments.

/** Tables of the directory: the column of the tenant, and what the tenant's rows are in order by. */
const TABLES = [
  { table: 'tenants', tenant: 'slug', key: 'slug' },
  { table: 'departments', tenant: 'tenant', key: 'id' },
  { table: 'users', tenant: 'tenant', key: 'id' },
  { table: 'customers', tenant: 'tenant', key: 'id' },
  { table: 'imported_ids', tenant: 'tenant', key: 'id' },
  { table: 'directory_outcomes', tenant: 'tenant', key: 'scope' },
] as const;

/** Rows that travel together at most. */
const PAGE = 500;
/** And their JSON in UTF-16 units: at most 1.8 MB of UTF-8 in a parameter of D1, which takes 2 MB. A row alone is far below. */
const MAX_PAGE_LENGTH = 600_000;
/** Copies of appointments or events that one statement removes: far below what it may write in 30 seconds. */
const DISCARDED = 2_000;

type Answered = <Value>(query: Promise<Value>) => Promise<Value>;
type Row = Record<string, string | number | null>;

export interface Carriage {
  /**
   * The state of the tenant in the target, or else nothing is written. `arriving`: the source is right, what the target has is
   * replaced, and how far it is stands there. `here`: the target is right, it takes what it lacks, and the source gives all up.
   */
  readonly while: 'arriving' | 'here';
  /** Where an earlier try has come to. */
  readonly from: string | null;
}

export async function carry(
  tenant: string,
  source: D1Database,
  target: D1Database,
  answered: Answered,
  { while: state, from }: Carriage,
): Promise<void> {
  const begun: { table: string; after: string } | null = from === null ? null : JSON.parse(from);
  const start = TABLES.findIndex(({ table }) => table === begun?.table);
  for (const { table, tenant: scope, key } of TABLES.slice(Math.max(start, 0))) {
    let after = table === begun?.table ? begun.after : '';
    for (;;) {
      const select = `SELECT * FROM ${table} WHERE ${scope} = ? AND ${key} > ? ORDER BY ${key} LIMIT ${PAGE}`;
      const { results } = await answered(source.prepare(select).bind(tenant, after).all<Row>());
      const rows = firstOf(results);
      const last = rows.at(-1);
      if (!last) break;
      const columns = Object.keys(last);
      after = String(last[key]);
      const insert = state === 'here' ? 'INSERT OR IGNORE' : 'INSERT OR REPLACE';
      await answered(
        target.batch([
          target
            .prepare(
              `${insert} INTO ${table} (${columns.join(', ')})
               SELECT ${columns.map((column) => `value ->> '${column}'`).join(', ')} FROM json_each(?1)
               WHERE EXISTS (SELECT 1 FROM relocations WHERE tenant = ?2 AND state = '${state}')`,
            )
            .bind(JSON.stringify(rows), tenant),
          target
            .prepare("UPDATE relocations SET cursor = ?1 WHERE tenant = ?2 AND state = 'arriving'")
            .bind(JSON.stringify({ table, after }), tenant),
        ]),
      );
      if (state === 'here') {
        const keys = JSON.stringify(rows.map((row) => row[key]));
        const gone = `DELETE FROM ${table} WHERE ${scope} = ? AND ${key} IN (SELECT value FROM json_each(?))`;
        await answered(source.prepare(gone).bind(tenant, keys).run());
      }
    }
  }
}

/** As many rows as fit. */
function firstOf(rows: readonly Row[]): readonly Row[] {
  let length = 0;
  const end = rows.findIndex((row) => {
    length += JSON.stringify(row).length + 1;
    return length > MAX_PAGE_LENGTH;
  });
  return end < 0 ? rows : rows.slice(0, Math.max(end, 1));
}

/** Removes appointments, events and counts. */
export async function discard(tenant: string, db: D1Database, answered: Answered): Promise<void> {
  for (const [table, key] of [
    ['appointments', 'id'],
    ['events', 'appointment_id, calendar, seq'],
  ]) {
    const some = `DELETE FROM ${table} WHERE tenant = ?1 AND (${key}) IN
      (SELECT ${key} FROM ${table} WHERE tenant = ?1 LIMIT ${DISCARDED}) RETURNING 1 AS gone`;
    while ((await answered(db.prepare(some).bind(tenant).all())).results.length === DISCARDED);
  }
  await answered(db.prepare('DELETE FROM appointment_counts WHERE tenant = ?').bind(tenant).run());
}
