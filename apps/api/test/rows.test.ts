// What requests cost in rows, read and written, in the calendars and in D1; whatever the size of the calendar.

import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fill, recordQueries, stubOf } from './harness/calendars.ts';
import { type Client, client, slot } from './harness/client.ts';
import { crowd } from './harness/crowded-tenant.ts';
import { d1Rows, resetFaults, roundTrips } from './harness/faults.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

/** Appointments in the ledger of each agent, and in D1. */
const SIZE = 5_000;
let booked = 0;
/** The half of an hour that is free in calendars in which the other half is taken. */
const freeTime = () => {
  booked += 1;
  return slot(11_000 + 10 * booked + 0.5);
};

let tenant: Tenant;
let attendant: Client;
beforeAll(async () => {
  tenant = await newTenant();
  attendant = client(tenant);
  await crowd(tenant.slug, SIZE);
  for (const { id } of [tenant.agent, tenant.otherAgent]) {
    await attendant.book({ user_id: id, scheduled_at: slot(-1) });
    await attendant.book({ user_id: id, scheduled_at: slot(-2) });
    await fill(tenant.slug, id, { startAt: Date.parse(slot(10_000)), count: SIZE });
  }
});
afterEach(resetFaults);

interface Cost {
  readonly read: number;
  readonly written: number;
}

/** What `action` costs in the agent's calendar, in the other agent's, and in D1. */
async function costOf(action: () => Promise<unknown>) {
  resetFaults();
  let other: Cost = { read: 0, written: 0 };
  const own = sum(
    await recordQueries(tenant.slug, tenant.agent.id, async () => {
      other = sum(await recordQueries(tenant.slug, tenant.otherAgent.id, action));
    }),
  );
  return { own, other, d1: { ...d1Rows }, trips: { ...roundTrips } };
}

const sum = (queries: readonly { rowsRead: number; rowsWritten: number }[]): Cost => ({
  read: queries.reduce((total, { rowsRead }) => total + rowsRead, 0),
  written: queries.reduce((total, { rowsWritten }) => total + rowsWritten, 0),
});

/** A booking for somebody who is known, unless told otherwise. */
const book = (fields: Record<string, unknown> = {}) =>
  attendant.book({ scheduled_at: freeTime(), customer_id: tenant.customer.id, ...fields });

/** The id of one that the calendar does not have in mind: it has booked another one since. */
async function somebody(): Promise<string> {
  const { id } = await book();
  await book();
  return id;
}

/** Look-ups and the rows that an upsert finds, whatever D1 holds. */
const MAX_D1_READ = 25;
const NOTHING: Cost = { read: 0, written: 0 };

describe('a booking', () => {
  it('reads 2 rows of the calendar and writes 4, and 9 rows of D1', async () => {
    const { own, d1, trips } = await costOf(() => book());
    expect([own, d1.written]).toEqual([{ read: 2, written: 4 }, 9]);
    expect(d1.read).toBeLessThanOrEqual(MAX_D1_READ);
    expect(trips).toEqual({ worker: 1, rpc: 1, calendar: 1 });
  });

  it('of a new customer reads 2 and writes 5, and 14 rows of D1', async () => {
    const contact = { customer_email: 'nova@email.com', customer_phone: '+5511999991111' };
    const { own, d1, trips } = await costOf(() =>
      attendant.book({ scheduled_at: freeTime(), ...contact }),
    );
    expect([own, d1.written]).toEqual([{ read: 2, written: 5 }, 14]);
    expect(trips).toEqual({ worker: 1, rpc: 1, calendar: 1 });
  });

  it('that is refused reads its conflicts, ten at most, and writes nothing', async () => {
    const { own, d1 } = await costOf(async () => {
      const wish = { scheduled_at: slot(10_100), duration_minutes: 1_200 };
      const body = { title: 'x', customer_name: 'x', department_id: tenant.department.id, ...wish };
      const refused = await attendant.post('/appointments', body);
      expect(refused.problem('slot_taken').conflicts).toHaveLength(10);
    });
    expect(own.read).toBeLessThanOrEqual(5 + 10);
    expect([own.written, d1.written]).toEqual([0, 0]);
  });
});

describe('an action', () => {
  it.each(['confirm', 'cancel', 'complete', 'no-show'])(
    '%s reads at most 5 rows of the calendar and writes 3, and 8 rows of D1',
    async (word) => {
      const id = await somebody();
      const { own, d1, trips } = await costOf(async () => {
        (await attendant.post(`/appointments/${id}/${word}`)).appointment();
      });
      expect(own.read).toBeLessThanOrEqual(5);
      expect(own.written).toBe(3);
      expect(d1.written).toBe(8);
      expect(d1.read).toBeLessThanOrEqual(MAX_D1_READ);
      expect(trips).toEqual({ worker: 0, rpc: 1, calendar: 1 });
    },
  );
});

describe('what is delivered', () => {
  it('is written down by the alarm, once for all that came before it: one row, whatever the size', async () => {
    const calendar = await stubOf(tenant.slug, tenant.agent.id);
    const ring = () => runDurableObjectAlarm(calendar);
    await book();
    await ring();
    await book();
    await book();
    const { own, d1 } = await costOf(ring);
    expect([own, d1]).toEqual([{ read: 9, written: 1 }, NOTHING]);
  });
});

describe('a change', () => {
  // A change of time reads 4: its row, a neighbour, the row again to write it, the neighbour once more for the trigger that
  // guards times.
  it.each([
    ['of texts', () => ({ title: 'x', notes: 'y' }), { read: 2, written: 3 }, 5],
    ['of the contact', () => ({ customer_name: 'Outro Nome' }), { read: 2, written: 5 }, 5],
    ['of the time', () => ({ scheduled_at: slot(90_000) }), { read: 4, written: 4 }, 12],
  ])('%s costs the same in a calendar of any size', async (_, fields, ledger, d1Written) => {
    const id = await somebody();
    const { own, d1, trips } = await costOf(async () => {
      (await attendant.put(`/appointments/${id}`, fields())).appointment();
    });
    expect(own).toEqual(ledger);
    expect(d1.written).toBe(d1Written);
    expect(trips).toEqual({ worker: 0, rpc: 1, calendar: 1 });
  });

  it('that is refused reads its conflicts, ten at most, and writes nothing', async () => {
    const id = await somebody();
    const { own, d1 } = await costOf(() => wishForMuch(id));
    expect(own.read).toBeLessThanOrEqual(5 + 10);
    expect([own.written, d1.written]).toEqual([0, 0]);
  });
});

/** Asks for a time that is taken twenty times over. */
async function wishForMuch(id: string, fields: Record<string, unknown> = {}): Promise<void> {
  const wish = { scheduled_at: slot(10_100), duration_minutes: 1_200, ...fields };
  const refused = await attendant.put(`/appointments/${id}`, wish);
  expect(refused.problem('slot_taken').conflicts).toHaveLength(10);
}

describe('a move to another agent', () => {
  // Each step has to survive the death of either side. The calendar that it leaves reads the row, once more to write it, and
  // the intent that it closes; it writes the intent, the event, the row and the end of the intent.
  // The one that it comes to reads a neighbour, once more for the trigger and the hold; it writes the hold with its index of
  // times (2), the event with its key (2) and the hold with its new id (2). Each outcome of today comes along and is a row more
  // on both, as its promise is kept for a day. The event that it has left is brought to D1 by an alarm.
  it.each([
    ['was booked', 1],
    ['was booked and confirmed today', 2],
    ['was booked, confirmed and written to today', 3],
  ])(
    'of what %s costs the same in calendars of any size, and 12 rows of D1',
    async (_, outcomes) => {
      const id = await somebody();
      if (outcomes > 1) (await attendant.post(`/appointments/${id}/confirm`)).appointment();
      if (outcomes > 2) {
        (await attendant.put(`/appointments/${id}`, { notes: 'y' })).appointment();
      }
      await book();
      const { own, other, d1, trips } = await costOf(async () => {
        const everything = {
          user_id: tenant.otherAgent.id,
          scheduled_at: slot(95_000 + outcomes),
          department_id: tenant.otherDepartment.id,
          customer_name: 'Outro Nome',
        };
        (await attendant.put(`/appointments/${id}`, everything)).appointment();
      });
      expect(own).toEqual({ read: 3 + outcomes, written: 4 });
      expect(other).toEqual({ read: 3, written: 6 + outcomes });
      expect(d1.written).toBe(12);
      expect(d1.read).toBeLessThanOrEqual(MAX_D1_READ);
      expect(trips).toMatchObject({ worker: 1, calendar: 1 });
    },
  );

  it('that is refused reads its conflicts there, ten at most, and leaves D1 alone', async () => {
    const id = await somebody();
    const { own, other, d1 } = await costOf(() =>
      wishForMuch(id, { user_id: tenant.otherAgent.id }),
    );
    expect(own.read).toBeLessThanOrEqual(5);
    expect(other.read).toBeLessThanOrEqual(5 + 10);
    expect([other.written, d1.written]).toEqual([0, 0]);
  });
});

describe('a question', () => {
  it('for one appointment is one call, and D1 is asked for names alone, once', async () => {
    const { id } = await book();
    const first = await costOf(() => attendant.get(`/appointments/${id}`));
    expect(first.trips.worker).toBeLessThanOrEqual(1);
    expect(first.trips).toMatchObject({ rpc: 1, calendar: 0 });
    const { own, d1, trips } = await costOf(() => attendant.get(`/appointments/${id}`));
    expect(own.read).toBeLessThanOrEqual(1);
    expect(d1).toEqual(NOTHING);
    expect(trips).toEqual({ worker: 0, rpc: 1, calendar: 0 });
  });

  it.each([
    [slot(10_100.5), 30, 0],
    [slot(10_100), 60, 1],
    [slot(14_990), 1_440, 10],
    [slot(10_200), 1_200, 20],
  ])('for conflicts at %s reads as many rows as there are, and two', async (at, minutes, count) => {
    const { own, d1, trips } = await costOf(async () => {
      const question = `user_id=${tenant.agent.id}&scheduled_at=${at}&duration_minutes=${minutes}`;
      const { conflicts } = (
        await attendant.get(`/appointments/conflicts?${question}`)
      ).conflicts();
      expect(conflicts).toHaveLength(count);
    });
    expect(own.read).toBeLessThanOrEqual(count + 2);
    expect(d1).toEqual(NOTHING);
    expect(trips).toEqual({ worker: 0, rpc: 1, calendar: 0 });
  });

  it('for conflicts in an empty calendar asks D1 whether there is such an agent', async () => {
    const question = `user_id=${tenant.manager.id}&scheduled_at=${slot(1)}`;
    const { d1, trips } = await costOf(() => attendant.get(`/appointments/conflicts?${question}`));
    expect(d1.written).toBe(0);
    expect(trips).toEqual({ worker: 1, rpc: 1, calendar: 0 });
  });
});
