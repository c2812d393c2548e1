// Many callers at once, who take an honest "not now" for what it is: they ask again with their key until they are answered.

import { expect } from 'vitest';
import type { Env } from '../../src/env.ts';
import { environment } from './app.ts';
import type { Answer } from './client.ts';

/** One caller's request, with a key of its own: sent again it is the same. */
export type Request = () => Promise<Answer>;

/** Rounds until even a calendar that takes a few at a time has heard everybody. */
const MAX_ROUNDS = 50;

export interface Crowd {
  /** What came back first, in the order of the requests. */
  readonly first: readonly Answer[];
  /** What each was told in the end: neither "not now" nor "in progress". */
  readonly last: readonly Answer[];
}

/** All of them at once; then again, all at once, those who were told to come back. */
export async function insist(requests: readonly Request[]): Promise<Crowd> {
  const first = await Promise.all(requests.map((send) => send()));
  const last = [...first];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const waiting = requests.flatMap((send, index) =>
      isToComeBack(last[index]) ? [{ send, index }] : [],
    );
    if (waiting.length === 0) return { first, last };
    await Promise.all(
      waiting.map(async ({ send, index }) => {
        last[index] = await send();
      }),
    );
  }
  throw new Error('somebody was told to come back for ever');
}

/** "Not now", which has to say when. */
function isToComeBack(answer: Answer | undefined): boolean {
  if (!answer || answer.status < 400) return false;
  const { code } = answer.json as { code?: string }; // any problem has one
  const isToWait = answer.status === 429 || answer.status === 503;
  if (!isToWait && code !== 'idempotency_in_progress') return false;
  expect(Number(answer.headers.get('Retry-After')), answer.text).toBeGreaterThan(0);
  return true;
}

/** How often each status was answered. */
export function tally(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/**
 * An environment whose calendars take so many calls at a time and no more, as the platform does with a busy object; of the
 * others every `lossyNth` is done and its answer is lost.
 */
export function busy(atATime: number, lossyNth: number): Env {
  const base = environment();
  let underWay = 0;
  let calls = 0;
  const shedding = (stub: object) =>
    new Proxy(stub, {
      get(target, name) {
        const method = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...parameters: unknown[]) => {
          if (underWay >= atATime) {
            throw Object.assign(new Error('Durable Object is overloaded'), { overloaded: true });
          }
          underWay += 1;
          calls += 1;
          const isLost = calls % lossyNth === 0;
          try {
            const answer = await Reflect.apply(method, target, parameters);
            if (isLost) throw new Error('network connection lost');
            return answer;
          } finally {
            underWay -= 1;
          }
        };
      },
    });
  const CALENDARS = new Proxy(base.CALENDARS, {
    get: (target, name) =>
      name === 'getByName'
        ? (calendar: string) => shedding(target.getByName(calendar))
        : Reflect.get(target, name),
  });
  return { ...base, CALENDARS };
}
