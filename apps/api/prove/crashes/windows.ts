// When each command can have taken effect, as far as its writer knows; and with that, when each version of an appointment can
// have been the current one.

import type { Books } from './books.ts';
import { keyOf } from './check-answers.ts';
import { eventsOf, type Snapshot, type StoredEvent, timeOf, versionsOf } from './events.ts';
import { type Attempt, type Command, isAccepted, isMove, isRefused } from './log.ts';

/** Both ends included, by the clock of the writers. */
export interface Window {
  readonly invokedAt: number;
  readonly answeredAt: number;
}

/** A command that took effect. */
export interface Done {
  readonly command: Command;
  readonly effect: StoredEvent;
  readonly window: Window;
}

/** One version of an appointment, and when it can have been the current one. */
export interface Stage extends Window {
  readonly agentId: string;
  readonly version: number;
  readonly status: Snapshot['status'];
  readonly startAt: number;
  readonly minutes: number;
}

/** When the lives of the server ended, by their number. */
export type Deaths = ReadonlyMap<number, number>;

/** The commands that the ledgers hold an effect of. */
export function effectsOf(books: Books, commands: readonly Command[], deaths: Deaths): Done[] {
  const effects = new Map(eventsOf(books).map((event) => [event.outcomeKey, event]));
  return commands.flatMap((command) => {
    const effect = effects.get(keyOf(command) ?? '');
    return effect ? [{ command, effect, window: windowOf(command, deaths) }] : [];
  });
}

/**
 * From the first attempt that can have done it to the first answer that says that it is done. Without such an answer to the
 * death of the last server that was asked; a move is carried on by the next ones.
 */
function windowOf(command: Command, deaths: Deaths): Window {
  const able = command.attempts.filter(({ answer }) => !isRefused(answer));
  const told = able.filter(({ answer }) => isAccepted(answer)).map(({ endedAt }) => endedAt);
  const deadAt = isMove(command)
    ? Infinity
    : Math.max(...able.map(({ life }) => deaths.get(life) ?? Infinity));
  return {
    invokedAt: Math.min(...able.map(({ invokedAt }) => invokedAt)),
    answeredAt: told.length > 0 ? Math.min(...told) : deadAt,
  };
}

/** The stages of each appointment. */
export function stagesOf(books: Books, done: readonly Done[]): Map<string, Stage[]> {
  const windows = new Map(done.map(({ effect, window }) => [toName(effect), window]));
  const stages = new Map<string, Stage[]>();
  for (const [id, story] of versionsOf(eventsOf(books))) {
    const made = story.map((event, index) => {
      const next = story[index + 1];
      const { startAt } = timeOf(event.appointment);
      return {
        agentId: event.agentId,
        version: event.version ?? 0,
        status: event.appointment.status,
        startAt,
        minutes: event.appointment.durationMinutes,
        invokedAt: windows.get(toName(event))?.invokedAt ?? -Infinity,
        answeredAt: (next && windows.get(toName(next))?.answeredAt) ?? Infinity,
      };
    });
    stages.set(id, made);
  }
  return stages;
}

/** The stages that an attempt can have met. */
export const stagesDuring = (
  stages: readonly Stage[],
  { invokedAt, endedAt }: Pick<Attempt, 'invokedAt' | 'endedAt'>,
): Stage[] => stages.filter((stage) => stage.invokedAt <= endedAt && stage.answeredAt >= invokedAt);

const toName = ({ route, seq }: StoredEvent): string => `${route}/${seq}`;
