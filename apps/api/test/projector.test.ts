// Calendars write to D1 together: what is answered is in D1, what one of them cannot write keeps no other back, and a projector
// that dies or hangs is done without.

import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Newborn, Projection } from '../src/calendar/ports.ts';
import { Delivery, projectorOf } from '../src/read-model/delivery.ts';
import { project } from '../src/read-model/projection.ts';
import { copiedEvents, projectorStubOf, releaseHeldProjector } from './harness/calendars.ts';
import { deliveryOf, REFUSED } from './harness/deliveries.ts';
import { faults, resetFaults, roundTrips, withFaults } from './harness/faults.ts';

/** The routes of some calendars. */
const ROUTES = Array.from({ length: 8 }, (_, index) => `800000000000${index}000`);
const [ROUTE = ''] = ROUTES;

let tenant: string;
beforeEach(() => {
  tenant = `t-${v7()}`;
});
afterEach(resetFaults);

/** What a calendar has of this: a way to D1 that meets its faults. */
const newDelivery = () =>
  new Delivery(withFaults(env, 'calendar').DB, () => projectorOf(env, 'DB'));

const delivery = (calendar: string, version = 1, newborns: readonly Newborn[] = []): Projection =>
  deliveryOf({ tenant, calendar, id: `of ${calendar}`, version, newborns });

const copied = async () =>
  (
    await env.DB.prepare('SELECT id, version FROM appointments WHERE tenant = ? ORDER BY id')
      .bind(tenant)
      .all<{ id: string; version: number }>()
  ).results;
const all = ROUTES.map((route) => ({ id: `of ${route}`, version: 1 }));

/** Of some deliveries the first is under way, and the others have gathered behind it. */
async function gather(others: readonly Projection[], ways = others.map(newDelivery)) {
  faults.calendar = 'held';
  const first = newDelivery().project(delivery(ROUTE));
  await vi.waitFor(() => expect(roundTrips.calendar).toBe(1));
  faults.calendar = 'none';
  return { first, group: others.map((projection, index) => ways[index]?.project(projection)) };
}

const outcomesOf = async (deliveries: readonly (Promise<void> | undefined)[]) =>
  (await Promise.allSettled(deliveries)).map(({ status }) => status);

const OTHERS = ROUTES.slice(1);
const written = OTHERS.map(() => 'fulfilled');

describe('calendars that write at once', () => {
  it('share one round trip', async () => {
    const { first, group } = await gather(OTHERS.map((route) => delivery(route)));
    await releaseHeldProjector();
    expect(await outcomesOf([first, ...group])).toEqual(['fulfilled', ...written]);
    expect(await copied()).toEqual(all);
    expect(await copiedEvents(tenant)).toHaveLength(ROUTES.length);
    expect(roundTrips.calendar).toBe(2);
  });

  it('are each told only when D1 has what they brought', async () => {
    const { first, group } = await gather(OTHERS.map((route) => delivery(route)));
    const seen = [first, ...group].map(async (told, index) => {
      await told;
      return (await copied()).some(({ id }) => id === `of ${ROUTES[index]}`);
    });
    await releaseHeldProjector();
    expect(await Promise.all(seen)).toEqual(ROUTES.map(() => true));
  });

  it.each([
    ['in order', [2, 3]],
    ['backwards', [3, 2]],
    ['twice', [3, 3, 2]],
  ])('leave the newest of an appointment that comes %s', async (_, versions) => {
    await project(env.DB, delivery(ROUTE));
    // Away from where it is, and then changed where it has come to.
    const moved = versions.map((version) =>
      deliveryOf({ tenant, calendar: ROUTE, id: `of ${ROUTE}`, version, scheduledAt: 0 }),
    );
    const { group } = await gather(moved);
    await releaseHeldProjector();
    await Promise.all(group);
    expect(await copied()).toEqual([{ id: `of ${ROUTE}`, version: 3 }]);
    expect(await copiedEvents(tenant)).toHaveLength(3);
  });

  it('do not carry a rebuild, which writes what is there already', async () => {
    await project(env.DB, delivery(ROUTE));
    await env.DB.prepare("UPDATE appointments SET title = 'spoiled' WHERE tenant = ?")
      .bind(tenant)
      .run();
    await newDelivery().project({ ...delivery(ROUTE), rebuild: true });
    const { results } = await env.DB.prepare('SELECT title FROM appointments WHERE tenant = ?')
      .bind(tenant)
      .all();
    expect(results).toEqual([{ title: 'versão 1' }]);
  });
});

describe('rows that D1 refuses', () => {
  const refused = [delivery, (route: string) => delivery(route, 1, [REFUSED])];
  const withOneRefused = () =>
    OTHERS.map((route, index) => (refused[index === 3 ? 1 : 0] ?? delivery)(route));
  const outcomes = OTHERS.map((_, index) => (index === 3 ? 'rejected' : 'fulfilled'));

  it('keep nobody else back', async () => {
    const { first, group } = await gather(withOneRefused());
    await releaseHeldProjector();
    expect(await outcomesOf([first, ...group])).toEqual(['fulfilled', ...outcomes]);
    expect(await copied()).toEqual(all.filter(({ id }) => id !== `of ${OTHERS[3]}`));
  });

  it('are brought alone from then on, until D1 has taken them', async () => {
    const ways = OTHERS.map(newDelivery);
    const { group } = await gather(withOneRefused(), ways);
    await releaseHeldProjector();
    await outcomesOf(group);

    resetFaults();
    const again = await gather(withOneRefused(), ways);
    // It need not wait for the write that is under way.
    expect(await outcomesOf(again.group.slice(3, 4))).toEqual(['rejected']);
    await releaseHeldProjector();
    expect(await outcomesOf(again.group)).toEqual(outcomes);
    // The one that was held, the refused one, and all others together.
    expect(roundTrips.calendar).toBe(3);

    resetFaults();
    const healed = await gather([delivery(OTHERS[3] ?? '')], ways.slice(3, 4));
    expect(await outcomesOf(healed.group)).toEqual(['fulfilled']);
    await releaseHeldProjector();
    expect(await copied()).toEqual(all);
  });
});

describe('a projector', () => {
  it('that dies with a write and a group that waits leaves each to bring its own', async () => {
    const { first, group } = await gather(OTHERS.map((route) => delivery(route)));
    const told = outcomesOf([first, ...group]);
    await runInDurableObject(projectorStubOf(), (_, state) => state.abort('crash')).catch(() => {});
    expect(await told).toEqual(['fulfilled', ...written]);
    expect(await copied()).toEqual(all);

    // The next life takes up where nothing was kept.
    roundTrips.calendar = 0;
    await newDelivery().project(delivery(ROUTE, 2));
    expect(roundTrips.calendar).toBe(1);
  });

  it('whose write D1 never answers goes on with the next group', async () => {
    faults.calendar = 'silent';
    void newDelivery().project(delivery(ROUTE));
    await vi.waitFor(() => expect(roundTrips.calendar).toBe(1));
    faults.calendar = 'none';
    await Promise.all(OTHERS.map((route) => newDelivery().project(delivery(route))));
    expect(await copied()).toEqual(all.filter(({ id }) => id !== `of ${ROUTE}`));
    expect(roundTrips.calendar).toBe(2);
  });

  it('whose write was done but failed leaves everything in D1 once', async () => {
    faults.calendar = 'forgetful';
    const told = await outcomesOf(ROUTES.map((route) => newDelivery().project(delivery(route))));
    expect(told).toEqual(ROUTES.map(() => 'rejected'));
    expect(await copied()).toEqual(all);
    expect(await copiedEvents(tenant)).toHaveLength(ROUTES.length);
  });

  it('carries no more than D1 takes in a parameter', async () => {
    const large = OTHERS.map((route) => {
      const projection = delivery(route);
      const [appointment] = projection.appointments;
      const notes = '\u{20ac}'.repeat(150_000);
      return { ...projection, appointments: appointment ? [{ ...appointment, notes }] : [] };
    });
    const { first, group } = await gather(large);
    await releaseHeldProjector();
    expect(await outcomesOf([first, ...group])).toEqual(['fulfilled', ...written]);
    expect(await copied()).toEqual(all);
    // Three at once, and nobody had to go alone.
    expect(roundTrips.calendar).toBe(1 + Math.ceil(OTHERS.length / 3));
  });
});
