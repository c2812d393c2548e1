// The ledger's SQL: events. One row is a line of the history, an entry of the outbox and a stored outcome.

import type { Appointment, Customer, Instant } from '@rendezvous/domain';
import type { Envelope } from './commands.ts';
import type { ContactField } from './contact-changes.ts';
import type { Ledger } from './ledger.ts';
import type { Memory, Undelivered } from './memory.ts';
import { outcomeKey } from './outcomes.ts';
import type {
  CopiedEvent,
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

/** What travels to D1 together. */
interface Batch {
  readonly lastSeq: number;
  readonly projection: Projection;
}

export type NewEvent = Omit<LedgerEvent, 'seq' | 'appointment'> & {
  readonly appointment: Appointment;
  readonly contactChanges?: readonly ContactField[];
};

export class Journal {
  readonly #sql: Sql;
  readonly #ledger: Ledger;
  readonly #memory: Memory;

  constructor(sql: Sql, ledger: Ledger, memory: Memory) {
    this.#sql = sql;
    this.#memory = memory;
    this.#ledger = ledger;
  }

  /** The seq of the next event: gap-free from 1, since no event is ever deleted. */
  nextSeq(): number {
    return this.lastSeq() + 1;
  }

  /** Adds an event; with an envelope its outcome can be asked for again. Returns its seq, for its appointment's row. */
  append(event: NewEvent, envelope: Envelope | null): number {
    const { contactChanges = [], ...told } = event;
    const { contact: _, ...appointment } = event.appointment;
    const snapshot: Snapshot =
      contactChanges.length > 0 ? { ...appointment, contactChanges } : appointment;
    const seq = this.nextSeq();
    const key = envelope && outcomeKey(envelope);
    // An outcome that is past its lifetime gives its key up.
    if (key) this.#sql.all('UPDATE events SET outcome_key = NULL WHERE outcome_key = ?', key);
    // Its number is given by the table, one more than the last: to be told it would cost a look at whether it is taken.
    this.#sql.all(
      `INSERT INTO events (type, at, actor, reason, version, appointment, previous_seq,
         outcome_key, command_id, request)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    const events = [{ ...told, appointment: snapshot, seq }];
    this.#memory.know('latest', { events, newborns: [] }, String(seq));
    return this.#memory.know('lastSeq', seq);
  }

  /** Remembers a customer who is born with event `seq` until D1 has the event. */
  appendNewborn(seq: number, { id, contact }: Customer, bornAt: Instant): void {
    const { events } = this.#latest(seq);
    this.#sql.all(
      'INSERT INTO newborns (seq, id, name, email, phone, born_at) VALUES (?, ?, ?, ?, ?, ?)',
      seq,
      id,
      contact.name,
      contact.email,
      contact.phone,
      bornAt,
    );
    this.#memory.know('latest', { events, newborns: [{ id, contact, bornAt }] }, String(seq));
  }

  /** Up to which event D1 has followed, as far as this life of the calendar knows. */
  deliveredSeq(): number {
    if (!this.#ledger.calendar) return 0;
    return this.#memory.recall('deliveredSeq', () => this.#markedSeq());
  }

  hasUndelivered(): boolean {
    return this.undeliveredCount() > 0;
  }

  /** The next events that D1 does not have, with the appointments that they touched as these are now. */
  undelivered(maxEvents: number): Batch | undefined {
    const { calendar } = this.#ledger;
    if (!calendar) return;
    const latest = this.undeliveredCount() === 1 ? this.#latest(this.lastSeq()) : undefined;
    const events: LedgerEvent[] = [];
    const appointments = new Map<string, Appointment | undefined>();
    const lengths = { events: 0, appointments: 0 };
    const next = latest?.events ?? this.#eventsAfter(this.deliveredSeq(), maxEvents);
    for (const event of next) {
      const { id } = event.appointment;
      const appointment = appointments.has(id) ? undefined : this.#ledger.find(id);
      // What is alone travels whatever its length.
      if (next.length > 1) {
        // Twice: the snapshot is a text within the JSON that carries it.
        lengths.events += JSON.stringify(JSON.stringify(event)).length;
        lengths.appointments += appointment ? JSON.stringify(appointment).length : 0;
      }
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
        newborns: latest?.newborns ?? this.#newborns(this.deliveredSeq(), lastSeq),
        rebuild: (events[0]?.seq ?? 0) <= this.#rebuildThrough(),
      },
    };
  }

  /** Begins a rebuild: all events are undelivered again. */
  rewind(): void {
    const seq = this.lastSeq();
    this.#sql.all('UPDATE calendar SET delivered_seq = 0, rebuild_through = ?', seq);
    this.#memory.know('deliveredSeq', 0);
    this.#memory.know('markedSeq', 0);
    this.#memory.know('rebuildThrough', seq);
  }

  /** How many events D1 does not have. */
  undeliveredCount(): number {
    return this.lastSeq() - this.deliveredSeq();
  }

  /** D1 has the batch. Not written down yet: whoever forgets it delivers it again, which is harmless. */
  delivered({ lastSeq: seq }: Batch): void {
    if (seq > this.deliveredSeq()) this.#memory.know('deliveredSeq', seq);
  }

  /** Writes down what is delivered, so that no later life of the calendar delivers it again. */
  mark(): void {
    if (!this.#ledger.calendar || this.deliveredSeq() === this.#markedSeq()) return;
    this.#ledger.transaction(() => {
      const seq = this.deliveredSeq();
      this.#sql.all('UPDATE calendar SET delivered_seq = ?', seq);
      this.#sql.all('DELETE FROM newborns WHERE seq <= ?', seq);
      this.#memory.know('markedSeq', seq);
      this.#memory.forget('latest');
    });
  }

  /** The seq of the latest event; 0 when there is none. */
  lastSeq(): number {
    if (!this.#ledger.calendar) return 0;
    return this.#memory.recall('lastSeq', () => {
      const [row] = this.#sql.all('SELECT seq FROM events ORDER BY seq DESC LIMIT 1');
      return Number(row?.seq ?? 0);
    });
  }

  /** The appointments that there are events of. */
  appointmentIds(): string[] {
    if (!this.#ledger.calendar) return [];
    const rows = this.#sql.all("SELECT DISTINCT appointment ->> 'id' AS id FROM events");
    return rows.map(({ id }) => String(id));
  }

  has({ id, seq }: CopiedEvent): boolean {
    if (!this.#ledger.calendar) return false;
    const query = "SELECT 1 FROM events WHERE seq = ? AND appointment ->> 'id' = ?";
    return this.#sql.all(query, seq, id).length > 0;
  }

  #markedSeq(): number {
    return this.#memory.recall('markedSeq', () => this.#ofCalendar('delivered_seq'));
  }

  #rebuildThrough(): number {
    return this.#memory.recall('rebuildThrough', () => this.#ofCalendar('rebuild_through'));
  }

  #ofCalendar(column: 'delivered_seq' | 'rebuild_through'): number {
    return Number(this.#sql.all(`SELECT ${column} FROM calendar`)[0]?.[column] ?? 0);
  }

  #latest(seq: number): Undelivered {
    const read = () => ({
      events: this.#eventsAfter(seq - 1, 1),
      newborns: this.#newborns(seq - 1, seq),
    });
    return this.#memory.recall('latest', read, String(seq));
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

  #newborns(afterSeq: number, throughSeq: number): Newborn[] {
    const query = 'SELECT * FROM newborns WHERE seq > ? AND seq <= ? ORDER BY seq';
    return this.#sql.all(query, afterSeq, throughSeq).map((row) => ({
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
