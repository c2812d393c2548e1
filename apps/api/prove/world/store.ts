// An SQLite database, in memory unless it is given a file, that forgets on demand: `reset` takes it back to where it was
// made. What SQL it runs is the product's own.

import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqlRow } from '../../src/calendar/ports.ts';

export class Store {
  #isMarked = false;
  readonly #db: DatabaseSync;
  /** What was found in it when it was last asked for, unless it has been written to since. */
  #content: string | undefined;
  readonly #statements = new Map<string, { statement: StatementSync; writes: boolean }>();

  constructor(schema: readonly string[] = [], file = ':memory:') {
    this.#db = new DatabaseSync(file);
    for (const statement of schema) this.#db.exec(statement);
  }

  /** What is there now is what `reset` goes back to. Committed: a schema within a transaction is read anew after each reset. */
  mark(): void {
    if (this.#isMarked) this.release('mark');
    this.#isMarked = true;
    this.save('mark');
  }

  /** Rows of one statement. `onWrite` is called before one that writes. */
  all(query: string, bindings: readonly unknown[], onWrite?: () => void): SqlRow[] {
    let known = this.#statements.get(query);
    if (!known) {
      const writes = !/^\s*(SELECT|WITH)\b/i.test(query);
      known = { statement: this.#db.prepare(query), writes };
      this.#statements.set(query, known);
    }
    if (known.writes) {
      this.#content = undefined;
      onWrite?.();
    }
    return known.statement.all(...(bindings as SQLInputValue[])) as SqlRow[]; // numbers, texts and null
  }

  save(name: string): void {
    this.#db.exec(`SAVEPOINT ${name}`);
  }

  release(name: string): void {
    this.#db.exec(`RELEASE ${name}`);
  }

  rollBack(name: string): void {
    this.#content = undefined;
    this.#db.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
  }

  /** All that is in it. */
  content(): string {
    this.#content ??= this.#read();
    return this.#content;
  }

  #read(): string {
    return this.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", [])
      .map(({ name }) => JSON.stringify(this.all(`SELECT * FROM ${name}`, [])))
      .join();
  }

  /** All or nothing. */
  transaction<Value>(body: () => Value): Value {
    this.save('unit');
    try {
      const value = body();
      this.release('unit');
      return value;
    } catch (error) {
      this.rollBack('unit');
      throw error;
    }
  }

  /** As it was at the last mark. */
  reset(): void {
    this.#content = undefined;
    this.#db.exec('ROLLBACK TO mark');
  }

  close(): void {
    this.#db.close();
  }
}
