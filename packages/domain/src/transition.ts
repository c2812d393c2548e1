import type { Appointment } from './appointment.ts';
import type { Instant } from './interval.ts';
import { judgeVersion, type Precondition } from './judgement.ts';
import { type Action, allowedActions, TRANSITIONS } from './lifecycle.ts';
import type { Refusal } from './refusal.ts';
import { accept, type Result, refuse } from './result.ts';

/** One of the four actions; only a cancellation carries a reason. */
export interface TransitionCommand {
  readonly action: Action;
  readonly reason: string | null;
  readonly precondition: Precondition;
}

/** Moves an appointment along the machine, or says why not: version first, then status. */
export function decideTransition(
  current: Appointment,
  command: TransitionCommand,
  now: Instant,
): Result<Appointment, Refusal> {
  const stale = judgeVersion(command.precondition, current.version);
  if (stale) return refuse(stale);

  const status = TRANSITIONS[current.status][command.action];
  if (!status) {
    return refuse({
      code: 'invalid_transition',
      currentStatus: current.status,
      allowedActions: allowedActions(current.status),
    });
  }
  return accept({
    ...current,
    status,
    cancellationReason: command.action === 'cancel' ? command.reason : null,
    updatedAt: now,
    version: current.version + 1,
  });
}
