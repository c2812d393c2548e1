// The ledger's SQL: events. One row is a line of the history, an entry of the outbox and a stored outcome.

import type { Appointment, Customer, Instant } from '@rendezvous/domain';
import type { Envelope } from './commands.ts';
import type { Ledger } from './ledger.ts';
import type { EventType, LedgerEvent, Newborn, Projection, Sql, SqlRow } from './ports.ts';
import type { CarriedOutcome, OutcomeCursor, OutcomePage } from './transfer-messages.ts';

/** How long the outcome of an Idempotency-Key is kept: 24 hours, in milliseconds. */
export const OUTCOME_LIFETIME_MS = 24 * 60 * 60 * 1_000;

/** How long the Worker may take to ask for an answer again that was lost, in milliseconds. */
const REPEAT_LIFETIME_MS = 60_000;
/** What a message between calendars holds of outcomes: well below the RPC's 32 MiB. */
const MAX_PAGE_OUTCOMES = 200;
const MAX_PAGE_LENGTH = 2_000_000;

/**
 * What a batch may hold of events and of appointments, each in UTF-16 units of JSON: at most 1.2 MB of UTF-8 in a parameter
 * of D1, which takes 2 MB.
 */
const MAX_BATCH_LENGTH = 400_000;

export interface StoredOutcome {
  readonly seq: number;
  readonly commandId: string;
  readonly request: string | null;
  readonly appointment: Appointment;
}

export type NewEvent = Omit<LedgerEvent, 'seq' | 'appointment'> & {
  readonly appointment: Appointment;
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

  /**
   * The outcome of this very command or of this Idempotency-Key, while it is kept: of an event of this calendar, or of an
   * earlier one that this appointment came from.
   */
  outcomeOf(
    envelope: Envelope,
    now: Instant,
    appointmentId: string | null,
  ): StoredOutcome | undefined {
    if (!this.#ledger.calendar) return;
    const key = outcomeKey(envelope);
    const [row] = this.#sql.all(
      `SELECT seq, at, command_id, request, appointment FROM events WHERE outcome_key = ?1
       UNION ALL SELECT 0, at, command_id, request, appointment FROM outcomes
       WHERE appointment_id = ?2 AND outcome_key = ?1 ORDER BY at DESC LIMIT 1`,
      key,
      appointmentId,
    );
    if (!row || Number(row.at) + OUTCOME_LIFETIME_MS <= now) return;
    return {
      seq: Number(row.seq),
      commandId: String(row.command_id),
      request: row.request === null ? null : String(row.request),
      appointment: this.#toAppointment(row),
    };
  }

  /** Adds an event; with an envelope its outcome can be asked for again. Returns its seq. */
  append(event: NewEvent, envelope: Envelope | null): number {
    const { contact: _, ...snapshot } = event.appointment;
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

  /**
   * The outcomes that an appointment takes along when it leaves, a page at a time: those stored here and those it came
   * with. Without an Idempotency-Key nobody but the Worker asks again, and that at once.
   */
  outcomesToCarry(appointmentId: string, now: Instant, after: OutcomeCursor): OutcomePage {
    const rows = this.#sql.all(
      `WITH RECURSIVE own AS (
         SELECT events.* FROM events JOIN appointments ON seq = last_seq WHERE id = ?1
         UNION ALL SELECT events.* FROM events JOIN own ON events.seq = own.previous_seq
           WHERE events.at > ?2),
       kept AS (
         SELECT outcome_key, at, command_id, request, appointment FROM own WHERE outcome_key IS NOT NULL
         UNION SELECT outcome_key, at, command_id, request, appointment FROM outcomes
           WHERE appointment_id = ?1)
       SELECT * FROM kept WHERE at > CASE WHEN request IS NULL THEN ?3 ELSE ?2 END
         AND (at, outcome_key) > (?4, ?5) ORDER BY at, outcome_key LIMIT ?6`,
      appointmentId,
      now - OUTCOME_LIFETIME_MS,
      now - REPEAT_LIFETIME_MS,
      after.at,
      after.key,
      MAX_PAGE_OUTCOMES + 1,
    );
    const outcomes: CarriedOutcome[] = [];
    let length = 0;
    for (const row of rows.slice(0, MAX_PAGE_OUTCOMES)) {
      const appointment = JSON.stringify(this.#toAppointment(row));
      length += appointment.length;
      if (length > MAX_PAGE_LENGTH && outcomes.length > 0) break;
      outcomes.push({
        key: String(row.outcome_key),
        at: Number(row.at),
        commandId: String(row.command_id),
        request: row.request === null ? null : String(row.request),
        appointment,
      });
    }
    const last = outcomes.at(-1);
    return { outcomes, next: last && outcomes.length < rows.length ? last : null };
  }

  /** Forgets what nobody can ask for any more. */
  prune(now: Instant): void {
    if (!this.#ledger.calendar) return;
    const before = now - OUTCOME_LIFETIME_MS;
    this.#sql.all('DELETE FROM outcomes WHERE at <= ?', before);
    this.#sql.all('DELETE FROM former_contacts WHERE at <= ?', before);
    this.#sql.all("DELETE FROM arrivals WHERE state = 'done' AND at <= ?", before);
  }

  /** Stores the outcome of a request with a key that changed nothing: no event, but a retry is to find it. */
  keep(appointment: Appointment, envelope: Envelope, at: Instant): void {
    if (!envelope.retry) return;
    const { commandId, retry } = envelope;
    const outcome = { key: retry.scope, at, commandId, request: retry.request };
    this.carry(appointment.id, [{ ...outcome, appointment: JSON.stringify(appointment) }]);
  }

  /** Stores outcomes that an appointment comes with. */
  carry(appointmentId: string, outcomes: readonly CarriedOutcome[]): void {
    for (const outcome of outcomes) {
      this.#sql.all(
        `INSERT OR REPLACE INTO outcomes (appointment_id, outcome_key, at, command_id, request, appointment)
         VALUES (?, ?, ?, ?, ?, ?)`,
        appointmentId,
        outcome.key,
        outcome.at,
        outcome.commandId,
        outcome.request,
        outcome.appointment,
      );
    }
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

  /** The appointment of an outcome: that of an event has its contact elsewhere, that of another one is whole. */
  #toAppointment(row: SqlRow): Appointment {
    const stored: LedgerEvent['appointment'] & Partial<Appointment> = JSON.parse(
      String(row.appointment),
    );
    return {
      ...stored,
      contact: stored.contact ?? this.#ledger.contactAt(stored.id, stored.version),
    };
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

/** A request without an Idempotency-Key is found by its command id, so that a lost answer can be asked for again. */
export const outcomeKey = ({ retry, commandId }: Envelope): string => retry?.scope ?? commandId;

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
