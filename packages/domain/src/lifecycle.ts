/** The statuses of an appointment, in the order of the original product's page. */
export const STATUSES = ['scheduled', 'confirmed', 'completed', 'cancelled', 'no_show'] as const;
export type Status = (typeof STATUSES)[number];

/** What can be done to an appointment. */
export const ACTIONS = ['confirm', 'cancel', 'complete', 'no_show'] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * The whole machine: from a status, by an action, to the next status. An action that is missing is not
 * allowed, a repeat of the one that led here included. There is no rule on the clock: calls end early.
 */
export const TRANSITIONS: Readonly<Record<Status, Readonly<Partial<Record<Action, Status>>>>> = {
  scheduled: {
    confirm: 'confirmed',
    cancel: 'cancelled',
    complete: 'completed',
    no_show: 'no_show',
  },
  confirmed: { cancel: 'cancelled', complete: 'completed', no_show: 'no_show' },
  completed: {},
  cancelled: {},
  no_show: {},
};

/** The statuses that take the agent's time; all others free it. */
export const OCCUPYING: ReadonlySet<Status> = new Set<Status>(['scheduled', 'confirmed']);

/** Whether an appointment in this status takes the agent's time. */
export const isOccupying = (status: Status): boolean => OCCUPYING.has(status);

/** Whether no action leads out of this status. */
export const isTerminal = (status: Status): boolean => allowedActions(status).length === 0;

/** The actions that are legal now, in the order of `ACTIONS`. */
export const allowedActions = (status: Status): readonly Action[] =>
  ACTIONS.filter((action) => TRANSITIONS[status][action] !== undefined);
