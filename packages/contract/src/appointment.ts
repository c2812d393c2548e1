/** The path words of the four actions. */
export const ACTION_WORDS = ['confirm', 'cancel', 'complete', 'no-show'] as const;
export type ActionWord = (typeof ACTION_WORDS)[number];

/** The default length of a call, in minutes. */
export const DEFAULT_DURATION = 30;
