// One seed, one history: told once, or told again for people when it breaks a promise, with all left out that it does not
// need for that.

import fc from 'fast-check';
import { noise } from '../world/noise.ts';
import { type Plan, plans } from './plan.ts';
import { type History, Simulation } from './run.ts';

/** The seed of the `nth` history of a run: any two runs have little in common. */
export const seedOf = (run: number, nth: number): number => noise(run, nth, 2 ** 32) | 0;

export function planOf(seed: number): Plan {
  const [plan] = fc.sample(plans, { seed, numRuns: 1 });
  if (!plan) throw new Error(`seed ${seed} makes no plan`);
  return plan;
}

export const historyOf = (seed: number): Promise<History> => new Simulation(planOf(seed)).run();

export interface Shrunk {
  /** Steps before and after. */
  readonly steps: readonly [number, number];
  /** What happens in the smallest history that still breaks a promise. */
  readonly told: readonly string[];
}

/** The smallest history found that breaks a promise as this one does; undefined when it breaks none. */
export async function shrink(seed: number): Promise<Shrunk | undefined> {
  const breaks = fc.asyncProperty(plans, async (plan) => {
    const { breach } = await new Simulation(plan).run();
    if (breach !== undefined) throw new Error(breach);
  });
  const { counterexample } = await fc.check(breaks, { seed, numRuns: 1 });
  const [smallest] = counterexample ?? [];
  if (!smallest) return;
  const told: string[] = [];
  await new Simulation(smallest, (line) => told.push(line)).run();
  return { steps: [planOf(seed).steps.length, smallest.steps.length], told };
}
