// Histories by hand, in few words: two appointments, times around ten o'clock, each operation with its answer.

import { type CalendarOp, calendarModel } from './calendar-model.ts';
import { linearize, type Operation } from './linearizability.ts';

export const TEN = { startAt: 600, endAt: 630 };
export const HALF_PAST_TEN = { startAt: 630, endAt: 660 };
export const QUARTER_PAST_TEN = { startAt: 615, endAt: 645 };
export const ANN = 'ann';
export const BOB = 'bob';

export const book = (id: string, time = TEN): CalendarOp => ({ kind: 'book', id, ...time });
export const change = (id: string, version: number, time = TEN): CalendarOp => ({
  kind: 'change',
  id,
  version,
  ...time,
});
export const cancel = (id: string, version: number): CalendarOp => ({
  kind: 'transition',
  id,
  version,
  status: 'cancelled',
});
export const confirm = (id: string, version: number): CalendarOp => ({
  kind: 'transition',
  id,
  version,
  status: 'confirmed',
});
export const seen = (id: string, version: number): CalendarOp => ({ kind: 'seen', id, version });
export const depart = (id: string, version: number): CalendarOp => ({
  kind: 'depart',
  id,
  version,
});
export const hold = (id: string, time = TEN, transfer = 'b/1'): CalendarOp => ({
  kind: 'hold',
  transfer,
  id,
  ...time,
});
export const letGo = (transfer = 'b/1'): CalendarOp => ({ kind: 'letGo', transfer });
export const arrive = (id: string, version: number, time = TEN): CalendarOp => ({
  kind: 'arrive',
  transfer: 'b/1',
  id,
  version,
  status: 'scheduled',
  ...time,
});
export const ask = (
  conflicts: string[],
  time = TEN,
  excludeId: string | null = null,
): CalendarOp => ({
  kind: 'conflicts',
  ...time,
  excludeId,
  conflicts,
});
export const taken = (
  conflicts: string[],
  time = TEN,
  excludeId: string | null = null,
): CalendarOp => ({
  kind: 'taken',
  ...time,
  excludeId,
  conflicts,
});

export const takenAtOneOf = (conflicts: string[], ...times: (typeof TEN)[]): CalendarOp => ({
  kind: 'takenAtOneOf',
  times,
  excludeId: 'who moves',
  conflicts,
});

export const judge = (history: readonly Operation<CalendarOp>[]) =>
  linearize(calendarModel, history);
