// The domain's functions alone, in this process, beside date-fns and Luxon where they do the same work.
//
// What is timed is a batch of calls between two readings of the clock: a call takes a few nanoseconds, and a harness that
// reads the clock around each one measures the clock. Rounds are interleaved, and each begins with another contestant.
// All contestants get the same inputs, made before the clock starts: the libraries' dates and intervals too, which favours
// them, since the product's instants are integers from the database to the wire. Every call's result is summed, so that
// nothing can be left out by the compiler; contestants that differ in the sum do not do the same work, and that throws.

import type { DomainFigure } from './document.ts';
import { type Contestant, contestantsOfConflicts } from './domain-conflicts.ts';
import { contestantsOfDecisions } from './domain-decisions.ts';
import { median } from './statistics.ts';

/** How long one contestant runs in one round, in milliseconds; about as long again before the first round. */
const BATCH_MS = 20;

/** Nanoseconds per call of every contestant, medians over the rounds. */
export function measureDomain(rounds: number): DomainFigure[] {
  const runners = [...contestantsOfConflicts(), ...contestantsOfDecisions()].map(warmedUp);
  assertSameWork(runners);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < runners.length; turn += 1) {
      const runner = runners[(round + turn) % runners.length];
      runner?.nanoseconds.push((timed(runner.contestant, runner.passes) * 1e6) / runner.calls);
    }
  }
  return runners.map(({ contestant: { task, by }, nanoseconds }) => ({
    task,
    by,
    nanoseconds: median(nanoseconds),
  }));
}

interface Runner {
  readonly contestant: Contestant;
  /** Passes over all inputs in a batch, and the calls that they are. */
  readonly passes: number;
  readonly calls: number;
  readonly nanoseconds: number[];
}

/** Doubles the batch until it is long enough; by then the compiler is done with it. */
function warmedUp(contestant: Contestant): Runner {
  let passes = 1;
  while (timed(contestant, passes) < BATCH_MS) passes *= 2;
  return { contestant, passes, calls: passes * contestant.calls, nanoseconds: [] };
}

/** Where results go: what is read later has to be computed. */
let sum = 0;

function timed(contestant: Contestant, passes: number): number {
  const startedAt = performance.now();
  for (let pass = 0; pass < passes; pass += 1) sum += contestant.pass();
  const ms = performance.now() - startedAt;
  if (Number.isNaN(sum)) throw new Error(`${contestant.by} did not answer: ${contestant.task}`);
  return ms;
}

function assertSameWork(runners: readonly Runner[]): void {
  const sums = new Map<string, number>();
  for (const { contestant } of runners) {
    const found = contestant.pass();
    const expected = sums.get(contestant.task) ?? found;
    if (found !== expected)
      throw new Error(`${contestant.by} decides otherwise: ${contestant.task}`);
    sums.set(contestant.task, expected);
  }
}
