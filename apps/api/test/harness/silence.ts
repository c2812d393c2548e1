// Stores that fall silent, one call at a time, and the clock that a request needs to get over it. The clock of deadlines is
// the test's own: it moves only while nothing but a deadline can go on, so that no store is late that is not silent.

import { expect, vi } from 'vitest';
import type { Env } from '../../src/env.ts';
import { COMMIT_DELAY_MS } from '../../src/read-model/group-commit.ts';
import { environment } from './app.ts';

export type Store = 'D1' | 'calendars';

/**
 * `unheard`: one call is never answered and nothing was done. `unanswered`: one call is done and never answered. `dead`: from
 * that call on none is heard.
 */
export type Silence = 'unheard' | 'unanswered' | 'dead';

/** The Worker's bindings, of which one falls silent at its n-th call. */
export interface Silent {
  readonly env: Env;
  /** Calls to that store so far. */
  calls(): number;
  /** Calls to either store that are under way and will be answered. */
  underWay(): number;
}

export function silentAt(store: Store, silence: Silence, nth: number): Silent {
  const base = environment();
  let calls = 0;
  let underWay = 0;
  const trip = async (of: Store, call: () => Promise<unknown>): Promise<unknown> => {
    if (of === store) calls += 1;
    const isHit = of === store && (silence === 'dead' ? calls >= nth : calls === nth);
    if (isHit && silence !== 'unanswered') return new Promise(() => {});
    underWay += 1;
    const answer = await call().finally(() => {
      underWay -= 1;
    });
    return isHit ? new Promise(() => {}) : answer;
  };
  return {
    env: { ...base, DB: d1(base.DB, trip), CALENDARS: calendars(base.CALENDARS, trip) },
    calls: () => calls,
    underWay: () => underWay,
  };
}

type Trip = (of: Store, call: () => Promise<unknown>) => Promise<unknown>;

const STATEMENT_CALLS = new Set<string | symbol>(['all', 'first', 'run', 'raw']);

function d1(db: D1Database, trip: Trip): D1Database {
  const originals = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, name) {
        const method = Reflect.get(target, name);
        if (name === 'bind') return (...values: unknown[]) => wrap(target.bind(...values));
        if (!STATEMENT_CALLS.has(name)) return method;
        return (...parameters: unknown[]) =>
          trip('D1', () => Reflect.apply(method, target, parameters));
      },
    });
    originals.set(proxy, statement);
    return proxy;
  };
  return new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') return (query: string) => wrap(target.prepare(query));
      if (name !== 'batch') return Reflect.get(target, name);
      return (statements: D1PreparedStatement[]) =>
        trip('D1', () => target.batch(statements.map((one) => originals.get(one) ?? one)));
    },
  });
}

function calendars(namespace: Env['CALENDARS'], trip: Trip): Env['CALENDARS'] {
  const wrap = (stub: object) =>
    new Proxy(stub, {
      get(target, name) {
        const method = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...parameters: unknown[]) =>
          trip('calendars', () => Reflect.apply(method, target, parameters));
      },
    });
  return new Proxy(namespace, {
    get: (target, name) =>
      name === 'getByName'
        ? (calendar: string) => wrap(target.getByName(calendar))
        : Reflect.get(target, name),
  });
}

/** How far the clock moves at a time, in milliseconds. */
const STEP_MS = 250;

/**
 * Puts the clock of deadlines, and with it the time of day, into the test's hands. An hour ahead: no alarm goes off. The moment
 * that a projector waits for company passes by itself: it is no deadline, and everybody goes on after it.
 */
export function holdTheClock(): void {
  const passing = globalThis.setTimeout;
  vi.useFakeTimers({
    toFake: ['Date', 'setTimeout', 'clearTimeout'],
    now: Date.now() + 3_600_000,
  });
  const held = globalThis.setTimeout;
  const either = (run: () => void, ms?: number, ...told: []) =>
    (ms === COMMIT_DELAY_MS ? passing : held)(run, ms, ...told);
  // With what the held one carries: by that it is taken away again.
  globalThis.setTimeout = Object.assign(either, held);
}

/** The value, once the clock has moved as far as it needs; fails when that is more than `limitMs`. */
export async function outlast<Value>(
  limitMs: number,
  work: Promise<Value>,
  underWay: () => number = () => 0,
): Promise<Value> {
  let isOver = false;
  const watched = work.finally(() => {
    isOver = true;
  });
  watched.catch(() => {});
  for (let elapsed = 0; elapsed <= limitMs; elapsed += STEP_MS) {
    await vi.waitFor(() => expect(underWay()).toBe(0), { interval: 1, timeout: 10_000 });
    if (isOver) return watched;
    await vi.advanceTimersByTimeAsync(STEP_MS);
  }
  expect(isOver, `is over within ${limitMs} ms`).toBe(true);
  return watched;
}
