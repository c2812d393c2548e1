// Promise 4: what the writers saw between two moments of rest, calendar by calendar, as operations that some order has to
// explain. What the ledgers tell is used only for what nobody was told: whether a command took effect, and as which version.

import type { CalendarOp, CalendarState } from '../history/calendar-model.ts';
import type { Operation } from '../history/operation.ts';
import type { Books } from './books.ts';
import { type Attempt, type Command, isMove, isOpen, isRefused } from './log.ts';
import { type Located, opsOf, refusalOf, sightsOf, vainHoldsOf } from './sights.ts';
import {
  type Deaths,
  type Done,
  effectsOf,
  type Stage,
  stagesDuring,
  stagesOf,
} from './windows.ts';

export interface Era {
  /** The ledgers when it began, at rest. */
  readonly before: Books;
  /** The ledgers when it ended, at rest. */
  readonly after: Books;
  /** All commands so far. */
  readonly commands: readonly Command[];
  /** Those that began in this era. */
  readonly own: readonly Command[];
  readonly deaths: Deaths;
}

export interface Histories {
  /** By agent. */
  readonly operations: ReadonlyMap<string, readonly Operation<CalendarOp>[]>;
  /** Refusals that are left out: what they saw depends on which version they met, and it could have been more than one. */
  readonly ambiguous: number;
}

export function historiesOf({ after, commands, own, deaths }: Era): Histories {
  const done = effectsOf(after, commands, deaths);
  const stages = stagesOf(after, done);
  const effects = new Map(done.map((one) => [one.command, one]));
  const seen = own.flatMap((command) => [
    ...effectOf(effects.get(command), stages),
    ...command.attempts.flatMap((attempt) => attemptOf(command, attempt, stages)),
  ]);
  const located = seen.filter((one) => one !== 'ambiguous');
  const byAgent = Map.groupBy(located, ({ agentId }) => agentId);
  return {
    operations: new Map(
      [...byAgent].map(([agentId, theirs]) => [agentId, theirs.map(({ operation }) => operation)]),
    ),
    ambiguous: seen.length - located.length,
  };
}

/** A calendar as it was when the era began. */
export function stateOf({ ledgers }: Books, agentId: string): CalendarState {
  const rows = ledgers.find((ledger) => ledger.agentId === agentId)?.appointments ?? [];
  const at = (place: string) => rows.filter((row) => row.place === place);
  return {
    here: new Map(
      at('here').map((row) => [
        String(row.id),
        {
          startAt: Number(row.scheduled_at),
          endAt: Number(row.ends_at),
          version: Number(row.version),
          status: row.status as Stage['status'], // the checks of the ledgers have looked at it
        },
      ]),
    ),
    held: new Map(),
    gone: new Map(at('gone').map((row) => [String(row.id), Number(row.moved_version)])),
  };
}

interface Sighting {
  readonly agentId: string;
  readonly operation: Operation<CalendarOp>;
}

type Stages = ReadonlyMap<string, readonly Stage[]>;

const effectOf = (done: Done | undefined, stages: Stages): Sighting[] =>
  done
    ? opsOf(done, stages).map(({ agentId, op }) => ({ agentId, operation: { ...done.window, op } }))
    : [];

/** What one attempt tells beside the effect of its command. */
function attemptOf(command: Command, attempt: Attempt, stages: Stages): (Sighting | 'ambiguous')[] {
  const { wish, key } = command;
  const { invokedAt, endedAt: answeredAt, answer } = attempt;
  const met = 'id' in wish ? stagesDuring(stages.get(wish.id) ?? [], attempt) : [];
  const during = ({ agentId, op }: Located) => ({
    agentId,
    operation: { invokedAt, answeredAt, op },
  });
  if (key === null) return sightsOf(command, attempt).map(during);
  if (isRefused(answer)) {
    const sight = refusalOf(command, attempt, met);
    return [sight ? during(sight) : 'ambiguous'];
  }
  if (!isMove(command) || !isOpen(answer)) return [];
  // The other calendar may have held the time in vain, and let it go whenever it learned that.
  return vainHoldsOf(command, attempt, met).map(({ agentId, op }) => ({
    agentId,
    operation: { invokedAt, answeredAt: Infinity, op, optional: true },
  }));
}
