// Looks for a broken promise in the tree that it stands in, and stops at the first one. Run as a process of its own, since a
// mutant is another program: `node hunt.ts '{"by":"simulation","seed":1,"seconds":20,"tries":1000}'`. Prints one line of JSON.

import { explore } from '../scopes/explore.ts';
import { SCOPES } from '../scopes/scopes.ts';
import { historyOf, seedOf } from '../simulation/history.ts';

export interface Hunt {
  readonly by: 'simulation' | 'scopes';
  /** Of the run whose histories are told. */
  readonly seed: number;
  /** It ends without a catch after about so long, or after at least so many tries. */
  readonly seconds: number;
  readonly tries: number;
}

export interface Catch {
  /** Histories or orders that were told until then, the one that broke the promise included. */
  readonly tries: number;
  /** Steps in all of them. */
  readonly steps: number;
  /** What was broken; null when nothing was. */
  readonly breach: string | null;
}

class TimeIsUp extends Error {}

/** The search for an order that explains a history was given up: that breaks a run of the simulation, but proves nothing here. */
const UNDECIDED = /'s history is undecided/;

const hunts: Record<Hunt['by'], (hunt: Hunt, isOver: () => boolean) => Promise<Catch>> = {
  simulation: async ({ seed, tries }, isOver) => {
    const total = { tries: 0, steps: 0 };
    while (total.tries < tries && !isOver()) {
      const { breach, steps } = await historyOf(seedOf(seed, total.tries));
      total.tries += 1;
      total.steps += steps;
      if (breach !== undefined && !UNDECIDED.test(breach)) return { ...total, breach };
    }
    return { ...total, breach: null };
  },

  /** All orders of all scopes: first without a fault, then with one. */
  scopes: async ({ tries }, isOver) => {
    const total = { tries: 0, steps: 0 };
    const look = () => {
      if (isOver()) throw new TimeIsUp();
    };
    for (const faults of [0, 1]) {
      for (const scope of SCOPES) {
        if (total.tries >= tries) return { ...total, breach: null };
        const { ended, merged, turns, breach } = await explore(scope, faults, look);
        total.tries += ended + merged;
        total.steps += turns;
        if (breach) return { ...total, breach: breach.message };
      }
    }
    return { ...total, breach: null };
  },
};

const hunt: Hunt = JSON.parse(process.argv[2] ?? '');
const until = performance.now() + hunt.seconds * 1_000;
const caught = await hunts[hunt.by](hunt, () => performance.now() > until).catch(
  (error: unknown): Catch => {
    if (error instanceof TimeIsUp) return { tries: 0, steps: 0, breach: null };
    throw error;
  },
);
console.log(JSON.stringify(caught));
