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
/** How often a calendar looks for outcomes that are too old, in milliseconds. */
const PRUNE_EVERY_MS = 60 * 60 * 1_000;

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
  #pruneAt: Instant = 0;

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
    const kept = [
      ...this.#ofEvents(appointmentId, now - OUTCOME_LIFETIME_MS),
      ...this.#apartFromEvents(appointmentId),
    ]
      .map((row) => ({ row, ...placeOf(row) }))
      .filter(
        ({ row, at }) =>
          now < at + (row.request === null ? REPEAT_LIFETIME_MS : OUTCOME_LIFETIME_MS),
      )
      .filter((one) => inOrder(after, one) < 0)
      .sort(inOrder);
    const outcomes: CarriedOutcome[] = [];
    let length = 0;
    for (const { row, at, key } of kept.slice(0, this.#maxPage)) {
      const appointment = JSON.stringify(this.#toAppointment(row));
      length += appointment.length;
      if (length > MAX_PAGE_LENGTH && outcomes.length > 0) break;
      outcomes.push({
        key,
        at,
        commandId: String(row.command_id),
        request: row.request === null ? null : String(row.request),
        appointment,
      });
    }
    const last = outcomes.at(-1);
    return { outcomes, next: last && outcomes.length < kept.length ? last : null };
  }

  /** Forgets what nobody can ask for any more. It reads all that is kept, which is seldom; an index would be written each time. */
  prune(now: Instant): void {
    if (!this.#ledger.calendar || now < this.#pruneAt) return;
    this.#pruneAt = now + PRUNE_EVERY_MS;
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

  /** Outcomes of this appointment's events since then: from the last one back, as a recursive query reads each of them often. */
  #ofEvents(appointmentId: string, since: Instant): SqlRow[] {
    const found: SqlRow[] = [];
    // Whether the contact is still that of then: a move may have brought another one from elsewhere.
    let kept = 1;
    for (let seq = this.#ledger.lastSeqOf(appointmentId); seq; ) {
      const [row] = this.#sql.all(
        `SELECT previous_seq, outcome_key, at, command_id, request, appointment,
           type = 'moved' OR appointment ->> 'contactChanges' IS NOT NULL AS changes_contact
         FROM events WHERE seq = ? AND at > ?`,
        seq,
        since,
      );
      if (row && row.outcome_key !== null) found.push({ ...row, contact_kept: kept });
      if (row?.changes_contact) kept = 0;
      seq = Number(row?.previous_seq ?? 0);
    }
    return found;
  }

  #apartFromEvents(appointmentId: string): SqlRow[] {
    return this.#sql.all(
      `SELECT outcome_key, at, command_id, request, appointment FROM outcomes
       WHERE appointment_id = ?`,
      appointmentId,
    );
  }

  /** The appointment of an outcome: that of an event has its contact elsewhere, that of another one is whole. */
  #toAppointment(row: SqlRow): Appointment {
    const kept: Snapshot & Partial<Appointment> = JSON.parse(String(row.appointment));
    const { contactChanges: _, ...stored } = kept;
    const { id, version } = stored;
    const stands = row.contact_kept === 1 ? this.#ledger.standing(id) : undefined;
    const contact =
      stored.contact ?? stands?.appointment.contact ?? this.#ledger.contactAt(id, version);
    return { ...stored, contact };
  }
}

const placeOf = (row: SqlRow): OutcomeCursor => ({
  at: Number(row.at),
  key: String(row.outcome_key),
});

/** By time, then by key. */
const inOrder = (a: OutcomeCursor, b: OutcomeCursor): number =>
  a.at - b.at || Number(a.key > b.key) - Number(a.key < b.key);

/** A request without an Idempotency-Key is found by its command id, so that a lost answer can be asked for again. */
export const outcomeKey = ({ retry, commandId }: Envelope): string => retry?.scope ?? commandId;
