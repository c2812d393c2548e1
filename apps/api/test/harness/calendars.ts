// A calendar from the inside: its stub, and what stands in its ledger.

import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { routeOf } from '../../src/calendar/route.ts';
import { release, releaseProjector } from './faults.ts';
import type { AgentCalendar, Projector } from './worker.ts';

export async function stubOf(
  tenant: string,
  agentId: string,
): Promise<DurableObjectStub<AgentCalendar>> {
  const namespace = env.CALENDARS as unknown as DurableObjectNamespace<AgentCalendar>; // the test entry's subclass
  return namespace.getByName(`${tenant}/${await routeOf(tenant, agentId)}`);
}

/** The projector through which calendars write to `DB`. */
export function projectorStubOf(): DurableObjectStub<Projector> {
  const namespace = env.PROJECTORS as unknown as DurableObjectNamespace<Projector>; // as above
  return namespace.getByName('DB');
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

/** A statement that the calendar ran by itself, with the rows that it read and wrote. */
export interface RecordedQuery {
  readonly query: string;
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

/** What the calendar asks its database while `action` runs. */
export async function recordQueries(
  tenant: string,
  agentId: string,
  action: () => Promise<unknown>,
): Promise<RecordedQuery[]> {
  const stub = await stubOf(tenant, agentId);
  const cursors: { query: string; cursor: SqlStorageCursor<Record<string, SqlStorageValue>> }[] =
    [];
  const stop = await runInDurableObject(stub, (_, { storage: { sql } }) => {
    const exec = sql.exec;
    sql.exec = (query, ...bindings) => {
      const cursor = exec.call(sql, query, ...bindings);
      cursors.push({ query, cursor });
      return cursor as never; // the rows' type is the caller's
    };
    return () => {
      sql.exec = exec;
    };
  });
  await action();
  return runInDurableObject(stub, () => {
    stop();
    return cursors.map(({ query, cursor: { rowsRead, rowsWritten } }) => ({
      query,
      rowsRead,
      rowsWritten,
    }));
  });
}

/** Fills the ledger with appointments of half an hour, one each hour from `startAt`, copies of one that is there. */
export async function fill(
  tenant: string,
  agentId: string,
  { startAt, count }: { startAt: number; count: number },
): Promise<void> {
  await runInDurableObject(await stubOf(tenant, agentId), (_, { storage: { sql } }) => {
    const [sample = {}] = sql.exec('SELECT * FROM appointments LIMIT 1').toArray();
    const own: Record<string, string> = {
      id: "printf('00000000-0000-7000-8000-%012d', n.i)",
      scheduled_at: '?1 + n.i * 3600000',
      ends_at: '?1 + n.i * 3600000 + 1800000',
    };
    const columns = Object.keys(sample);
    sql.exec(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
       INSERT INTO appointments (${columns.join(', ')})
       SELECT ${columns.map((column) => own[column] ?? `sample.${column}`).join(', ')}
       FROM n, (SELECT * FROM appointments LIMIT 1) AS sample`,
      startAt,
      count,
    );
  });
}

/** The tenant's events as D1 has them. */
export const copiedEvents = async (
  tenant: string,
): Promise<{ calendar: string; seq: number; appointment_id: string; type: string }[]> =>
  (
    await env.DB.prepare(
      'SELECT calendar, seq, appointment_id, type FROM events WHERE tenant = ? ORDER BY calendar, seq',
    )
      .bind(tenant)
      .all<{ calendar: string; seq: number; appointment_id: string; type: string }>()
  ).results;

/** Lets the round trips of the calendar and of its projector that are `held` go on; from within, since a promise belongs to its object. */
export async function releaseHeld(tenant: string, agentId: string): Promise<void> {
  await releaseHeldProjector();
  await runInDurableObject(await stubOf(tenant, agentId), release);
}

/** The same of a projector alone. */
export const releaseHeldProjector = (): Promise<void> =>
  runInDurableObject(projectorStubOf(), releaseProjector);
