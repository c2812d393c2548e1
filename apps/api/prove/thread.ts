// A thread of a run: takes one job after the other. Two threads share the work of A and of B.

import { parentPort } from 'node:worker_threads';
import { type Explored, explore } from './scopes/explore.ts';
import { SCOPES } from './scopes/scopes.ts';
import { historyOf, seedOf } from './simulation/history.ts';
import { addHistory, emptyTally, type Tally } from './simulation/tally.ts';

export type Job =
  /** Histories `from`, `from + every`, … of a run, until the time is over or one breaks a promise. */
  | {
      readonly kind: 'simulate';
      readonly run: number;
      readonly from: number;
      readonly every: number;
      readonly seconds: number;
    }
  | { readonly kind: 'explore'; readonly scope: number; readonly faults: number };

export type Said =
  | { readonly kind: 'progress'; readonly text: string }
  | { readonly kind: 'simulated'; readonly tally: Tally }
  | { readonly kind: 'explored'; readonly explored: Explored };

/** How often a thread says how far it is, in milliseconds. */
const PROGRESS_MS = 5_000;

const say = (said: Said) => parentPort?.postMessage(said);

parentPort?.on('message', async (job: Job) => {
  if (job.kind === 'simulate') say({ kind: 'simulated', tally: await simulate(job) });
  else say({ kind: 'explored', explored: await exploreScope(job) });
});

async function simulate({ run, from, every, seconds }: Job & { kind: 'simulate' }): Promise<Tally> {
  const tally = emptyTally();
  const end = performance.now() + seconds * 1_000;
  const progress = everyNowAndThen();
  for (let nth = from; performance.now() < end && tally.breaches.length === 0; nth += every) {
    const seed = seedOf(run, nth);
    addHistory(tally, seed, await historyOf(seed));
    progress(() => `${tally.histories} histories, ${tally.commands} commands`);
  }
  return tally;
}

function exploreScope({ scope, faults }: Job & { kind: 'explore' }): Promise<Explored> {
  const chosen = SCOPES[scope];
  if (!chosen) throw new Error(`there is no scope ${scope}`);
  const progress = everyNowAndThen();
  return explore(chosen, faults, (orders) => progress(() => `${chosen.name}: ${orders} orders`));
}

function everyNowAndThen(): (text: () => string) => void {
  let last = performance.now();
  return (text) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    say({ kind: 'progress', text: text() });
  };
}
