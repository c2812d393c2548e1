// What may have happened, put where it is needed. In an order that explains a history, an optional operation that could as
// well come after the next one may do so, and at the end it may be left out. So it is enough to try those runs of optional
// operations of which none can wait until after the operation that follows the run.

import { isBefore, type Model, type Operation } from './operation.ts';

/** Optional operations one after the other, and the state after them. */
interface Run<State, Op> {
  readonly taken: readonly Operation<Op>[];
  readonly state: State;
}

/**
 * The runs that can come now, shortest first. `next` are the operations one of which has to follow. `visit` counts; false
 * is the end.
 */
export function* runsOf<State, Op>(
  model: Model<State, Op>,
  state: State,
  open: readonly Operation<Op>[],
  next: readonly Operation<Op>[],
  visit: () => boolean,
): Generator<Run<State, Op>> {
  const deadline = Math.min(...next.map(({ answeredAt }) => answeredAt));
  const possible = open.filter(({ invokedAt }) => invokedAt <= deadline);
  let level: Run<State, Op>[] = [{ taken: [], state }];
  while (level.length > 0) {
    const longer = new Map<string, Run<State, Op>>();
    for (const run of level) {
      const left = possible.filter((one) => canCome(one, run.taken));
      for (const one of left) {
        const after = model.step(run.state, one.op);
        if (after === undefined || after === run.state) continue;
        const others = [...next, ...left.filter((other) => other !== one)];
        if (!others.some((other) => isBefore(one, other) || isSeen(model, run.state, after, other)))
          continue;
        const taken = [...run.taken, one];
        const key = `${taken.map((member) => possible.indexOf(member)).toSorted((a, b) => a - b)} ${model.key(after)}`;
        if (longer.has(key)) continue;
        if (!visit()) return;
        longer.set(key, { taken, state: after });
      }
    }
    level = [...longer.values()];
    yield* level;
  }
}

/**
 * Whether none of a run's operations can wait until after the one that follows it, with the same outcome. `run` ends with
 * the one that follows.
 */
export function isNeeded<State, Op>(
  model: Model<State, Op>,
  before: State,
  run: readonly Operation<Op>[],
  outcome: State,
): boolean {
  return run.slice(0, -1).every((one, index) => {
    if (run.slice(index + 1).some((later) => isBefore(one, later))) return true;
    let state: State | undefined = before;
    for (const { op } of [...run.filter((other) => other !== one), one]) {
      state = model.step(state, op);
      if (state === undefined) return true;
    }
    return model.key(state) !== model.key(outcome);
  });
}

const canCome = <Op>(one: Operation<Op>, taken: readonly Operation<Op>[]): boolean =>
  !taken.some((other) => other === one || isBefore(one, other));

/** Whether an operation looks at what has changed. */
const isSeen = <State, Op>(
  { view }: Model<State, Op>,
  before: State,
  after: State,
  { op }: Operation<Op>,
): boolean => !view || view(before, op) !== view(after, op);
