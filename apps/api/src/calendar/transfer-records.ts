// The SQL of transfers: departures (this calendar owns the appointment until it commits) and arrivals.

import type { Appointment, Instant } from '@rendezvous/domain';
import type { CalendarName, Envelope } from './commands.ts';
import type { Ledger } from './ledger.ts';
import type { Memory } from './memory.ts';
import { OUTCOME_LIFETIME_MS } from './outcomes.ts';
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

type Wish = Pick<Departure, 'appointmentId' | 'to' | 'next' | 'envelope'>;

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
  readonly #memory: Memory;

  constructor(sql: Sql, ledger: Ledger, memory: Memory) {
    this.#sql = sql;
    this.#memory = memory;
    this.#ledger = ledger;
  }

  departureOf(appointmentId: string): Departure | undefined {
    const read = () => this.#departures('WHERE appointment_id = ?', appointmentId)[0];
    return this.#memory.recall('departure', read, appointmentId);
  }

  departures(): Departure[] {
    return this.#departures('');
  }

  /** Begins a transfer. Its id is this calendar's route and a number that grows. */
  begin(from: string, { appointmentId, to: { route, agentId }, next, envelope }: Wish): void {
    const attempt = this.#count() + 1;
    this.#sql.all('UPDATE calendar SET departures = ?', attempt);
    this.#memory.know('departures', attempt);
    const transferId = `${from}/${attempt}`;
    this.#sql.all(
      `INSERT INTO departures (appointment_id, transfer_id, attempt, state, to_route, to_agent, next, envelope)
       VALUES (?, ?, ?, 'open', ?, ?, ?, ?)`,
      appointmentId,
      transferId,
      attempt,
      route,
      agentId,
      JSON.stringify(next),
      JSON.stringify(envelope),
    );
    const wish = { appointmentId, to: { route, agentId }, next, envelope };
    const departure: Departure = { ...wish, transferId, attempt, state: 'open' };
    this.#memory.know('departure', departure, appointmentId);
  }

  commit(departure: Departure): void {
    this.#write("UPDATE departures SET state = 'committed'", departure);
  }

  close(departure: Departure): void {
    this.#write('DELETE FROM departures', departure);
  }

  /** Forgets the departure of an appointment that has come back. */
  closeOf(appointmentId: string): void {
    this.#sql.all('DELETE FROM departures WHERE appointment_id = ?', appointmentId);
    this.#memory.forget('departure');
  }

  arrival(transferId: string): Arrival | undefined {
    const read = () => this.#arrivals('WHERE transfer_id = ?', transferId)[0];
    return this.#memory.recall('arrival', read, transferId);
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
    const arrival: Arrival = {
      transferId,
      attempt,
      appointmentId: appointment.id,
      from,
      state: 'held',
    };
    this.#memory.know('arrival', arrival, transferId);
  }

  setArrival(transferId: string, state: Arrival['state']): void {
    const arrival = this.arrival(transferId);
    this.#sql.all('UPDATE arrivals SET state = ? WHERE transfer_id = ?', state, transferId);
    this.#memory.know('arrival', arrival && { ...arrival, state }, transferId);
  }

  forgetArrival(transferId: string): void {
    this.#sql.all('DELETE FROM arrivals WHERE transfer_id = ?', transferId);
    this.#memory.forget('arrival');
  }

  /** Forgets arrivals that nobody can ask for any more. */
  prune(now: Instant): void {
    if (!this.#ledger.calendar) return;
    const before = now - OUTCOME_LIFETIME_MS;
    this.#sql.all("DELETE FROM arrivals WHERE state = 'done' AND at <= ?", before);
    this.#memory.forget('arrival');
  }

  #count(): number {
    return this.#memory.recall('departures', () =>
      Number(this.#all('SELECT departures FROM calendar')[0]?.departures ?? 0),
    );
  }

  /** Of this transfer: its appointment may be leaving again by now. */
  #write(statement: string, { appointmentId, transferId }: Departure): void {
    const which = 'WHERE appointment_id = ? AND transfer_id = ?';
    this.#sql.all(`${statement} ${which}`, appointmentId, transferId);
    this.#memory.forget('departure');
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
