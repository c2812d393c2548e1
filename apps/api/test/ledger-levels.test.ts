// A ledger whose schema is of an earlier level is brought up to date when its calendar awakes, with all that stands in it.

import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ledger, stubOf } from './harness/calendars.ts';
import { client } from './harness/client.ts';
import { expectEqual } from './harness/equality.ts';
import { calm, disturb, faults, resetFaults } from './harness/faults.ts';
import { expectPeace, move, see } from './harness/moves.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  // Alarms of a clock that is ahead do not go off by themselves.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  tenant = await newTenant();
});
afterEach(() => {
  resetFaults();
  vi.useRealTimers();
});

const REBUILT = ['newborns', 'departures', 'arrivals'];

/** Takes a ledger back to where these tables had row numbers, and its calendar out of memory. */
async function agoAt(agentId: string): Promise<void> {
  const statements = [
    ...REBUILT.flatMap((table) => [
      `ALTER TABLE ${table} RENAME TO late_${table}`,
      `CREATE TABLE ${table} AS SELECT * FROM late_${table}`,
      `DROP TABLE late_${table}`,
    ]),
    "CREATE INDEX unfinished_arrivals ON arrivals (state) WHERE state <> 'done'",
    "CREATE INDEX done_arrivals ON arrivals (at) WHERE state = 'done'",
    'DELETE FROM migrations WHERE level > 2',
  ];
  await ledger(tenant.slug, agentId, statements.join(';'));
  await evictDurableObject(await stubOf(tenant.slug, agentId));
}

it('a move and a new customer that were under way arrive', async () => {
  const [agent, other] = [tenant.agent, tenant.otherAgent];
  await client(tenant).book({ user_id: other.id });
  const { id } = await client(tenant).book({ scheduled_at: '2041-03-01T10:00:00Z' });
  faults.calendar = 'down';
  await client(tenant).book({ customer_email: 'nova@email.com' });
  disturb('activate', 'lost call');
  expect((await move(tenant, id, other)).status).toBe(503);

  for (const { id: agentId } of [agent, other]) await agoAt(agentId);
  calm();
  faults.calendar = 'none';
  await expectPeace(tenant);
  await expectEqual(tenant);
  expect((await see(tenant, id)).user_id).toBe(other.id);
  const born = env.DB.prepare(
    "SELECT 1 FROM customers WHERE tenant = ? AND email = 'nova@email.com'",
  );
  expect((await born.bind(tenant.slug).all()).results).toHaveLength(1);
  const query = `SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID' AND name IN ('${REBUILT.join("', '")}')`;
  for (const { id: agentId } of [agent, other]) {
    expect(await ledger(tenant.slug, agentId, query)).toHaveLength(REBUILT.length);
  }
});
