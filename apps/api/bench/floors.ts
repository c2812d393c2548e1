// The floors as they are asked: each has an entry of its own in `floors/`, and is a server of its own.

import type { Floor, RequestName } from './document.ts';
import type { Ask } from './load.ts';

export type FloorName = Floor['name'];

/** As many objects as the tenants of 100,000 appointments have agents. */
const OBJECTS = 20;
/** As long as a booking. */
const BODY = JSON.stringify({ appointment: 'x'.repeat(420) });

export const FLOORS: Readonly<
  Record<FloorName, { readonly entry: string; readonly ask: (nth: number) => Ask }>
> = {
  'empty route': {
    entry: 'empty-route.ts',
    ask: (nth) => ({ method: 'GET', path: `/${nth}`, expected: 200 }),
  },
  'object insert': { entry: 'object-insert.ts', ask: insert },
  'object insert and D1 upsert': { entry: 'object-insert-and-d1-upsert.ts', ask: insert },
  'object read': {
    entry: 'object-read.ts',
    ask: (nth) => ({ method: 'GET', path: `/${nth % OBJECTS}/one`, expected: 200 }),
  },
};

/** The floor that does the same writes or reads. A move writes twice as much: to two objects, and from both to D1. */
export const FLOOR_OF: Readonly<Partial<Record<RequestName, FloorName>>> = {
  book: 'object insert and D1 upsert',
  confirm: 'object insert and D1 upsert',
  move: 'object insert and D1 upsert',
  conflicts: 'object read',
  get: 'object read',
};

function insert(nth: number): Ask {
  return { method: 'POST', path: `/${nth % OBJECTS}/${nth}`, body: BODY, expected: 201 };
}
