// npm run prove: the guarantee, checked. See the README beside this file.

import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { crash } from './crashes/crash.ts';
import { kill } from './mutants/kill.ts';
import { toTable } from './mutants/table.ts';
import { tellCrashes, tellScopes, tellSimulation } from './report.ts';
import { SCOPES } from './scopes/scopes.ts';
import { shrink } from './simulation/history.ts';
import { addTally, emptyTally } from './simulation/tally.ts';
import { inThreads } from './threads.ts';

const USAGE = `npm run prove [-- options]

  --seed N       any whole number; without it a new one every time
  --minutes M    the simulation runs for M minutes instead of one, and every scope is explored with two faults
  --crash        the real server is killed again and again, instead of all the rest
  --rounds R     how often, 20 unless it is said
  --history S    tells one history of the simulation again, made as small as can be if it breaks a promise`;

/** A number below zero looks like an option: it is tied to the option that it belongs to. */
const args = process.argv
  .slice(2)
  .join(' ')
  .replace(/(--\w+) (-\d+)/g, '$1=$2')
  .split(' ')
  .filter(Boolean);
const { values } = parseArgs({
  args,
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string' },
    crash: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '20' },
    history: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
/** The same every time, so that the table is. */
const SEED_OF_THE_TABLE = 1;
const threads = Math.min(availableParallelism(), 2);
const say = (line: string) => console.log(line);

if (values.help) say(USAGE);
else if (values.history !== undefined)
  process.exitCode = (await retell(wholeNumber(values.history))) ? 1 : 0;
else {
  const seed = values.seed === undefined ? randomInt(2 ** 31) : wholeNumber(values.seed);
  const options = `${values.crash ? '--crash ' : ''}--seed ${seed}`;
  say(`Seed ${seed}. The same again: npm run prove -- ${options}\n`);
  const breaches = values.crash ? await crashes(seed) : await proofs(seed);
  say(breaches === 0 ? '\nNo promise was broken.' : `\nBREACHES: ${breaches}`);
  process.exitCode = breaches === 0 ? 0 : 1;
}

/** In a long run the scope that takes longer than all others together is explored while the simulation runs. */
async function proofs(seed: number): Promise<number> {
  const minutes = Number(values.minutes ?? 1);
  if (!(minutes > 0)) refuse('--minutes has to be a positive number');
  const isLong = values.minutes !== undefined;
  const simulating = simulate(seed, minutes * 60);
  if (!isLong) await simulating;
  const exploring = explore(isLong);
  return conclude(await simulating) + conclude(await exploring) + (await killAll());
}

/** What has been found by one of the ways, for people. */
interface Finding {
  readonly report: string;
  readonly breaches: number;
}

function conclude({ report, breaches }: Finding): number {
  say(report);
  return breaches;
}

async function simulate(run: number, seconds: number): Promise<Finding> {
  const title = `A. Deterministic simulation, ${seconds} s`;
  say(title);
  const jobs = Array.from({ length: threads }, (_, from) => {
    return { kind: 'simulate', run, from, every: threads, seconds } as const;
  });
  const tally = emptyTally();
  for (const said of await inThreads(jobs, threads, (text) => say(`   A … ${text}`))) {
    if (said.kind === 'simulated') addTally(tally, said.tally);
  }
  for (const { seed } of tally.breaches) await retell(seed);
  return {
    report: `\n${title}\n${tellSimulation(tally, seconds)}`,
    breaches: tally.breaches.length,
  };
}

async function explore(isLong: boolean): Promise<Finding> {
  const title = 'B. Every interleaving of small scopes';
  say(`\n${title}`);
  const jobs = SCOPES.map(({ isVast }, scope) => {
    return { kind: 'explore', scope, faults: isVast && !isLong ? 1 : 2 } as const;
  });
  // The longest come last in the list, and first here, so that no thread waits for another one in the end.
  const said = await inThreads(jobs.reverse(), threads, (text) => say(`   B … ${text}`));
  const explored = said.flatMap((one) => (one.kind === 'explored' ? [one.explored] : []));
  return {
    report: `\n${title}\n${tellScopes(explored.reverse())}`,
    breaches: explored.filter(({ breach }) => breach).length,
  };
}

async function killAll(): Promise<number> {
  say('\nD. Guards removed one by one');
  const report = await kill({ seed: SEED_OF_THE_TABLE, onProgress: (line) => say(`   … ${line}`) });
  say(toTable(report));
  return report.survived.length;
}

async function crashes(seed: number): Promise<number> {
  const rounds = wholeNumber(values.rounds);
  say(`C. Real crashes, ${rounds} rounds`);
  const report = await crash({ rounds, seed, onProgress: (line) => say(`   … ${line}`) });
  say(tellCrashes(report));
  return report.breaches.length;
}

/** Tells one history; true when it breaks a promise. */
async function retell(seed: number): Promise<boolean> {
  const shrunk = await shrink(seed);
  if (!shrunk) {
    say(`   History ${seed} breaks no promise.`);
    return false;
  }
  const [before, after] = shrunk.steps;
  say(`\n   History ${seed}, made smaller from ${before} steps to ${after}:\n`);
  for (const line of shrunk.told) say(`   ${line}`);
  say(`\n   Again: npm run prove -- --history ${seed}`);
  return true;
}

/** Any whole number, folded into 32 bits. */
function wholeNumber(text: string): number {
  if (/^-?\d+$/.test(text)) return Number(BigInt.asIntN(32, BigInt(text)));
  return refuse(`"${text}" is no whole number`);
}

function refuse(what: string): never {
  console.error(`${what}\n\n${USAGE}`);
  process.exit(2);
}
