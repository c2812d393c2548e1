// All that each database has of a tenant.

import { DATABASES, type DatabaseName, databaseCalled } from './databases.ts';

type Row = Record<string, unknown>;

/** By database and table, the rows of the tenant; tables without any are left out. */
export async function rowsEverywhere(
  slug: string,
): Promise<Partial<Record<DatabaseName, Record<string, Row[]>>>> {
  const found: Partial<Record<DatabaseName, Record<string, Row[]>>> = {};
  for (const name of DATABASES) {
    const db = databaseCalled(name);
    const tables = await db
      .prepare(
        `SELECT name, iif(name = 'tenants', 'slug', 'tenant') AS scope FROM sqlite_master
         WHERE type = 'table' AND sql LIKE '%tenant%' ORDER BY name`,
      )
      .all<{ name: string; scope: string }>();
    for (const { name: table, scope } of tables.results) {
      const query = `SELECT * FROM ${table} WHERE ${scope} = ? ORDER BY 1, 2, 3`;
      const { results } = await db.prepare(query).bind(slug).all<Row>();
      if (results.length > 0) found[name] = { ...found[name], [table]: results };
    }
  }
  return found;
}
