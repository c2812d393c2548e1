import type { Action, Status } from '../src/index.ts';

/** Every status, every action: where it leads, or null where it is refused. Written by hand. */
export const MACHINE: readonly (readonly [Status, Action, Status | null])[] = [
  ['scheduled', 'confirm', 'confirmed'],
  ['scheduled', 'cancel', 'cancelled'],
  ['scheduled', 'complete', 'completed'],
  ['scheduled', 'no_show', 'no_show'],

  ['confirmed', 'confirm', null],
  ['confirmed', 'cancel', 'cancelled'],
  ['confirmed', 'complete', 'completed'],
  ['confirmed', 'no_show', 'no_show'],

  ['completed', 'confirm', null],
  ['completed', 'cancel', null],
  ['completed', 'complete', null],
  ['completed', 'no_show', null],

  ['cancelled', 'confirm', null],
  ['cancelled', 'cancel', null],
  ['cancelled', 'complete', null],
  ['cancelled', 'no_show', null],

  ['no_show', 'confirm', null],
  ['no_show', 'cancel', null],
  ['no_show', 'complete', null],
  ['no_show', 'no_show', null],
];

/** What is legal in each status, in the order in which it is told. Written by hand. */
export const ALLOWED: Readonly<Record<Status, readonly Action[]>> = {
  scheduled: ['confirm', 'cancel', 'complete', 'no_show'],
  confirmed: ['cancel', 'complete', 'no_show'],
  completed: [],
  cancelled: [],
  no_show: [],
};
