// Looks at a calendar whenever its writes have become durable, and at D1 after each of its writes: what must hold at every
// moment. Nothing here uses the code that it watches; the rows are read as they stand.

import type { SqlRow } from '../../src/calendar/ports.ts';
import type { D1 } from './d1.ts';
import type { Host } from './host.ts';
import { digest } from './task.ts';

/** A promise that was broken, in words. */
export class Breach extends Error {
  override name = 'Breach';
}

/** One line of a ledger's history. */
export interface RecordedEvent {
  readonly agent: string;
  readonly seq: number;
  readonly type: string;
  readonly id: string;
  readonly version: number | null;
  /** The Idempotency-Key's scope or the command's id. */
  readonly outcomeKey: string | null;
  /** The body that came with an Idempotency-Key. */
  readonly request: string | null;
  readonly actor: string;
  /** The turn of the world in which it had become durable. */
  readonly durableAt: number;
  readonly commandId: string | null;
  readonly appointment: { readonly [Column: string]: unknown };
}

/** A move of a request with a key that has not been decided, in turns of the world. */
export interface OpenDeparture {
  readonly agent: string;
  readonly key: string;
  readonly request: string;
  readonly openedAt: number;
  closedAt: number;
}

export class Watch {
  /** All events of all calendars, in the order in which they became durable. */
  readonly events: RecordedEvent[] = [];
  /** Moves with an Idempotency-Key, by transfer, as long as their departures were open. */
  readonly departures = new Map<string, OpenDeparture>();
  /** Routes of calendars whose events D1 has lost: it may miss some until they have been rebuilt. */
  readonly excused = new Set<string>();
  readonly #seqs = new Map<string, number>();
  /** The events of each calendar, in short. */
  readonly #seen = new Map<string, string>();
  readonly #owners = new Map<string, string>();
  /** Of the last event of each appointment, in any calendar. */
  readonly #versions = new Map<string, number>();
  readonly #turn: () => number;

  constructor(turn: () => number = () => 0) {
    this.#turn = turn;
  }

  /** All that its next judgement follows from. */
  memory(): string {
    const seen = [...this.#seen].sort();
    const moves = [...this.departures, ...this.excused];
    return JSON.stringify([seen, [...this.#owners].sort(), [...this.#versions].sort(), moves]);
  }

  /** Promises 1 and 3, that no line of the history is missing or written twice, and that nothing is remembered wrongly. */
  atCalendar(host: Host): void {
    const rows = rowsOf(
      host,
      'SELECT id, place, scheduled_at, ends_at, occupying, version FROM appointments',
    );
    if (host.memory.lie) throw new Breach(`${host.alias} is wrong: ${host.memory.lie}`);
    this.#noOverlap(host, rows);
    this.#history(host);
    this.#oneOwner(host, rows);
    this.#openDepartures(host);
  }

  /** Promise 5, the part that holds at every moment: D1 has the first so many events of each calendar. */
  atD1(d1: D1): void {
    const gaps = d1.store.all(
      'SELECT calendar, COUNT(*) AS count, MAX(seq) AS last FROM events GROUP BY tenant, calendar',
      [],
    );
    for (const { calendar, count, last } of gaps) {
      if (count !== last && !this.excused.has(String(calendar))) {
        throw new Breach(`D1 has ${count} events of calendar ${calendar}, the last is ${last}`);
      }
    }
  }

  #noOverlap(host: Host, rows: readonly SqlRow[]): void {
    const occupying = rows
      .filter((row) => row.occupying === 1)
      .sort((a, b) => Number(a.scheduled_at) - Number(b.scheduled_at));
    let last: SqlRow | undefined;
    for (const row of occupying) {
      if (last && Number(row.scheduled_at) < Number(last.ends_at)) {
        throw new Breach(`${host.alias} is double-booked: ${last.id} and ${row.id}`);
      }
      last = row;
    }
  }

  #oneOwner(host: Host, rows: readonly SqlRow[]): void {
    const here = new Map(
      rows
        .filter((row) => row.place === 'here')
        .map((row) => [String(row.id), Number(row.version)]),
    );
    for (const [id, owner] of this.#owners) {
      if (owner === host.alias && !here.has(id)) this.#owners.delete(id);
    }
    for (const [id, version] of here) {
      const owner = this.#owners.get(id);
      if (owner !== undefined && owner !== host.alias) {
        throw new Breach(`${id} belongs to ${owner} and to ${host.alias}`);
      }
      this.#owners.set(id, host.alias);
      const written = this.#versions.get(id) ?? 0;
      if (version !== written) {
        throw new Breach(`${id} stands in version ${version}, its last event is of ${written}`);
      }
    }
  }

  #history(host: Host): void {
    let last = this.#seqs.get(host.alias) ?? 0;
    const rows = rowsOf(
      host,
      'SELECT seq, type, version, appointment, actor, outcome_key, request, command_id FROM events WHERE seq > ? ORDER BY seq',
      last,
    );
    for (const row of rows) {
      if (row.seq !== last + 1) throw new Breach(`${host.alias} has no event ${last + 1}`);
      last += 1;
      const appointment = JSON.parse(String(row.appointment));
      const event: RecordedEvent = {
        agent: host.alias,
        seq: last,
        type: String(row.type),
        id: appointment.id,
        version: row.version === null ? null : Number(row.version),
        outcomeKey: row.outcome_key === null ? null : String(row.outcome_key),
        request: row.request === null ? null : String(row.request),
        actor: String(row.actor),
        durableAt: this.#turn(),
        commandId: row.command_id === null ? null : String(row.command_id),
        appointment,
      };
      if (event.version !== null) this.#nextVersion(event);
      this.events.push(event);
      const text = JSON.stringify(row);
      this.#seen.set(host.alias, digest(`${this.#seen.get(host.alias)} ${text}`));
    }
    this.#seqs.set(host.alias, last);
  }

  #openDepartures(host: Host): void {
    const rows = rowsOf(
      host,
      `SELECT transfer_id, envelope FROM departures
       WHERE appointment_id IN (SELECT id FROM appointments WHERE place = 'here')`,
    );
    const open = new Set(rows.map(({ transfer_id }) => String(transfer_id)));
    for (const [transfer, departure] of this.departures) {
      if (departure.agent !== host.alias || departure.closedAt < Number.POSITIVE_INFINITY) continue;
      if (!open.has(transfer)) departure.closedAt = this.#turn();
    }
    for (const { transfer_id, envelope } of rows) {
      const transfer = String(transfer_id);
      const { retry } = JSON.parse(String(envelope));
      if (!retry || this.departures.has(transfer)) continue;
      const { scope: key, request } = retry;
      const [openedAt, closedAt] = [this.#turn(), Number.POSITIVE_INFINITY];
      this.departures.set(transfer, { agent: host.alias, key, request, openedAt, closedAt });
    }
  }

  #nextVersion({ id, version }: RecordedEvent): void {
    const before = this.#versions.get(id) ?? 0;
    if (version !== before + 1) {
      throw new Breach(`${id} has an event of version ${version} after that of ${before}`);
    }
    this.#versions.set(id, version);
  }
}

/** Rows of a calendar; none of one that was never written to. */
export function rowsOf(host: Host, query: string, ...bindings: unknown[]): SqlRow[] {
  const written = host.store.all("SELECT 1 FROM sqlite_master WHERE name = 'appointments'", []);
  return written.length > 0 ? host.store.all(query, bindings) : [];
}
