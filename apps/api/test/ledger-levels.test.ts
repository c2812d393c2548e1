// A ledger whose schema is of an earlier level is brought up to date when its calendar awakes, with all that stands in it.

import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ledger, stubOf } from './harness/calendars.ts';
import { client } from './harness/client.ts';
import { expectEqual } from './harness/equality.ts';
import { calm, disturb, faults, resetFaults } from './harness/faults.ts';
import { expectPeace, move, newAgents, see } from './harness/moves.ts';
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

/** Without row numbers since level 3. */
const REBUILT = ['newborns', 'departures'];

/** Back to where an arrival was a row of its own, a departure said whether it is committed, and outcomes had an index of their age. */
const TO_LEVEL_3 = [
  `CREATE TABLE arrivals (
    transfer_id TEXT PRIMARY KEY, appointment_id TEXT NOT NULL, attempt INTEGER NOT NULL, from_route TEXT NOT NULL,
    state TEXT NOT NULL, at INTEGER NOT NULL
  ) WITHOUT ROWID`,
  `INSERT INTO arrivals SELECT transfer_id, REPLACE(id, 'hold:', ''), attempt, from_route, 'held', updated_at
   FROM appointments WHERE place = 'held'`,
  `INSERT INTO arrivals SELECT 'of ' || appointment_id, appointment_id, 1, 'x', 'active', 0 FROM untold`,
  "CREATE INDEX unfinished_arrivals ON arrivals (state) WHERE state <> 'done'",
  "CREATE INDEX done_arrivals ON arrivals (at) WHERE state = 'done'",
  ...['transfer_id', 'attempt', 'from_route'].map(
    (column) => `ALTER TABLE appointments DROP COLUMN ${column}`,
  ),
  'DROP TABLE untold',
  ...replaced(
    'departures',
    `appointment_id TEXT PRIMARY KEY, transfer_id TEXT NOT NULL, attempt INTEGER NOT NULL, state TEXT NOT NULL,
    to_route TEXT NOT NULL, to_agent TEXT NOT NULL, next TEXT NOT NULL, envelope TEXT NOT NULL`,
    `appointment_id, transfer_id, attempt,
     (SELECT CASE place WHEN 'gone' THEN 'committed' ELSE 'open' END FROM appointments WHERE id = appointment_id),
     to_route, to_agent, next, envelope`,
  ),
  'ALTER TABLE calendar RENAME COLUMN attempts TO departures',
  'CREATE INDEX outcomes_by_age ON outcomes (at)',
  'DELETE FROM migrations WHERE level > 3',
];

/** Further back, to where these tables had row numbers. */
const TO_LEVEL_2 = [
  ...TO_LEVEL_3,
  ...[...REBUILT, 'arrivals'].flatMap((table) => [
    `ALTER TABLE ${table} RENAME TO late_${table}`,
    `CREATE TABLE ${table} AS SELECT * FROM late_${table}`,
    `DROP TABLE late_${table}`,
  ]),
  "CREATE INDEX unfinished_arrivals ON arrivals (state) WHERE state <> 'done'",
  "CREATE INDEX done_arrivals ON arrivals (at) WHERE state = 'done'",
  'DELETE FROM migrations WHERE level > 2',
];

/** The table with other columns, each filled with what is said of it. */
function replaced(table: string, columns: string, values: string): string[] {
  return [
    `ALTER TABLE ${table} RENAME TO late_${table}`,
    `CREATE TABLE ${table} (${columns}) WITHOUT ROWID`,
    `INSERT INTO ${table} SELECT ${values} FROM late_${table}`,
    `DROP TABLE late_${table}`,
  ];
}

/** Takes a ledger back, and its calendar out of memory. */
async function takeBack(agentId: string, statements: readonly string[]): Promise<void> {
  await ledger(tenant.slug, agentId, statements.join(';'));
  await evictDurableObject(await stubOf(tenant.slug, agentId));
}

describe.each([
  [2, TO_LEVEL_2],
  [3, TO_LEVEL_3],
])('a ledger of level %i', (_, statements) => {
  const agoAt = (agentId: string) => takeBack(agentId, statements);

  it.each([
    ['hold', 'lost answer', false],
    ['activate', 'lost call', true],
    ['activate', 'lost answer', true],
  ] as const)('ends a move that failed at %s (%s)', async (call, fault, committed) => {
    const [agent, other] = [tenant.agent, tenant.otherAgent];
    const { id } = await client(tenant).book();
    disturb(call, fault);
    expect((await move(tenant, id, other)).status).toBe(503);
    for (const { id: agentId } of [agent, other]) await agoAt(agentId);
    calm();
    await expectPeace(tenant);
    await expectEqual(tenant);
    expect((await see(tenant, id)).user_id).toBe(committed ? other.id : agent.id);
    (await move(tenant, id, committed ? agent : other)).appointment();
    await expectPeace(tenant);
  });

  it("tells an appointment's home where it is now", async () => {
    const [third = tenant.manager] = await newAgents(tenant, 1);
    const { id } = await client(tenant).book();
    (await move(tenant, id, tenant.otherAgent)).appointment();
    disturb('learnHolder', 'lost call');
    (await move(tenant, id, third)).appointment();
    await agoAt(third.id);
    calm();
    await expectPeace(tenant);
    expect((await see(tenant, id)).user_id).toBe(third.id);
  });
});

it('a move and a new customer that were under way arrive', async () => {
  const [agent, other] = [tenant.agent, tenant.otherAgent];
  await client(tenant).book({ user_id: other.id });
  const { id } = await client(tenant).book({ scheduled_at: '2041-03-01T10:00:00Z' });
  faults.calendar = 'down';
  await client(tenant).book({ customer_email: 'nova@email.com' });
  disturb('activate', 'lost call');
  expect((await move(tenant, id, other)).status).toBe(503);

  for (const { id: agentId } of [agent, other]) await takeBack(agentId, TO_LEVEL_2);
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
