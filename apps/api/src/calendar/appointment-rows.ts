// The rows of the appointments, one by its id: read once and remembered, as is what is written.

import { HOLD } from './appointment-row.ts';
import type { Memory } from './memory.ts';
import type { Sql, SqlRow } from './ports.ts';

export class AppointmentRows {
  readonly #sql: Sql;
  readonly #memory: Memory;
  readonly #isWritten: () => boolean;

  /** Of a calendar that was never written to there are none, nor a table to look into. */
  constructor(sql: Sql, memory: Memory, isWritten: () => boolean) {
    this.#sql = sql;
    this.#memory = memory;
    this.#isWritten = isWritten;
  }

  of(id: string): SqlRow | undefined {
    const read = () =>
      this.#isWritten()
        ? this.#sql.all('SELECT * FROM appointments WHERE id = ?', id)[0]
        : undefined;
    return this.#memory.recall(slotOf(id), read, id);
  }

  insert(row: SqlRow & { readonly id: string }): void {
    const columns = Object.keys(row);
    this.#sql.all(
      `INSERT INTO appointments (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      ...Object.values(row),
    );
    this.#know(row.id, row);
  }

  /** Writes what differs: the index of the time and its guard cost rows even when the time is set to what it was. */
  change(id: string, change: SqlRow): void {
    const row = this.of(id);
    const changed = Object.entries(change).filter(([column, value]) => row?.[column] !== value);
    this.#sql.all(
      `UPDATE appointments SET ${changed.map(([column]) => `${column} = ?`).join(', ')} WHERE id = ?`,
      ...changed.map(([, value]) => value),
      id,
    );
    const after = row && { ...row, ...change };
    const idAfter = after ? String(after.id) : id;
    this.#know(idAfter, after);
    // A row that was given another id stands under that one alone.
    if (idAfter !== id) this.#know(id, undefined);
  }

  delete(id: string): void {
    this.#sql.all('DELETE FROM appointments WHERE id = ?', id);
    this.#know(id, undefined);
  }

  #know(id: string, row: SqlRow | undefined): void {
    this.#memory.know(slotOf(id), row, id);
  }
}

/** A hold becomes an appointment: both are remembered at once. */
const slotOf = (id: string) => (id.startsWith(HOLD) ? 'hold' : 'row');
