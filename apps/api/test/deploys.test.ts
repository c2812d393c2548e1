// As long as a deploy takes, Workers and calendars of before and after it meet: nobody is told that an appointment is missing.

import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import { calendarAt, nameOf } from '../src/calendar/calendar-of.ts';
import type { Lookup } from '../src/calendar/commands.ts';
import { findAppointment } from '../src/calendar/find.ts';
import { client } from './harness/client.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

/** A calendar as Workers saw it before it could tell of appointments in JSON. */
interface FormerCalendar {
  get(id: string): Promise<Lookup>;
}

let tenant: Tenant;
let id: string;
beforeAll(async () => {
  tenant = await newTenant();
  ({ id } = await client(tenant).book());
});

it('a Worker of before is told of an appointment as it can read it', async () => {
  const calendar = calendarAt<FormerCalendar>(env, await nameOf(tenant.slug, tenant.agent.id));
  expect(await calendar.get(id)).toMatchObject({ kind: 'here', appointment: { id } });
  expect(await calendar.get(`${id.slice(0, -1)}x`)).toEqual({ kind: 'unknown' });
});

it('a calendar of before is understood', async () => {
  const told = { kind: 'here', appointment: { id } };
  const CALENDARS = { getByName: () => ({ get: async () => told }) };
  const found = await findAppointment({ ...env, CALENDARS } as never, tenant.slug, id); // all that is asked of it
  expect(found).toEqual({ kind: 'answered', answer: { id } });
});
