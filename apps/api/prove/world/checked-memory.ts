// What a calendar remembers, compared with what its database says whenever it is asked for. So whoever looks sees the calendar
// read all that it knows, as if it remembered nothing.

import { isDeepStrictEqual } from 'node:util';
import { type Facts, Memory } from '../../src/calendar/memory.ts';
import { currentTask } from './task.ts';

export class CheckedMemory extends Memory {
  /** The first thing that was remembered wrongly. */
  lie: string | undefined;
  #seqs: { deliveredSeq?: number; markedSeq?: number } = {};

  /** What is delivered, while only this life knows it. */
  get ahead(): number | undefined {
    const { deliveredSeq, markedSeq } = this.#seqs;
    return deliveredSeq === markedSeq ? undefined : deliveredSeq;
  }

  override recall<Name extends keyof Facts>(
    name: Name,
    read: () => Facts[Name],
    of = '',
  ): Facts[Name] {
    const fact = read();
    const known = super.recall(name, () => fact, of);
    if (name === 'deliveredSeq') {
      currentTask()?.learn(`${known} delivered`);
      if (Number(known) >= Number(fact)) return known;
    }
    if (!isDeepStrictEqual(plain(known), plain(fact))) {
      this.lie ??= `${name} ${of} is remembered as ${JSON.stringify(known)} and is ${JSON.stringify(fact)}`;
    }
    return known;
  }

  override know<Name extends keyof Facts>(name: Name, fact: Facts[Name], of = ''): Facts[Name] {
    if (name === 'deliveredSeq' || name === 'markedSeq')
      Object.assign(this.#seqs, { [name]: fact });
    return super.know(name, fact, of);
  }

  override forget(name?: keyof Facts): void {
    if (!name) this.#seqs = {};
    super.forget(name);
  }
}

/** Rows that are read have no prototype. */
const plain = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));
