// Is there one order, one operation at a time, that explains what was seen from outside? Wing and Gong's search with Lowe's
// memory of what was tried. Two rules keep it small, and neither loses an order: an operation that changes nothing goes
// first, and one that may not have happened is put in only just before one that needs it.

import { isBefore, type Model, type Operation } from './operation.ts';
import { isNeeded, runsOf } from './optional-runs.ts';

export type { Model, Operation };

/** `visited`: states that were looked at. */
export type Verdict<Op> =
  | { readonly kind: 'explained'; readonly order: Operation<Op>[]; readonly visited: number }
  | {
      readonly kind: 'unexplained';
      /** The longest order found. */
      readonly order: Operation<Op>[];
      /** The operations none of which could come next. */
      readonly stuck: Operation<Op>[];
      readonly visited: number;
    }
  | { readonly kind: 'undecided'; readonly visited: number };

/** Where a search stands: the state, and the operations that have no place in the order yet. */
interface Point<State, Op> {
  readonly state: State;
  /** What has to come, by its answer. */
  readonly pending: readonly Operation<Op>[];
  /** What may come. */
  readonly open: readonly Operation<Op>[];
  readonly came: { readonly from: Point<State, Op>; readonly by: readonly Operation<Op>[] } | null;
}

export function linearize<State, Op>(
  model: Model<State, Op>,
  operations: readonly Operation<Op>[],
  limit = 100_000,
): Verdict<Op> {
  const sorted = operations.toSorted(byAnswer);
  const pending = sorted.filter(({ optional }) => !optional);
  const open = sorted.filter(({ optional }) => optional);
  const start: Point<State, Op> = { state: model.initial, pending, open, came: null };
  const ranks = new Map([...pending, ...open].map((operation, rank) => [operation, rank]));
  const tried = new Set<string>();
  let visited = 0;
  /** Counts a visit; false when the search has to end. */
  const visit = () => ++visited <= limit;

  if (pending.length === 0) return { kind: 'explained', order: [], visited };
  let longest = start;
  const stack = [pointsAfter(model, start, visit)];
  for (let top = stack.at(-1); top && visited <= limit; top = stack.at(-1)) {
    const point = top.next().value;
    if (!point) {
      stack.pop();
      continue;
    }
    if (point.pending.length === 0) return { kind: 'explained', order: orderOf(point), visited };
    if (point.pending.length < longest.pending.length) longest = point;
    const key = keyOf(model, point, ranks);
    if (tried.has(key) || !visit()) continue;
    tried.add(key);
    stack.push(pointsAfter(model, point, visit));
  }
  if (visited > limit) return { kind: 'undecided', visited };
  return { kind: 'unexplained', order: orderOf(longest), stuck: candidates(longest), visited };
}

/** The points that one more of the pending operations leads to, the likeliest first. */
function* pointsAfter<State, Op>(
  model: Model<State, Op>,
  point: Point<State, Op>,
  visit: () => boolean,
): Generator<Point<State, Op>, undefined> {
  const next = candidates(point);
  const reachable: Point<State, Op>[] = [];
  for (const operation of next) {
    const state = model.step(point.state, operation.op);
    if (state === undefined) continue;
    const after = advance(point, [operation], state);
    // If an order explains the rest, so does that order with this operation first.
    if (state === point.state && after.open.length === point.open.length) {
      yield after;
      return;
    }
    reachable.push(after);
  }
  yield* reachable;
  for (const run of runsOf(model, point.state, point.open, next, visit)) {
    for (const operation of next) {
      const state = model.step(run.state, operation.op);
      if (state !== undefined && isNeeded(model, point.state, [...run.taken, operation], state)) {
        yield advance(point, [...run.taken, operation], state);
      }
    }
  }
}

/** The pending operations that can be next: nothing that has to come was over when they began. */
function candidates<State, Op>({ pending }: Point<State, Op>): Operation<Op>[] {
  const deadline = pending[0]?.answeredAt ?? Number.POSITIVE_INFINITY;
  return pending.filter(({ invokedAt }) => invokedAt <= deadline);
}

const advance = <State, Op>(
  from: Point<State, Op>,
  by: readonly Operation<Op>[],
  state: State,
): Point<State, Op> => ({
  state,
  pending: from.pending.filter((operation) => !by.includes(operation)),
  // What was over before one of these began has not happened, if not by now.
  open: from.open.filter((late) => !by.includes(late) && !by.some((next) => isBefore(late, next))),
  came: { from, by },
});

/** Equal for points that the same can follow. */
function keyOf<State, Op>(
  model: Model<State, Op>,
  { state, pending, open }: Point<State, Op>,
  ranks: ReadonlyMap<Operation<Op>, number>,
): string {
  const left = [...pending, ...open].map((operation) => ranks.get(operation));
  return `${left.join()} ${model.key(state)}`;
}

function orderOf<State, Op>(point: Point<State, Op>): Operation<Op>[] {
  const order: Operation<Op>[] = [];
  for (let { came } = point; came; came = came.from.came) order.unshift(...came.by);
  return order;
}

const byAnswer = <Op>(a: Operation<Op>, b: Operation<Op>): number =>
  a.answeredAt === b.answeredAt ? a.invokedAt - b.invokedAt : a.answeredAt - b.answeredAt;
