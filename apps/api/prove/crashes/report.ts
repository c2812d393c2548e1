// The figures of a run.

import type { Promised } from './findings.ts';
import { acceptedAnswerOf, type Command, fateOf, isMove } from './log.ts';
import type { Trial } from './trial.ts';
import { effectsOf } from './windows.ts';

export interface CrashReport {
  readonly rounds: number;
  /** SIGKILLs, those at rest included. */
  readonly kills: number;
  /** Kills after which a move was found half done, and after which D1 lacked events. */
  readonly killsInMidMove: number;
  readonly killsInMidDelivery: number;
  readonly requests: number;
  /** Requests without an answer, and those that were answered 503. */
  readonly lostAnswers: number;
  readonly unavailable: number;
  readonly acknowledged: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
  /** Accepted writes whose writer learned it from a replay: another attempt, whose answer was lost or later, had done it. */
  readonly foundByRetry: number;
  /** Writes whose writer never learned the end, and how many of them turned out done. */
  readonly unknown: number;
  readonly unknownDone: number;
  /** Faults that were met, by who spoke to D1 and kind. */
  readonly d1Faults: Readonly<Record<string, number>>;
  /** Of promise 4: operations that had to be explained, refusals left out, the most states of one search. */
  readonly history: {
    readonly operations: number;
    readonly ambiguous: number;
    readonly visited: number;
  };
  /** By promise. */
  readonly checks: Readonly<Record<Promised, number>>;
  readonly breaches: readonly string[];
  /** Where the state lies; null when it is gone, since there was nothing wrong with it. */
  readonly folder: string | null;
}

export function reportOf(trial: Trial, folder: string | null): CrashReport {
  const { log, findings, history } = trial;
  const attempts = log.commands.flatMap((command) => command.attempts);
  const writes = log.commands.filter(({ key }) => key !== null);
  const fated = (fate: string) => writes.filter((command) => fateOf(command) === fate);
  const unknown = fated('unknown');
  return {
    rounds: trial.rounds,
    kills: trial.lives.deaths.size,
    killsInMidMove: trial.inMidMove,
    killsInMidDelivery: trial.inMidDelivery,
    requests: attempts.length,
    lostAnswers: attempts.filter(({ answer }) => answer === undefined).length,
    unavailable: attempts.filter(({ answer }) => answer?.status === 503).length,
    acknowledged: countBy(fated('accepted'), kindOf),
    refused: countBy(fated('refused'), (command) => {
      return command.attempts.at(-1)?.answer?.problem?.code ?? '';
    }),
    foundByRetry: fated('accepted').filter((command) => acceptedAnswerOf(command)?.replayed).length,
    unknown: unknown.length,
    unknownDone: effectsOf(trial.rested, unknown, new Map()).length,
    d1Faults: trial.lives.d1Faults(),
    history,
    checks: findings.checks,
    breaches: [...log.breaches, ...findings.breaches],
    folder,
  };
}

function kindOf(command: Command): string {
  const { wish } = command;
  if (wish.kind === 'act') return wish.action;
  if (wish.kind !== 'change') return wish.kind;
  if (isMove(command)) return 'move';
  return wish.startAt === undefined ? 'text' : 'time';
}

function countBy(
  commands: readonly Command[],
  nameOf: (command: Command) => string,
): Record<string, number> {
  const groups = [...Map.groupBy(commands, nameOf)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(groups.map(([name, { length }]) => [name, length]));
}
