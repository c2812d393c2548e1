// Five hundred callers at once who all want the same agent: each gets an honest answer, nothing that was accepted is lost,
// nothing stands that nobody was told of, and the calendar is as well afterwards as it was before.

import { beforeEach, describe, expect, it } from 'vitest';
import { holdAlarms, ringUntilQuiet } from './harness/alarms.ts';
import { askApp } from './harness/app.ts';
import { type Answer, booking, client, sign, slot } from './harness/client.ts';
import { busy, type Crowd, insist, type Request, tally } from './harness/crowds.ts';
import { expectEqual, ledgersOf } from './harness/equality.ts';
import { expectPeace, rowsOf, see } from './harness/moves.ts';
import { isReplay, newKey } from './harness/retries.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

const CROWD = 500;

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A booking of the n-th slot, by a caller who keeps the key. */
function toBook(index: number, send = client(tenant).post): Request {
  const [body, key] = [{ ...booking(tenant), scheduled_at: slot(index) }, newKey()];
  return () => send('/appointments', body, key);
}

const accepted = (answers: readonly Answer[]) => answers.filter(({ status }) => status < 300);
const idsOf = (answers: readonly Answer[]) =>
  accepted(answers).map((answer) => answer.appointment(answer.status).id);

/** Every answer is one of these, and everybody was told something in the end. */
function expectHonest({ first, last }: Crowd, statuses: readonly number[]): void {
  const answered = Object.keys(tally(first)).map(Number);
  expect(statuses).toEqual(expect.arrayContaining(answered));
  for (const told of last) expect(told.status).not.toBe(503);
  // What was accepted at first and what is told of it later are the same.
  for (const [index, answer] of first.entries()) {
    if (answer.status < 300) expect(last[index]).toBe(answer);
  }
}

/** All lists, page by page. */
async function listed(): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await client(tenant).get(`/appointments?page_size=100&page=${page}`);
    const { data, meta } = answer.list();
    ids.push(...data.map(({ id }) => id));
    if (page >= meta.total_pages) return ids;
  }
}

/** These and no others stand: by id, in the lists, in the ledger with one event each, in D1. */
async function expectExactly(ids: readonly string[]): Promise<void> {
  const seen = await Promise.all(ids.map((id) => see(tenant, id)));
  expect(seen.map(({ id, version }) => ({ id, version }))).toEqual(
    ids.map((id) => ({ id, version: 1 })),
  );
  expect((await listed()).sort()).toEqual(ids.toSorted());
  const { appointments, events } = await ledgersOf(tenant);
  expect(appointments.map(({ id }) => id).sort()).toEqual(ids.toSorted());
  expect(events).toHaveLength(ids.length);
  await ringUntilQuiet(tenant);
  await expectEqual(tenant);
}

/** It reads, judges, books and changes as if nothing had been. */
async function expectHealthy(): Promise<void> {
  const { get, book, post } = client(tenant);
  const { id, scheduled_at, user_id } = await book({ scheduled_at: slot(90_000) });
  const question = `user_id=${user_id}&scheduled_at=${scheduled_at}`;
  const { conflicts } = (await get(`/appointments/conflicts?${question}`)).conflicts();
  expect(conflicts.map((conflict) => conflict.id)).toEqual([id]);
  const taken = await post('/appointments', { ...booking(tenant), scheduled_at });
  taken.problem('slot_taken');
  const cancelled = await post(`/appointments/${id}/cancel`);
  expect(cancelled.appointment().status).toBe('cancelled');
  expect(cancelled.headers.get('Rendezvous-Read-Model')).toBeNull();
}

describe('500 bookings at once', () => {
  it('of one slot give it to exactly one, and the others lost to that one', async () => {
    const crowd = await insist(times(CROWD, () => toBook(0)));
    expectHonest(crowd, [201, 409, 429, 503]);
    expect(tally(crowd.last)).toEqual({ 201: 1, 409: CROWD - 1 });
    const [winner] = idsOf(crowd.last);
    for (const answer of crowd.last.filter(({ status }) => status === 409)) {
      expect(answer.problem('slot_taken').conflicts?.map(({ id }) => id)).toEqual([winner]);
    }
    await expectExactly(idsOf(crowd.last));
    await expectHealthy();
  });

  it('of 500 slots all stand, each once', async () => {
    const crowd = await insist(times(CROWD, (index) => toBook((index * 7) % CROWD)));
    expectHonest(crowd, [201, 409, 429, 503]);
    expect(tally(crowd.last)).toEqual({ 201: CROWD });
    const ids = idsOf(crowd.last);
    expect(new Set(ids).size).toBe(CROWD);
    await expectExactly(ids);
    await expectHealthy();
  });

  it('with 100 keys between them make 100 appointments, and the rest are told of those', async () => {
    const callers = times(100, (index) => toBook(index));
    const crowd = await insist(times(CROWD, (index) => callers[index % 100] ?? toBook(0)));
    expectHonest(crowd, [201, 409, 429, 503]);
    expect(tally(crowd.last)).toEqual({ 201: CROWD });
    expect(crowd.last.filter(isReplay)).toHaveLength(CROWD - 100);
    await expectExactly([...new Set(idsOf(crowd.last))]);
  });
});

describe('a calendar that takes only a hundred calls at a time, and whose answers get lost', () => {
  it.each([
    ['one slot', () => 0, 1],
    ['500 slots', (index: number) => index, CROWD],
  ])('tells the others to come back, and loses nothing: %s', async (_, slotOf, winners) => {
    const env = busy(100, 5);
    const token = await sign({ sub: tenant.agent.id, tenant: tenant.slug, role: 'attendant' });
    const post: ReturnType<typeof client>['post'] = (path, body, headers = {}) =>
      askApp(env, `/api/v1${path}`, {
        ...{ token, tenant: tenant.slug, method: 'POST', headers },
        body: JSON.stringify(body),
      });
    const crowd = await insist(times(CROWD, (index) => toBook(slotOf(index), post)));
    expectHonest(crowd, [201, 409, 503]);
    const told = tally(crowd.first);
    expect(told[503], 'were shed').toBeGreaterThan(0);
    expect(tally(crowd.last)[201]).toBe(winners);
    await expectExactly(idsOf(crowd.last));
    await expectHealthy();
  });
});

describe('a crowd that books, moves, changes and closes at once', () => {
  it('gets what it was promised, wherever each appointment ends', async () => {
    const { put, post } = client(tenant);
    const before = idsOf((await insist(times(200, (index) => toBook(index)))).last);
    const [leaving, confirmed, both, closed] = [0, 50, 100, 150].map((from) =>
      before.slice(from, from + 50),
    );
    if (!leaving || !confirmed || !both || !closed) throw new Error('200 were booked');
    const send = (method: typeof put, path: string, body?: object): Request => {
      const key = newKey();
      return () => method(path, body, key);
    };
    const toMove = (id: string) =>
      send(put, `/appointments/${id}`, { user_id: tenant.otherAgent.id });
    const requests: Request[] = [
      ...leaving.map(toMove),
      ...both.map(toMove),
      ...[...confirmed, ...both].map((id) => send(post, `/appointments/${id}/confirm`)),
      ...closed.map((id) => send(post, `/appointments/${id}/cancel`, { reason: 'x' })),
      ...confirmed.map((id) => send(put, `/appointments/${id}`, { notes: 'n' })),
      // Each of 50 slots is wanted by four, and none of them is free of the moves for sure.
      ...times(200, (index) => toBook(300 + (index % 50))),
    ];
    // Dealt out so that each kind meets each other.
    const mixed = requests.map((_, index) => requests[(index * 7) % requests.length] ?? toBook(0));
    const crowd = await insist(mixed);
    expectHonest(crowd, [200, 201, 409, 429, 503]);
    expect(tally(crowd.last)).toEqual({ 200: 300, 201: 50, 409: 150 });

    const expectAll = async (ids: readonly string[], like: object) => {
      for (const id of ids) expect(await see(tenant, id)).toMatchObject(like);
    };
    const [here, there] = [tenant.agent.id, tenant.otherAgent.id];
    await expectAll(leaving, { user_id: there, status: 'scheduled', version: 2 });
    await expectAll(both, { user_id: there, status: 'confirmed', version: 3 });
    await expectAll(confirmed, { user_id: here, status: 'confirmed', notes: 'n', version: 3 });
    await expectAll(closed, { user_id: here, status: 'cancelled', version: 2 });
    await expectPeace(tenant);
    await expectEqual(tenant);
    const booked = idsOf(crowd.last.filter(({ status }) => status === 201));
    expect((await listed()).sort()).toEqual([...before, ...booked].sort());
    const standing = "SELECT id FROM appointments WHERE place = 'here'";
    expect(await rowsOf(tenant, there, standing)).toHaveLength(100);
    expect(await rowsOf(tenant, here, standing)).toHaveLength(150);
    await expectHealthy();
  });
});
