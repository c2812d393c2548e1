// The SQL of transfers: departures (this calendar owns the appointment until it commits), and arrivals of which the home
// calendar is to be told. Those that have not come yet are rows that hold time, in `ledger.ts`.

import type { Appointment } from '@rendezvous/domain';
import { IS_HOLD } from './appointment-row.ts';
import type { CalendarName, Envelope } from './commands.ts';
import type { Ledger } from './ledger.ts';
import type { Memory } from './memory.ts';
import type { Sql, SqlRow, SqlValue } from './ports.ts';

export interface DepartureRecord {
  readonly transferId: string;
  /** Of two transfers that would make the same version of an appointment, the later one has the greater number. */
  readonly attempt: number;
  readonly appointmentId: string;
  readonly to: Omit<CalendarName, 'tenant'>;
  /** The appointment as it will be. */
  readonly next: Appointment;
  readonly envelope: Envelope;
}

/** An appointment that is leaving. Committed is what has left. */
export interface Departure extends DepartureRecord {
  readonly state: 'open' | 'committed';
}

type Wish = Pick<Departure, 'appointmentId' | 'to' | 'next' | 'envelope'>;

/** An appointment that has come, and its version then. */
export interface Untold {
  readonly appointmentId: string;
  readonly version: number;
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
    const record = this.#memory.recall('departure', read, appointmentId);
    return record && this.#withState(record);
  }

  departures(): Departure[] {
    return this.#departures('').map((record) => this.#withState(record));
  }

  /** Whether an appointment is leaving, expected, or come and not told of at home. */
  areUnfinished(): boolean {
    const query = `SELECT EXISTS (SELECT 1 FROM departures) OR EXISTS (SELECT 1 FROM untold)
      OR EXISTS (SELECT 1 FROM appointments WHERE ${IS_HOLD}) AS found`;
    return this.#all(query)[0]?.found === 1;
  }

  /** Begins a transfer. Only the one calendar that owns an appointment makes its next version, one attempt after the other. */
  begin({ appointmentId, to: { route, agentId }, next, envelope }: Wish): void {
    const attempt = this.#attempts() + 1;
    const transferId = `${appointmentId}/${next.version}/${attempt}`;
    this.#sql.all(
      `INSERT INTO departures (appointment_id, transfer_id, attempt, to_route, to_agent, next, envelope)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      appointmentId,
      transferId,
      attempt,
      route,
      agentId,
      JSON.stringify(next),
      JSON.stringify(envelope),
    );
    const wish = { appointmentId, to: { route, agentId }, next, envelope };
    this.#memory.know('departure', { ...wish, transferId, attempt }, appointmentId);
  }

  /** Forgets a departure that came to nothing. The next one has a greater number. */
  abort(departure: Departure): void {
    const attempt = Math.max(departure.attempt, this.#attempts());
    this.#sql.all('UPDATE calendar SET attempts = ?', attempt);
    this.#memory.know('attempts', attempt);
    this.close(departure);
  }

  /** Forgets this departure: its appointment may be leaving again by now. */
  close({ appointmentId, transferId }: Departure): void {
    this.#sql.all(
      'DELETE FROM departures WHERE appointment_id = ? AND transfer_id = ?',
      appointmentId,
      transferId,
    );
    this.#memory.forget('departure');
  }

  /** Forgets the departure of an appointment that has come back. */
  closeOf(appointmentId: string): void {
    this.#sql.all('DELETE FROM departures WHERE appointment_id = ?', appointmentId);
    this.#memory.forget('departure');
  }

  /** Appointments that have come, and whose home calendar is to be told. */
  untold(): Untold[] {
    return this.#all('SELECT * FROM untold').map(toUntold);
  }

  untoldOf(appointmentId: string): Untold | undefined {
    return this.#all('SELECT * FROM untold WHERE appointment_id = ?', appointmentId).map(
      toUntold,
    )[0];
  }

  oweNews({ appointmentId, version }: Untold): void {
    this.#sql.all(
      'INSERT OR REPLACE INTO untold (appointment_id, version) VALUES (?, ?)',
      appointmentId,
      version,
    );
  }

  /** Home has been told of this arrival: it may have come again by now. */
  told({ appointmentId, version }: Untold): void {
    this.#sql.all(
      'DELETE FROM untold WHERE appointment_id = ? AND version = ?',
      appointmentId,
      version,
    );
  }

  #attempts(): number {
    return this.#memory.recall('attempts', () =>
      Number(this.#all('SELECT attempts FROM calendar')[0]?.attempts ?? 0),
    );
  }

  #withState(record: DepartureRecord): Departure {
    const isGone = this.#ledger.standing(record.appointmentId)?.place === 'gone';
    return { ...record, state: isGone ? 'committed' : 'open' };
  }

  #departures(where: string, ...bindings: SqlValue[]): DepartureRecord[] {
    return this.#all(`SELECT * FROM departures ${where}`, ...bindings).map((row) => ({
      transferId: String(row.transfer_id),
      attempt: Number(row.attempt),
      appointmentId: String(row.appointment_id),
      to: { route: String(row.to_route), agentId: String(row.to_agent) },
      next: JSON.parse(String(row.next)),
      envelope: JSON.parse(String(row.envelope)),
    }));
  }

  #all(query: string, ...bindings: SqlValue[]): SqlRow[] {
    return this.#ledger.calendar ? this.#sql.all(query, ...bindings) : [];
  }
}

const toUntold = (row: SqlRow): Untold => ({
  appointmentId: String(row.appointment_id),
  version: Number(row.version),
});
