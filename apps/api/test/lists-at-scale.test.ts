// What a list costs in rows of D1 does not depend on how many appointments there are, and its pages are exact.
//
// A page reads the counts (a row for 32 days, 36 for three years), at most half a quarter of a day of index rows for each
// bound of the stretch and less than one to the page, and four rows for each appointment that it shows. So a million
// appointments in three years cost what these do and some hundred rows more: `CROWD=1000000` tries it, in two and a
// half minutes of an idle machine. On 2026-11-23 the dearest page cost 605 rows.

import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from './harness/client.ts';
import { expectExactCounts } from './harness/counts.ts';
import {
  crowd,
  crowdedCustomer,
  crowdedDepartment,
  crowdedUser,
} from './harness/crowded-tenant.ts';
import { d1Rows, resetFaults, roundTrips } from './harness/faults.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

const COUNT = Number(env.CROWD);
const MAX_ROWS = 2_500;
const PAGE_SIZE = 20;

let tenant: Tenant;
let busiestQuarter = 0;
beforeAll(async () => {
  tenant = await newTenant();
  await crowd(tenant.slug, COUNT);
  const row = await env.DB.prepare(
    `SELECT max(n) AS n FROM (SELECT count(*) AS n FROM appointments GROUP BY scheduled_at / 21600000)`,
  ).first<{ n: number }>();
  busiestQuarter = row?.n ?? 0;
}, 600_000);

const costs: Record<string, number> = {};
afterAll(() => {
  if (COUNT > 60_000) console.info(JSON.stringify({ COUNT, busiestQuarter, costs }, null, 2));
});

/** Each with the same as SQL. */
const OF: Readonly<Record<string, readonly [query: string, where: string]>> = {
  all: ['', 'true'],
  'one status': ['status=completed', "status = 'completed'"],
  'a rare status': ['status=no_show', "status = 'no_show'"],
  'two statuses': ['status=no_show,scheduled', "status IN ('no_show', 'scheduled')"],
  'an agent': [`user_id=${crowdedUser}`, `user_id = '${crowdedUser}'`],
  'a department': [`department_id=${crowdedDepartment}`, `department_id = '${crowdedDepartment}'`],
  'an agent, one status': [
    `user_id=${crowdedUser}&status=confirmed`,
    `user_id = '${crowdedUser}' AND status = 'confirmed'`,
  ],
  'a department, one status': [
    `department_id=${crowdedDepartment}&status=cancelled`,
    `department_id = '${crowdedDepartment}' AND status = 'cancelled'`,
  ],
};
const IN: Readonly<Record<string, readonly [query: string, where: string]>> = {
  'all of the time': ['', 'true'],
  'two years of whole days': [
    'date_from=2038-03-01&date_to=2040-02-29',
    "scheduled_at >= unixepoch('2038-03-01') * 1000 AND scheduled_at < unixepoch('2040-03-01') * 1000",
  ],
  'a year and a half from one busy hour to another': [
    'date_from=2038-07-14T11:20:30Z&date_to=2040-01-10T14:02:00Z',
    `scheduled_at >= unixepoch('2038-07-14T11:20:30') * 1000
     AND scheduled_at <= unixepoch('2040-01-10T14:02:00') * 1000`,
  ],
  'a few hours': [
    'date_from=2039-05-02T09:00:00Z&date_to=2039-05-02T16:30:00Z',
    `scheduled_at >= unixepoch('2039-05-02T09:00:00') * 1000
     AND scheduled_at <= unixepoch('2039-05-02T16:30:00') * 1000`,
  ],
};

const CASES = Object.keys(OF).flatMap((of) =>
  Object.keys(IN).map((within) => [of, within] as const),
);

/** The page and the total as plain SQL has them. */
async function plainly(where: string, order: string, page: number) {
  const [counted, rows] = await env.DB.batch<{ n: number; id: string }>([
    env.DB.prepare(`SELECT count(*) AS n FROM appointments WHERE tenant = ? AND ${where}`).bind(
      tenant.slug,
    ),
    env.DB.prepare(
      `SELECT id FROM appointments WHERE tenant = ? AND ${where}
       ORDER BY scheduled_at ${order}, id ${order} LIMIT ${PAGE_SIZE} OFFSET ?`,
    ).bind(tenant.slug, (page - 1) * PAGE_SIZE),
  ]);
  return { total: counted?.results[0]?.n ?? 0, ids: rows?.results.map(({ id }) => id) ?? [] };
}

/** A list, and the rows that it cost. */
async function listed(query: string) {
  resetFaults();
  const { data, meta } = (await client(tenant).get(`/appointments?${query}`)).list();
  return { ids: data.map(({ id }) => id), meta, rows: d1Rows.read, trips: roundTrips.worker };
}

describe('a list by time', () => {
  it.each(CASES)(
    'of %s in %s is exact and costs a bounded number of rows',
    async (of, within) => {
      const [ofQuery = '', ofWhere = ''] = OF[of] ?? [];
      const [inQuery = '', inWhere = ''] = IN[within] ?? [];
      const where = `${ofWhere} AND ${inWhere}`;
      const { total } = await plainly(where, 'asc', 1);
      const pages = Math.max(Math.ceil(total / PAGE_SIZE), 1);
      for (const order of ['asc', 'desc']) {
        for (const page of [1, Math.ceil(pages / 2), pages, pages + 1]) {
          const query = `${ofQuery}&${inQuery}&sort_order=${order}&page=${page}&page_size=${PAGE_SIZE}`;
          const { ids, meta, rows, trips } = await listed(query);
          const expected = await plainly(where, order, page);
          expect({ ids, total: meta.total_count }, `page ${page} ${order}`).toEqual(expected);
          expect(meta.total_pages).toBe(Math.ceil(total / PAGE_SIZE));
          expect(rows, `page ${page} ${order}`).toBeLessThanOrEqual(MAX_ROWS);
          // Near the beginning 500 index rows may be skipped, elsewhere less than a quarter of a day holds.
          const walked = Math.max(500, busiestQuarter);
          expect(rows).toBeLessThanOrEqual(36 + busiestQuarter + walked + 4 * PAGE_SIZE + 30);
          expect(trips).toBeLessThanOrEqual(2);
          costs[`${of} in ${within}`] = Math.max(costs[`${of} in ${within}`] ?? 0, rows);
        }
      }
      // Among a million it is the plain SQL that takes long.
    },
    600_000,
  );

  it('costs one round trip near the beginning', async () => {
    expect((await listed('page=25')).trips).toBe(1);
  });
});

describe('a list by another key', () => {
  it('is refused when more than 50,000 match, which is found out for a few rows', async () => {
    for (const key of ['title', 'user_name', 'inserted_at']) {
      resetFaults();
      const errors = (await client(tenant).get(`/appointments?sort_by=${key}`)).errors();
      expect(Object.keys(errors)).toEqual(['sort_by']);
      expect(d1Rows.read).toBeLessThan(50);
    }
  });

  it('reads no more than what matches, and what it shows', async () => {
    const range = 'date_from=2038-07-14T11:20:30Z&date_to=2038-08-14T11:20:30Z';
    for (const key of ['title', 'customer_name', 'department_name']) {
      const { meta, rows, ids } = await listed(`${range}&sort_by=${key}&page=2`);
      expect(ids).toHaveLength(PAGE_SIZE);
      expect(rows).toBeLessThanOrEqual(3 * meta.total_count + busiestQuarter + 4 * PAGE_SIZE + 50);
    }
  });
});

describe('a list of what is not counted', () => {
  it('reads what the customer has', async () => {
    const { meta, rows } = await listed(`customer_id=${crowdedCustomer}`);
    expect(meta.total_count).toBeGreaterThan(5);
    expect(rows).toBeLessThanOrEqual(5 * meta.total_count + 4 * PAGE_SIZE + 50);
  });

  it('reads what the agent has in the time that is asked for, of a department too', async () => {
    const time = 'date_from=2038-07-14&date_to=2038-08-14';
    const own = await listed(`user_id=${crowdedUser}&${time}`);
    const { meta, rows } = await listed(
      `user_id=${crowdedUser}&department_id=${crowdedDepartment}&${time}`,
    );
    expect(meta.total_count).toBeLessThan(own.meta.total_count);
    expect(rows).toBeLessThanOrEqual(2 * own.meta.total_count + 4 * PAGE_SIZE + 50);
  });
});

describe('what is not counted', () => {
  it('is not sorted by another key either when more than 50,000 match, and no more are looked at', async () => {
    const regular = crypto.randomUUID();
    await env.DB.prepare(
      `UPDATE appointments SET customer_id = ?1 WHERE tenant = ?2 AND id IN (
         SELECT id FROM appointments WHERE tenant = ?2 LIMIT 55000)`,
    )
      .bind(regular, tenant.slug)
      .run();
    resetFaults();
    const query = `/appointments?customer_id=${regular}&sort_by=title`;
    expect(Object.keys((await client(tenant).get(query)).errors())).toEqual(['sort_by']);
    expect(d1Rows.read).toBeLessThanOrEqual(50_000 + 50);
  });
});

it('the counts that a migration makes for rows that were there before are exact', async () => {
  if (COUNT <= 60_000) await expectExactCounts(tenant);
});
