// A retry that was told no, and its first try, which comes afterwards: it changes nothing, wherever it comes to.

import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Envelope } from '../src/calendar/commands.ts';
import type { Env } from '../src/env.ts';
import { ring } from './harness/alarms.ts';
import { askApp, environment } from './harness/app.ts';
import { ledger, stubOf } from './harness/calendars.ts';
import { type Answer, booking, client, sign, slot } from './harness/client.ts';
import { ledgersOf } from './harness/equality.ts';
import { faults, release, resetFaults, roundTrips, withFaults } from './harness/faults.ts';
import { TO_LEVEL_2 } from './harness/levels.ts';
import { expectPeace, move, newAgents, rowsOf, see } from './harness/moves.ts';
import { expectReplay, isReplay, newKey } from './harness/retries.ts';
import { newTenant, setActive, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenant();
});
afterEach(resetFaults);

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: object;
  readonly headers: Record<string, string>;
}

/** Sends it from within the test, to whom what is held belongs. */
const askIn = async (env: Env, { path, body, ...sent }: Sent): Promise<Answer> =>
  askApp(env, `/api/v1${path}`, {
    ...sent,
    body: JSON.stringify(body),
    token: await sign({ sub: tenant.agent.id, tenant: tenant.slug, role: 'attendant' }),
    tenant: tenant.slug,
  });

/** A request whose first call to a calendar stays on its way until `arrive`. */
async function onItsWay(request: Sent) {
  const { promise: sent, resolve: send } = Promise.withResolvers<void>();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const late = (stub: object) =>
    new Proxy(stub, {
      get:
        (target, verb) =>
        async (...parameters: unknown[]) => {
          send();
          await gate;
          return Reflect.apply(Reflect.get(target, verb), target, parameters);
        },
    });
  const base = environment();
  const CALENDARS = new Proxy(base.CALENDARS, {
    get: (target, name) =>
      name === 'getByName'
        ? (calendar: string) => late(target.getByName(calendar))
        : Reflect.get(target, name),
  });
  const answer = askIn({ ...base, CALENDARS }, request);
  await sent;
  return {
    arrive(): Promise<Answer> {
      open();
      return answer;
    },
  };
}

const ask = ({ method, path, body, headers }: Sent) =>
  client(tenant).call(method, path, { body, headers });

const cancel = async (id: string) =>
  (await client(tenant).post(`/appointments/${id}/cancel`)).appointment();

/** Everything that is remembered of refusals in this agent's calendar. */
const remembered = (agentId = tenant.agent.id) =>
  rowsOf(tenant, agentId, 'SELECT * FROM refusals ORDER BY until');

/** Somebody else's appointment in this slot. */
const inTheWay = async (hour: number, agentId = tenant.agent.id) =>
  (await client(tenant).book({ scheduled_at: slot(hour), user_id: agentId })).id;

type Story = () => Promise<{
  readonly sent: Sent;
  readonly code: Parameters<Answer['problem']>[0];
  /** After this the same request would be accepted. */
  readonly clear: () => Promise<unknown>;
}>;

const STORIES: [string, Story][] = [
  [
    'a booking',
    async () => {
      const id = await inTheWay(1);
      const body = { ...booking(tenant), scheduled_at: slot(1) };
      const sent = { method: 'POST', path: '/appointments', body, headers: newKey() };
      return { sent, code: 'slot_taken', clear: () => cancel(id) };
    },
  ],
  [
    'a change of time',
    async () => {
      const other = await inTheWay(1);
      const { id } = await client(tenant).book({ scheduled_at: slot(2) });
      const body = { scheduled_at: slot(1) };
      const sent = { method: 'PUT', path: `/appointments/${id}`, body, headers: newKey() };
      return { sent, code: 'slot_taken', clear: () => cancel(other) };
    },
  ],
  [
    'an action with If-Match',
    async () => {
      const path = `/appointments/${await inTheWay(1)}`;
      const headers = { ...newKey(), 'If-Match': '"2"' };
      const sent = { method: 'POST', path: `${path}/confirm`, body: {}, headers };
      const clear = () => client(tenant).put(path, { title: 'novo' });
      return { sent, code: 'version_mismatch', clear };
    },
  ],
  [
    'a move, refused by the other calendar',
    async () => {
      const other = await inTheWay(1, tenant.otherAgent.id);
      const id = await inTheWay(1);
      const body = { user_id: tenant.otherAgent.id };
      const sent = { method: 'PUT', path: `/appointments/${id}`, body, headers: newKey() };
      return { sent, code: 'slot_taken', clear: () => cancel(other) };
    },
  ],
];

describe.each(STORIES)('%s that was refused', (_, story) => {
  it('is not done by its first try, and is judged afresh when it is asked for again', async () => {
    const { sent, code, clear } = await story();
    const first = await onItsWay(sent);
    (await ask(sent)).problem(code);
    (await ask(sent)).problem(code);
    await clear();
    await evictDurableObject(await stubOf(tenant.slug, tenant.agent.id));
    const before = await ledgersOf(tenant);
    (await first.arrive()).problem('unavailable');
    expect(await ledgersOf(tenant)).toEqual(before);

    const again = await ask(sent);
    expect(again.status, again.text).toBeLessThan(300);
    expect(isReplay(again)).toBe(false);
    expectReplay(await ask(sent), again);
    await expectPeace(tenant);
  });

  it('costs one row, however often it is refused, and none without a key', async () => {
    const { sent, code } = await story();
    const { 'Idempotency-Key': _key, ...headers } = sent.headers;
    (await ask({ ...sent, headers })).problem(code);
    expect(await remembered()).toEqual([]);
    for (let retry = 0; retry < 3; retry += 1) (await ask(sent)).problem(code);
    expect(await remembered()).toHaveLength(1);
    expect(await remembered(tenant.otherAgent.id)).toEqual([]);
  });
});

it('a first try that was slow to be looked up for is earlier than its retry all the same', async () => {
  const other = await inTheWay(1);
  const body = { ...booking(tenant), scheduled_at: slot(1) };
  const sent = { method: 'POST', path: '/appointments', body, headers: newKey() };
  resetFaults();
  faults.worker = 'held';
  const first = askIn(withFaults(environment(), 'worker'), sent);
  await vi.waitFor(() => expect(roundTrips.worker).toBe(1), { interval: 1 });
  faults.worker = 'none';
  (await ask(sent)).problem('slot_taken');
  await cancel(other);
  release();
  (await first).problem('unavailable');
});

describe('a no', () => {
  it('goes wherever the appointment goes, and its first try behind it', async () => {
    const [third] = await newAgents(tenant, 1);
    if (!third) throw new Error('there is a third agent');
    await inTheWay(1, tenant.otherAgent.id);
    const { id } = await client(tenant).book({ scheduled_at: slot(2) });
    const body = { scheduled_at: slot(1) };
    const sent = { method: 'PUT', path: `/appointments/${id}`, body, headers: newKey() };
    const [one, two] = [await onItsWay(sent), await onItsWay(sent)];
    await move(tenant, id, tenant.otherAgent);
    (await ask(sent)).problem('slot_taken');
    // From home, which both ask first, the way no longer leads past the calendar that said no.
    await move(tenant, id, third);
    (await one.arrive()).problem('unavailable');
    await move(tenant, id, tenant.agent);
    (await two.arrive()).problem('unavailable');
    const stands = { version: 4, scheduled_at: slot(2), user_id: tenant.agent.id };
    expect(await see(tenant, id)).toMatchObject(stands);
    expect((await ask(sent)).appointment().scheduled_at).toBe(slot(1));
    await expectPeace(tenant);
  });

  it('of a calendar without any appointment is remembered, and makes it no calendar', async () => {
    const body = booking(tenant);
    const sent = { method: 'POST', path: '/appointments', body, headers: newKey() };
    const first = await onItsWay(sent);
    await setActive('users', tenant.slug, tenant.agent.id, false);
    expect((await ask(sent)).errors()).toEqual({ user_id: ['is not active'] });
    await setActive('users', tenant.slug, tenant.agent.id, true);
    (await first.arrive()).problem('unavailable');
    expect(await remembered()).toHaveLength(1);
    const stub = await stubOf(tenant.slug, tenant.agent.id);
    const wanted = { startAt: 0, endAt: 1 };
    const query = { agentId: tenant.agent.id, wanted, excludeId: null, from: 0 };
    expect(await stub.conflicts(query)).toEqual({ written: false, conflicts: [] });
    (await ask(sent)).appointment(201);
    expect(await stub.conflicts(query)).toEqual({ written: true, conflicts: [] });
  });

  it('leaves nothing behind where nobody is: anybody can make up an id', async () => {
    const nobody = crypto.randomUUID();
    const body = { ...booking(tenant), user_id: nobody };
    const refused = await client(tenant).post('/appointments', body, newKey());
    expect(refused.errors()).toHaveProperty('user_id');
    const path = `/appointments/${crypto.randomUUID()}`;
    (await client(tenant).put(path, { title: 'x' }, newKey())).problem('not_found');
    expect(await ledger(tenant.slug, nobody, 'SELECT name FROM sqlite_master')).toEqual([]);
    const itself = "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'";
    expect(await ledger(tenant.slug, tenant.agent.id, itself)).toEqual([]);
  });

  it('is forgotten when the first try would come too late anyway', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    await inTheWay(1);
    const body = { ...booking(tenant), scheduled_at: slot(1) };
    const refuse = async () =>
      (await client(tenant).post('/appointments', body, newKey())).problem('slot_taken');
    await refuse();
    await refuse();
    expect(await remembered()).toHaveLength(2);
    vi.setSystemTime(Date.now() + 24_000);
    await refuse();
    expect(await remembered()).toHaveLength(1);
    vi.setSystemTime(Date.now() + 24_000);
    await ring(tenant, tenant.agent.id);
    expect(await remembered()).toEqual([]);
  });
});

describe('a command that was told no', () => {
  /** Confirms version 2 of the appointment. */
  async function confirm(id: string, envelope: Pick<Envelope, 'until' | 'commandId'>) {
    const calendar = await stubOf(tenant.slug, tenant.agent.id);
    const retry = { scope: 'a key', request: 'a request' };
    const wish = { action: 'confirm', reason: null, precondition: [2] } as const;
    const told = await calendar.transition({
      envelope: { ...envelope, actor: tenant.agent.id, retry },
      id,
      wish,
    });
    return told.kind === 'refused' ? told.refusal.code : told.kind;
  }

  it('is not carried out when it arrives again', async () => {
    const id = await inTheWay(1);
    const command = { until: Date.now() + 10_000, commandId: 'a' };
    expect(await confirm(id, command)).toBe('version_mismatch');
    await client(tenant).put(`/appointments/${id}`, { title: 'novo' });
    expect(await confirm(id, command)).toBe('unavailable');
    expect(await see(tenant, id)).toMatchObject({ version: 2, status: 'scheduled' });
  });

  it('is later than another one of its millisecond if its id is greater', async () => {
    const id = await inTheWay(1);
    const until = Date.now() + 10_000;
    expect(await confirm(id, { until, commandId: 'b' })).toBe('version_mismatch');
    await client(tenant).put(`/appointments/${id}`, { title: 'novo' });
    expect(await confirm(id, { until, commandId: 'a' })).toBe('unavailable');
    expect(await confirm(id, { until, commandId: 'c' })).toBe('accepted');
  });
});

it('a calendar of before there were any remembers its refusals too', async () => {
  const other = await inTheWay(1);
  const stub = await stubOf(tenant.slug, tenant.agent.id);
  await runInDurableObject(stub, (_, { storage }) => {
    const toLevel1 = ['DROP TABLE refusals', 'DELETE FROM migrations WHERE level > 1'];
    storage.sql.exec([...TO_LEVEL_2, ...toLevel1].join(';'));
  });
  await evictDurableObject(stub);
  const body = { ...booking(tenant), scheduled_at: slot(1) };
  const sent = { method: 'POST', path: '/appointments', body, headers: newKey() };
  const first = await onItsWay(sent);
  (await ask(sent)).problem('slot_taken');
  await cancel(other);
  (await first.arrive()).problem('unavailable');
});
