// One agent's time is given once: under concurrency, against the code's own mistakes, and whatever the calendar's size.

import { runInDurableObject } from 'cloudflare:test';
import { type Interval, overlaps } from '@rendezvous/domain';
import { v7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fill, recordQueries, stubOf } from './harness/calendars.ts';
import { type Answer, booking, client, slot } from './harness/client.ts';
import { resetFaults, roundTrips } from './harness/faults.ts';
import { addUser, newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await newTenant();
});
afterEach(resetFaults);

const newAgent = async (): Promise<string> => {
  const id = v7();
  await addUser(tenant.slug, { id, name: 'Nova Agente', role: 'attendant' });
  return id;
};

/** Asks for all of these at once; the answers in the same order. */
const bookAllAtOnce = (bodies: readonly object[]): Promise<Answer[]> =>
  Promise.all(
    bodies.map((body) => client(tenant).post('/appointments', { ...booking(tenant), ...body })),
  );

const count = (answers: readonly Answer[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

describe('bookings that arrive at once', () => {
  it('give one slot to exactly one of fifty', async () => {
    const user_id = await newAgent();
    const answers = await bookAllAtOnce(Array(50).fill({ user_id, scheduled_at: slot(0) }));

    expect(count(answers, 201)).toBe(1);
    const winner = answers.find(({ status }) => status === 201)?.appointment(201);
    for (const refused of answers.filter(({ status }) => status !== 201)) {
      expect(refused.problem('slot_taken').conflicts).toEqual([winner]);
    }
  });

  it('never overlap among the winners, and a loser lost to a winner', async () => {
    const user_id = await newAgent();
    const wishes = Array.from({ length: 48 }, (_, index) => ({
      user_id,
      // Every ten minutes, in a scrambled order; lengths from 5 to 60 minutes.
      scheduled_at: slot(((index * 29) % 48) / 6),
      duration_minutes: 5 + ((index * 25) % 60),
    }));
    const answers = await bookAllAtOnce(wishes);

    const intervals = wishes.map(({ scheduled_at, duration_minutes }): Interval => {
      const startAt = Date.parse(scheduled_at);
      return { startAt, endAt: startAt + duration_minutes * 60_000 };
    });
    const winners = intervals.filter((_, index) => answers[index]?.status === 201);
    const losers = intervals.filter((_, index) => answers[index]?.status === 409);
    expect(winners.length + losers.length).toBe(48);
    for (const one of winners) {
      expect(winners.filter((other) => overlaps(one, other))).toEqual([one]);
    }
    for (const loser of losers) {
      expect(winners.some((winner) => overlaps(loser, winner))).toBe(true);
    }
  });

  it('all win when they are neighbours', async () => {
    const user_id = await newAgent();
    const neighbours = Array.from({ length: 30 }, (_, index) => ({
      user_id,
      scheduled_at: slot(((index * 7) % 30) / 2),
      duration_minutes: 30,
    }));
    expect(count(await bookAllAtOnce(neighbours), 201)).toBe(30);
  });

  it('do not hinder each other when the agents differ', async () => {
    const agents = await Promise.all(Array.from({ length: 12 }, newAgent));
    const answers = await bookAllAtOnce(
      agents.map((user_id) => ({ user_id, scheduled_at: slot(1) })),
    );
    expect(count(answers, 201)).toBe(12);
  });

  it('give freed time to exactly one', async () => {
    const user_id = await newAgent();
    const { id } = await client(tenant).book({ user_id, scheduled_at: slot(2) });
    const [cancelled, ...answers] = await Promise.all([
      client(tenant).post(`/appointments/${id}/cancel`),
      ...Array.from({ length: 20 }, () =>
        client(tenant).post('/appointments', {
          ...booking(tenant),
          user_id,
          scheduled_at: slot(2),
        }),
      ),
    ]);
    expect(cancelled.status).toBe(200);
    expect(count(answers, 201)).toBeLessThanOrEqual(1);
    const last = await client(tenant).post('/appointments', {
      ...booking(tenant),
      user_id,
      scheduled_at: slot(2),
    });
    expect(count([...answers, last], 201)).toBe(1);
  });
});

describe('the second guard', () => {
  it('refuses an overlap that is written straight into the ledger', async () => {
    const user_id = await newAgent();
    const { id } = await client(tenant).book({ user_id, scheduled_at: slot(0) });
    const { id: next } = await client(tenant).book({ user_id, scheduled_at: slot(1) });
    await runInDurableObject(await stubOf(tenant.slug, user_id), (_, { storage: { sql } }) => {
      const columns = Object.keys(sql.exec('SELECT * FROM appointments LIMIT 1').one());
      const insert = (shiftMs: number, occupying: 0 | 1) => {
        const values: Record<string, string> = {
          id: `'copy' || ${shiftMs}`,
          scheduled_at: `scheduled_at + ${shiftMs}`,
          ends_at: `ends_at + ${shiftMs}`,
          occupying: String(occupying),
        };
        sql.exec(
          `INSERT INTO appointments (${columns})
           SELECT ${columns.map((column) => values[column] ?? column)} FROM appointments WHERE id = ?`,
          id,
        );
      };
      expect(() => insert(29 * 60_000, 1)).toThrow('overlap');
      expect(() => insert(-29 * 60_000, 1)).toThrow('overlap');
      expect(() => insert(0, 1)).toThrow(/overlap|UNIQUE/);
      expect(() => insert(30 * 60_000, 1)).not.toThrow();
      expect(() => insert(60_000, 0)).not.toThrow();

      const update = (assignment: string, of: string) =>
        sql.exec(`UPDATE appointments SET ${assignment} WHERE id = ?`, of);
      expect(() => update('scheduled_at = scheduled_at - 1', next)).toThrow('overlap');
      expect(() => update('ends_at = ends_at + 1', id)).toThrow('overlap');
      expect(() => update('occupying = 1', 'copy60000')).toThrow('overlap');
      expect(() => update('ends_at = ends_at - 1', id)).not.toThrow();
    });
  });
});

describe('the cost of a booking', () => {
  const PREDECESSOR = /^SELECT .* WHERE occupying = 1 AND scheduled_at < \? ORDER BY .* LIMIT/s;

  it('is one row for the conflict check, and no more rows altogether, in a calendar of 2,000', async () => {
    const user_id = await newAgent();
    await client(tenant).book({ user_id, scheduled_at: slot(-1) });
    await client(tenant).book({ user_id, scheduled_at: slot(-2) });
    const book = (hour: number) =>
      recordQueries(tenant.slug, user_id, () =>
        client(tenant).book({ user_id, scheduled_at: slot(hour) }),
      );
    const total = (queries: readonly { rowsRead: number }[]) =>
      queries.reduce((sum, { rowsRead }) => sum + rowsRead, 0);

    const small = await book(-1.5);
    await fill(tenant.slug, user_id, { startAt: Date.parse(slot(0)), count: 2_000 });
    for (const hour of [-0.5, 1_000.5, 2_000]) {
      const large = await book(hour);
      expect(large.filter(({ query }) => PREDECESSOR.test(query))).toMatchObject([{ rowsRead: 1 }]);
      expect(total(large)).toBeLessThanOrEqual(total(small));
    }
  });

  it('is a handful of rows too when it is refused, and when conflicts are asked for', async () => {
    const user_id = await newAgent();
    await client(tenant).book({ user_id, scheduled_at: slot(-1) });
    await fill(tenant.slug, user_id, { startAt: Date.parse(slot(0)), count: 2_000 });
    const queries = await recordQueries(tenant.slug, user_id, async () => {
      const wish = { ...booking(tenant), user_id, scheduled_at: slot(1_000) };
      (await client(tenant).post('/appointments', wish)).problem('slot_taken');
      const question = `user_id=${user_id}&scheduled_at=${slot(1_000)}&duration_minutes=120`;
      const asked = await client(tenant).get(`/appointments/conflicts?${question}`);
      expect(asked.conflicts().conflicts).toHaveLength(2);
    });
    expect(Math.max(...queries.map(({ rowsRead }) => rowsRead))).toBeLessThan(10);
  });

  it('is one look-up in D1, one call of the calendar and one write to D1', async () => {
    await client(tenant).book();
    resetFaults();
    await client(tenant).book();
    expect(roundTrips).toEqual({ worker: 1, rpc: 1, calendar: 1 });
  });

  it('is the same for the first booking of a tenant', async () => {
    const fresh = await newTenant();
    await client(fresh).book({ customer_email: 'primeira@email.com' });
    expect(roundTrips).toEqual({ worker: 1, rpc: 1, calendar: 1 });
  });
});
