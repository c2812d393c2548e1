import { STATUSES, TRANSITIONS } from '@rendezvous/domain';
import { describe, expect, it } from 'vitest';
import { type CalendarOp, calendarModel } from './calendar-model.ts';
import { linearize, type Operation } from './linearizability.ts';
import { inTurn } from './random-histories.ts';

const TEN = { startAt: 600, endAt: 630 };
const HALF_PAST_TEN = { startAt: 630, endAt: 660 };
const QUARTER_PAST_TEN = { startAt: 615, endAt: 645 };
const ANN = 'ann';
const BOB = 'bob';

const book = (id: string, time = TEN): CalendarOp => ({ kind: 'book', id, ...time });
const change = (id: string, version: number, time = TEN): CalendarOp => ({
  kind: 'change',
  id,
  version,
  ...time,
});
const cancel = (id: string, version: number): CalendarOp => ({
  kind: 'transition',
  id,
  version,
  status: 'cancelled',
});
const confirm = (id: string, version: number): CalendarOp => ({
  kind: 'transition',
  id,
  version,
  status: 'confirmed',
});
const seen = (id: string, version: number): CalendarOp => ({ kind: 'seen', id, version });
const depart = (id: string, version: number): CalendarOp => ({ kind: 'depart', id, version });
const hold = (id: string, time = TEN, transfer = 'b/1'): CalendarOp => ({
  kind: 'hold',
  transfer,
  id,
  ...time,
});
const letGo = (transfer = 'b/1'): CalendarOp => ({ kind: 'letGo', transfer });
const arrive = (id: string, version: number, time = TEN): CalendarOp => ({
  kind: 'arrive',
  transfer: 'b/1',
  id,
  version,
  status: 'scheduled',
  ...time,
});
const ask = (conflicts: string[], time = TEN, excludeId: string | null = null): CalendarOp => ({
  kind: 'conflicts',
  ...time,
  excludeId,
  conflicts,
});
const taken = (conflicts: string[], time = TEN, excludeId: string | null = null): CalendarOp => ({
  kind: 'taken',
  ...time,
  excludeId,
  conflicts,
});

const takenAtOneOf = (conflicts: string[], ...times: (typeof TEN)[]): CalendarOp => ({
  kind: 'takenAtOneOf',
  times,
  excludeId: 'who moves',
  conflicts,
});

const during = (invokedAt: number, answeredAt: number, op: CalendarOp): Operation<CalendarOp> => ({
  invokedAt,
  answeredAt,
  op,
});
const perhaps = (
  invokedAt: number,
  op: CalendarOp,
  answeredAt = Number.POSITIVE_INFINITY,
): Operation<CalendarOp> => ({ invokedAt, answeredAt, op, optional: true });
const judge = (history: readonly Operation<CalendarOp>[]) => linearize(calendarModel, history);

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

  it('when only one order of what was concurrent works', () => {
    const history = [
      during(0, 9, book(BOB)),
      during(1, 8, cancel(ANN, 3)),
      during(2, 7, confirm(ANN, 2)),
      during(3, 6, book(ANN)),
      during(4, 5, ask([])),
    ];
    expect(judge(history)).toMatchObject({
      kind: 'explained',
      order: [during(4, 5, ask([])), ...history.slice(0, 4).reverse()],
    });
  });

  it('when what was not answered happened', () => {
    const lost = perhaps(0, book(ANN));
    expect(judge([lost, during(1, 2, ask([])), during(3, 4, taken([ANN]))])).toMatchObject({
      kind: 'explained',
      order: [{ op: ask([]) }, lost, { op: taken([ANN]) }],
    });
  });

  it('when what was not answered did not happen', () => {
    const asked = [during(1, 2, ask([])), during(3, 4, book(BOB))];
    expect(judge([perhaps(0, book(ANN)), ...asked])).toMatchObject({
      kind: 'explained',
      order: asked,
    });
  });

  it('when a change whose answer was lost is seen later, at whatever version', () => {
    const lost = perhaps(2, { kind: 'change', id: ANN, ...QUARTER_PAST_TEN });
    expect(judge([during(0, 1, book(ANN)), lost, during(3, 4, seen(ANN, 2))]).kind).toBe(
      'explained',
    );
  });

  it('when one of many that were not answered is needed', () => {
    const lost = Array.from({ length: 25 }, (_, n) =>
      perhaps(0, book(`id-${n}`, { startAt: n * 30, endAt: n * 30 + 30 })),
    );
    const day = { startAt: 0, endAt: 900 };
    const verdict = judge([
      ...lost,
      during(1, 2, ask(['id-20'], day)),
      during(3, 4, ask(['id-3', 'id-20'], day)),
    ]);
    expect(verdict).toMatchObject({ kind: 'explained', order: { length: 4 } });
  });
});

describe('a history is rejected', () => {
  it.each<[string, Operation<CalendarOp>[]]>([
    ['two bookings overlap', inTurn([book(ANN), book(BOB, QUARTER_PAST_TEN)])],
    ['two bookings at once got one slot', [during(0, 5, book(ANN)), during(1, 4, book(BOB))]],
    [
      'a booking was refused though the time was free',
      inTurn([book(ANN), taken([ANN], HALF_PAST_TEN)]),
    ],
    ['a booking was refused without anything in the way', inTurn([taken([])])],
    [
      'a move was refused though all the times that it may have asked for were free',
      inTurn([book(ANN), takenAtOneOf([ANN], HALF_PAST_TEN, { startAt: 0, endAt: 30 })]),
    ],
    [
      'what was in the way was so at different times',
      inTurn([
        book(ANN),
        book(BOB, { startAt: 700, endAt: 730 }),
        takenAtOneOf([ANN, BOB], TEN, { startAt: 700, endAt: 730 }),
      ]),
    ],
    [
      'an import was told that free time is taken',
      inTurn([book(ANN), cancel(ANN, 2), { kind: 'occupied', ...TEN }]),
    ],
    [
      'an import took the time of another',
      inTurn([
        book(ANN),
        { kind: 'import', id: BOB, version: 1, status: 'confirmed', ...QUARTER_PAST_TEN },
      ]),
    ],
    ['neighbours are in the way of one another', inTurn([book(ANN), ask([ANN], HALF_PAST_TEN)])],
    ['a booked appointment is lost', inTurn([book(ANN), ask([])])],
    ['a booked appointment is not found', inTurn([book(ANN), { kind: 'absent', id: ANN }])],
    [
      'a cancelled appointment is still in the way',
      inTurn([book(ANN), cancel(ANN, 2), taken([ANN])]),
    ],
    ['what is excluded is in the way', inTurn([book(ANN), taken([ANN], TEN, ANN)])],
    [
      'what is in the way is not named by its start',
      inTurn([book(ANN), book(BOB, HALF_PAST_TEN), ask([BOB, ANN], QUARTER_PAST_TEN)]),
    ],
    ['a read is older than an answer before it', inTurn([book(ANN), change(ANN, 2), seen(ANN, 1)])],
    [
      'a read is older than a read before it',
      [
        during(0, 1, book(ANN)),
        during(2, 9, change(ANN, 2)),
        during(3, 4, seen(ANN, 2)),
        during(5, 6, seen(ANN, 1)),
      ],
    ],
    [
      'a version was read before anyone could write it',
      inTurn([book(ANN), seen(ANN, 2), change(ANN, 2)]),
    ],
    ['an appointment was read before it was booked', inTurn([seen(ANN, 1), book(ANN)])],
    ['a version jumps by two', inTurn([book(ANN), change(ANN, 3)])],
    [
      'two changes at once made one version',
      [during(0, 1, book(ANN)), during(2, 5, change(ANN, 2)), during(3, 4, confirm(ANN, 2))],
    ],
    ['a cancelled appointment is confirmed', inTurn([book(ANN), cancel(ANN, 2), confirm(ANN, 3)])],
    [
      'a cancelled appointment gets another time',
      inTurn([book(ANN), cancel(ANN, 2), change(ANN, 3, HALF_PAST_TEN)]),
    ],
    ['a cancelled appointment leaves', inTurn([book(ANN), cancel(ANN, 2), depart(ANN, 3)])],
    [
      'a change takes the time of another',
      inTurn([book(ANN), book(BOB, HALF_PAST_TEN), change(ANN, 2, QUARTER_PAST_TEN)]),
    ],
    ['held time was booked', inTurn([hold(ANN), book(BOB, QUARTER_PAST_TEN)])],
    ['one transfer holds time for two appointments', inTurn([hold(ANN), hold(BOB, HALF_PAST_TEN)])],
    ['time was held over a booking', inTurn([book(BOB), hold(ANN)])],
    ['an appointment arrived that was let go', inTurn([hold(ANN), letGo(), arrive(ANN, 2)])],
    ['a hold was let go that had arrived', inTurn([hold(ANN), arrive(ANN, 2), letGo()])],
    [
      'an appointment arrived at another time than was held',
      inTurn([hold(ANN), arrive(ANN, 2, HALF_PAST_TEN)]),
    ],
    [
      'an appointment came back no newer than it left',
      inTurn([book(ANN), depart(ANN, 2), hold(ANN), arrive(ANN, 2)]),
    ],
    [
      'an appointment was changed after it had left',
      inTurn([book(ANN), depart(ANN, 2), change(ANN, 2)]),
    ],
    [
      'an appointment that left is still in the way',
      inTurn([book(ANN), depart(ANN, 2), taken([ANN])]),
    ],
    [
      'an appointment that left was imported again',
      inTurn([
        book(ANN),
        depart(ANN, 2),
        { kind: 'import', id: ANN, version: 1, status: 'completed', ...TEN },
      ]),
    ],
    [
      'what was not answered happened and then did not',
      [perhaps(0, book(ANN)), during(1, 2, taken([ANN])), during(3, 4, ask([]))],
    ],
    [
      'what was not answered is seen before it was asked for',
      [during(1, 2, taken([ANN])), perhaps(3, book(ANN))],
    ],
    [
      'what was over comes true later',
      [perhaps(0, book(ANN), 1), during(2, 3, ask([])), during(4, 5, taken([ANN]))],
    ],
  ])('in which %s', (_, history) => {
    expect(judge(history).kind).toBe('unexplained');
  });

  it('with the longest order that was found and what could not come next', () => {
    const [booked, lost, later] = inTurn([book(ANN), ask([]), seen(ANN, 1)]);
    expect(judge([booked, lost, later].filter((one) => one !== undefined))).toMatchObject({
      kind: 'unexplained',
      order: [booked],
      stuck: [lost],
    });
  });
});

it('is undecided when the search was cut short', () => {
  expect(linearize(calendarModel, inTurn([book(ANN), book(BOB), ask([])]), 0).kind).toBe(
    'undecided',
  );
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
