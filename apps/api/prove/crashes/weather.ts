// What D1 is like, and until when. Both sides read it: who plans the storm, and the Worker that stands in it.

/** `down`: fails and does nothing. `forgetful`: does it, then fails. `slow`: does it late. */
type D1Fault = 'down' | 'forgetful' | 'slow';

/** Who speaks to D1: the Worker (look-ups and lists) or a calendar (the projection). */
export type Speaker = 'worker' | 'calendar';

export interface Spell extends Readonly<Record<Speaker, D1Fault | 'none'>> {
  /** Milliseconds since 1970. After the last spell D1 is well. */
  readonly until: number;
}

/** The binding that holds the spells of this life of the server. */
export interface Weathered {
  readonly D1_WEATHER: readonly Spell[];
}

export const weatherFor = (speaker: Speaker, spells: readonly Spell[], now: number) =>
  spells.find(({ until }) => now < until)?.[speaker] ?? 'none';

/** What a fault that was met writes into the server's log. */
export const FAULT_LINE = 'd1 fault:';
