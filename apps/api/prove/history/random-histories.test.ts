import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CalendarOp, type CalendarState, calendarModel } from './calendar-model.ts';
import { linearize, type Model, type Operation } from './linearizability.ts';
import { anyRun, anyWindows, inTurn, inWindows } from './random-histories.ts';

const LONG = { ids: 12, minutes: 60, operations: 80 };
const LARGE = { ids: 60, minutes: 400, operations: 300 };
const SHORT = { ids: 2, minutes: 6, operations: 6 };

it('explains every run, however its answers crossed', () =>
  fc.assert(
    fc.property(anyRun(LONG), anyWindows(LONG.operations, 4), (run, windows) => {
      expect(linearize(calendarModel, inWindows(run, windows)).kind).toBe('explained');
    }),
  ));

it('explains every run of which some answers were lost and some calls never arrived', () =>
  fc.assert(
    fc.property(
      anyRun(LONG),
      anyWindows(LONG.operations, 3),
      fc.uniqueArray(fc.nat(LONG.operations - 1), { maxLength: 8 }),
      anyRun({ ...LONG, operations: 8 }),
      (run, windows, lost, never) => {
        const history = inWindows(run, windows).map((one, n) =>
          lost.includes(n) ? lose(one) : one,
        );
        const phantoms = inTurn(never).map(lose);
        expect(linearize(calendarModel, [...phantoms, ...history]).kind).toBe('explained');
      },
    ),
  ));

it('rejects every run with one false answer', () =>
  fc.assert(
    fc.property(anyRun(LONG), fc.nat(), (run, pick) => {
      const lies = run.flatMap((op, at) => falsehoods(op).map((lie) => run.with(at, lie)));
      const lie = lies[pick % lies.length];
      fc.pre(lie !== undefined);
      expect(linearize(calendarModel, inTurn(lie)).kind).toBe('unexplained');
    }),
  ));

it('rejects, however the answers crossed, what names somebody who was never there', () =>
  fc.assert(
    fc.property(anyRun(LONG), anyWindows(LONG.operations, 3), fc.nat(), (run, windows, at) => {
      const questions = run.flatMap((op, index) => ('conflicts' in op ? [{ op, index }] : []));
      const asked = questions[at % questions.length];
      fc.pre(asked !== undefined);
      const conflicts = [...asked.op.conflicts, 'nobody'];
      const history = inWindows(run.with(asked.index, { ...asked.op, conflicts }), windows);
      expect(linearize(calendarModel, history).kind).toBe('unexplained');
    }),
  ));

it('finds an order exactly when trying all of them does', async () => {
  const outcomes = { explained: 0, unexplained: 0, undecided: 0 };
  await fc.assert(
    fc.property(
      anyRun(SHORT),
      anyRun(SHORT),
      anyWindows(SHORT.operations, 3),
      fc.array(fc.constantFrom('true', 'true', 'other', 'lost', 'late', 'over'), {
        minLength: 6,
        maxLength: 6,
      }),
      (run, other, windows, fates) => {
        const history = inWindows(run, windows).map((one, n): Operation<CalendarOp> => {
          switch (fates[n]) {
            case 'other':
              return { ...one, op: other[n] ?? one.op };
            case 'lost':
              return lose(one);
            case 'late':
              return { ...lose(one), op: other[n] ?? one.op };
            case 'over':
              return { ...one, optional: true };
            default:
              return one;
          }
        });
        const expected = canBe(calendarModel.initial, history, []) ? 'explained' : 'unexplained';
        outcomes[expected]++;
        expect(linearize(calendarModel, history).kind).toBe(expected);
        expect(linearize(WITHOUT_VIEW, history).kind).toBe(expected);
      },
    ),
    { numRuns: 5_000 },
  );
  expect(Math.min(outcomes.explained, outcomes.unexplained)).toBeGreaterThan(300);
});

it('gives an order that the model and the times allow', () =>
  fc.assert(
    fc.property(anyRun(LONG), anyWindows(LONG.operations, 4), (run, windows) => {
      const history = inWindows(run, windows);
      const verdict = linearize(calendarModel, history);
      const order = verdict.kind === 'explained' ? verdict.order : [];
      expect(new Set(order)).toEqual(new Set(history));
      let state: CalendarState | undefined = calendarModel.initial;
      let latest = Number.NEGATIVE_INFINITY;
      for (const { op, invokedAt, answeredAt } of order) {
        state = state && calendarModel.step(state, op);
        latest = Math.max(latest, invokedAt);
        expect(answeredAt).toBeGreaterThanOrEqual(latest);
      }
      expect(state).toBeDefined();
    }),
  ));

it(
  'decides three hundred operations, eight at a time, thirty of them unanswered',
  () =>
    fc.assert(
      fc.property(
        anyRun(LARGE),
        anyWindows(LARGE.operations, 4),
        fc.uniqueArray(fc.nat(LARGE.operations - 1), { minLength: 30, maxLength: 30 }),
        (run, windows, lost) => {
          const history = inWindows(run, windows).map((one, n) =>
            lost.includes(n) ? lose(one) : one,
          );
          const verdict = linearize(calendarModel, history);
          expect(verdict.kind).toBe('explained');
          expect(verdict.visited).toBeLessThan(50_000);

          const last: CalendarOp = { kind: 'seen', id: 'nobody' };
          const lie = {
            op: last,
            invokedAt: LARGE.operations * 10,
            answeredAt: LARGE.operations * 10,
          };
          const rejected = linearize(calendarModel, [...history, lie]);
          expect(rejected.kind).toBe('unexplained');
          expect(rejected.visited).toBeLessThan(50_000);
        },
      ),
      // The same ones each time: how long a search takes is not the same for all.
      { numRuns: 5, seed: 1 },
    ),
  30_000,
);

const lose = (one: Operation<CalendarOp>): Operation<CalendarOp> => ({
  ...one,
  answeredAt: Number.POSITIVE_INFINITY,
  optional: true,
});

const WITHOUT_VIEW: Model<CalendarState, CalendarOp> = {
  initial: calendarModel.initial,
  step: calendarModel.step,
  key: calendarModel.key,
};

/** Every order of every choice, with nothing remembered and nothing left out. */
function canBe(
  state: CalendarState,
  left: readonly Operation<CalendarOp>[],
  placed: readonly Operation<CalendarOp>[],
): boolean {
  if (left.every(({ optional }) => optional)) return true;
  return left.some((one) => {
    if (left.some((other) => !other.optional && other.answeredAt < one.invokedAt)) return false;
    if (placed.some((other) => one.answeredAt < other.invokedAt)) return false;
    const next = calendarModel.step(state, one.op);
    return (
      next &&
      canBe(
        next,
        left.filter((other) => other !== one),
        [...placed, one],
      )
    );
  });
}

/** The same operation with answers that are false if the true one is true, whatever the state. */
function falsehoods(op: CalendarOp): CalendarOp[] {
  switch (op.kind) {
    case 'book':
      return [{ ...op, kind: 'taken', excludeId: null, conflicts: ['nobody'] }];
    case 'occupied':
      return [
        { ...op, kind: 'conflicts', excludeId: null, conflicts: [] },
        { kind: 'book', id: 'new', startAt: op.startAt, endAt: op.endAt },
      ];
    case 'takenAtOneOf':
      return [
        { ...op, conflicts: [...op.conflicts, 'nobody'] },
        { ...op, conflicts: op.conflicts.slice(1) },
        { ...op, times: op.times.slice(0, 1) },
        { ...op, times: [] },
      ];
    case 'taken':
    case 'conflicts':
      return [
        { ...op, conflicts: [...op.conflicts, 'nobody'] },
        ...(op.conflicts.length > 0 ? [{ ...op, conflicts: op.conflicts.slice(1) }] : []),
        ...(op.conflicts.length > 1 ? [{ ...op, conflicts: op.conflicts.toReversed() }] : []),
        ...(op.conflicts.length > 0
          ? [{ kind: 'book', id: 'new', startAt: op.startAt, endAt: op.endAt } as const]
          : []),
      ];
    case 'seen':
      return [
        { kind: 'absent', id: op.id },
        { ...op, version: (op.version ?? 0) + 1 },
        { ...op, startAt: (op.startAt ?? 0) + 1 },
      ];
    case 'absent':
      return [{ kind: 'seen', id: op.id }];
    case 'change':
    case 'transition':
      return [-1, 1].map((by) => ({ ...op, version: (op.version ?? 0) + by }));
    case 'arrive':
      return [
        { ...op, startAt: op.startAt - 1 },
        { ...op, status: 'cancelled' },
        { ...op, version: 1 },
      ];
    case 'depart':
      return [{ ...op, version: op.version + 1 }];
    case 'import':
    case 'hold':
    case 'letGo':
      return [];
  }
}
