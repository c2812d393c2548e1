// Which orders there are: operations at once, and some that nobody saw the end of.

import { describe, expect, it } from 'vitest';
import { type CalendarOp, calendarModel } from './calendar-model.ts';
import {
  ANN,
  ask,
  BOB,
  book,
  cancel,
  change,
  confirm,
  judge,
  QUARTER_PAST_TEN,
  seen,
  taken,
} from './handmade-histories.ts';
import { linearize, type Operation } from './linearizability.ts';
import { inTurn } from './random-histories.ts';

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

describe('a history is explained', () => {
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
    ['two bookings at once got one slot', [during(0, 5, book(ANN)), during(1, 4, book(BOB))]],
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
      'two changes at once made one version',
      [during(0, 1, book(ANN)), during(2, 5, change(ANN, 2)), during(3, 4, confirm(ANN, 2))],
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
