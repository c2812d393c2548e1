// Takes guards away one by one, each in a copy of the repository, and asks the check that the table names whether it notices.
// No switch ships in the product: what is run is the product, with a line of it changed.

import { hunt, tests } from './checks.ts';
import type { Guard, Patch } from './guard.ts';
import { GUARDS } from './guards.ts';
import type { Catch, Hunt } from './hunt.ts';
import { Workspace } from './workspace.ts';

export { toTable } from './table.ts';

export interface KillOptions {
  /** Of the simulation's histories. */
  readonly seed: number;
  readonly onProgress: (line: string) => void;
  readonly guards?: readonly Guard[];
  /** How long the simulation or the scopes may look for one mutant. Most are caught within a second. */
  readonly seconds?: number;
}

export interface Verdict {
  readonly guard: Guard;
  readonly isCaught: boolean;
  /** How many histories or orders were told until then, or how many tests failed. */
  readonly tries: number;
  /** Steps in all of them; a test has none. */
  readonly steps: number | null;
  /** What broke, or why that is no catch. */
  readonly seen: string;
  readonly seconds: number;
}

export interface KillReport {
  readonly verdicts: readonly Verdict[];
  /** Names of the guards whose absence went unnoticed. */
  readonly survived: readonly string[];
  /** What the copy passed with all guards in place. */
  readonly control: { readonly histories: number; readonly orders: number; readonly tests: number };
  readonly seconds: number;
}

/** Throws when a patch does not apply, and when the copy fails with all guards in place. */
export async function kill(options: KillOptions): Promise<KillReport> {
  const { seed, onProgress, guards = GUARDS, seconds = 60 } = options;
  const began = performance.now();
  const oneOfTwo = pool(2);
  const passing = oneOfTwo(() => passingTests(guards));
  let done = 0;
  const judged = async (guard: Guard): Promise<Verdict> => {
    const verdict = await oneOfTwo(() => timed(guard, () => judge(guard, seed, seconds, passing)));
    done += 1;
    onProgress(
      `${done} of ${guards.length}: ${guard.name}: ${verdict.isCaught ? 'caught' : 'SURVIVED'}`,
    );
    return verdict;
  };
  // Those that take longest begin first.
  const [byTest, byHunt] = [guards.filter(isTested), guards.filter((one) => !isTested(one))];
  const found = await Promise.all([passing, ...[...byTest, ...byHunt].map(judged)]);
  const [passed, ...unordered] = found;
  const verdicts = guards.flatMap((guard) => unordered.filter((one) => one.guard === guard));

  const control = async (by: Hunt['by']): Promise<number> => {
    const same = verdicts.filter(({ guard, isCaught }) => isCaught && guard.caughtBy === by);
    const tries = Math.max(0, ...same.map((verdict) => verdict.tries));
    if (tries === 0) return 0;
    const caught = await within([], (root) => hunt(root, { by, seed, seconds: 600, tries }));
    if (caught.breach) throw new Error(`with all guards in place: ${caught.breach}`);
    return caught.tries;
  };
  const [histories, orders] = await Promise.all([control('simulation'), control('scopes')]);
  return {
    verdicts,
    survived: verdicts.filter(({ isCaught }) => !isCaught).map(({ guard }) => guard.name),
    control: { histories, orders, tests: passed.size },
    seconds: (performance.now() - began) / 1_000,
  };
}

type Judged = Pick<Verdict, 'isCaught' | 'tries' | 'steps' | 'seen'>;

async function judge(
  { caughtBy, patches }: Guard,
  seed: number,
  seconds: number,
  passing: Promise<ReadonlySet<string>>,
): Promise<Judged> {
  if (typeof caughtBy === 'string') {
    const wanted = { by: caughtBy, seed, seconds, tries: Number.MAX_SAFE_INTEGER };
    return judgeCatch(await within(patches, (root) => hunt(root, wanted)));
  }
  const told = await within(patches, (root) => {
    return tests(root, [fileIn(caughtBy.test)], new RegExp(caughtBy.name));
  });
  // What fails with all guards in place as well says nothing.
  const known = await passing;
  const failed = told.filter(({ name, failure }) => failure !== null && known.has(name));
  const seen = failed[0]?.failure ?? `none of ${told.length} tests failed`;
  return { isCaught: failed.length > 0, tries: failed.length, steps: null, seen };
}

function judgeCatch({ tries, steps, breach }: Catch): Judged {
  const isBroken = BROKEN_PATCH.test(breach ?? '');
  const seen = breach ?? 'nothing was broken';
  return { isCaught: breach !== null && !isBroken, tries, steps, seen };
}

/** A patch that is no program breaks everything; that is no catch. */
const BROKEN_PATCH = /\b(Reference|Syntax|Type)Error\b|no such (column|table)|syntax error/;

/** The names of the tests of the table that pass with all guards in place. */
async function passingTests(guards: readonly Guard[]): Promise<ReadonlySet<string>> {
  const wanted = guards.flatMap(({ caughtBy }) => (typeof caughtBy === 'string' ? [] : [caughtBy]));
  if (wanted.length === 0) return new Set();
  const names = new RegExp(wanted.map(({ name }) => `(?:${name})`).join('|'));
  const files = wanted.map(({ test }) => fileIn(test));
  const told = await within([], (root) => tests(root, files, names));
  const failed = told.find(({ failure }) => failure !== null);
  if (failed) throw new Error(`with all guards in place: ${failed.name}: ${failed.failure}`);
  return new Set(told.map(({ name }) => name));
}

const isTested = ({ caughtBy }: Guard): boolean => typeof caughtBy !== 'string';

/** As vitest, which runs in the package, finds it. */
const fileIn = (test: string): string => test.replace('apps/api/', '');

async function within<Value>(
  patches: readonly Patch[],
  work: (root: string) => Promise<Value>,
): Promise<Value> {
  const workspace = new Workspace(patches);
  try {
    return await work(workspace.root);
  } finally {
    workspace.remove();
  }
}

async function timed(guard: Guard, work: () => Promise<Judged>): Promise<Verdict> {
  const began = performance.now();
  // A mutant that does not even run is not caught; one whose patch does not apply ends the whole run.
  const judged = await work();
  return { guard, ...judged, seconds: (performance.now() - began) / 1_000 };
}

/** Lets so many work at a time, in the order in which they came. */
function pool(width: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let free = width;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((begin) => waiting.push(begin));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
