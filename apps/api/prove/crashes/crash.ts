// Real crashes: the production build in workerd over HTTP, eight writers, SIGKILL to the whole process group at random
// moments, again and again on the same state; then the same with a D1 that fails.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { Lives } from './lives.ts';
import { type CrashReport, reportOf } from './report.ts';
import { Trial } from './trial.ts';

export type { CrashReport };

export interface CrashOptions {
  /** With D1 well; a third as many, rounded up, follow with a failing D1. */
  readonly rounds: number;
  readonly seed: number;
  /** Goes on at least so long. */
  readonly seconds?: number;
  /** A folder to work in, which then stays. Else there is one of its own, which stays only with a breach. */
  readonly folder?: string;
  onProgress(line: string): void;
}

/** Rounds between two moments of rest. */
const ROUNDS_OF_AN_ERA = 4;

export async function crash(options: CrashOptions): Promise<CrashReport> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'rendezvous-crashes-'));
  const state = join(folder, 'state');
  mkdirSync(state, { recursive: true });
  const lives = new Lives(await bundle(join(folder, 'bundles')), state);
  const trial = await Trial.of(lives, options.seed);
  try {
    await run(trial, options);
  } catch (error) {
    // What was found before is worth as much.
    trial.findings.check(2, false, () => `the run broke off: ${error}`);
  } finally {
    await lives.close();
  }
  const isClean = trial.findings.breaches.size + trial.log.breaches.length === 0;
  const report = reportOf(trial, isClean ? null : folder);
  if (isClean && options.folder === undefined) rmSync(folder, { recursive: true });
  return report;
}

async function run(trial: Trial, { rounds, seconds = 0, onProgress }: CrashOptions): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  const era = async (count: number, failingD1: boolean) => {
    for (let round = 0; round < count; round += 1) {
      const what = await trial.round(failingD1);
      onProgress(`round ${trial.rounds}${failingD1 ? ', D1 failing' : ''}: ${what}`);
    }
    onProgress(`${await trial.rest(failingD1)}; ${trial.findings.breaches.size} breaches`);
  };
  for (const count of inEras(rounds)) await era(count, false);
  for (const count of inEras(Math.ceil(rounds / 3))) await era(count, true);
  for (let turn = 0; performance.now() < deadline; turn += 1) {
    await era(ROUNDS_OF_AN_ERA, turn % 2 === 1);
  }
  await trial.end();
}

/** So many rounds, an era at a time. */
const inEras = (rounds: number): number[] =>
  Array.from({ length: Math.ceil(rounds / ROUNDS_OF_AN_ERA) }, (_, era) =>
    Math.min(ROUNDS_OF_AN_ERA, rounds - era * ROUNDS_OF_AN_ERA),
  );
