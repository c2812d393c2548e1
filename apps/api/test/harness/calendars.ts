// A calendar from the inside: its stub, and what stands in its ledger.

import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { routeOf } from '../../src/calendar/route.ts';
import type { AgentCalendar } from './worker.ts';

export async function stubOf(
  tenant: string,
  agentId: string,
): Promise<DurableObjectStub<AgentCalendar>> {
  const namespace = env.CALENDARS as unknown as DurableObjectNamespace<AgentCalendar>; // the test entry's subclass
  return namespace.getByName(`${tenant}/${await routeOf(tenant, agentId)}`);
}

/** Rows of the ledger. */
export async function ledger<Row extends Record<string, SqlStorageValue>>(
  tenant: string,
  agentId: string,
  query: string,
  ...bindings: SqlStorageValue[]
): Promise<Row[]> {
  return runInDurableObject(await stubOf(tenant, agentId), (_, { storage }) =>
    storage.sql.exec<Row>(query, ...bindings).toArray(),
  );
}

/** The moment of the calendar's pending alarm, or null. */
export const alarmOf = async (tenant: string, agentId: string): Promise<number | null> =>
  runInDurableObject(await stubOf(tenant, agentId), (_, { storage }) => storage.getAlarm());
