// The ledger's SQL: stored outcomes. That of an event stands in the event's row; others came along with an appointment that
// moved here, or changed nothing.

import type { Appointment, Instant } from '@rendezvous/domain';
import type { Envelope } from './commands.ts';
import type { Ledger } from './ledger.ts';
import type { Snapshot, Sql, SqlRow } from './ports.ts';
import type { CarriedOutcome, OutcomeCursor, OutcomePage } from './transfer-messages.ts';

/** How long the outcome of an Idempotency-Key is kept: 24 hours, in milliseconds. */
export const OUTCOME_LIFETIME_MS = 24 * 60 * 60 * 1_000;

/** How long the Worker may take to ask for an answer again that was lost, in milliseconds. */
const REPEAT_LIFETIME_MS = 60_000;
/** What a message between calendars holds of outcomes: well below the RPC's 32 MiB. */
const MAX_PAGE_OUTCOMES = 200;
const MAX_PAGE_LENGTH = 2_000_000;

export interface StoredOutcome {
  readonly seq: number;
  readonly commandId: string;
  readonly request: string | null;
  readonly appointment: Appointment;
}

export class Outcomes {
  readonly #sql: Sql;
  readonly #ledger: Ledger;
  readonly #maxPage: number;

  constructor(sql: Sql, ledger: Ledger, maxPage = MAX_PAGE_OUTCOMES) {
    this.#sql = sql;
    this.#ledger = ledger;
    this.#maxPage = maxPage;
  }

  /**
   * The outcome of this very command or of this Idempotency-Key, while it is kept: of an event of this calendar, or of an
   * earlier one that this appointment came from.
   */
  of(envelope: Envelope, now: Instant, appointmentId: string | null): StoredOutcome | undefined {
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
    const appointment = this.#toAppointment(row);
    return {
      // One without an event here is in D1 when the last event of its appointment is.
      seq: Number(row.seq) || (this.#ledger.lastSeqOf(appointment.id) ?? 0),
      commandId: String(row.command_id),
      request: row.request === null ? null : String(row.request),
      appointment,
    };
  }

  /**
   * The outcomes that an appointment takes along when it leaves, a page at a time: those stored here and those it came
   * with. Without an Idempotency-Key nobody but the Worker asks again, and that at once.
   */
  toCarry(appointmentId: string, now: Instant, after: OutcomeCursor): OutcomePage {
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
      this.#maxPage + 1,
    );
    const outcomes: CarriedOutcome[] = [];
    let length = 0;
    for (const row of rows.slice(0, this.#maxPage)) {
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

  /** The appointment of an outcome: that of an event has its contact elsewhere, that of another one is whole. */
  #toAppointment(row: SqlRow): Appointment {
    const kept: Snapshot & Partial<Appointment> = JSON.parse(String(row.appointment));
    const { contactChanges: _, ...stored } = kept;
    return {
      ...stored,
      contact: stored.contact ?? this.#ledger.contactAt(stored.id, stored.version),
    };
  }
}

/** A request without an Idempotency-Key is found by its command id, so that a lost answer can be asked for again. */
export const outcomeKey = ({ retry, commandId }: Envelope): string => retry?.scope ?? commandId;
