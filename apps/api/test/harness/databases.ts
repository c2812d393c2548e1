// Which of three databases a tenant of the tests lives in. Told to the Worker at once; a calendar's object learns it when it
// is made anew, as after a deploy.

import { env } from 'cloudflare:workers';
import type { Env } from '../../src/env.ts';
import { placeOf } from '../../src/read-model/database-of.ts';

export const DATABASES = ['DB', 'DB_2', 'DB_3'] as const;
export type DatabaseName = (typeof DATABASES)[number];
/** As `TENANT_DATABASES` says it. */
export type Whereabouts = DatabaseName | `${DatabaseName} > ${DatabaseName}`;

let settings: Readonly<Record<string, Whereabouts>> = {};

/** What `TENANT_DATABASES` is now; another object after each change. */
export const tenantDatabases = (): object => settings;

/** From now on the tenant is there. */
export function place(slug: string, where: Whereabouts): void {
  settings = { ...settings, [slug]: where };
}

/** The database itself, without faults. */
export const databaseCalled = (name: string): D1Database => Reflect.get(env, name) as D1Database; // one of DATABASES

/** The database that the tenant is read from. */
export const d1Of = (slug: string): D1Database => {
  const seen: Env = { ...env, TENANT_DATABASES: settings };
  return databaseCalled(placeOf(seen, slug).home);
};
