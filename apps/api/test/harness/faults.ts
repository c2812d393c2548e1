// What stands between the Worker under test and its bindings: switches for the faults of D1 and of the calls between
// calendars, and counters of round trips.

import type { Peer } from '../../src/calendar/ports.ts';
import type { Env } from '../../src/env.ts';
import { DATABASES, type DatabaseName, databaseCalled, tenantDatabases } from './databases.ts';

/** `down`: fails and does nothing. `forgetful`: does it, then fails. `silent`: never answers. `held`: waits for `release`. */
export type D1Fault = 'none' | 'down' | 'forgetful' | 'silent' | 'held';

/** Who speaks to D1: the Worker (look-ups and lists), a calendar or a projector in its name (the projection). */
type Speaker = 'worker' | 'calendar' | 'projector';

/** A projector meets what befalls those whom it speaks for: Workers when it looks something up, calendars when it writes. */
export const faults: Record<'worker' | 'calendar', D1Fault> = { worker: 'none', calendar: 'none' };

const sideOf = (speaker: Speaker, query: string | undefined) =>
  speaker === 'worker' || (speaker === 'projector' && query?.trimStart().startsWith('SELECT'))
    ? 'worker'
    : 'calendar';

/** The databases that the faults are of: all, unless a test takes some out. */
export const failing = new Set<DatabaseName>(DATABASES);

let broken: { nth: number; fault: D1Fault } | undefined;

/** The Worker's n-th round trip to D1 and all after it, counted from the last `resetFaults`, meet the fault. */
export function breakAt(nth: number, fault: D1Fault): void {
  broken = { nth, fault };
}

/** Round trips since the last `resetFaults`. */
export const roundTrips = { worker: 0, calendar: 0, rpc: 0 };

/** Rows that D1 read and wrote since the last `resetFaults`. */
export const d1Rows = { read: 0, written: 0 };

/** What calendars say to each other. */
export type PeerCall = keyof Peer;

/**
 * `lost call`: fails, and the other side never hears of it. `lost answer`: the other side does it, then it fails. `silent`:
 * is never heard and never answered. `held`: waits for `release`. `held answer`: the other side does it, and the answer
 * waits for `release`.
 */
export type PeerFault = 'lost call' | 'lost answer' | 'silent' | 'held' | 'held answer';

/** Every call between calendars since the last `resetFaults`, as it was made: its parameters. */
export const said: { [Call in PeerCall]: Parameters<Peer[Call]>[] } = {
  hold: [],
  activate: [],
  transferState: [],
  outcomesAfter: [],
  learnHolder: [],
};

const peerFaults = new Map<PeerCall, { fault: PeerFault; only: number | undefined }>();

/** From now on these calls between calendars meet the fault: all of them, or only the n-th (from 1). */
export function disturb(call: PeerCall, fault: PeerFault, nth?: number): void {
  peerFaults.set(call, { fault, only: nth && said[call].length + nth });
}

/** From now on calls between calendars go through. Those that are held stay held. */
export const calm = (): void => peerFaults.clear();

let gates: (() => void)[] = [];
let projectorGates: (() => void)[] = [];
let peerGates: (() => void)[] = [];

/** How many calls between calendars are held. */
export const heldCalls = (): number => peerGates.length;

/** Calls that are held never go on: whoever made them is dead. */
export function forgetHeld(): void {
  peerGates = [];
}

/** Lets the round trips of projectors that are `held` go on; to be called within the projector. */
export function releaseProjector(): void {
  for (const open of projectorGates) open();
  projectorGates = [];
}

/** Lets all other round trips that are `held` go on. */
export function release(): void {
  for (const open of [...gates, ...peerGates]) open();
  gates = [];
  peerGates = [];
}

export function resetFaults(): void {
  broken = undefined;
  Object.assign(faults, { worker: 'none', calendar: 'none' });
  for (const name of DATABASES) failing.add(name);
  Object.assign(roundTrips, { worker: 0, calendar: 0, rpc: 0 });
  Object.assign(d1Rows, { read: 0, written: 0 });
  Object.assign(said, { hold: [], activate: [], transferState: [], learnHolder: [] });
  calm();
  forgetHeld();
  release();
  // Let go by whoever held them, or their projector is dead.
  projectorGates = [];
}

/** By the environment that is wrapped and by what it says of databases. */
const wrapped: Record<Speaker, WeakMap<object, { databases: object; env: Env }>> = {
  worker: new WeakMap(),
  calendar: new WeakMap(),
  projector: new WeakMap(),
};

/** The same environment with faulty, counted bindings. */
export function withFaults(env: Env, speaker: Speaker): Env {
  const databases = tenantDatabases();
  const known = wrapped[speaker].get(env);
  if (known?.databases === databases) return known.env;
  const faulty = {
    ...env,
    TENANT_DATABASES: databases,
    ...Object.fromEntries(
      DATABASES.map((name) => [name, faultyD1(databaseIn(env, name), speaker, name)]),
    ),
    CALENDARS: faultyCalendars(env.CALENDARS, speaker),
  };
  wrapped[speaker].set(env, { databases, env: faulty });
  return faulty;
}

async function roundTrip<Value>(
  speaker: Speaker,
  database: DatabaseName,
  query: string | undefined,
  call: () => Promise<Value>,
): Promise<Value> {
  const side = sideOf(speaker, query);
  roundTrips[side] += 1;
  if (side === 'worker' && broken && roundTrips.worker >= broken.nth) {
    faults.worker = broken.fault;
  }
  switch (failing.has(database) ? faults[side] : 'none') {
    case 'down':
      throw new Error('D1_ERROR: network connection lost');
    case 'forgetful':
      await call();
      throw new Error('D1_ERROR: network connection lost');
    case 'silent':
      return new Promise(() => {});
    case 'held':
      await gate(speaker === 'projector' ? projectorGates : gates);
      return call();
    case 'none':
      return call();
  }
}

/** D1 takes no parameter of more than 2 MB; the local one does not mind. */
function bindable(value: unknown): unknown {
  if (typeof value === 'string' && new TextEncoder().encode(value).length > 2_000_000) {
    throw new Error('D1_ERROR: string or blob too big: SQLITE_TOOBIG');
  }
  return value;
}

function counted<Answer extends D1Result>(answer: Answer): Answer {
  d1Rows.read += answer.meta.rows_read;
  d1Rows.written += answer.meta.rows_written;
  return answer;
}

const CALLS = new Set<string | symbol>(['all', 'first', 'run', 'raw']);

/** A test's own environment may have one database alone. */
const databaseIn = (env: Env, name: DatabaseName): D1Database =>
  (Reflect.get(env, name) as D1Database | undefined) ?? databaseCalled(name);

function faultyD1(db: D1Database, speaker: Speaker, name: DatabaseName): D1Database {
  const originals = new WeakMap<
    D1PreparedStatement,
    { readonly statement: D1PreparedStatement; readonly query: string }
  >();
  const faulty = (statement: D1PreparedStatement, query: string): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, property) {
        const value = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        if (property === 'bind') {
          return (...values: unknown[]) => faulty(target.bind(...values.map(bindable)), query);
        }
        return (...parameters: unknown[]) => {
          const call = async (): Promise<unknown> => {
            // `first` keeps the rows that it cost to itself.
            if (property === 'first') return counted(await target.all()).results[0] ?? null;
            const answer = await Reflect.apply(value, target, parameters);
            return property === 'raw' ? answer : counted(answer as D1Result); // of all and run
          };
          return CALLS.has(property) ? roundTrip(speaker, name, query, call) : call();
        };
      },
    });
    originals.set(proxy, { statement, query });
    return proxy;
  };
  const queryOf = (statement: D1PreparedStatement | undefined) =>
    statement && originals.get(statement)?.query;
  return new Proxy(db, {
    get(target, property) {
      if (property === 'prepare') return (query: string) => faulty(target.prepare(query), query);
      if (property === 'batch') {
        return (statements: D1PreparedStatement[]) =>
          roundTrip(speaker, name, queryOf(statements[0]), async () =>
            (
              await target.batch(
                statements.map((statement) => originals.get(statement)?.statement ?? statement),
              )
            ).map(counted),
          );
      }
      const value = Reflect.get(target, property);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function faultyCalendars(calendars: Env['CALENDARS'], speaker: Speaker): Env['CALENDARS'] {
  return new Proxy(calendars, {
    get(target, property) {
      const value = Reflect.get(target, property);
      if (property !== 'getByName') {
        return typeof value === 'function' ? value.bind(target) : value;
      }
      roundTrips.rpc += 1;
      return (name: string) => {
        const stub = target.getByName(name);
        return speaker === 'calendar' ? faultyPeer(stub) : stub;
      };
    },
  });
}

function faultyPeer<Stub extends object>(stub: Stub): Stub {
  return new Proxy(stub, {
    get(target, property) {
      const value = Reflect.get(target, property);
      if (typeof value !== 'function' || !(property in said)) return value;
      return (...parameters: unknown[]) =>
        peerTrip(property as PeerCall, parameters, () => Reflect.apply(value, target, parameters));
    },
  });
}

async function peerTrip(
  call: PeerCall,
  parameters: unknown[],
  make: () => Promise<unknown>,
): Promise<unknown> {
  const calls: unknown[] = said[call];
  calls.push(parameters);
  const { fault, only } = peerFaults.get(call) ?? {};
  switch (only === undefined || only === calls.length ? fault : undefined) {
    case 'lost call':
      throw new Error('network connection lost');
    case 'lost answer':
      await make();
      throw new Error('network connection lost');
    case 'silent':
      return new Promise(() => {});
    case 'held':
      await gate(peerGates);
      return make();
    case 'held answer': {
      const answer = await make();
      await gate(peerGates);
      return answer;
    }
    case undefined:
      return make();
  }
}

const gate = (opened: (() => void)[]) => new Promise<void>((resolve) => opened.push(resolve));
