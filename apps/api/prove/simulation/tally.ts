// What many histories come to.

import type { History } from './run.ts';

export interface Tally {
  histories: number;
  commands: number;
  accepted: number;
  steps: number;
  events: number;
  /** By kind. */
  faults: Record<string, number>;
  /** What came to pass beside, by kind. */
  sights: Record<string, number>;
  /** Seeds of the histories that broke a promise, and how. */
  breaches: { seed: number; breach: string }[];
}

export const emptyTally = (): Tally => ({
  histories: 0,
  commands: 0,
  accepted: 0,
  steps: 0,
  events: 0,
  faults: {},
  sights: {},
  breaches: [],
});

export function addHistory(tally: Tally, seed: number, history: History): void {
  const { breach, faults, sights, ...figures } = history;
  addTally(tally, {
    histories: 1,
    ...figures,
    faults: Object.fromEntries(faults),
    sights: Object.fromEntries(sights),
    breaches: breach === undefined ? [] : [{ seed, breach }],
  });
}

export function addTally(tally: Tally, other: Tally): void {
  tally.histories += other.histories;
  tally.commands += other.commands;
  tally.accepted += other.accepted;
  tally.steps += other.steps;
  tally.events += other.events;
  tally.breaches.push(...other.breaches);
  addCounts(tally.faults, other.faults);
  addCounts(tally.sights, other.sights);
}

function addCounts(to: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [kind, count] of Object.entries(counts)) to[kind] = (to[kind] ?? 0) + count;
}
