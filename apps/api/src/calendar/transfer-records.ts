// The SQL of transfers: departures (this calendar owns the appointment until it commits) and arrivals.

import type { Appointment, Instant } from '@rendezvous/domain';
import type { CalendarName, Envelope } from './commands.ts';
import type { Ledger } from './ledger.ts';
import type { Sql, SqlRow, SqlValue } from './ports.ts';
import type { Hold } from './transfer-messages.ts';

/** An appointment that is leaving. */
export interface Departure {
  readonly transferId: string;
  readonly attempt: number;
  readonly appointmentId: string;
  readonly state: 'open' | 'committed';
  readonly to: Omit<CalendarName, 'tenant'>;
  /** The appointment as it will be. */
  readonly next: Appointment;
  readonly envelope: Envelope;
}

/** An appointment that may come (`held`), has come (`active`), or has come and its home calendar knows (`done`). */
export interface Arrival {
  readonly transferId: string;
  readonly attempt: number;
  readonly appointmentId: string;
  readonly from: string;
  readonly state: 'held' | 'active' | 'done';
}

export class TransferRecords {
  readonly #sql: Sql;
  readonly #ledger: Ledger;

  constructor(sql: Sql, ledger: Ledger) {
    this.#sql = sql;
    this.#ledger = ledger;
  }

  departureOf(appointmentId: string): Departure | undefined {
    return this.#departures('WHERE appointment_id = ?', appointmentId)[0];
  }

  departures(): Departure[] {
    return this.#departures('');
  }

  /** Begins a transfer. Its id is this calendar's route and a number that grows. */
  begin(
    from: string,
    wish: Pick<Departure, 'appointmentId' | 'to' | 'next' | 'envelope'>,
  ): Departure {
    const [row] = this.#sql.all(
      'UPDATE calendar SET departures = departures + 1 RETURNING departures',
    );
    const attempt = Number(row?.departures);
    const transferId = `${from}/${attempt}`;
    this.#sql.all(
      `INSERT INTO departures (appointment_id, transfer_id, attempt, state, to_route, to_agent, next, envelope)
       VALUES (?, ?, ?, 'open', ?, ?, ?, ?)`,
      wish.appointmentId,
      transferId,
      attempt,
      wish.to.route,
      wish.to.agentId,
      JSON.stringify(wish.next),
      JSON.stringify(wish.envelope),
    );
    return { ...wish, transferId, attempt, state: 'open' };
  }

  commit({ transferId }: Departure): void {
    this.#sql.all("UPDATE departures SET state = 'committed' WHERE transfer_id = ?", transferId);
  }

  close({ transferId }: Departure): void {
    this.#sql.all('DELETE FROM departures WHERE transfer_id = ?', transferId);
  }

  /** Forgets the departure of an appointment that has come back. */
  closeOf(appointmentId: string): void {
    this.#sql.all('DELETE FROM departures WHERE appointment_id = ?', appointmentId);
  }

  arrival(transferId: string): Arrival | undefined {
    return this.#arrivals('WHERE transfer_id = ?', transferId)[0];
  }

  /** The transfer that an appointment is held for. */
  heldFor(appointmentId: string): Arrival | undefined {
    return this.unfinishedArrivals().find(
      (arrival) => arrival.state === 'held' && arrival.appointmentId === appointmentId,
    );
  }

  unfinishedArrivals(): Arrival[] {
    return this.#arrivals("WHERE state <> 'done'");
  }

  arrive({ transferId, attempt, from, appointment }: Hold, at: Instant): void {
    this.#sql.all(
      "INSERT INTO arrivals (transfer_id, appointment_id, attempt, from_route, state, at) VALUES (?, ?, ?, ?, 'held', ?)",
      transferId,
      appointment.id,
      attempt,
      from,
      at,
    );
  }

  setArrival(transferId: string, state: Arrival['state']): void {
    this.#sql.all('UPDATE arrivals SET state = ? WHERE transfer_id = ?', state, transferId);
  }

  forgetArrival(transferId: string): void {
    this.#sql.all('DELETE FROM arrivals WHERE transfer_id = ?', transferId);
  }

  #departures(where: string, ...bindings: SqlValue[]): Departure[] {
    return this.#all(`SELECT * FROM departures ${where}`, ...bindings).map((row) => ({
      transferId: String(row.transfer_id),
      attempt: Number(row.attempt),
      appointmentId: String(row.appointment_id),
      state: row.state as Departure['state'], // written above alone
      to: { route: String(row.to_route), agentId: String(row.to_agent) },
      next: JSON.parse(String(row.next)),
      envelope: JSON.parse(String(row.envelope)),
    }));
  }

  #arrivals(where: string, ...bindings: SqlValue[]): Arrival[] {
    return this.#all(`SELECT * FROM arrivals ${where}`, ...bindings).map((row) => ({
      transferId: String(row.transfer_id),
      attempt: Number(row.attempt),
      appointmentId: String(row.appointment_id),
      from: String(row.from_route),
      state: row.state as Arrival['state'], // written above alone
    }));
  }

  #all(query: string, ...bindings: SqlValue[]): SqlRow[] {
    return this.#ledger.calendar ? this.#sql.all(query, ...bindings) : [];
  }
}
