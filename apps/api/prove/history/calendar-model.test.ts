// Which answers are true: operations one after the other, so that there is but one order of them.

import { STATUSES, TRANSITIONS } from '@rendezvous/domain';
import { describe, expect, it } from 'vitest';
import type { CalendarOp } from './calendar-op.ts';
import {
  ANN,
  arrive,
  ask,
  BOB,
  book,
  cancel,
  change,
  confirm,
  depart,
  HALF_PAST_TEN,
  hold,
  judge,
  letGo,
  QUARTER_PAST_TEN,
  seen,
  TEN,
  taken,
  takenAtOneOf,
} from './handmade-histories.ts';
import { inTurn } from './random-histories.ts';

describe('a history is explained', () => {
  it.each<[string, CalendarOp[]]>([
    ['nothing', []],
    ['neighbours', [book(ANN), book(BOB, HALF_PAST_TEN), ask([ANN, BOB], QUARTER_PAST_TEN)]],
    ['time that a cancellation freed', [book(ANN), cancel(ANN, 2), ask([]), book(BOB)]],
    [
      'a change over its own time',
      [book(ANN), change(ANN, 2, QUARTER_PAST_TEN), ask([], TEN, ANN)],
    ],
    ['a text that changed after the end', [book(ANN), cancel(ANN, 2), book(BOB), change(ANN, 3)]],
    [
      'an imported past',
      [{ kind: 'import', id: ANN, version: 1, status: 'no_show', ...TEN }, book(BOB)],
    ],
    [
      'a refusal at one of the times that may have been asked for',
      [book(ANN), takenAtOneOf([ANN], QUARTER_PAST_TEN, HALF_PAST_TEN)],
    ],
    ['an import that found its time taken', [book(ANN), { kind: 'occupied', ...QUARTER_PAST_TEN }]],
    ['a move away', [book(ANN), depart(ANN, 2), { kind: 'absent', id: ANN }, book(BOB)]],
    ['a move here', [hold(ANN), taken([ANN]), ask([], TEN, ANN), arrive(ANN, 2), change(ANN, 3)]],
    ['there and back', [book(ANN), depart(ANN, 2), hold(ANN), arrive(ANN, 3), seen(ANN, 3)]],
    ['a hold that came to nothing', [hold(ANN), letGo(), book(BOB)]],
    [
      'a hold that a later one replaces',
      [hold(ANN), hold(ANN, QUARTER_PAST_TEN, 'b/2'), letGo('b/2')],
    ],
  ])('of %s', (_, ops) => {
    expect(judge(inTurn(ops))).toMatchObject({ kind: 'explained', order: inTurn(ops) });
  });
});

describe('a history is rejected', () => {
  it.each<[string, CalendarOp[]]>([
    ['two bookings overlap', [book(ANN), book(BOB, QUARTER_PAST_TEN)]],
    ['a booking was refused though the time was free', [book(ANN), taken([ANN], HALF_PAST_TEN)]],
    ['a booking was refused without anything in the way', [taken([])]],
    [
      'a move was refused though all the times that it may have asked for were free',
      [book(ANN), takenAtOneOf([ANN], HALF_PAST_TEN, { startAt: 0, endAt: 30 })],
    ],
    [
      'what was in the way was so at different times',
      [
        book(ANN),
        book(BOB, { startAt: 700, endAt: 730 }),
        takenAtOneOf([ANN, BOB], TEN, { startAt: 700, endAt: 730 }),
      ],
    ],
    [
      'an import was told that free time is taken',
      [book(ANN), cancel(ANN, 2), { kind: 'occupied', ...TEN }],
    ],
    [
      'an import took the time of another',
      [
        book(ANN),
        { kind: 'import', id: BOB, version: 1, status: 'confirmed', ...QUARTER_PAST_TEN },
      ],
    ],
    ['neighbours are in the way of one another', [book(ANN), ask([ANN], HALF_PAST_TEN)]],
    ['a booked appointment is lost', [book(ANN), ask([])]],
    ['a booked appointment is not found', [book(ANN), { kind: 'absent', id: ANN }]],
    ['a cancelled appointment is still in the way', [book(ANN), cancel(ANN, 2), taken([ANN])]],
    ['what is excluded is in the way', [book(ANN), taken([ANN], TEN, ANN)]],
    [
      'what is in the way is not named by its start',
      [book(ANN), book(BOB, HALF_PAST_TEN), ask([BOB, ANN], QUARTER_PAST_TEN)],
    ],
    ['a read is older than an answer before it', [book(ANN), change(ANN, 2), seen(ANN, 1)]],
    ['a version was read before anyone could write it', [book(ANN), seen(ANN, 2), change(ANN, 2)]],
    ['an appointment was read before it was booked', [seen(ANN, 1), book(ANN)]],
    ['a version jumps by two', [book(ANN), change(ANN, 3)]],
    ['a cancelled appointment is confirmed', [book(ANN), cancel(ANN, 2), confirm(ANN, 3)]],
    [
      'a cancelled appointment gets another time',
      [book(ANN), cancel(ANN, 2), change(ANN, 3, HALF_PAST_TEN)],
    ],
    ['a cancelled appointment leaves', [book(ANN), cancel(ANN, 2), depart(ANN, 3)]],
    [
      'a change takes the time of another',
      [book(ANN), book(BOB, HALF_PAST_TEN), change(ANN, 2, QUARTER_PAST_TEN)],
    ],
    ['held time was booked', [hold(ANN), book(BOB, QUARTER_PAST_TEN)]],
    ['one transfer holds time for two appointments', [hold(ANN), hold(BOB, HALF_PAST_TEN)]],
    ['time was held over a booking', [book(BOB), hold(ANN)]],
    ['an appointment arrived that was let go', [hold(ANN), letGo(), arrive(ANN, 2)]],
    ['a hold was let go that had arrived', [hold(ANN), arrive(ANN, 2), letGo()]],
    [
      'an appointment arrived at another time than was held',
      [hold(ANN), arrive(ANN, 2, HALF_PAST_TEN)],
    ],
    [
      'an appointment came back no newer than it left',
      [book(ANN), depart(ANN, 2), hold(ANN), arrive(ANN, 2)],
    ],
    ['an appointment was changed after it had left', [book(ANN), depart(ANN, 2), change(ANN, 2)]],
    ['an appointment that left is still in the way', [book(ANN), depart(ANN, 2), taken([ANN])]],
    [
      'an appointment that left was imported again',
      [
        book(ANN),
        depart(ANN, 2),
        { kind: 'import', id: ANN, version: 1, status: 'completed', ...TEN },
      ],
    ],
  ])('in which %s', (_, ops) => {
    expect(judge(inTurn(ops)).kind).toBe('unexplained');
  });
});

it('names ten conflicts in a refusal, and all of them in an answer', () => {
  const ids = Array.from({ length: 11 }, (_, n) => `id-${String(n).padStart(2, '0')}`);
  const booked = ids.map((id, n) => book(id, { startAt: n, endAt: n + 1 }));
  const day = { startAt: 0, endAt: 60 };
  expect(judge(inTurn([...booked, taken(ids.slice(0, 10), day), ask(ids, day)])).kind).toBe(
    'explained',
  );
  expect(judge(inTurn([...booked, taken(ids, day)])).kind).toBe('unexplained');
  expect(judge(inTurn([...booked, ask(ids.slice(0, 10), day)])).kind).toBe('unexplained');
});

it('has the same table of statuses as the domain', () => {
  for (const from of STATUSES) {
    for (const status of STATUSES) {
      const history = inTurn([
        { kind: 'import', id: ANN, version: 1, status: from, ...TEN },
        { kind: 'transition', id: ANN, version: 2, status },
      ]);
      const isLegal = Object.values(TRANSITIONS[from]).includes(status);
      expect(judge(history).kind).toBe(isLegal ? 'explained' : 'unexplained');
    }
  }
});
