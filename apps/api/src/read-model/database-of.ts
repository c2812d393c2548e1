// The one place that knows which D1 a tenant lives in: `TENANT_DATABASES` names bindings, and nobody else reads one.
//
//   { "acme": "DB_2", "*": ["DB", "DB_3"] }    acme lives in DB_2; whoever is not named, in one of the two, by a hash
//   { "acme": "DB > DB_2" }                    acme lives in DB, and all that is copied goes to DB_2 too: it is moving
//
// The list of `*` never changes once one of its tenants has data: the hash would look for some of them elsewhere.

import type { Env } from '../env.ts';
import { isTenant } from '../tenant.ts';

/** Where a tenant is: read in `home`; `next` is where it is moving to. Names of bindings. */
export interface Place {
  readonly home: string;
  readonly next?: string;
}

interface Databases {
  readonly bound: ReadonlyMap<string, D1Database>;
  readonly named: ReadonlyMap<string, Place>;
  /** Of all other tenants. */
  readonly others: readonly string[];
}

const OTHERS = '*';

/** The database that the tenant lives in. Throws in a Worker that is not configured: nothing gets that far there. */
export const databaseOf = (env: Env, tenant: string): D1Database =>
  databaseNamed(env, placeOf(env, tenant).home);

/** The databases that get a copy of all that happens in the tenant's calendars: one, or two while it moves. */
export function namesOf(env: Env, tenant: string): readonly string[] {
  const { home, next } = placeOf(env, tenant);
  return next === undefined ? [home] : [home, next];
}

export function placeOf(env: Env, tenant: string): Place {
  const { named, others } = configured(env);
  return named.get(tenant) ?? { home: homeAmong(others, tenant) };
}

/** All databases that tenants may be in, by the names of their bindings. */
export const allDatabases = (env: Env): ReadonlyMap<string, D1Database> => configured(env).bound;

/** Any D1 that is bound, whether somebody lives there or not. */
export function databaseBound(env: Env, name: string): D1Database | undefined {
  const binding: unknown = Object.hasOwn(env, name) ? Reflect.get(env, name) : undefined;
  return isDatabase(binding) ? binding : undefined;
}

/** Throws when no tenant lives there. */
export function databaseNamed(env: Env, name: string): D1Database {
  const database = configured(env).bound.get(name);
  if (!database) throw new Error(`no tenant lives in ${name}`);
  return database;
}

const known = new WeakMap<Env, Databases | string>();

/** What `TENANT_DATABASES` says, or a sentence that says what is wrong with it. */
export function readDatabases(env: Env): Databases | string {
  const cached = known.get(env);
  if (cached !== undefined) return cached;
  const databases = parse(env);
  known.set(env, databases);
  return databases;
}

function configured(env: Env): Databases {
  const databases = readDatabases(env);
  if (typeof databases === 'string') throw new Error(databases);
  return databases;
}

function parse(env: Env): Databases | string {
  const entries = entriesOf(env.TENANT_DATABASES || {});
  if (!entries) return 'TENANT_DATABASES has to be a JSON object';
  let others: readonly string[] = ['DB'];
  const named = new Map<string, Place>();
  for (const [tenant, value] of entries) {
    if (tenant === OTHERS) {
      const names = [value].flat();
      if (names.length === 0 || !names.every(isText)) return namesNone(tenant);
      others = names;
    } else {
      if (!isTenant(tenant)) return `TENANT_DATABASES names what is no tenant: ${tenant}`;
      if (!isText(value)) return namesNone(tenant);
      const [home = '', next, ...more] = value.split('>').map((name) => name.trim());
      if (more.length > 0 || next === '' || home === next) {
        return `TENANT_DATABASES moves ${tenant} as nobody can: ${value}`;
      }
      named.set(tenant, next === undefined ? { home } : { home, next });
    }
  }
  const bound = new Map<string, D1Database>();
  for (const name of [
    ...others,
    ...[...named.values()].flatMap(({ home, next }) => (next === undefined ? home : [home, next])),
  ]) {
    const binding = databaseBound(env, name);
    if (!binding) return `TENANT_DATABASES names what is no D1 binding: ${name}`;
    bound.set(name, binding);
  }
  return { bound, named, others };
}

/** Of an object, or of the text of one. */
function entriesOf(setting: string | object): [string, unknown][] | undefined {
  try {
    const value: unknown = typeof setting === 'string' ? JSON.parse(setting) : setting;
    return value instanceof Object && !Array.isArray(value) ? Object.entries(value) : undefined;
  } catch {
    return undefined;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

const namesNone = (tenant: string) => `TENANT_DATABASES names no database for ${tenant}`;

/** A service has every method that it is asked for, since it may be one of its RPC; but it is fetched from, and no D1 is. */
const isDatabase = (binding: unknown): binding is D1Database =>
  typeof binding === 'object' && binding !== null && 'prepare' in binding && !('fetch' in binding);

/** Rendezvous hashing: each database draws a number for the tenant and the highest wins, so the order of the list is nothing. */
function homeAmong(names: readonly string[], tenant: string): string {
  const [only = '', ...others] = names;
  // Mostly there is nothing to draw, and every request asks.
  if (others.length === 0) return only;
  const drawn = names.map((name) => ({ name, number: draw(`${tenant}\n${name}`) }));
  return drawn.reduce((best, one) => (one.number > best.number ? one : best)).name;
}

/** FNV-1a with the last mix of MurmurHash3. It decides where data is: never to be changed. */
function draw(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
