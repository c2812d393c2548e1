// The read model remembers: D1 follows the ledger, whatever happens to D1 or to the calendar in between.

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { holdAlarms } from './harness/alarms.ts';
import { alarmOf, copiedEvents, ledger, releaseHeld, stubOf } from './harness/calendars.ts';
import { booking, client } from './harness/client.ts';
import { faults, roundTrips } from './harness/faults.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const stub = () => stubOf(tenant.slug, tenant.agent.id);
const runAlarm = async () => runDurableObjectAlarm(await stub());
const book = () => client(tenant).post('/appointments', booking(tenant));
const list = async () => (await client(tenant).get('/appointments?page_size=100')).list().data;
const state = (answer: { headers: Headers }) => answer.headers.get('Rendezvous-Read-Model');

/** What D1 has of the calendar's events: a gap-free run from 1, each once. */
const expectGapFree = async (count: number) =>
  expect((await copiedEvents(tenant.slug)).map(({ seq }) => seq)).toEqual(
    Array.from({ length: count }, (_, index) => index + 1),
  );

/** Waits until that many events stand in the ledger: a command has been decided, whether or not it is answered. */
const decided = (count: number) =>
  vi.waitFor(async () =>
    expect(
      await ledger(tenant.slug, tenant.agent.id, 'SELECT seq FROM events WHERE seq >= ?', count),
    ).not.toEqual([]),
  );

describe('a list', () => {
  it('shows each write right after it was answered', async () => {
    const { id } = await client(tenant).book();
    expect(await list()).toMatchObject([{ id, version: 1, status: 'scheduled' }]);
    const put = await client(tenant).put(`/appointments/${id}`, { title: 'Outro' });
    expect(state(put)).toBeNull();
    expect(await list()).toEqual([put.appointment()]);
    const confirmed = await client(tenant).post(`/appointments/${id}/confirm`);
    expect(await list()).toEqual([confirmed.appointment()]);
    const cancelled = await client(tenant).post(`/appointments/${id}/cancel`, { reason: 'r' });
    expect(await list()).toEqual([cancelled.appointment()]);
    await expectGapFree(4);
  });

  it('shows each write of a calendar that is evicted between its commands', async () => {
    const { id } = await client(tenant).book();
    for (const action of ['confirm', 'complete']) {
      await evictDurableObject(await stub());
      const acted = await client(tenant).post(`/appointments/${id}/${action}`);
      expect(state(acted)).toBeNull();
      expect(await list()).toEqual([acted.appointment()]);
    }
    await evictDurableObject(await stub());
    expect([(await client(tenant).get(`/appointments/${id}`)).appointment()]).toEqual(await list());
    await expectGapFree(3);
  });
});

describe('a write that D1 does not take', () => {
  it('stands, says that the copy is pending, and is caught up with by the alarm', async () => {
    faults.calendar = 'down';
    const answer = await book();
    const booked = answer.appointment(201);
    expect(state(answer)).toBe('pending');
    expect(await list()).toEqual([]);
    expect((await client(tenant).get(`/appointments/${booked.id}`)).appointment()).toEqual(booked);

    faults.calendar = 'none';
    expect(await runAlarm()).toBe(true);
    expect(await list()).toEqual([booked]);
    expect(await alarmOf(tenant.slug, tenant.agent.id)).toBeNull();
  });

  it('is caught up with by the next write too, in order', async () => {
    faults.calendar = 'down';
    const { id } = (await book()).appointment(201);
    expect(state(await client(tenant).post(`/appointments/${id}/confirm`))).toBe('pending');
    faults.calendar = 'none';
    expect(state(await book())).toBeNull();
    expect((await list()).map(({ status }) => status)).toEqual(['confirmed', 'scheduled']);
    await expectGapFree(3);
  });

  it('is caught up with after an eviction, by an alarm that the calendar sees to', async () => {
    faults.calendar = 'down';
    const booked = (await book()).appointment(201);
    await evictDurableObject(await stub());
    faults.calendar = 'none';
    expect(await runAlarm()).toBe(true);
    expect(await list()).toEqual([booked]);
  });

  it('is caught up with although its alarm was dropped: the next life of the calendar asks for another', async () => {
    faults.calendar = 'down';
    const booked = (await book()).appointment(201);
    await runInDurableObject(await stub(), (_, { storage }) => storage.deleteAlarm());
    await evictDurableObject(await stub());
    faults.calendar = 'none';
    (await client(tenant).get(`/appointments/${booked.id}`)).appointment();
    expect(await runAlarm()).toBe(true);
    expect(await list()).toEqual([booked]);
  });

  it('takes effect once when D1 did take it but failed to say so', async () => {
    faults.calendar = 'forgetful';
    const answer = await book();
    expect(state(answer)).toBe('pending');
    const booked = answer.appointment(201);
    expect(await list()).toEqual([booked]);
    expect(await runAlarm()).toBe(true);
    await expectGapFree(1);

    faults.calendar = 'none';
    expect(await runAlarm()).toBe(true);
    expect(await list()).toEqual([booked]);
    await expectGapFree(1);
  });

  it('is drained completely when more than a hundred events wait', async () => {
    await client(tenant).book();
    faults.calendar = 'down';
    const answers = await Promise.all(Array.from({ length: 110 }, book));
    expect(answers.filter((answer) => state(answer) === 'pending')).toHaveLength(110);
    faults.calendar = 'none';
    expect(await runAlarm()).toBe(true);
    const { meta } = (await client(tenant).get('/appointments')).list();
    expect(meta.total_count).toBe(111);
    await expectGapFree(111);
  });

  it('leaves no gap and no double when D1 fails now and then under concurrent bookings', async () => {
    for (const fault of ['forgetful', 'down', 'none', 'forgetful'] as const) {
      faults.calendar = fault;
      await Promise.all(Array.from({ length: 8 }, book));
    }
    faults.calendar = 'none';
    expect(await runAlarm()).toBe(true);
    await expectGapFree(32);
    expect(await list()).toHaveLength(32);
  });
});

describe('while D1 is silent', () => {
  it('only the first answer waits, about two seconds, until an alarm has succeeded', async () => {
    await client(tenant).book();
    faults.calendar = 'silent';
    const elapsed = async (write: () => Promise<{ headers: Headers }>) => {
      const startedAt = performance.now();
      expect(state(await write())).toBe('pending');
      return performance.now() - startedAt;
    };
    const first = await elapsed(book);
    expect(first).toBeGreaterThan(1_500);
    expect(first).toBeLessThan(3_000);
    expect(await elapsed(book)).toBeLessThan(1_000);

    // It stays impatient: a delivery that would succeed is left to the alarm.
    faults.calendar = 'none';
    expect(await elapsed(book)).toBeLessThan(1_000);
    expect(await runAlarm()).toBe(true);
    expect(await list()).toHaveLength(4);
    expect(state(await book())).toBeNull();
    await expectGapFree(5);
  });
});

describe('a write that lands while a delivery is under way', () => {
  it('is delivered with its own answer', async () => {
    faults.calendar = 'held';
    const first = book();
    await vi.waitFor(() => expect(roundTrips.calendar).toBe(1));
    const second = book();
    await decided(2);
    faults.calendar = 'none';
    await releaseHeld(tenant.slug, tenant.agent.id);
    for (const answer of [await first, await second]) expect(state(answer)).toBeNull();
    expect(await list()).toHaveLength(2);
    expect(roundTrips.calendar).toBe(2);
  });

  it('is not stranded when that delivery was the alarm and its own answer does not wait', async () => {
    faults.calendar = 'silent';
    await book();
    faults.calendar = 'held';
    const before = roundTrips.calendar;
    const alarm = runAlarm();
    await vi.waitFor(() => expect(roundTrips.calendar).toBe(before + 1));
    expect(state(await book())).toBe('pending');
    faults.calendar = 'down'; // for the batch after the one that is held
    await releaseHeld(tenant.slug, tenant.agent.id);
    await alarm;
    expect(await list()).toHaveLength(1);
    expect(await alarmOf(tenant.slug, tenant.agent.id)).not.toBeNull();

    faults.calendar = 'none';
    expect(await runAlarm()).toBe(true);
    expect(await list()).toHaveLength(2);
  });
});

describe('the alarm', () => {
  it('backs off while D1 is down, never beyond 30 seconds, and a command cuts that short', async () => {
    faults.calendar = 'down';
    await book();
    const wait = async () => Number(await alarmOf(tenant.slug, tenant.agent.id)) - Date.now();
    expect(await wait()).toBeGreaterThan(0);
    expect(await wait()).toBeLessThanOrEqual(3_000);

    const waits: number[] = [];
    for (let failure = 0; failure < 12; failure += 1) {
      expect(await runAlarm()).toBe(true);
      waits.push(await wait());
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBeGreaterThan(500);
    expect(waits[0]).toBeLessThan(5_000);
    expect(waits.at(-1)).toBeGreaterThan(10_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);

    await book();
    expect(await wait()).toBeLessThanOrEqual(3_000);
    expect(await runAlarm()).toBe(true);
    expect(await wait()).toBeLessThanOrEqual(5_000);
  });
});
