// What a migration of D1 makes anew it carries over: a deploy finds the rows of before.

import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { client } from './harness/client.ts';
import { expectEqual } from './harness/equality.ts';
import { move } from './harness/moves.ts';
import { newTenant } from './harness/tenant.ts';

/** Statements of the migration. */
const statementsOf = (name: string) =>
  env.MIGRATIONS.find((migration) => migration.name.startsWith(name))?.queries ?? [];
const run = (statements: readonly string[]) =>
  env.DB.batch(statements.map((statement) => env.DB.prepare(statement)));
const definitions = async () => {
  const query = "SELECT sql FROM sqlite_master WHERE tbl_name = 'events' AND sql IS NOT NULL";
  return (await env.DB.prepare(query).all()).results;
};

it('events that stood by calendar stand by appointment, each as it was', async () => {
  const tenant = await newTenant();
  const { id } = await client(tenant).book();
  (await move(tenant, id, tenant.otherAgent)).appointment();
  await client(tenant).book();
  await expectEqual(tenant);
  const now = await definitions();

  const before = statementsOf('0002').filter((query) => /\b(new_)?events\b/.test(query));
  const carriesOver = before.findIndex((query) => query.includes('INSERT INTO `new_events`'));
  await run(before.slice(carriesOver - 1));
  expect(await definitions()).not.toEqual(now);
  await expectEqual(tenant);

  await run(statementsOf('0004'));
  expect(await definitions()).toEqual(now);
  await expectEqual(tenant);
  (await client(tenant).post(`/appointments/${id}/confirm`)).appointment();
  const told = (await client(tenant).get(`/appointments/${id}/history`)).history();
  expect(told.data.map(({ type }) => type)).toEqual(['booked', 'moved', 'confirmed']);
});
