// What one command did or saw, as operations on the calendars that it met.

import type { WireAppointment } from '@rendezvous/contract';
import type { CalendarOp } from '../history/calendar-op.ts';
import { timeOf } from './events.ts';
import { type Attempt, type Command, isAccepted } from './log.ts';
import type { Done, Stage } from './windows.ts';

export interface Located {
  readonly agentId: string;
  readonly op: CalendarOp;
}

/** What a command that took effect did, and where. */
export function opsOf(
  { command, effect }: Done,
  stages: ReadonlyMap<string, readonly Stage[]>,
): Located[] {
  const { agentId, appointment } = effect;
  const { id, version, status } = appointment;
  const time = timeOf(appointment);
  switch (effect.type) {
    case 'booked':
      return [{ agentId, op: { kind: 'book', id, ...time } }];
    case 'changed':
      return [{ agentId, op: { kind: 'change', id, version, ...time } }];
    case 'moved': {
      const from = stages.get(id)?.find((stage) => stage.version === version - 1)?.agentId ?? '';
      const transfer = String(command.key);
      return [
        { agentId, op: { kind: 'hold', transfer, id, ...time } },
        { agentId: from, op: { kind: 'depart', id, version } },
        { agentId, op: { kind: 'arrive', transfer, id, version, status, ...time } },
      ];
    }
    default:
      return [{ agentId, op: { kind: 'transition', id, version, status } }];
  }
}

/** What a read saw. Lists are answered by D1 and are not for a calendar to explain. */
export function sightsOf({ wish }: Command, { answer }: Attempt): Located[] {
  if (!isAccepted(answer)) return [];
  if (wish.kind === 'get' && answer.appointment) {
    const { id, user_id, version, status } = answer.appointment;
    const seen = {
      kind: 'seen',
      id,
      version,
      status,
      ...timeOfAnswer(answer.appointment),
    } as const;
    return [{ agentId: user_id, op: seen }];
  }
  if (wish.kind !== 'conflicts') return [];
  const { agentId, startAt, minutes } = wish;
  const endAt = startAt + minutes * 60_000;
  const conflicts = (answer.appointments ?? []).map(({ id }) => id);
  return [{ agentId, op: { kind: 'conflicts', startAt, endAt, excludeId: null, conflicts } }];
}

/** What a refusal saw; undefined when it cannot be told where, or of which time it speaks. */
export function refusalOf(
  { wish }: Command,
  { answer }: Attempt,
  met: readonly Stage[],
): Located | undefined {
  const problem = answer?.problem;
  switch (problem?.code) {
    case 'slot_taken': {
      const conflicts = (problem.conflicts ?? []).map(({ id }) => id);
      const agentId = problem.conflicts?.[0]?.user_id;
      const time = only(wantedTimesOf(wish, met));
      const excludeId = wish.kind === 'change' ? wish.id : null;
      return agentId && time
        ? { agentId, op: { kind: 'taken', ...time, excludeId, conflicts } }
        : undefined;
    }
    case 'invalid_transition':
    case 'appointment_closed': {
      const { current_status: status } = problem;
      const agentId = only(
        met.filter((stage) => stage.status === status).map((stage) => stage.agentId),
      );
      return 'id' in wish && agentId
        ? { agentId, op: { kind: 'seen', id: wish.id, status } }
        : undefined;
    }
    case 'version_mismatch': {
      const { current_version: version } = problem;
      const agentId = met.find((stage) => stage.version === version)?.agentId;
      return 'id' in wish && agentId
        ? { agentId, op: { kind: 'seen', id: wish.id, version } }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Holds that an attempt to move may have made without moving anything, each with its end. */
export function vainHoldsOf(
  { wish, key }: Command,
  attempt: Attempt,
  met: readonly Stage[],
): Located[] {
  if (wish.kind !== 'change' || wish.agentId === undefined) return [];
  const { agentId, id } = wish;
  return wantedTimesOf(wish, met).flatMap((time, index) => {
    const transfer = `${key} in vain at ${attempt.invokedAt} ${index}`;
    return [
      { agentId, op: { kind: 'hold', transfer, id, ...time } },
      { agentId, op: { kind: 'letGo', transfer } },
    ] satisfies Located[];
  });
}

/** The times that a wish can mean, each once: what it leaves open stays as it was. */
function wantedTimesOf(wish: Command['wish'], met: readonly Stage[]) {
  const times = new Map<string, { startAt: number; endAt: number }>();
  const bases = wish.kind === 'book' || wish.kind === 'conflicts' ? [wish] : met;
  for (const base of bases) {
    const { startAt = base.startAt, minutes = base.minutes } = wish.kind === 'change' ? wish : base;
    times.set(`${startAt} ${minutes}`, { startAt, endAt: startAt + minutes * 60_000 });
  }
  return [...times.values()];
}

const timeOfAnswer = ({ scheduled_at, ends_at }: WireAppointment) => ({
  startAt: Date.parse(scheduled_at),
  endAt: Date.parse(ends_at),
});

/** The value that all of them are; undefined when there are several or none. */
function only<Value>(values: readonly Value[]): Value | undefined {
  const [first, ...others] = new Set(values);
  return others.length === 0 ? first : undefined;
}
