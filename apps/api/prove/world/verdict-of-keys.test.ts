// Logs and ledgers in which a key is used twice, some of them false.

import { describe, expect, it } from 'vitest';
import { type Answer, type Attempt, bodyOf, type Request } from './client.ts';
import { planted } from './planted.ts';
import { keysAreKept, type Traces } from './verdict-of-keys.ts';

const ONE: Request = { kind: 'change', id: 'ann', title: 'One' };
const TWO: Request = { kind: 'change', id: 'ann', title: 'Two' };
const ACCEPTED: Answer = {
  kind: 'accepted',
  appointment: planted.appointment('ann'),
  replayed: false,
};
const MISMATCH: Answer = { kind: 'refused', refusal: { code: 'idempotency_mismatch' } };
const TAKEN: Answer = { kind: 'refused', refusal: { code: 'slot_taken', conflicts: [] } };
const UNKNOWN: Answer = { kind: 'unknown' };

const asked = (request: Request, answer: Answer, invokedAt: number, answeredAt = invokedAt + 1) =>
  planted.attempt({ request, answer, invokedAt, answeredAt, key: 'the key' });
const written = (request: Request, durableAt: number) =>
  planted.event({ outcomeKey: 'the key', request: bodyOf(request), durableAt });
const moving = (request: Request, openedAt: number, closedAt: number) => ({
  ...{ agent: 'A', key: 'the key', request: bodyOf(request), openedAt, closedAt },
});
const judge = (log: readonly Attempt[], traces: Partial<Traces>) =>
  keysAreKept(log, { events: [], departures: [], kept: [], ...traces });

describe('a mismatch is explained', () => {
  it.each<[string, Attempt[], Partial<Traces>]>([
    [
      'by another request that was accepted',
      [asked(ONE, ACCEPTED, 0), asked(TWO, MISMATCH, 3)],
      { events: [written(ONE, 1)] },
    ],
    [
      'by one whose acceptance nobody heard of',
      [asked(ONE, UNKNOWN, 0, 9), asked(TWO, MISMATCH, 3)],
      { events: [written(ONE, 4)] },
    ],
    [
      'by one that changed nothing',
      [asked(ONE, UNKNOWN, 0), asked(TWO, MISMATCH, 3)],
      { kept: [{ key: 'the key', body: bodyOf(ONE) }] },
    ],
    [
      'by a move that was being decided and came to nothing',
      [asked(ONE, TAKEN, 0, 9), asked(TWO, MISMATCH, 3)],
      { departures: [moving(ONE, 2, 8)] },
    ],
  ])('%s', (_, log, traces) => {
    expect(() => judge(log, traces)).not.toThrow();
  });
});

describe('a breach is', () => {
  it.each<[string, RegExp, Attempt[], Partial<Traces>]>([
    [
      'a key that is accepted for two requests',
      /was accepted for two requests/,
      [asked(ONE, ACCEPTED, 0), asked(TWO, ACCEPTED, 3)],
      {},
    ],
    [
      'a second request that takes effect though nobody hears of it',
      /was accepted for two requests/,
      [asked(ONE, ACCEPTED, 0), asked(TWO, UNKNOWN, 3)],
      { events: [written(TWO, 3)] },
    ],
    [
      'a mismatch with a key that was never accepted',
      /was nobody else's/,
      [asked(ONE, TAKEN, 0), asked(TWO, MISMATCH, 3)],
      {},
    ],
    [
      'a mismatch before the other request was accepted',
      /was nobody else's/,
      [asked(TWO, MISMATCH, 0), asked(ONE, ACCEPTED, 3)],
      { events: [written(ONE, 3)] },
    ],
    [
      'a mismatch after the move in its way came to nothing',
      /was nobody else's/,
      [asked(ONE, TAKEN, 0), asked(TWO, MISMATCH, 9)],
      { departures: [moving(ONE, 1, 8)] },
    ],
    [
      'a mismatch of a request with itself',
      /was nobody else's/,
      [asked(ONE, UNKNOWN, 0), asked(ONE, MISMATCH, 3)],
      { events: [written(ONE, 1)] },
    ],
    [
      'another request that is judged though the key is taken',
      /was accepted, but .* was refused/,
      [asked(ONE, ACCEPTED, 0), asked(TWO, TAKEN, 3)],
      {},
    ],
    [
      'a retry that is judged anew though it was accepted',
      /was accepted, but .* was refused/,
      [asked(ONE, ACCEPTED, 0), asked(ONE, TAKEN, 3)],
      {},
    ],
  ])('%s', (_, breach, log, traces) => {
    expect(() => judge(log, traces)).toThrow(breach);
  });
});
