// The ledger's SQL: requests with a key that were told no. A request can be overtaken by its own retry; once that one has been
// refused, the earlier one must not be carried out any more: its caller has heard a no and would not hear the yes.

import type { Instant } from '@rendezvous/domain';
import { type CalendarRefusal, CLOCK_SKEW_MS, type Envelope } from './commands.ts';
import type { Ledger } from './ledger.ts';
import { isWritten, migrate } from './migrations.ts';
import type { Sql } from './ports.ts';
import type { CarriedRefusal } from './transfer-messages.ts';

/** In place of the appointment of a booking, which has none yet. */
const BOOKING = '';

export class Refusals {
  readonly #sql: Sql;
  readonly #ledger: Ledger;

  constructor(sql: Sql, ledger: Ledger) {
    this.#sql = sql;
    this.#ledger = ledger;
  }

  /**
   * Whether this very command was told no, or one of the same request that was taken up later. Of two of the same
   * millisecond the later one has the greater id, as far as one Worker made both.
   */
  includes({ retry, until, commandId }: Envelope, appointmentId: string | null): boolean {
    if (!retry || !this.#isWritten()) return false;
    const found = this.#sql.all(
      `SELECT 1 FROM refusals
       WHERE appointment_id = ? AND outcome_key = ? AND request = ? AND (until, command_id) >= (?, ?)`,
      appointmentId ?? BOOKING,
      retry.scope,
      retry.request,
      until,
      commandId,
    );
    return found.length > 0;
  }

  /** Remembers a no, inside the transaction that says it. */
  add(
    { retry, until, commandId }: Envelope,
    appointmentId: string | null,
    refusal: CalendarRefusal,
    now: Instant,
  ): void {
    if (!retry || !isNo(refusal)) return;
    if (!this.#ledger.calendar) {
      if (isOfNobody(refusal)) return;
      // The schema alone: it is no calendar before it has an appointment.
      migrate(this.#sql);
    }
    this.prune(now);
    const { scope: key, request } = retry;
    this.carry(appointmentId ?? BOOKING, [{ key, request, until, commandId }]);
  }

  /** What an appointment takes along when it leaves: an earlier try may follow it. */
  toCarry(appointmentId: string, now: Instant): CarriedRefusal[] {
    return this.#sql
      .all(
        `SELECT outcome_key, request, until, command_id FROM refusals
         WHERE appointment_id = ? AND until >= ?`,
        appointmentId,
        now - CLOCK_SKEW_MS,
      )
      .map((row) => ({
        key: String(row.outcome_key),
        request: String(row.request),
        until: Number(row.until),
        commandId: String(row.command_id),
      }));
  }

  /** Stores what an appointment comes with. Of each request the latest command counts. */
  carry(appointmentId: string, refusals: readonly CarriedRefusal[]): void {
    for (const { key, request, until, commandId } of refusals) {
      this.#sql.all(
        `INSERT INTO refusals (appointment_id, outcome_key, request, until, command_id)
         VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET until = excluded.until, command_id = excluded.command_id
         WHERE (excluded.until, excluded.command_id) > (until, command_id)`,
        appointmentId,
        key,
        request,
        until,
        commandId,
      );
    }
  }

  /** Forgets those that would come too late anyway, even if this clock were put right. */
  prune(now: Instant): void {
    if (!this.#isWritten()) return;
    this.#sql.all('DELETE FROM refusals WHERE until < ?', now - CLOCK_SKEW_MS);
  }

  #isWritten(): boolean {
    return this.#ledger.calendar !== undefined || isWritten(this.#sql);
  }
}

/** The others say: ask again. */
const isNo = ({ code }: CalendarRefusal): boolean =>
  code !== 'unavailable' && code !== 'idempotency_in_progress';

/** Anybody can make up the id of an agent: nothing is kept for one that does not exist. */
const isOfNobody = (refusal: CalendarRefusal): boolean =>
  refusal.code === 'invalid' &&
  refusal.faults.some(({ field, rule }) => field === 'agentId' && rule === 'exists');
