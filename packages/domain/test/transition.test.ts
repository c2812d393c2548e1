import { describe, expect, it } from 'vitest';
import { decideTransition, STATUSES, type TransitionCommand } from '../src/index.ts';
import { ALLOWED, MACHINE } from './machine.ts';
import { APPOINTMENT, at, NOW } from './samples.ts';

const CANCEL: TransitionCommand = { action: 'cancel', reason: null, precondition: 'none' };

describe('an action', () => {
  it.each(MACHINE)('on %s by %s leads to %s, or says what is allowed', (status, action, next) => {
    const current = { ...APPOINTMENT, status };
    const command = { action, reason: null, precondition: 'none' } as const;
    expect(decideTransition(current, command, NOW)).toStrictEqual(
      next
        ? { ok: true, value: { ...current, status: next, updatedAt: NOW, version: 8 } }
        : {
            ok: false,
            refusal: {
              code: 'invalid_transition',
              currentStatus: status,
              allowedActions: ALLOWED[status],
            },
          },
    );
  });

  it('has no rule on the clock: a call may end before it starts, or be closed long after', () => {
    for (const scheduledAt of [at(-10_000), NOW, at(10_000)]) {
      for (const action of ['confirm', 'cancel', 'complete', 'no_show'] as const) {
        const current = { ...APPOINTMENT, scheduledAt };
        expect(decideTransition(current, { ...CANCEL, action }, NOW).ok).toBe(true);
      }
    }
  });

  it('keeps the reason of a cancellation, and of nothing else', () => {
    const reason = 'Fell ill';
    const kept = (action: TransitionCommand['action']) => {
      const moved = decideTransition(APPOINTMENT, { ...CANCEL, action, reason }, NOW);
      return moved.ok ? moved.value.cancellationReason : moved.refusal;
    };
    expect(kept('cancel')).toBe(reason);
    expect(kept('confirm')).toBeNull();
    expect(kept('complete')).toBeNull();
    expect(kept('no_show')).toBeNull();
  });

  it('cancels without a reason too', () => {
    expect(decideTransition(APPOINTMENT, CANCEL, NOW)).toMatchObject({
      value: { status: 'cancelled', cancellationReason: null },
    });
  });
});

describe('a precondition', () => {
  it.each([
    ['none', true],
    ['any', true],
    [[7], true],
    [[3, 7, 9], true],
    [[6], false],
    [[8], false],
    [[], false],
  ] as const)('%j against version 7', (precondition, met) => {
    expect(decideTransition(APPOINTMENT, { ...CANCEL, precondition }, NOW)).toMatchObject(
      met ? { ok: true } : { refusal: { code: 'version_mismatch', currentVersion: 7 } },
    );
  });

  it.each(STATUSES)('that is stale is said before the status %s is looked at', (status) => {
    const current = { ...APPOINTMENT, status };
    expect(decideTransition(current, { ...CANCEL, precondition: [6] }, NOW)).toStrictEqual({
      ok: false,
      refusal: { code: 'version_mismatch', currentVersion: 7 },
    });
  });
});
