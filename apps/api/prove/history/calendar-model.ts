// One calendar as it would be if everything happened at one instant: what stands here, what time is held, and which answers
// are true. It shares nothing with the code that it judges: a checker with the same arithmetic would be blind to the same
// mistakes. Hence its own test for overlapping and its own table of the statuses.

import type { Status } from '@rendezvous/domain';
import type { CalendarOp, Held, Maybe, Standing, Time } from './calendar-op.ts';
import type { Model } from './linearizability.ts';

export type { CalendarOp };

export interface CalendarState {
  readonly here: ReadonlyMap<string, Standing>;
  /** By transfer. */
  readonly held: ReadonlyMap<string, Held>;
  /** What has left: the version that it had then at its new holder. */
  readonly gone: ReadonlyMap<string, number>;
}

/** Conflicts that a refusal names at most. */
const MAX_NAMED = 10;

/** From each status to which, by: confirm, cancel, complete, no-show. */
const NEXT: Readonly<Record<Status, readonly (Status | null)[]>> = {
  scheduled: ['confirmed', 'cancelled', 'completed', 'no_show'],
  confirmed: [null, 'cancelled', 'completed', 'no_show'],
  completed: [null, null, null, null],
  cancelled: [null, null, null, null],
  no_show: [null, null, null, null],
};

/** It begins empty. Of an appointment that has left it remembers that it was here: its id is not given again. */
export const calendarModel: Model<CalendarState, CalendarOp> = {
  initial: { here: new Map(), held: new Map(), gone: new Map() },
  step: (state, op) => {
    const { here, held, gone } = state;
    switch (op.kind) {
      case 'book':
        return enter(state, op.id, { ...timeOf(op), version: 1, status: 'scheduled' });
      case 'import':
        return enter(state, op.id, standingOf(op));
      case 'change': {
        const { id } = op;
        const from = before(state, op);
        if (!from) return;
        const isMoved = from.startAt !== op.startAt || from.endAt !== op.endAt;
        if (isMoved && (!occupies(from) || overlapping(state, op, id).length > 0)) return;
        const changed = { ...from, ...timeOf(op), version: from.version + 1 };
        return { ...state, here: new Map(here).set(id, changed) };
      }
      case 'transition': {
        const from = before(state, op);
        if (!from || !NEXT[from.status].includes(op.status)) return;
        const next = { ...from, status: op.status, version: from.version + 1 };
        return { ...state, here: new Map(here).set(op.id, next) };
      }
      case 'taken':
        return isTaken(state, op, op) ? state : undefined;
      case 'takenAtOneOf':
        return op.times.some((time) => isTaken(state, time, op)) ? state : undefined;
      case 'occupied':
        return overlapping(state, op, null).length > 0 ? state : undefined;
      case 'conflicts':
        return isSame(idsOf(overlapping(state, op, op.excludeId)), op.conflicts)
          ? state
          : undefined;
      case 'seen': {
        const found = here.get(op.id);
        return found && FACTS.every((fact) => op[fact] === undefined || op[fact] === found[fact])
          ? state
          : undefined;
      }
      case 'absent':
        return here.has(op.id) ? undefined : state;
      case 'depart': {
        const from = before(state, op);
        if (!from || !occupies(from)) return;
        return { held, here: without(here, op.id), gone: new Map(gone).set(op.id, op.version) };
      }
      case 'hold': {
        const { id, transfer } = op;
        if (here.has(id) || overlapping(state, op, id).length > 0) return;
        if ((held.get(transfer)?.id ?? id) !== id) return;
        // Its owner began anew: time that is held for the transfer before is free.
        const others = new Map([...held].filter(([, hold]) => hold.id !== id));
        return { ...state, held: others.set(transfer, { id, ...timeOf(op) }) };
      }
      case 'letGo':
        return held.has(op.transfer) ? { ...state, held: without(held, op.transfer) } : undefined;
      case 'arrive': {
        const { id, transfer } = op;
        const hold = held.get(transfer);
        if (hold?.id !== id || hold.startAt !== op.startAt || hold.endAt !== op.endAt) return;
        if (!occupies(op) || op.version <= (gone.get(id) ?? 1)) return;
        const arrived = new Map(here).set(id, standingOf(op));
        return { here: arrived, held: without(held, transfer), gone: without(gone, id) };
      }
    }
  },
  key: ({ here, held, gone }) => JSON.stringify([here, held, gone].map(toSorted)),
  view: (state, op) => {
    const id = 'id' in op ? op.id : null;
    const transfer = 'transfer' in op ? op.transfer : null;
    const holds = [...state.held].filter(([key, hold]) => key === transfer || hold.id === id);
    const times = 'times' in op ? op.times : 'startAt' in op && op.kind !== 'seen' ? [op] : [];
    const time = times.map((wanted) => overlapping(state, wanted as Time, null));
    return JSON.stringify([id && state.here.get(id), id && state.gone.get(id), holds, time]);
  },
};

const FACTS = ['startAt', 'endAt', 'version', 'status'] as const;

/** Whether these, and no others, are in the way of this time. */
function isTaken(
  state: CalendarState,
  time: Time,
  {
    excludeId,
    conflicts,
  }: { readonly excludeId: string | null; readonly conflicts: readonly string[] },
): boolean {
  const named = idsOf(overlapping(state, time, excludeId)).slice(0, MAX_NAMED);
  return named.length > 0 && isSame(named, conflicts);
}

/** A new id, in free time if it takes any. */
function enter(state: CalendarState, id: string, standing: Standing): CalendarState | undefined {
  const { here, held, gone } = state;
  if (here.has(id) || gone.has(id) || [...held.values()].some((hold) => hold.id === id)) return;
  if (occupies(standing) && overlapping(state, standing, null).length > 0) return;
  return { ...state, here: new Map(here).set(id, standing) };
}

/** The appointment as it was, if the version that it has now is one more. */
function before(
  { here }: CalendarState,
  { id, version }: { readonly id: string; readonly version?: Maybe<number> },
): Standing | undefined {
  const from = here.get(id);
  return version === undefined || from?.version === version - 1 ? from : undefined;
}

/** What takes time in the interval, by start: appointments and holds, but for those of one id. */
function overlapping(
  { here, held }: CalendarState,
  wanted: Time,
  excludeId: string | null,
): Held[] {
  const found = [...held.values()].filter((hold) => meets(hold, wanted));
  for (const [id, standing] of here) {
    if (occupies(standing) && meets(standing, wanted)) found.push({ id, ...timeOf(standing) });
  }
  return found
    .filter(({ id }) => id !== excludeId)
    .sort((one, other) => one.startAt - other.startAt);
}

/** The later start comes before the earlier end. */
const meets = (a: Time, b: Time): boolean =>
  Math.max(a.startAt, b.startAt) < Math.min(a.endAt, b.endAt);

const occupies = ({ status }: Standing): boolean =>
  status === 'scheduled' || status === 'confirmed';

const timeOf = ({ startAt, endAt }: Time): Time => ({ startAt, endAt });

const standingOf = ({ startAt, endAt, version, status }: Standing): Standing => ({
  startAt,
  endAt,
  version,
  status,
});

const idsOf = (found: readonly Held[]): string[] => found.map(({ id }) => id);

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

const toSorted = (part: ReadonlyMap<string, unknown>) =>
  [...part].sort(([a], [b]) => (a < b ? -1 : 1));
