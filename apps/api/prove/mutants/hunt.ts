// Looks for a broken promise in the tree that it stands in, and stops at the first one. Run as a process of its own, since a
// mutant is another program: `node hunt.ts '{"by":"simulation","seed":1,"seconds":20,"tries":1000}'`. Prints one line of JSON.

import { type Explored, explore } from '../scopes/explore.ts';
import { SCOPES } from '../scopes/scopes.ts';
import { historyOf, seedOf } from '../simulation/history.ts';

export interface Hunt {
  readonly by: 'simulation' | 'scopes';
  /** Of the run whose histories are told. */
  readonly seed: number;
  /** It ends without a catch after so long, or after so many tries. */
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

const hunts: Record<Hunt['by'], (hunt: Hunt, isOver: () => boolean) => Promise<Catch>> = {
  simulation: async ({ seed, tries }, isOver) => {
    let steps = 0;
    for (let tried = 0; tried < tries && !isOver(); tried += 1) {
      const history = await historyOf(seedOf(seed, tried));
      steps += history.steps;
      if (history.breach) return { tries: tried + 1, steps, breach: history.breach };
      if (tried + 1 === tries || isOver()) return { tries: tried + 1, steps, breach: null };
    }
    return { tries: 0, steps, breach: null };
  },
  /** All orders of all scopes: first without a fault, then with one. */
  scopes: async ({ tries }, isOver) => {
    const total = { tries: 0, steps: 0 };
    const add = ({ ended, merged, turns }: Explored) => {
      total.tries += ended + merged;
      total.steps += turns;
    };
    for (const faults of [0, 1]) {
      for (const scope of SCOPES) {
        if (isOver() || total.tries >= tries) return { ...total, breach: null };
        const explored = await explore(scope, faults);
        add(explored);
        if (explored.breach) return { ...total, breach: explored.breach.message };
      }
    }
    return { ...total, breach: null };
  },
};

const hunt: Hunt = JSON.parse(process.argv[2] ?? '');
const until = performance.now() + hunt.seconds * 1_000;
const caught = await hunts[hunt.by](hunt, () => performance.now() > until);
console.log(JSON.stringify(caught));
