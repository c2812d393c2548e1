// The ledger's SQL: events. One row is a line of the history, an entry of the outbox and a stored outcome.

import type { Appointment, Customer, Instant } from '@rendezvous/domain';
import type { Envelope } from './commands.ts';
import type { ContactField } from './contact-changes.ts';
import type { Ledger } from './ledger.ts';
import { outcomeKey } from './outcomes.ts';
import type {
  EventType,
  LedgerEvent,
  Newborn,
  Projection,
  Snapshot,
  Sql,
  SqlRow,
} from './ports.ts';

/**
 * What a batch may hold of events and of appointments, each in UTF-16 units of JSON: at most 1.2 MB of UTF-8 in a parameter
 * of D1, which takes 2 MB.
 */
const MAX_BATCH_LENGTH = 400_000;

export type NewEvent = Omit<LedgerEvent, 'seq' | 'appointment'> & {
  readonly appointment: Appointment;
  readonly contactChanges?: readonly ContactField[];
};

export class Journal {
  readonly #sql: Sql;
  readonly #ledger: Ledger;

  constructor(sql: Sql, ledger: Ledger) {
    this.#sql = sql;
    this.#ledger = ledger;
  }

  /** The seq of the next event: gap-free from 1, since no event is ever deleted. */
  nextSeq(): number {
    return this.lastSeq() + 1;
  }

  /** Adds an event; with an envelope its outcome can be asked for again. Returns its seq. */
  append(event: NewEvent, envelope: Envelope | null): number {
    const { contact: _, ...appointment } = event.appointment;
    const { contactChanges = [] } = event;
    const snapshot: Snapshot =
      contactChanges.length > 0 ? { ...appointment, contactChanges } : appointment;
    const seq = this.nextSeq();
    const key = envelope && outcomeKey(envelope);
    // An outcome that is past its lifetime gives its key up.
    if (key) this.#sql.all('UPDATE events SET outcome_key = NULL WHERE outcome_key = ?', key);
    this.#sql.all(
      `INSERT INTO events (seq, type, at, actor, reason, version, appointment, previous_seq,
         outcome_key, command_id, request)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      seq,
      event.type,
      event.at,
      event.actor,
      event.reason,
      event.version,
      JSON.stringify(snapshot),
      this.#ledger.lastSeqOf(snapshot.id),
      key,
      envelope?.commandId ?? null,
      envelope?.retry?.request ?? null,
    );
    this.#ledger.setLastSeq(snapshot.id, seq);
    return seq;
  }

  /** Remembers a customer who is born with event `seq` until D1 has the event. */
  appendNewborn(seq: number, { id, contact }: Customer, bornAt: Instant): void {
    this.#sql.all(
      'INSERT INTO newborns (seq, id, name, email, phone, born_at) VALUES (?, ?, ?, ?, ?, ?)',
      seq,
      id,
      contact.name,
      contact.email,
      contact.phone,
      bornAt,
    );
  }

  /** Up to which event D1 has followed. */
  deliveredSeq(): number {
    if (!this.#ledger.calendar) return 0;
    const [row] = this.#sql.all('SELECT delivered_seq FROM calendar');
    return Number(row?.delivered_seq ?? 0);
  }

  hasUndelivered(): boolean {
    return this.undeliveredCount() > 0;
  }

  /** The next events that D1 does not have, with the appointments that they touched as these are now. */
  undelivered(maxEvents: number): { projection: Projection; lastSeq: number } | undefined {
    const { calendar } = this.#ledger;
    if (!calendar) return;
    const events: LedgerEvent[] = [];
    const appointments = new Map<string, Appointment | undefined>();
    const lengths = { events: 0, appointments: 0 };
    for (const event of this.#eventsAfter(this.deliveredSeq(), maxEvents)) {
      const { id } = event.appointment;
      const appointment = appointments.has(id) ? undefined : this.#ledger.find(id);
      // Twice: the snapshot is a text within the JSON that carries it.
      lengths.events += JSON.stringify(JSON.stringify(event)).length;
      lengths.appointments += appointment ? JSON.stringify(appointment).length : 0;
      const isFull = Math.max(lengths.events, lengths.appointments) > MAX_BATCH_LENGTH;
      if (isFull && events.length > 0) break;
      events.push(event);
      if (!appointments.has(id)) appointments.set(id, appointment);
    }
    const lastSeq = events.at(-1)?.seq;
    if (lastSeq === undefined) return;
    return {
      lastSeq,
      projection: {
        tenant: calendar.tenant,
        calendar: calendar.route,
        appointments: [...appointments.values()].filter((appointment) => appointment !== undefined),
        events,
        newborns: this.#newbornsThrough(lastSeq),
        rebuild: (events[0]?.seq ?? 0) <= this.#rebuildThrough(),
      },
    };
  }

  /** Begins a rebuild: all events are undelivered again. */
  rewind(): void {
    const seq = this.lastSeq();
    this.#sql.all('UPDATE calendar SET delivered_seq = 0, rebuild_through = ?', seq);
  }

  /** How many events D1 does not have. */
  undeliveredCount(): number {
    return this.lastSeq() - this.deliveredSeq();
  }

  markDelivered(seq: number): void {
    this.#sql.transaction(() => {
      this.#sql.all('UPDATE calendar SET delivered_seq = ?1 WHERE delivered_seq < ?1', seq);
      this.#sql.all('DELETE FROM newborns WHERE seq <= ?', seq);
    });
  }

  /** The seq of the latest event; 0 when there is none. */
  lastSeq(): number {
    if (!this.#ledger.calendar) return 0;
    const [row] = this.#sql.all('SELECT seq FROM events ORDER BY seq DESC LIMIT 1');
    return Number(row?.seq ?? 0);
  }

  #rebuildThrough(): number {
    const [row] = this.#sql.all('SELECT rebuild_through FROM calendar');
    return Number(row?.rebuild_through ?? 0);
  }

  #eventsAfter(seq: number, count: number): LedgerEvent[] {
    return this.#sql
      .all(
        `SELECT seq, type, at, actor, reason, version, appointment FROM events
         WHERE seq > ? ORDER BY seq LIMIT ?`,
        seq,
        count,
      )
      .map(toEvent);
  }

  #newbornsThrough(seq: number): Newborn[] {
    return this.#sql.all('SELECT * FROM newborns WHERE seq <= ? ORDER BY seq', seq).map((row) => ({
      id: String(row.id),
      contact: {
        name: String(row.name),
        email: row.email === null ? null : String(row.email),
        phone: row.phone === null ? null : String(row.phone),
      },
      bornAt: Number(row.born_at),
    }));
  }
}

function toEvent(row: SqlRow): LedgerEvent {
  return {
    seq: Number(row.seq),
    type: row.type as EventType, // written by `append` alone
    at: Number(row.at),
    actor: String(row.actor),
    reason: row.reason === null ? null : String(row.reason),
    version: row.version === null ? null : Number(row.version),
    appointment: JSON.parse(String(row.appointment)),
  };
}
