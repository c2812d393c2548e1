// What a calendar has read of its database, or written to it, and need not read again: nobody else writes there. It is a
// saving and nothing else: it ends with the life of the calendar, and with a transaction that is rolled back.

import type { LedgerEvent, Newborn, SqlRow } from './ports.ts';
import type { DepartureRecord } from './transfer-records.ts';

export interface Undelivered {
  readonly events: readonly LedgerEvent[];
  readonly newborns: readonly Newborn[];
}

export interface Facts {
  readonly lastSeq: number;
  /** What D1 has taken. Alone of all these it may be ahead of what the database says. */
  readonly deliveredSeq: number;
  /** What is written down of that. */
  readonly markedSeq: number;
  readonly rebuildThrough: number;
  /** A row of the appointments, or that there is none: the last one that was looked at, which its delivery asks for next. */
  readonly row: SqlRow | undefined;
  /** The same of the rows that hold time. */
  readonly hold: SqlRow | undefined;
  /** The last event, and the customer who was born with it until D1 has them: it is mostly all that there is to deliver. */
  readonly latest: Undelivered;
  /** The greatest number of a departure that came to nothing. */
  readonly attempts: number;
  /** The departure of the last appointment that was looked at, or that there is none. */
  readonly departure: DepartureRecord | undefined;
}

export class Memory {
  #facts: { [Name in keyof Facts]?: { readonly of: string; readonly fact: Facts[Name] } } = {};

  /** The fact, of whatever it is `of`: read now, unless it is remembered. */
  recall<Name extends keyof Facts>(name: Name, read: () => Facts[Name], of = ''): Facts[Name] {
    const known = this.#facts[name];
    return known?.of === of ? known.fact : this.know(name, read(), of);
  }

  /** What has just been read or written. */
  know<Name extends keyof Facts>(name: Name, fact: Facts[Name], of = ''): Facts[Name] {
    Object.assign(this.#facts, { [name]: { of, fact } });
    return fact;
  }

  forget(name?: keyof Facts): void {
    if (name) delete this.#facts[name];
    else this.#facts = {};
  }
}
