// A pass over a tenant's events, in pages of any size: each event is met once, whosever it is.

import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import { removeStrangers } from '../src/read-model/agents.ts';
import { type CountedCalendar, eventPages } from '../src/read-model/event-pages.ts';
import { copiedEvents } from './harness/calendars.ts';
import { client } from './harness/client.ts';
import { move } from './harness/moves.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

const SIZES = [1, 2, 3, 5, 100_000];

let tenant: Tenant;
beforeAll(async () => {
  tenant = await newTenant();
  await client(await newTenant()).book();
  for (let nth = 0; nth < 6; nth += 1) {
    const { id } = await client(tenant).book();
    if (nth % 2 === 0) await client(tenant).put(`/appointments/${id}`, { notes: 'x' });
    if (nth % 3 === 0) (await move(tenant, id, tenant.otherAgent)).appointment();
  }
});

/** How many events each calendar has, none of which is beyond `last`. */
async function counted(last = Number.POSITIVE_INFINITY): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { calendar, seq } of await copiedEvents(tenant.slug)) {
    counts[calendar] = (counts[calendar] ?? 0) + Number(seq <= last);
  }
  return counts;
}

async function paged(size: number, known: readonly CountedCalendar[] = []) {
  const pages = await eventPages(env.DB, tenant.slug, known, size);
  if (pages === 'silent') throw new Error('D1 does not answer');
  const counts: Record<string, number> = {};
  for (const { route, events } of pages.flatMap(({ calendars }) => calendars)) {
    counts[route] = (counts[route] ?? 0) + events;
  }
  return { pages, counts };
}

it.each(SIZES)('counts those that each calendar knows of, %i at a time', async (size) => {
  const all = await counted();
  expect(Object.keys(all)).toHaveLength(2);
  for (const events of [2, 100]) {
    const known = Object.keys(all).map((route) => ({ route, events }));
    expect((await paged(size, known)).counts).toEqual(await counted(events));
  }
});

it('takes one page for all of them, or as many as their number asks for', async () => {
  const { length } = await copiedEvents(tenant.slug);
  expect((await paged(length)).pages).toHaveLength(1);
  expect((await paged(Math.ceil(length / 2))).pages.length).toBeLessThanOrEqual(3);
  expect((await paged(1)).pages.length).toBeGreaterThan(3);
});

it.each(SIZES)('finds where the events of strangers are, %i at a time', async (size) => {
  const before = await copiedEvents(tenant.slug);
  await env.DB.prepare(
    `INSERT INTO events SELECT tenant, 'nowhere', seq, appointment_id, version, type, actor, at, reason, appointment
     FROM events WHERE tenant = ? GROUP BY seq`,
  )
    .bind(tenant.slug)
    .run();
  const { pages } = await paged(size);
  await removeStrangers(env.DB, tenant.slug, new Set(['nowhere']), pages);
  expect(await copiedEvents(tenant.slug)).toEqual(before);
});
