// Takes the guards away one by one and waits for the check that has to notice. Two at a time, each in a copy of its own; the
// same seed every time, so that the table is the same too.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catcher, Guard } from './guard.ts';
import { GUARDS } from './guards.ts';
import type { Catch, Hunt } from './hunt.ts';
import { Workspace } from './workspace.ts';

export interface Trial extends Catch {
  readonly guard: Guard;
  readonly seconds: number;
}

export interface KillReport {
  readonly killed: readonly Trial[];
  /** Nobody noticed, or the mutant could not even run. */
  readonly survived: readonly Trial[];
}

const SEED = 1;
const HUNT = { seed: SEED, seconds: 40, tries: 4_000 };
/** What an intact copy has to stand before any mutant counts. */
const CONTROL = { seed: SEED, seconds: 40, tries: 200 };
/** A hung mutant is ended after so long, in milliseconds. */
const PATIENCE_MS = 120_000;

export async function kill(options: {
  readonly guards?: readonly Guard[];
  readonly atATime?: number;
  onProgress(line: string): void;
}): Promise<KillReport> {
  const { guards = GUARDS, atATime = 2, onProgress } = options;
  await control();
  const trials: Trial[] = [];
  const left = [...guards];
  const work = async () => {
    for (let guard = left.shift(); guard; guard = left.shift()) {
      const trial = await tryOut(guard);
      trials.push(trial);
      onProgress(`${trials.length} of ${guards.length}: ${inWords(trial)}`);
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  const inOrder = trials.sort((a, b) => guards.indexOf(a.guard) - guards.indexOf(b.guard));
  return {
    killed: inOrder.filter(({ breach }) => breach !== null),
    survived: inOrder.filter(({ breach }) => breach === null),
  };
}

/** Without a patch nothing is found: else the table would be green because everything fails. */
async function control(): Promise<void> {
  const copy = new Workspace([]);
  try {
    for (const by of ['simulation', 'scopes'] as const) {
      const { breach, tries } = await hunt(copy, { by, ...CONTROL });
      if (breach !== null || tries === 0) throw new Error(`the intact copy: ${breach}`);
    }
  } finally {
    copy.remove();
  }
}

async function tryOut(guard: Guard): Promise<Trial> {
  const startedAt = performance.now();
  const copy = new Workspace(guard.patches);
  const { caughtBy } = guard;
  try {
    const caught =
      typeof caughtBy === 'string'
        ? await hunt(copy, { by: caughtBy, ...HUNT })
        : await test(copy, caughtBy);
    return { guard, ...caught, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    copy.remove();
  }
}

async function hunt(copy: Workspace, job: Hunt): Promise<Catch> {
  const output = await run(copy, ['prove/mutants/hunt.ts', JSON.stringify(job)]);
  // A mutant that does not run at all is not caught.
  return output.startsWith('{') ? JSON.parse(output) : UNNOTICED;
}

/** Of the tests that pass with the guard one has to fail: a file that cannot be loaded does not count. */
async function test(
  copy: Workspace,
  { test: file, name }: Exclude<Catcher, string>,
): Promise<Catch> {
  const report = join(copy.root, 'report.json');
  await run(copy, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project=worker',
    file.replace('apps/api/', ''),
    `--testNamePattern=${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
    '--reporter=json',
    `--outputFile=${report}`,
  ]);
  if (!existsSync(report)) return UNNOTICED;
  const { testResults }: VitestReport = JSON.parse(readFileSync(report, 'utf8'));
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = results.find(({ status }) => status === 'failed');
  const tries = results.filter(({ status }) => status === 'failed' || status === 'passed').length;
  return { tries, steps: 0, breach: failed ? (failed.failureMessages[0] ?? 'failed') : null };
}

interface VitestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const UNNOTICED: Catch = { tries: 0, steps: 0, breach: null };

/** What a process of the copy prints; it is ended when it hangs. */
function run(copy: Workspace, command: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, command, {
    cwd: join(copy.root, 'apps/api'),
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  return new Promise((end) => {
    child.once('close', () => {
      clearTimeout(timer);
      end(output);
    });
  });
}

function inWords({ guard, breach, tries, steps, seconds }: Trial): string {
  const after = `after ${tries} tries, ${steps} steps, ${seconds.toFixed(1)} s`;
  return `${guard.name}: ${breach === null ? 'NOT NOTICED' : 'noticed'} ${after}`;
}
