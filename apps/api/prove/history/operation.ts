// What a checker is given: what was seen, when, and what could have been.

/** One operation as it was seen from outside. `answeredAt` is Infinity when no answer came. */
export interface Operation<Op> {
  readonly invokedAt: number;
  readonly answeredAt: number;
  readonly op: Op;
  /** May have happened or not: nobody saw. If it did, then by `answeredAt`: Infinity for what may still go on. */
  readonly optional?: boolean;
}

export interface Model<State, Op> {
  readonly initial: State;
  /**
   * The state after `op`, or undefined when the model does not allow op (with the answer that it carries) in this state.
   * The very same state when nothing changes: that is what makes reads cheap.
   */
  step(state: State, op: Op): State | undefined;
  /** Equal for equal states. */
  key(state: State): string;
  /**
   * All of the state that `op` looks at. An operation that changes nothing of it must commute with `op`; with that known,
   * what may not have happened is tried only where somebody looks. Without it everybody looks at everything.
   */
  view?(state: State, op: Op): string;
}

/** Whether a was over when b began. Equal instants are concurrent. */
export const isBefore = <Op>(a: Operation<Op>, b: Operation<Op>): boolean =>
  a.answeredAt < b.invokedAt;
