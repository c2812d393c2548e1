// Random histories whose answers are true: a run is made one operation after the other, and then each is given a window
// around its moment. What is in the way is found minute by minute, not as the model finds it.

import { STATUSES } from '@rendezvous/domain';
import * as fc from 'fast-check';
import { type CalendarOp, type CalendarState, calendarModel } from './calendar-model.ts';
import type { Operation } from './linearizability.ts';

/** A wish: what it becomes depends on the state that it meets. */
interface Wish {
  readonly kind: CalendarOp['kind'];
  readonly id: string;
  readonly transfer: string;
  readonly startAt: number;
  readonly minutes: number;
  readonly status: (typeof STATUSES)[number];
  readonly sameTime: boolean;
}

export interface Ranges {
  readonly ids: number;
  readonly minutes: number;
  readonly operations: number;
}

const KINDS = [
  ...(['book', 'book', 'change', 'transition', 'taken', 'conflicts', 'seen', 'absent'] as const),
  ...(['takenAtOneOf', 'occupied', 'import', 'depart', 'hold', 'hold', 'letGo', 'arrive'] as const),
];

/** Operations of a random run, as many as asked for or fewer, in their order, with true answers. */
export const anyRun = ({ ids, minutes, operations }: Ranges): fc.Arbitrary<CalendarOp[]> => {
  const wish = fc.record({
    kind: fc.constantFrom(...KINDS),
    id: fc.nat(ids - 1).map((id) => `appointment-${id}`),
    transfer: fc.nat(ids - 1).map((transfer) => `transfer-${transfer}`),
    startAt: fc.nat(minutes),
    minutes: fc.integer({ min: 1, max: 6 }),
    status: fc.constantFrom(...STATUSES),
    sameTime: fc.boolean(),
  });
  // Most wishes come to nothing: who is to be changed is not there.
  const wishes = fc.array(wish, { minLength: operations * 4, maxLength: operations * 4 });
  return wishes.map((all) => toRun(all).slice(0, operations));
};

/** Windows around the moments 0, 10, 20…, each reaching up to `reach` moments to both sides. */
export const anyWindows = (operations: number, reach: number) =>
  fc.array(fc.tuple(fc.nat(reach * 10), fc.nat(reach * 10)), {
    minLength: operations,
    maxLength: operations,
  });

export const inWindows = (
  run: readonly CalendarOp[],
  windows: readonly (readonly [number, number])[],
): Operation<CalendarOp>[] =>
  run.map((op, index) => {
    const [before, after] = windows[index] ?? [0, 0];
    return { op, invokedAt: index * 10 - before, answeredAt: index * 10 + after };
  });

/** One after the other. */
export const inTurn = (run: readonly CalendarOp[]): Operation<CalendarOp>[] => inWindows(run, []);

function toRun(wishes: readonly Wish[]): CalendarOp[] {
  let state = calendarModel.initial;
  const run: CalendarOp[] = [];
  for (const wish of wishes) {
    const op = toOp(state, wish);
    const next = calendarModel.step(state, op);
    if (next) run.push(op);
    else if (isRefused(state, wish)) run.push({ ...toQuestion(state, wish), kind: 'taken' });
    state = next ?? state;
  }
  return run;
}

const isRefused = (state: CalendarState, wish: Wish): boolean =>
  wish.kind === 'book' && toQuestion(state, wish).conflicts.length > 0;

function toOp(state: CalendarState, wish: Wish): CalendarOp {
  const { kind, id, transfer, startAt, status } = wish;
  const found = state.here.get(id);
  const version = (found?.version ?? 0) + 1;
  const time = { startAt, endAt: startAt + wish.minutes };
  switch (kind) {
    case 'book':
    case 'absent':
    case 'occupied':
      return { kind, id, ...time };
    case 'hold':
      return { kind, id, transfer, ...time };
    case 'change':
      return { kind, id, ...(found && wish.sameTime ? found : time), version };
    case 'transition':
      return { kind, id, version, status };
    case 'taken':
      return { ...toQuestion(state, wish), kind };
    case 'takenAtOneOf': {
      const { excludeId, conflicts, ...asked } = toQuestion(state, wish);
      const other = { startAt: startAt + 1_000, endAt: startAt + 1_001 };
      return {
        kind,
        excludeId,
        conflicts,
        times: [other, { startAt: asked.startAt, endAt: asked.endAt }],
      };
    }
    case 'conflicts':
      return toQuestion(state, wish);
    case 'seen':
      return { kind, id, ...found };
    case 'import':
      return { kind, id, ...time, version: 1, status };
    case 'depart':
      return { kind, id, version };
    case 'letGo':
      return { kind, transfer };
    case 'arrive': {
      const hold = state.held.get(transfer) ?? { id, ...time };
      const arrivedAs = (state.gone.get(hold.id) ?? 1) + 1;
      return { kind, transfer, ...hold, version: arrivedAs, status };
    }
  }
}

/** What is in the way, found by walking through the wanted time. */
function toQuestion({ here, held }: CalendarState, wish: Wish) {
  const excludeId = wish.sameTime ? wish.id : null;
  const [startAt, endAt] = [wish.startAt, wish.startAt + wish.minutes];
  const takers = [
    ...[...here]
      .filter(([, { status }]) => status === 'scheduled' || status === 'confirmed')
      .map(([id, time]) => ({ ...time, id })),
    ...held.values(),
  ];
  const conflicts = new Set<string>();
  for (let minute = startAt; minute < endAt; minute++) {
    const taker = takers.find((one) => one.startAt <= minute && minute < one.endAt);
    if (taker && taker.id !== excludeId) conflicts.add(taker.id);
  }
  return { kind: 'conflicts', startAt, endAt, excludeId, conflicts: [...conflicts] } as const;
}
