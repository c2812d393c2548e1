// What the answers have told of the directory: each record at its highest version, and nothing else.

import { env } from 'cloudflare:workers';
import type { WireCustomer, WireDepartment, WireUser } from '@rendezvous/contract';
import type { Tenant } from '../tenant.ts';
import { type Collection, WRAPPERS } from './forms.ts';

export type WireRecord = WireDepartment | WireUser | WireCustomer;

const COLUMNS = {
  departments: ['name', 'active', 'version'],
  users: ['name', 'email', 'role', 'active', 'time_zone', 'department_ids', 'version'],
  customers: ['name', 'email', 'phone', 'version'],
} as const satisfies Record<Collection, readonly string[]>;

type Row = Record<string, string | number | null>;

export class ToldRecords {
  readonly #records: Record<Collection, Map<string, WireRecord>> = {
    departments: new Map(),
    users: new Map(),
    customers: new Map(),
  };
  readonly #keys = new Set<string>();

  find(collection: Collection, id: string): WireRecord | undefined {
    return this.#records[collection].get(id);
  }

  ids(collection: Collection): string[] {
    return [...this.#records[collection].keys()];
  }

  /** An accepted answer; replays of old ones are no news. */
  learn(collection: Collection, record: WireRecord): void {
    const known = this.find(collection, record.id);
    if (!known || record.version > known.version) this.#records[collection].set(record.id, record);
  }

  /** An Idempotency-Key that was accepted. */
  learnKey(scope: string): void {
    this.#keys.add(scope);
  }

  /** Everybody who was merged into another, and into whom: those who were merged later themselves tell of then. */
  #aliases(): Map<string, string> {
    const customers = [...this.#records.customers.values()].map(({ id, ...rest }) => ({
      id,
      from: 'merged_from' in rest ? rest.merged_from : [],
    }));
    const merged = new Set(customers.flatMap(({ from }) => from));
    const survivors = customers.filter(({ id }) => !merged.has(id));
    return new Map(
      survivors.flatMap(({ id, from }) => from.map((alias): [string, string] => [alias, id])),
    );
  }

  /** What D1 holds of records that answers told of and did not tell so, and of outcomes that nobody was told. */
  async discrepancies({ slug }: Tenant): Promise<string[]> {
    const rowsIn = async (table: string) =>
      (await env.DB.prepare(`SELECT * FROM ${table} WHERE tenant = ?`).bind(slug).all<Row>())
        .results;
    const found: string[] = [];
    const aliases = this.#aliases();
    for (const collection of ['departments', 'users', 'customers'] as const) {
      const rows = new Map((await rowsIn(collection)).map((row) => [String(row.id), row]));
      for (const [id, record] of this.#records[collection]) {
        const row = rows.get(id);
        if (!row) found.push(`${collection} ${id} is lost`);
        else if (!aliases.has(id)) found.push(...differences(collection, row, record));
      }
      for (const { id, merged_into = null } of rows.values()) {
        const into = aliases.get(String(id)) ?? null;
        if (merged_into === into) continue;
        found.push(`customer ${id} was merged into ${merged_into}, and ${into} was told`);
      }
    }
    const kept = (await rowsIn('directory_outcomes')).length;
    if (kept === this.#keys.size) return found;
    return [...found, `${kept} outcomes of the directory are stored, ${this.#keys.size} accepted`];
  }
}

function differences(collection: Collection, row: Row, record: WireRecord): string[] {
  const told: Record<string, unknown> = { ...record };
  const wanted = COLUMNS[collection].map((column) => toSql(told[column]));
  const held = COLUMNS[collection].map((column) => row[column]);
  const [was, is] = [JSON.stringify(wanted), JSON.stringify(held)];
  return was === is ? [] : [`${WRAPPERS[collection]} ${row.id} was ${was} and is ${is}`];
}

const toSql = (value: unknown): unknown =>
  typeof value === 'boolean' ? Number(value) : Array.isArray(value) ? JSON.stringify(value) : value;
