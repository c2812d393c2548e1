// Asks a check of a copy, in a process of its own: A and B by way of `hunt.ts`, the tests by way of vitest.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Catch, Hunt } from './hunt.ts';

/** How long a process may take to begin and to end, beside the time that its hunt has, in milliseconds. */
const GRACE_MS = 30_000;
/** How long a few tests may take. */
const TESTS_MS = 120_000;
/** Where vitest leaves its report. */
const REPORT = 'mutant-report.json';

/** The check itself did not run to its end: then it says nothing about the guard. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

export async function hunt(root: string, wanted: Hunt): Promise<Catch> {
  const args = ['prove/mutants/hunt.ts', JSON.stringify(wanted)];
  const { code, out, err } = await run(root, args, wanted.seconds * 1_000 + GRACE_MS);
  if (code !== 0) throw new NoAnswer(`the hunt ended with ${code}: ${firstLines(err)}`);
  return JSON.parse(out);
}

/** A test, and how it failed. */
export interface Told {
  /** Its file and its full name. */
  readonly name: string;
  /** What its first failing assertion said; null when it passed. */
  readonly failure: string | null;
}

/** What vitest says of one test, as far as it is read here. */
interface Reported {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/**
 * The tests of these files whose titles contain one of these. A file that does not load has none, and what failed otherwise
 * than by an assertion (a time-out, a broken hook, a patch that is no program) is left out: neither is a catch.
 */
export async function tests(
  root: string,
  files: readonly string[],
  names: readonly string[],
): Promise<Told[]> {
  const api = join(root, 'apps/api');
  const chosen = new Set(files.map((file) => relative(api, join(root, file))));
  const pattern = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const filter = ['--project', 'worker', ...chosen, '-t', pattern];
  const report = ['--reporter=json', `--outputFile=${REPORT}`];
  const vitest = 'node_modules/vitest/vitest.mjs';
  const { err } = await run(root, [vitest, 'run', ...filter, ...report], TESTS_MS);
  if (!existsSync(join(api, REPORT)))
    throw new NoAnswer(`vitest left no report: ${firstLines(err)}`);
  const { testResults }: Reported = JSON.parse(readFileSync(join(api, REPORT), 'utf8'));
  return testResults.flatMap((file) =>
    file.assertionResults.flatMap(({ fullName, status, failureMessages = [] }): Told[] => {
      const told = `${relative(api, file.name)}: ${fullName}`;
      if (status === 'passed') return [{ name: told, failure: null }];
      const failure = failureMessages.find((message) => message.startsWith('AssertionError'));
      return failure === undefined ? [] : [{ name: told, failure }];
    }),
  );
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(root: string, args: readonly string[], timeout: number): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    cwd: join(root, 'apps/api'),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
    killSignal: 'SIGKILL',
    env: {
      ...process.env,
      NODE_NO_WARNINGS: '1',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_WRITE_LOGS: 'false',
    },
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

const firstLines = (text: string): string => text.trim().split('\n').slice(0, 12).join('\n');
