// Ids of an old system: imported appointments live as all others do, whatever their ids look like, and one id never
// comes into two calendars.

import type { Appointment } from '@rendezvous/domain';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Found, findAppointment } from '../src/calendar/find.ts';
import { routedId, routeOf } from '../src/calendar/route.ts';
import { holdAlarms, ringUntilQuiet } from './harness/alarms.ts';
import { environment } from './harness/app.ts';
import { client, slot } from './harness/client.ts';
import { expectEqual, wipe } from './harness/equality.ts';
import { faults } from './harness/faults.ts';
import {
  deaf,
  dumb,
  environmentWith,
  importIn,
  importLines,
  interrupt,
  oldId,
} from './harness/imports.ts';
import { expectPeace, move, newAgents, standings } from './harness/moves.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const TAKEN = 'has already been taken';
const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS;
const see = async (id: string) => (await client(tenant).get(`/appointments/${id}`)).appointment();

interface Wish {
  readonly id: string;
  readonly user_id?: string;
  readonly hour?: number;
}
const lineFor = ({ id, user_id = tenant.agent.id, hour = 1 }: Wish) => ({
  ...{ id, user_id, scheduled_at: slot(hour), status: 'scheduled' },
});
/** Imports one appointment, and says what came of it. */
async function result(wish: Wish, inside = environment()): Promise<string | undefined> {
  const [report] = await importIn(inside, tenant, [lineFor(wish)]);
  return report?.errors?.id?.[0] ?? report?.result;
}
/** Ids like ours, as if this agent's calendar had minted them a year ago. */
const likeOurs = async (agentId: string) =>
  routedId(Date.now() - YEAR_MS, 1, await routeOf(tenant.slug, agentId));

/** What the id looks like, by the promise that it is put in. */
const IDS: Record<string, () => Promise<string> | string> = {
  'has letters past f': oldId,
  'is in upper case': () => oldId().toUpperCase(),
  'is a UUIDv8 of its own calendar': () => likeOurs(tenant.agent.id),
  "is a UUIDv8 of another agent's calendar": async () => {
    await client(tenant).book({ user_id: tenant.otherAgent.id, scheduled_at: slot(99) });
    return likeOurs(tenant.otherAgent.id);
  },
  'is a UUIDv8 of a calendar that was never written to': () => likeOurs(tenant.manager.id),
  "is a UUIDv8 of nobody's calendar": () => likeOurs('nobody'),
  'another tenant uses too': async () => {
    const foreign = await newTenant();
    const { id } = await client(foreign).book();
    vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
    return id;
  },
};

describe.each(Object.entries(IDS))('an imported id that %s', (_, idOf) => {
  it('lives as all others do: found, changed, moved there and back, in the way of others', async () => {
    const [third = tenant.manager] = await newAgents(tenant, 1);
    const given = await idOf();
    const id = given.toLowerCase();
    expect(await result({ id: given })).toBe('imported');
    expect(await see(given)).toMatchObject({ id, version: 1, user_id: tenant.agent.id });
    const path = `/appointments/${given}`;
    const put = await client(tenant).put(path, { title: 'novo' }, { 'If-Match': '"1"' });
    expect(put.appointment()).toMatchObject({ id, version: 2, title: 'novo' });
    (await client(tenant).post(`${path}/confirm`)).appointment();
    let version = 3;
    for (const holder of [tenant.otherAgent, third, tenant.agent, third, tenant.otherAgent]) {
      version += 1;
      const moved = (await move(tenant, given, holder)).appointment();
      expect(moved).toMatchObject({ id, version, user_id: holder.id, status: 'confirmed' });
      expect(await see(id)).toEqual(moved);
      expect((await client(tenant).get('/appointments')).list().data).toContainEqual(moved);
      const query = `user_id=${holder.id}&scheduled_at=${slot(1)}`;
      const conflicts = async (more = '') =>
        (await client(tenant).get(`/appointments/conflicts?${query}${more}`)).conflicts().conflicts;
      expect(await conflicts()).toEqual([moved]);
      expect(await conflicts(`&exclude_id=${given}`)).toEqual([]);
    }
    const wish = { user_id: tenant.otherAgent.id, scheduled_at: slot(1), title: 'x' };
    const fields = { ...wish, department_id: tenant.department.id, customer_name: 'x' };
    (await client(tenant).post('/appointments', fields)).problem('slot_taken');
    (await client(tenant).post(`${path}/complete`)).appointment();
    (await client(tenant).post(`${path}/complete`)).problem('invalid_transition');
    (await client(tenant).post('/appointments', fields)).appointment(201);
    await expectPeace(tenant);
    await expectEqual(tenant);
  });
});

it('is found by who looks for it while it comes to the calendar that its id names', async () => {
  const id = await likeOurs(tenant.otherAgent.id);
  expect(await result({ id })).toBe('imported');
  let found: Found<Appointment> | undefined;
  // The calendar that the id names has said no, and D1 is about to be asked.
  await interrupt(
    1,
    async (inside) => {
      found = await findAppointment(inside, tenant.slug, id);
    },
    () => move(tenant, id, tenant.otherAgent),
  );
  expect(found).toMatchObject({ kind: 'answered', answer: { version: 2 } });
});

describe('an id that a booking minted', () => {
  it.each(['none', 'down'] as const)(
    'cannot be imported, for whomever (D1 for calendars: %s)',
    async (fault) => {
      faults.calendar = fault;
      const booked = await client(tenant).book();
      await move(
        tenant,
        (await client(tenant).book({ scheduled_at: slot(40) })).id,
        tenant.manager,
      );
      for (const user_id of [tenant.agent.id, tenant.otherAgent.id, tenant.manager.id]) {
        expect(await result({ id: booked.id, user_id, hour: 7 })).not.toBe('imported');
        vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
        expect(await result({ id: booked.id, user_id, hour: 7 })).toBe(TAKEN);
      }
      expect(await see(booked.id)).toEqual(booked);
      faults.calendar = 'none';
      await expectPeace(tenant);
      await expectEqual(tenant);
    },
  );
});

/** In how many calendars each id stands. */
const homesOf = async (id: string) => Object.keys(await standings(tenant, id)).length;

describe('an id that is claimed', () => {
  it('by two imports at once, for two agents, comes into exactly one calendar', async () => {
    const ids = Array.from({ length: 40 }, oldId);
    const file = (user_id: string) => ids.map((id, hour) => lineFor({ id, user_id, hour }));
    const files = await Promise.all([
      importLines(tenant, file(tenant.agent.id)),
      importLines(tenant, file(tenant.otherAgent.id).toReversed()),
    ]);
    const taken = files.flat().filter(({ result: outcome }) => outcome === 'imported');
    expect(taken.map(({ id }) => id).sort()).toEqual(ids.toSorted());
    for (const id of ids) expect(await homesOf(id)).toBe(1);
    await expectPeace(tenant);
  });

  it('by an import that broke off can be had by another agent after a minute, not before', async () => {
    const [id, user_id] = [oldId(), tenant.otherAgent.id];
    expect(await result({ id }, deaf())).toBe('unavailable');
    expect(await result({ id, user_id })).toBe(TAKEN);
    vi.setSystemTime(Date.now() + MINUTE_MS - 1);
    expect(await result({ id, user_id })).toBe(TAKEN);
    vi.setSystemTime(Date.now() + 2_000);
    expect(await result({ id, user_id })).toBe('imported');
    expect(await result({ id })).toBe(TAKEN);
    expect(await see(id)).toMatchObject({ user_id });
  });

  it('by an import that broke off can be had by its own agent at once', async () => {
    const id = oldId();
    expect(await result({ id }, deaf())).toBe('unavailable');
    expect(await result({ id })).toBe('imported');
  });

  it('stays where it is when the first calendar holds it, although nobody was told', async () => {
    const [id, user_id] = [oldId(), tenant.otherAgent.id];
    faults.calendar = 'down';
    expect(await result({ id }, dumb())).toBe('unavailable');
    vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
    expect(await result({ id, user_id })).toBe(TAKEN);
    (await move(tenant, id, tenant.manager)).appointment();
    expect(await result({ id, user_id })).toBe(TAKEN);
    expect(await result({ id })).toBe(TAKEN);
    faults.calendar = 'none';
    await expectPeace(tenant);
  });

  it.each([1, 2, 3, 4, 5])(
    'is not taken over from a first agent whose import is tried again meanwhile (point %i)',
    async (point) => {
      const [id, user_id] = [oldId(), tenant.otherAgent.id];
      await result({ id }, deaf());
      vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
      await interrupt(
        point,
        (inside) => result({ id, user_id }, inside),
        () => result({ id }),
      );
      expect(await homesOf(id)).toBe(1);
      await ringUntilQuiet(tenant);
      await expectEqual(tenant);
    },
  );

  it('is not taken over while the import of the first agent, tried again, is on its way', async () => {
    const [id, user_id] = [oldId(), tenant.otherAgent.id];
    await result({ id }, deaf());
    vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
    const slow = environmentWith(async (handOver) => {
      await result({ id, user_id });
      return handOver();
    });
    await result({ id }, slow);
    expect(await homesOf(id)).toBe(1);
  });
});

describe('a line that was refused for its time', () => {
  it('can be imported for another agent, or later', async () => {
    const [id, later] = [oldId(), oldId()];
    const inTheWay = await client(tenant).book({ scheduled_at: slot(1) });
    expect(await result({ id })).toBe('slot_taken');
    expect(await result({ id: later })).toBe('slot_taken');
    expect(await result({ id, user_id: tenant.otherAgent.id })).toBe('imported');
    await client(tenant).post(`/appointments/${inTheWay.id}/cancel`);
    expect(await result({ id: later })).toBe('imported');
    await expectPeace(tenant);
  });

  it.each([1, 2, 3, 4])(
    'does not lose what another import of it got in meanwhile (point %i)',
    async (point) => {
      const id = oldId();
      const inTheWay = await client(tenant).book({ scheduled_at: slot(1) });
      const free = () => client(tenant).post(`/appointments/${inTheWay.id}/cancel`);
      await interrupt(
        point,
        (inside) => result({ id }, inside),
        async () => {
          await free();
          expect(await result({ id })).toBe('imported');
        },
      );
      if ((await homesOf(id)) === 0) return; // it was over before that
      await ringUntilQuiet(tenant);
      await wipe(tenant, 'appointments');
      expect(await see(id)).toMatchObject({ id });
      expect(await result({ id, user_id: tenant.otherAgent.id })).toBe(TAKEN);
    },
  );
});

describe('an imported appointment whose copy D1 has lost', () => {
  it('is found after any number of moves', async () => {
    const id = oldId();
    expect(await result({ id })).toBe('imported');
    for (const person of await newAgents(tenant, 10))
      (await move(tenant, id, person)).appointment();
    const before = await see(id);
    await wipe(tenant, 'appointments', 'events');
    expect(await see(id)).toEqual(before);
  });
});
