// Takes guards away one by one, each in a copy of the repository, and asks the check that the table names whether it notices.
// No switch ships in the product: what is run is the product, with a line of it changed.

import { hunt, NoAnswer, tests } from './checks.ts';
import type { Guard, Patch } from './guard.ts';
import { GUARDS } from './guards.ts';
import type { Hunt } from './hunt.ts';
import { pool, type Turns } from './pool.ts';
import { Workspace } from './workspace.ts';

export interface KillOptions {
  readonly onProgress: (line: string) => void;
  readonly guards?: readonly Guard[];
  /** Of the simulation's histories; the same every time unless it is said, so that the table is the same too. */
  readonly seed?: number;
  /** How long the simulation or the scopes may look for one mutant. Most are caught within a second. */
  readonly seconds?: number;
}

export interface Trial {
  readonly guard: Guard;
  /** Histories or orders that were told until the catch, or tests that failed. */
  readonly tries: number;
  /** Steps in all of them; a test has none. */
  readonly steps: number | null;
  /** What broke; null when nobody noticed. */
  readonly breach: string | null;
  /** Of one that was not caught: what came of it instead. */
  readonly note: string | null;
  readonly seconds: number;
}

export interface KillReport {
  readonly killed: readonly Trial[];
  readonly survived: readonly Trial[];
  /** What the copy passed with all guards in place: every history, order and test up to the latest catch. */
  readonly control: { readonly histories: number; readonly orders: number; readonly tests: number };
  readonly seconds: number;
}

/** Throws when a patch does not apply any more, and when the copy fails with all guards in place. */
export async function kill(options: KillOptions): Promise<KillReport> {
  const { onProgress, guards = GUARDS, seed = 1, seconds = 60 } = options;
  const began = performance.now();
  const oneOfTwo = pool(2);
  const passing = oneOfTwo(() => passingTests(guards));
  let done = 0;
  const tryOut = async (guard: Guard): Promise<Trial> => {
    const trial = await judge(guard, { seed, seconds }, oneOfTwo, passing).catch(
      (error: unknown): Trial => {
        if (!(error instanceof NoAnswer)) throw error;
        return { guard, tries: 0, steps: null, breach: null, note: error.message, seconds: 0 };
      },
    );
    done += 1;
    const outcome = trial.breach === null ? 'NOT NOTICED' : 'noticed';
    onProgress(`${done} of ${guards.length}: ${guard.name}: ${outcome}`);
    return trial;
  };
  // Those that take longest begin first.
  const queue = [...guards.filter(isTested), ...guards.filter((guard) => !isTested(guard))];
  const [passed, ...trials] = await Promise.all([passing, ...queue.map(tryOut)]);
  trials.sort((a, b) => guards.indexOf(a.guard) - guards.indexOf(b.guard));
  const killed = trials.filter(({ breach }) => breach !== null);

  const again = (by: Hunt['by']): Promise<number> => {
    const tries = killed.map((trial) => (trial.guard.caughtBy === by ? trial.tries : 0));
    return intact({ by, seed, seconds: CONTROL_SECONDS, tries: Math.max(0, ...tries) });
  };
  const [histories, orders] = await Promise.all([again('simulation'), again('scopes')]);
  return {
    killed,
    survived: trials.filter(({ breach }) => breach === null),
    control: { histories, orders, tests: passed.size },
    seconds: (performance.now() - began) / 1_000,
  };
}

const CONTROL_SECONDS = 120;

async function judge(
  guard: Guard,
  limits: Pick<Hunt, 'seed' | 'seconds'>,
  inTurn: Turns,
  passing: Promise<ReadonlySet<string>>,
): Promise<Trial> {
  const { caughtBy, patches } = guard;
  if (typeof caughtBy === 'string') {
    const wanted = { by: caughtBy, ...limits, tries: Number.MAX_SAFE_INTEGER };
    const caught = await inTurn(() => timed(() => within(patches, (root) => hunt(root, wanted))));
    const { breach } = caught;
    if (breach === null) return { guard, ...caught, note: 'no promise was broken' };
    if (!BROKEN_PATCH.test(breach)) return { guard, ...caught, note: null };
    return { guard, ...caught, breach: null, note: `the patch is no program: ${breach}` };
  }
  const { test, name } = caughtBy;
  const asked = () =>
    within(patches, async (root) => ({ told: await tests(root, [test], [name]) }));
  const { told, seconds } = await inTurn(() => timed(asked));
  // What fails with all guards in place as well says nothing.
  const known = await passing;
  const failed = told.filter((one) => one.failure !== null && known.has(one.name));
  const breach = failed[0]?.failure ?? null;
  const note = breach === null ? `no assertion failed in ${told.length} tests` : null;
  return { guard, tries: failed.length, steps: null, breach, note, seconds };
}

/** What is no program breaks everything. */
const BROKEN_PATCH = /\b(Reference|Syntax|Type)Error\b|no such (column|table)|syntax error/;

/** The names of the table's tests that pass with all guards in place: all of them have to. */
async function passingTests(guards: readonly Guard[]): Promise<ReadonlySet<string>> {
  const wanted = guards.flatMap(({ caughtBy }) => (typeof caughtBy === 'string' ? [] : [caughtBy]));
  if (wanted.length === 0) return new Set();
  const files = wanted.map(({ test }) => test);
  const names = wanted.map(({ name }) => name);
  const told = await within([], (root) => tests(root, files, names));
  const failed = told.find(({ failure }) => failure !== null);
  if (failed) throw new Error(`with all guards in place: ${failed.name}: ${failed.failure}`);
  const missing = names.find((name) => !told.some((one) => one.name.includes(name)));
  if (missing !== undefined) throw new Error(`no test that passes is called: ${missing}`);
  return new Set(told.map(({ name }) => name));
}

/** The same hunt with all guards in place; else the table could be green because everything fails. */
async function intact(wanted: Hunt): Promise<number> {
  if (wanted.tries === 0) return 0;
  const { tries, breach } = await within([], (root) => hunt(root, wanted));
  if (breach !== null) throw new Error(`with all guards in place: ${breach}`);
  if (tries < wanted.tries) throw new Error(`the control came to ${tries} of ${wanted.tries}`);
  return tries;
}

const isTested = ({ caughtBy }: Guard): boolean => typeof caughtBy !== 'string';

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

async function timed<Value extends object>(
  work: () => Promise<Value>,
): Promise<Value & { readonly seconds: number }> {
  const began = performance.now();
  const value = await work();
  return { ...value, seconds: (performance.now() - began) / 1_000 };
}
