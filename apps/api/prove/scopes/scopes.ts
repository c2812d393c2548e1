// Two calendars, an appointment that moves from A to B, and a second client who is in the way.

import { type Attempt, attempt, type Request } from '../world/client.ts';
import { EPOCH, type World } from '../world/world.ts';
import type { Scope } from './telling.ts';

const DAY_MS = 24 * 60 * 60_000;
const TEN = EPOCH + DAY_MS;
const NOON = TEN + 2 * 60 * 60_000;

const bookAt = (agent: number, startAt: number): Request => ({
  kind: 'book',
  agent,
  startAt,
  minutes: 30,
});

/** Something else in each calendar: none is new to its work. */
const ELSEWHERE = [bookAt(0, TEN + 2 * DAY_MS), bookAt(1, TEN + 2 * DAY_MS)];

/** The appointment that moves is the first one that was booked. */
const movedId = (log: readonly Attempt[]): string => {
  const answer = log[0]?.answer;
  if (answer?.kind !== 'accepted') throw new Error('nothing was booked');
  return answer.appointment.id;
};

/** Asks, and once more with the same key when nobody knows what became of it. */
const persistently =
  (client: string, key: string | null, request: (log: readonly Attempt[]) => Request) =>
  async (world: World, log: Attempt[]): Promise<void> => {
    const wanted = request(log);
    const first = await attempt(world, log, client, wanted, key);
    if (key !== null && first.answer?.kind === 'unknown') {
      await attempt(world, log, client, wanted, key);
    }
  };

const booked =
  (...requests: readonly Request[]) =>
  async (world: World, log: Attempt[]): Promise<void> => {
    for (const request of [...requests, ...ELSEWHERE]) {
      await attempt(world, log, 'client 0', request, null);
    }
  };

const moving = persistently('client 1', 'the move', (log) => ({
  kind: 'change',
  id: movedId(log),
  agent: 1,
}));

const meanwhile = (name: string, request: (log: readonly Attempt[]) => Request): Scope => ({
  name: `a move, and meanwhile ${name}`,
  before: booked(bookAt(0, TEN)),
  story: [moving, persistently('client 2', 'meanwhile', request)],
});

export const SCOPES: readonly Scope[] = [
  { name: 'a move', before: booked(bookAt(0, TEN)), story: [moving] },
  meanwhile('its time is booked at B', () => bookAt(1, TEN)),
  meanwhile('its time is booked at A', () => bookAt(0, TEN)),
  meanwhile('it is read', (log) => ({ kind: 'get', id: movedId(log) })),
  meanwhile('it is cancelled', (log) => ({ kind: 'act', id: movedId(log), action: 'cancel' })),
  meanwhile('it is put to another time', (log) => ({
    kind: 'change',
    id: movedId(log),
    startAt: NOON,
  })),
  {
    name: 'a move, asked for twice with one key',
    before: booked(bookAt(0, TEN)),
    story: [moving, moving],
  },
  meanwhile('it moves to B at another time', (log) => ({
    kind: 'change',
    id: movedId(log),
    agent: 1,
    startAt: NOON,
  })),
  {
    ...meanwhile('it moves back', (log) => ({ kind: 'change', id: movedId(log), agent: 0 })),
    isVast: true,
  },
];
