// What the answers have told: every accepted change, and nothing else. Whatever the stores hold beyond it was left behind by
// a request that was refused.

import { formatInstant, type WireAppointment } from '@rendezvous/contract';
import { ledgersOf } from '../equality.ts';
import { rowsOf } from '../moves.ts';
import { agentIdsOf, customersOf, type Tenant } from '../tenant.ts';
import type { Collection } from './forms.ts';
import { ToldRecords, type WireRecord } from './told-records.ts';

/** An appointment at the highest version that an answer told of; what it looks like is not known of an import. */
export interface Known {
  readonly id: string;
  readonly version: number;
  readonly wire?: WireAppointment;
}

export class Told {
  readonly #appointments = new Map<string, Known>();
  /** Customers' records as they were first seen. */
  readonly #records = new Map<string, string>();
  readonly #keys = new Set<string>();

  constructor(customer: string) {
    this.customers = [customer];
  }

  /** In the order in which they were told of. */
  readonly ids: string[] = [];
  /** Customers whom the appointments have or had, and those of the directory's own answers. */
  readonly customers: string[];
  /** What the directory's own answers told of. */
  readonly records = new ToldRecords();

  find(id: string): Known | undefined {
    return this.#appointments.get(id);
  }

  /** An accepted answer; replays of old ones are no news. */
  learn(wire: WireAppointment): void {
    const { id, version, customer_id } = wire;
    if (!this.customers.includes(customer_id)) this.customers.push(customer_id);
    const known = this.#appointments.get(id);
    if (!known) this.ids.push(id);
    const isNews = !known || version > known.version || (version === known.version && !known.wire);
    if (isNews) this.#appointments.set(id, { id, version, wire });
  }

  /** An accepted answer about a record of the directory. */
  learnRecord(collection: Collection, record: WireRecord): void {
    this.records.learn(collection, record);
    if (collection === 'customers' && !this.customers.includes(record.id)) {
      this.customers.push(record.id);
    }
  }

  learnImport(id: string): void {
    if (this.#appointments.has(id)) return;
    this.ids.push(id);
    this.#appointments.set(id, { id, version: 1 });
  }

  /** An Idempotency-Key that was accepted for this appointment; `scope` is what makes two uses of a key the same. */
  learnKey(scope: string, id: string): void {
    this.#keys.add(`${scope}\n${id}`);
  }

  /** What the ledgers and the directory of customers hold and nobody was told of, or lack although somebody was. */
  async discrepancies(tenant: Tenant): Promise<string[]> {
    const { appointments, events } = await ledgersOf(tenant);
    const found: string[] = [];
    const versions = Map.groupBy(
      events.filter(({ version }) => version !== null),
      (event) => String(event.appointment_id),
    );
    for (const row of appointments) {
      const known = this.#appointments.get(String(row.id));
      const written = versions.get(String(row.id))?.map(({ version }) => Number(version)) ?? [];
      const missing = difference(row, known, written);
      if (missing) found.push(`appointment ${row.id}: ${missing}`);
    }
    const held = new Set(appointments.map(({ id }) => id));
    const lost = this.ids.filter((id) => !held.has(id));
    found.push(...lost.map((id) => `appointment ${id} is lost`));
    return [
      ...found,
      ...(await this.#strayCustomers(tenant)),
      ...(await this.records.discrepancies(tenant)),
      ...(await this.#left(tenant)),
    ];
  }

  async #strayCustomers(tenant: Tenant): Promise<string[]> {
    const rows = await customersOf(tenant);
    return rows.flatMap((row) => {
      // Those that the directory's answers told of are compared with these.
      if (row.merged_into !== null || this.records.find('customers', row.id)) return [];
      const record = JSON.stringify(row);
      const before = this.#records.get(row.id) ?? record;
      this.#records.set(row.id, before);
      if (!this.customers.includes(row.id))
        return `customer ${row.id} was born for nothing: ${record}`;
      return before === record ? [] : `customer ${row.id} was ${before} and is ${record}`;
    });
  }

  /** Stored outcomes of refusals, and moves that nobody has finished. */
  async #left(tenant: Tenant): Promise<string[]> {
    const kept = new Set<string>();
    const found: string[] = [];
    for (const agentId of await agentIdsOf(tenant)) {
      const outcomes = await rowsOf(
        tenant,
        agentId,
        `SELECT outcome_key AS key, appointment ->> 'id' AS id FROM events WHERE request IS NOT NULL
         UNION SELECT outcome_key, appointment_id FROM outcomes WHERE request IS NOT NULL`,
      );
      for (const { key, id } of outcomes) kept.add(`${key}\n${id}`);
      const open = await rowsOf(
        tenant,
        agentId,
        `SELECT appointment_id AS id FROM departures
         UNION ALL SELECT appointment_id FROM untold
         UNION ALL SELECT id FROM appointments WHERE place = 'held'`,
      );
      found.push(...open.map(({ id }) => `appointment ${id} is still on its way`));
    }
    if (kept.size === this.#keys.size) return found;
    return [...found, `${kept.size} outcomes are stored, ${this.#keys.size} were accepted`];
  }
}

type Row = Awaited<ReturnType<typeof ledgersOf>>['appointments'][number];

function difference(
  row: Row,
  known: Known | undefined,
  written: readonly number[],
): string | undefined {
  if (!known) return 'nobody was told of it';
  if (written.length !== known.version) {
    return `${written.length} events, and version ${known.version} was told`;
  }
  if (row.version !== known.version) return `version ${row.version} instead of ${known.version}`;
  const wire: Record<string, unknown> = { ...known.wire };
  for (const [column, value] of Object.entries(row)) {
    const told = column.endsWith('_at') ? formatInstant(Number(value)) : value;
    if (known.wire && wire[column] !== told) return `${column} is ${told}, not ${wire[column]}`;
  }
  return undefined;
}
