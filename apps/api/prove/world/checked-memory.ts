// What a calendar remembers, compared with what its database says whenever it is asked for. So whoever looks sees the calendar
// read all that it knows, as if it remembered nothing.

import { isDeepStrictEqual } from 'node:util';
import { type Facts, Memory } from '../../src/calendar/memory.ts';

export class CheckedMemory extends Memory {
  /** The first thing that was remembered wrongly. */
  lie: string | undefined;

  override recall<Name extends keyof Facts>(
    name: Name,
    read: () => Facts[Name],
    of = '',
  ): Facts[Name] {
    const fact = read();
    const known = super.recall(name, () => fact, of);
    if (!isDeepStrictEqual(plain(known), plain(fact))) {
      this.lie ??= `${name} ${of} is remembered as ${JSON.stringify(known)} and is ${JSON.stringify(fact)}`;
    }
    return known;
  }
}

/** Rows that are read have no prototype. */
const plain = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));
