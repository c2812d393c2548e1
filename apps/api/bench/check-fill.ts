// Whether what was filled in is what the API says: nothing is measured that is not right.

import { deepStrictEqual } from 'node:assert/strict';
import * as z from 'zod';
import type { ServedTenant } from './served-tenant.ts';

const LOOKED_AT = 20;
const PAGE_SIZE = 20;

const single = z.object({
  data: z.object({ id: z.string(), user_id: z.string(), status: z.string() }),
});
const listed = z.object({ data: z.array(z.unknown()) });
const conflicts = z.object({
  data: z.object({ conflicts: z.array(z.object({ id: z.string() })) }),
});

/** Throws with what differs. */
export async function checkFill(tenant: ServedTenant): Promise<void> {
  const { appointments, sample } = tenant.population;
  deepStrictEqual((await tenant.list()).total_count, appointments, 'how many there are');
  for (const page of [
    1,
    Math.ceil(appointments / PAGE_SIZE / 2),
    Math.ceil(appointments / PAGE_SIZE),
  ]) {
    const path = `/appointments?page=${page}&page_size=${PAGE_SIZE}`;
    const { length } = listed.parse(await tenant.ask(path)).data;
    const left = appointments - (page - 1) * PAGE_SIZE;
    deepStrictEqual(length, Math.min(left, PAGE_SIZE), `how many are on page ${page}`);
  }
  const every = Math.max(1, Math.floor(sample.length / LOOKED_AT));
  for (const { id, agentId, status, scheduledAt } of sample.filter((_, nth) => nth % every === 0)) {
    const { data } = single.parse(await tenant.ask(`/appointments/${id}`));
    deepStrictEqual(data, { id, user_id: agentId, status }, 'the appointment');
    const at = new Date(scheduledAt).toISOString();
    const found = conflicts.parse(
      await tenant.ask(`/appointments/conflicts?user_id=${agentId}&scheduled_at=${at}`),
    );
    const expected = ['scheduled', 'confirmed'].includes(status) ? [id] : [];
    deepStrictEqual(
      found.data.conflicts.map((one) => one.id),
      expected,
      'what it conflicts with',
    );
  }
}
