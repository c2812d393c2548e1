// What stands between the Worker under test and its bindings: a switch for D1's faults and counters of round trips.

import type { Env } from '../../src/env.ts';

/** `down`: fails and does nothing. `forgetful`: does it, then fails. `silent`: never answers. `held`: waits for `release`. */
export type D1Fault = 'none' | 'down' | 'forgetful' | 'silent' | 'held';

/** Who speaks to D1: the Worker (look-ups and lists) or a calendar (the projection). */
export type Speaker = 'worker' | 'calendar';

export const faults: Record<Speaker, D1Fault> = { worker: 'none', calendar: 'none' };

/** Round trips since the last `resetFaults`. */
export const roundTrips = { worker: 0, calendar: 0, rpc: 0 };

let gates: (() => void)[] = [];

/** Lets the round trips that are `held` go on. */
export function release(): void {
  for (const open of gates) open();
  gates = [];
}

export function resetFaults(): void {
  Object.assign(faults, { worker: 'none', calendar: 'none' });
  Object.assign(roundTrips, { worker: 0, calendar: 0, rpc: 0 });
  release();
}

const wrapped = new WeakMap<object, Env>();

/** The same environment with faulty, counted bindings. */
export function withFaults(env: Env, speaker: Speaker): Env {
  const known = wrapped.get(env);
  if (known) return known;
  const faulty = { ...env, DB: faultyD1(env.DB, speaker), CALENDARS: counted(env.CALENDARS) };
  wrapped.set(env, faulty);
  return faulty;
}

async function roundTrip<Value>(speaker: Speaker, call: () => Promise<Value>): Promise<Value> {
  roundTrips[speaker] += 1;
  switch (faults[speaker]) {
    case 'down':
      throw new Error('D1_ERROR: network connection lost');
    case 'forgetful':
      await call();
      throw new Error('D1_ERROR: network connection lost');
    case 'silent':
      return new Promise(() => {});
    case 'held':
      await new Promise<void>((resolve) => gates.push(resolve));
      return call();
    case 'none':
      return call();
  }
}

const CALLS = new Set<string | symbol>(['all', 'first', 'run', 'raw']);

function faultyD1(db: D1Database, speaker: Speaker): D1Database {
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>();
  const faulty = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, property) {
        const value = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        if (property === 'bind') {
          return (...values: unknown[]) => faulty(target.bind(...values));
        }
        return (...parameters: unknown[]) => {
          const call = (): Promise<unknown> => Reflect.apply(value, target, parameters);
          return CALLS.has(property) ? roundTrip(speaker, call) : call();
        };
      },
    });
    originals.set(proxy, statement);
    return proxy;
  };
  return new Proxy(db, {
    get(target, property) {
      if (property === 'prepare') return (query: string) => faulty(target.prepare(query));
      if (property === 'batch') {
        return (statements: D1PreparedStatement[]) =>
          roundTrip(speaker, () =>
            target.batch(statements.map((statement) => originals.get(statement) ?? statement)),
          );
      }
      const value = Reflect.get(target, property);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function counted(calendars: Env['CALENDARS']): Env['CALENDARS'] {
  return new Proxy(calendars, {
    get(target, property) {
      const value = Reflect.get(target, property);
      if (property === 'getByName') roundTrips.rpc += 1;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
