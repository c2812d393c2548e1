// Inputs that somebody might send on purpose.

import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stubOf } from './harness/calendars.ts';
import { client, slot } from './harness/client.ts';
import { faults, resetFaults } from './harness/faults.ts';
import { importAll } from './harness/imports.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenant();
});
afterEach(resetFaults);

const minute = (index: number) =>
  new Date(Date.parse(slot(0)) + index * 60_000).toISOString().replace('.000Z', 'Z');

describe('a body', () => {
  it.each(['id', 'status'])(
    'whose %s is a pit of 30,000 levels is refused for it',
    async (field) => {
      const { id } = await client(tenant).book();
      const pit = `{"${field}":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
      const refused = await client(tenant).put(`/appointments/${id}`, pit);
      expect(Object.keys(refused.errors())).toEqual([field]);
    },
  );
});

describe('a query', () => {
  it('of kilobytes that nobody understands does not come back in the links', async () => {
    const junk = `${'('.repeat(3_000)}&y=${'%F0%9F%98%80'.repeat(300)}`;
    const statuses = Array(500).fill('scheduled').join(',');
    const listed = await client(tenant).get(`/appointments?x=${junk}&status=${statuses}`);
    listed.list();
    expect(listed.headers.get('Link')?.length).toBeLessThan(1_000);
  });
});

describe('a day of short calls with long texts', () => {
  it('is listed whole as conflicts, although it does not fit into one answer of the calendar', async () => {
    const lines = Array.from({ length: 250 }, (_, index) => ({
      id: crypto.randomUUID(),
      title: 'x',
      status: 'scheduled',
      scheduled_at: minute(index),
      duration_minutes: 1,
      department_id: tenant.department.id,
      user_id: tenant.agent.id,
      customer_id: tenant.customer.id,
    }));
    await importAll(tenant, lines);
    const found = await client(tenant).get(
      `/appointments/conflicts?user_id=${tenant.agent.id}&scheduled_at=${minute(0)}&duration_minutes=1440`,
    );
    expect(found.conflicts().conflicts.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
  });
});

describe('small bookings that grow while D1 is away', () => {
  it('reach it in batches that it takes', { timeout: 60_000 }, async () => {
    faults.calendar = 'down';
    const worst = '\u0001'.repeat(10_000);
    const ids: string[] = [];
    for (let index = 0; index < 45; index += 1) {
      ids.push((await client(tenant).book({ scheduled_at: slot(index) })).id);
    }
    for (const id of ids) {
      for (const field of ['description', 'notes']) {
        (await client(tenant).put(`/appointments/${id}`, { [field]: worst })).appointment();
      }
    }
    faults.calendar = 'none';
    const stub = await stubOf(tenant.slug, tenant.agent.id);
    for (let alarm = 0; alarm < 20; alarm += 1) await runDurableObjectAlarm(stub);
    expect((await client(tenant).get('/appointments?page_size=1')).list().meta.total_count).toBe(
      45,
    );
  });
});
