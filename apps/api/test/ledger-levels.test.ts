// A ledger whose schema is of an earlier level is brought up to date when its calendar awakes, with all that stands in it.

import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { holdAlarms } from './harness/alarms.ts';
import { ledger, stubOf } from './harness/calendars.ts';
import { client } from './harness/client.ts';
import { expectEqual } from './harness/equality.ts';
import { calm, disturb, faults } from './harness/faults.ts';
import { REBUILT, TO_LEVEL_2, TO_LEVEL_3, TO_LEVEL_4 } from './harness/levels.ts';
import { expectPeace, move, newAgents, see } from './harness/moves.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

/** Takes a ledger back, and its calendar out of memory. */
async function takeBack(agentId: string, statements: readonly string[]): Promise<void> {
  await ledger(tenant.slug, agentId, statements.join(';'));
  await evictDurableObject(await stubOf(tenant.slug, agentId));
}

describe.each([
  [2, TO_LEVEL_2],
  [3, TO_LEVEL_3],
  [4, TO_LEVEL_4],
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

it('appointments are guarded as those of a new ledger are', async () => {
  const schemaOf = ({ id }: { id: string }) =>
    ledger(
      tenant.slug,
      id,
      "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'appointments' ORDER BY name",
    );
  await client(tenant).book();
  await client(tenant).book({ user_id: tenant.otherAgent.id });
  await takeBack(tenant.agent.id, TO_LEVEL_4);
  const after = { scheduled_at: '2041-03-01T10:00:00Z' };
  await client(tenant).book(after);
  expect(await schemaOf(tenant.agent)).toEqual(await schemaOf(tenant.otherAgent));
});
