// D1 down, forgetful or silent: what goes on without it, what says honestly that it cannot, and that all is right again
// afterwards without help.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { holdAlarms, ring, ringUntilQuiet } from './harness/alarms.ts';
import { alarmOf } from './harness/calendars.ts';
import { type Answer, booking, client, slot } from './harness/client.ts';
import { expectEqual } from './harness/equality.ts';
import { type D1Fault, faults } from './harness/faults.ts';
import { importAll, importLines, oldId } from './harness/imports.ts';
import { expectPeace, move, newAgents, see } from './harness/moves.ts';
import { expectReplay, newKey } from './harness/retries.ts';
import { agentIdsOf, newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const FAULTS = ['down', 'forgetful', 'silent'] as const;
/** D1's look-ups have 5 s and its projections 2 s; a little more for everything around. */
const LOOKUP_MS = 5_900;
const PROJECTION_MS = 2_900;

const breakD1 = (worker: D1Fault, calendar: D1Fault) => Object.assign(faults, { worker, calendar });
const state = ({ headers }: Answer) => headers.get('Rendezvous-Read-Model');
const list = async () => (await client(tenant).get('/appointments?page_size=100')).list().data;
const act = (id: string, action: string, headers = {}) =>
  client(tenant).post(`/appointments/${id}/${action}`, undefined, headers);
const put = (id: string, body: object, headers = {}) =>
  client(tenant).put(`/appointments/${id}`, body, headers);
const bookings = (count: number) =>
  Promise.all(Array.from({ length: count }, () => client(tenant).book()));

/** The answer, which has to come in time. */
async function inTime<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  const startedAt = performance.now();
  const answer = await work;
  expect(performance.now() - startedAt).toBeLessThan(ms);
  return answer;
}

/** An honest no, in time, with the moment to try again. */
async function expectUnavailable(ms: number, work: Promise<Answer>) {
  const answer = await inTime(ms, work);
  answer.problem('unavailable');
  expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
}

/** D1 is back: within 30 seconds, by the alarms alone, the lists show these as they are. */
async function expectRecovery(accepted: readonly Answer[]) {
  breakD1('none', 'none');
  for (const agentId of await agentIdsOf(tenant)) {
    const alarm = await alarmOf(tenant.slug, agentId);
    if (alarm !== null) expect(alarm - Date.now()).toBeLessThanOrEqual(30_000);
    await ring(tenant, agentId);
  }
  const listed = await list();
  for (const answer of accepted) {
    const { id, version } = answer.appointment(answer.status);
    expect(listed.find((row) => row.id === id)?.version).toBeGreaterThanOrEqual(version);
  }
  await expectPeace(tenant);
  await expectEqual(tenant);
}

describe.each(FAULTS)('while D1 is %s for everybody', (fault) => {
  it('GET by id, the four actions and PUT without new references work', async () => {
    const [one, two, three, four, five, six] = await bookings(6);
    if (!one || !two || !three || !four || !five || !six) throw new Error('six were booked');
    breakD1(fault, fault);
    const accepted = await inTime(
      PROJECTION_MS,
      Promise.all([
        client(tenant).get(`/appointments/${one.id}`),
        act(one.id, 'confirm'),
        act(two.id, 'cancel'),
        act(three.id, 'complete'),
        act(four.id, 'no-show'),
        put(five.id, { title: 'novo', scheduled_at: slot(900), duration_minutes: 60, notes: null }),
      ]),
    );
    const [, ...written] = accepted;
    expect(accepted.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(written.map(state)).toEqual(Array(5).fill('pending'));
    // The whole object as fetched names references, but no new ones.
    const whole = await inTime(LOOKUP_MS, put(six.id, { ...six, title: 'outro' }));
    expect(whole.appointment()).toMatchObject({ version: 2, title: 'outro' });
    const seen = await client(tenant).get(`/appointments/${five.id}`);
    expect(seen.appointment()).toEqual(written[4]?.appointment());
    (await act(two.id, 'confirm')).problem('invalid_transition');
    (await put(five.id, { title: 'x' }, { 'If-Match': '"1"' })).problem('version_mismatch');
    await expectRecovery([...written, whole]);
  });

  it('retries with a key replay, of a booking, a change and an action', async () => {
    const [body, wish] = [booking(tenant), { title: 'novo' }];
    const [ofBooking, ofChange, ofAction] = [newKey(), newKey(), newKey()];
    const booked = await client(tenant).post('/appointments', body, ofBooking);
    const { id } = booked.appointment(201);
    const changed = await put(id, wish, ofChange);
    const confirmed = await act(id, 'confirm', ofAction);
    breakD1(fault, fault);
    const again = await Promise.all([
      inTime(LOOKUP_MS, client(tenant).post('/appointments', body, ofBooking)),
      inTime(PROJECTION_MS, put(id, wish, ofChange)),
      inTime(PROJECTION_MS, act(id, 'confirm', ofAction)),
    ]);
    for (const [index, first] of [booked, changed, confirmed].entries()) {
      expectReplay(again[index] ?? first, first);
    }
    await expectRecovery([]);
  });

  it('bookings, lists, new references and imports are unavailable in time, and change nothing', async () => {
    const { id } = await client(tenant).book({ scheduled_at: slot(1) });
    const imported = oldId();
    await importAll(tenant, [{ id: imported }]);
    const before = await list();
    breakD1(fault, fault);
    const path = `/appointments/conflicts?scheduled_at=${slot(1)}&user_id=`;
    const [conflicts, reports] = await Promise.all([
      inTime(PROJECTION_MS, client(tenant).get(`${path}${tenant.agent.id}`)),
      inTime(LOOKUP_MS, importLines(tenant, [{ id: oldId() }])),
      expectUnavailable(LOOKUP_MS, client(tenant).post('/appointments', booking(tenant), newKey())),
      expectUnavailable(LOOKUP_MS, client(tenant).get('/appointments')),
      expectUnavailable(LOOKUP_MS, move(tenant, id, tenant.otherAgent)),
      expectUnavailable(LOOKUP_MS, put(id, { department_id: tenant.otherDepartment.id })),
      expectUnavailable(LOOKUP_MS, put(id, { customer_id: tenant.customer.id })),
      // An empty calendar does not know whether its agent exists, an unknown id may be an import.
      expectUnavailable(LOOKUP_MS, client(tenant).get(`${path}${tenant.manager.id}`)),
      expectUnavailable(LOOKUP_MS, client(tenant).get(`/appointments/${imported}`)),
      expectUnavailable(LOOKUP_MS, act(imported, 'confirm')),
      expectUnavailable(LOOKUP_MS, client(tenant).get(`/appointments/${oldId()}`)),
    ]);
    expect(conflicts.conflicts().conflicts.map((conflict) => conflict.id)).toEqual([id]);
    expect(reports.map(({ result }) => result)).toEqual(['unavailable']);
    breakD1('none', 'none');
    expect(await list()).toEqual(before);
    await expectRecovery([]);
  });
});

describe.each(FAULTS)('while D1 is %s for the calendars alone', (fault) => {
  it('all that is accepted stands, says that it is pending, and is listed afterwards', async () => {
    const { id } = await client(tenant).book();
    breakD1('none', fault);
    const accepted = [
      await client(tenant).post('/appointments', booking(tenant)),
      await act(id, 'confirm'),
      await put(id, { customer_id: tenant.customer.id }),
      await move(tenant, id, tenant.otherAgent),
      await client(tenant).post('/appointments', { ...booking(tenant), customer_email: 'a@b.pt' }),
    ];
    expect(accepted.map(state)).toEqual(accepted.map(() => 'pending'));
    expect(await see(tenant, id)).toMatchObject({ version: 4, user_id: tenant.otherAgent.id });
    await importAll(tenant, [{ id: oldId() }, { id: oldId(), user_id: tenant.otherAgent.id }]);
    await expectRecovery(accepted);
  });

  it('a replay says that it is pending where its outcome only came along', async () => {
    const [third] = await newAgents(tenant, 1);
    if (!third) throw new Error('there is a third agent');
    const { id } = await client(tenant).book();
    await move(tenant, id, tenant.otherAgent);
    const key = newKey();
    breakD1('none', fault);
    const changed = await put(id, { notes: 'novo' }, key);
    const moved = await move(tenant, id, third);
    const again = await put(id, { notes: 'novo' }, key);
    expectReplay(again, changed);
    expect([changed, moved, again].map(state)).toEqual(Array(3).fill('pending'));
    await expectRecovery([changed, moved]);
    expect(state(await put(id, { notes: 'novo' }, key))).toBeNull();
  });
});

describe.each(FAULTS)('while D1 is %s for the Worker alone', (fault) => {
  it('what is accepted is in the lists as soon as they answer', async () => {
    const { id } = await client(tenant).book();
    breakD1(fault, 'none');
    const confirmed = await inTime(PROJECTION_MS, act(id, 'confirm'));
    expect(state(confirmed)).toBeNull();
    breakD1('none', 'none');
    expect(await list()).toEqual([confirmed.appointment()]);
  });
});

describe('after one projection has timed out', () => {
  it('no answer of that calendar waits, until a projection succeeds', async () => {
    const [one, two] = await bookings(2);
    if (!one || !two) throw new Error('two were booked');
    breakD1('none', 'silent');
    const startedAt = performance.now();
    expect(state(await act(one.id, 'confirm'))).toBe('pending');
    expect(performance.now() - startedAt).toBeGreaterThan(1_500);
    const swift = async (work: Promise<Answer>) => {
      expect(state(await inTime(500, work))).toBe('pending');
    };
    await swift(act(one.id, 'complete'));
    await swift(put(two.id, { title: 'novo' }));
    await swift(client(tenant).post('/appointments', booking(tenant)));
    await importAll(tenant, [{ id: oldId() }]);
    breakD1('none', 'none');
    await swift(act(two.id, 'confirm'));
    await ringUntilQuiet(tenant);
    expect(state(await act(two.id, 'cancel'))).toBeNull();
    await expectEqual(tenant);
  });
});

describe.each(['down', 'forgetful'] as const)('the alarm, while D1 is %s for long', (fault) => {
  it('tries again within 30 seconds each time, and once D1 is back one ring is enough', async () => {
    const answers = [await client(tenant).post('/appointments', booking(tenant))];
    breakD1('none', fault);
    answers.push(await client(tenant).post('/appointments', booking(tenant)));
    const waits: number[] = [];
    for (let rings = 0; rings < 15; rings += 1) {
      const alarm = await alarmOf(tenant.slug, tenant.agent.id);
      if (alarm === null) throw new Error('nobody will try again');
      waits.push(alarm - Date.now());
      vi.setSystemTime(alarm);
      await ring(tenant, tenant.agent.id);
    }
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
    expect(Math.min(...waits)).toBeGreaterThan(0);
    expect(waits.at(-1)).toBeGreaterThan(10_000);
    await expectRecovery(answers);
  });
});
