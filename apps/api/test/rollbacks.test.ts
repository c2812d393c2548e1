// What a calendar remembers of its database is forgotten with a transaction that is rolled back.

import { runInDurableObject } from 'cloudflare:test';
import { it } from 'vitest';
import { ringUntilQuiet } from './harness/alarms.ts';
import { stubOf } from './harness/calendars.ts';
import { booking, client } from './harness/client.ts';
import { expectEqual } from './harness/equality.ts';
import { newTenant } from './harness/tenant.ts';

it('a booking that fails in its last write leaves nothing behind, and the next ones are delivered without a gap', async () => {
  const tenant = await newTenant();
  const attendant = client(tenant);
  const known = { customer_id: tenant.customer.id };
  const { id } = await attendant.book(known);
  const onLedger = async (statement: string) =>
    runInDurableObject(await stubOf(tenant.slug, tenant.agent.id), (_, { storage }) => {
      storage.sql.exec(statement);
    });
  await onLedger(
    `CREATE TRIGGER sabotage BEFORE INSERT ON newborns BEGIN SELECT RAISE(ABORT, 'sabotage'); END`,
  );
  (await attendant.post('/appointments', booking(tenant))).problem('internal');
  await onLedger('DROP TRIGGER sabotage');
  // The alarm of the first booking: it would deliver whatever is remembered of the second.
  await ringUntilQuiet(tenant);
  await expectEqual(tenant);

  (await attendant.post(`/appointments/${id}/confirm`)).appointment();
  await attendant.book();
  await attendant.book(known);
  await expectEqual(tenant);
});
