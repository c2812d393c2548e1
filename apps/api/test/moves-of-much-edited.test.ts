// Appointments that have been edited a great deal: what they take along when they move is bounded, and arrives.

import { runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ring } from './harness/alarms.ts';
import { ledger, stubOf } from './harness/calendars.ts';
import { client } from './harness/client.ts';
import { resetFaults, said } from './harness/faults.ts';
import { expectPeace, move } from './harness/moves.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenant();
});
afterEach(() => {
  vi.useRealTimers();
  resetFaults();
});

const LONG = '"'.repeat(10_000);

/** Books with long texts, then edits the title `count` times, with or without a key. */
async function edited(count: number, keyed: boolean): Promise<string> {
  const { id } = await client(tenant).book({ description: LONG, notes: LONG });
  for (let edit = 0; edit < count; edit += 1) {
    const headers = keyed ? { 'Idempotency-Key': `edit-${edit}` } : {};
    const wish = { title: `versão ${edit}` };
    (await client(tenant).put(`/appointments/${id}`, wish, headers)).appointment();
  }
  return id;
}

describe('an appointment with 260 large edits', () => {
  it('moves, and can be cancelled there', { timeout: 60_000 }, async () => {
    const id = await edited(260, false);
    (await move(tenant, id, tenant.otherAgent)).appointment();
    const cancelled = await client(tenant).post(`/appointments/${id}/cancel`);
    expect(cancelled.appointment()).toMatchObject({ version: 263, status: 'cancelled' });
    await expectPeace(tenant);
  });

  it('takes its keys along in pages, each of which replays there', {
    timeout: 60_000,
  }, async () => {
    const id = await edited(260, true);
    const asked = said.outcomesAfter.length;
    (await move(tenant, id, tenant.otherAgent)).appointment();
    expect(said.outcomesAfter.length - asked).toBeGreaterThan(1);
    // The old calendar could still answer for them: only the new one is asked.
    const [count] = await ledger<{ n: number }>(
      tenant.slug,
      tenant.otherAgent.id,
      'SELECT count(*) AS n FROM outcomes WHERE request IS NOT NULL',
    );
    expect(count?.n).toBe(260);
    await expectPeace(tenant);
  });
});

describe('what nobody can ask for any more', () => {
  it('is forgotten by the alarm after a day', async () => {
    const { id } = await client(tenant).book();
    const key = { 'Idempotency-Key': 'once' };
    await client(tenant).put(`/appointments/${id}`, { customer_name: 'Outra Pessoa' }, key);
    (await move(tenant, id, tenant.otherAgent)).appointment();
    (await move(tenant, id, tenant.agent)).appointment();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3_600_000 });
    for (const agent of [tenant.agent, tenant.otherAgent]) {
      const stub = await stubOf(tenant.slug, agent.id);
      await runInDurableObject(stub, (_, { storage }) => storage.setAlarm(Date.now() + 60_000));
      await ring(tenant, agent.id);
      for (const table of ['outcomes', 'former_contacts']) {
        expect(await ledger(tenant.slug, agent.id, `SELECT * FROM ${table}`), table).toEqual([]);
      }
    }
  });
});

describe('a move whose commit fails', () => {
  it('is over, and leaves the appointment as it was', async () => {
    const { id } = await client(tenant).book();
    const stub = await stubOf(tenant.slug, tenant.agent.id);
    const refuse = (on: boolean) =>
      runInDurableObject(stub, (_, { storage }) => {
        storage.sql.exec(
          on
            ? "CREATE TRIGGER sabotage BEFORE INSERT ON events WHEN NEW.type = 'released' BEGIN SELECT RAISE(ABORT, 'sabotage'); END"
            : 'DROP TRIGGER sabotage',
        );
      });
    await refuse(true);
    (await move(tenant, id, tenant.otherAgent)).problem('internal');
    await refuse(false);
    const confirmed = await client(tenant).post(`/appointments/${id}/confirm`);
    expect(confirmed.appointment()).toMatchObject({ version: 2, user_id: tenant.agent.id });
    await expectPeace(tenant);
  });
});
