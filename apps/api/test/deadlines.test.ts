// A store that falls silent at any of the calls that a request makes: the first, the second, whichever there are. Each
// request is answered all the same, within a deadline, and its retry with the same key has one effect.

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { routedId, routeOf } from '../src/calendar/route.ts';
import type { Env } from '../src/env.ts';
import { type Asked, askApp, environment } from './harness/app.ts';
import { type Answer, booking, client, sign, slot } from './harness/client.ts';
import { copyOf, expectEqual, ledgersOf } from './harness/equality.ts';
import { importAll, lineOf, NDJSON, oldId } from './harness/imports.ts';
import { expectPeace } from './harness/moves.ts';
import { newKey } from './harness/retries.ts';
import { holdTheClock, outlast, type Silence, type Store, silentAt } from './harness/silence.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let token: string;
beforeEach(async () => {
  holdTheClock();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  tenant = await newTenant();
  const exp = Math.floor(Date.now() / 1_000) + 86_400;
  token = await sign({ sub: tenant.agent.id, tenant: tenant.slug, role: 'owner', exp });
});

/** A request that can be sent again, and what it has to have changed in the end: events, however often it was sent. */
interface Case {
  send(env: Env): Promise<Answer>;
  readonly events: number;
  /** The stores that it asks; both unless told otherwise. */
  readonly stores?: readonly Store[];
}

const STORES: readonly Store[] = ['D1', 'calendars'];
const SILENCES: readonly Silence[] = ['unheard', 'unanswered', 'dead'];

const ask = (path: string, asked: Asked = {}) => {
  const sent = { token, tenant: tenant.slug, ...asked };
  return (env: Env) => askApp(env, `/api/v1${path}`, sent);
};
const write = (method: string, path: string, body: object = {}) =>
  ask(path, { method, body: JSON.stringify(body), headers: newKey() });

let slots = 0;
const newSlot = () => slot(slots++);
const booked = async () => (await client(tenant).book({ scheduled_at: newSlot() })).id;
/** An appointment that is found through D1 alone. */
const imported = async () => {
  const id = oldId();
  const past = new Date(Date.UTC(2019, 0, 1) + slots++ * 3_600_000).toISOString();
  await importAll(tenant, [{ id, status: 'scheduled', scheduled_at: past }]);
  return id;
};

/** Four lines: a new one, one whose slot is taken, one with an id as we mint them, one that another import left behind. */
async function linesOfAllKinds(): Promise<string[]> {
  const { agent, otherAgent, slug } = tenant;
  const [plain, overlapping, leftBehind] = [oldId(), oldId(), oldId()];
  const ours = routedId(Date.UTC(2019, 0, 1) + slots++, 1, await routeOf(slug, agent.id));
  await env.DB.prepare(
    'INSERT INTO imported_ids (tenant, id, user_id, token, claimed_at) VALUES (?, ?, ?, ?, 1)',
  )
    .bind(slug, leftBehind, otherAgent.id, 'the token of an import that broke off')
    .run();
  const { scheduled_at } = await client(tenant).book({ scheduled_at: newSlot() });
  return [
    { id: plain, user_id: otherAgent.id },
    { id: overlapping, status: 'scheduled', scheduled_at },
    { id: ours },
    { id: leftBehind },
  ].map((line) => lineOf(tenant, line));
}

/** How long one request may take at most, in milliseconds. */
const LIMIT_MS = 20_000;
/** A rebuild asks three calendars, one after the other. */
const REBUILD_LIMIT_MS = 60_000;

const CASES: Readonly<Record<string, () => Promise<Case>>> = {
  'GET /appointments': async () => ({
    send: ask('/appointments'),
    events: 0,
    stores: ['D1'],
  }),
  'GET /appointments/:id': async () => ({
    send: ask(`/appointments/${await booked()}`),
    events: 0,
  }),
  'GET /appointments/:id of an import': async () => ({
    send: ask(`/appointments/${await imported()}`),
    events: 0,
  }),
  'GET /appointments/:id of one that has moved': async () => {
    const id = await booked();
    for (const { id: user_id } of [tenant.otherAgent, tenant.manager]) {
      (await client(tenant).put(`/appointments/${id}`, { user_id })).appointment();
    }
    return { send: ask(`/appointments/${id}`), events: 0 };
  },
  'GET /appointments/conflicts': async () => ({
    send: ask(`/appointments/conflicts?user_id=${tenant.agent.id}&scheduled_at=${newSlot()}`),
    events: 0,
    stores: ['calendars'],
  }),
  'GET /appointments/conflicts of a calendar that is empty': async () => ({
    send: ask(`/appointments/conflicts?user_id=${tenant.manager.id}&scheduled_at=${newSlot()}`),
    events: 0,
  }),
  'POST /appointments': async () => ({
    send: write('POST', '/appointments', { ...booking(tenant), scheduled_at: newSlot() }),
    events: 1,
  }),
  'PUT /appointments/:id': async () => ({
    send: write('PUT', `/appointments/${await booked()}`, {
      title: 'novo',
      department_id: tenant.otherDepartment.id,
      customer_id: tenant.customer.id,
    }),
    events: 1,
  }),
  'PUT /appointments/:id to another agent': async () => ({
    send: write('PUT', `/appointments/${await booked()}`, { user_id: tenant.otherAgent.id }),
    events: 2,
  }),
  'POST /appointments/:id/confirm': async () => ({
    send: write('POST', `/appointments/${await booked()}/confirm`),
    events: 1,
  }),
  'POST /appointments/:id/confirm of an import': async () => ({
    send: write('POST', `/appointments/${await imported()}/confirm`),
    events: 1,
  }),
  'POST /imports/appointments': async () => ({
    send: ask('/imports/appointments', {
      method: 'POST',
      body: (await linesOfAllKinds()).join('\n'),
      headers: { 'Content-Type': NDJSON },
    }),
    events: 3,
  }),
  'POST /rebuild': async () => ({ send: ask('/rebuild', { method: 'POST' }), events: 0 }),
  'GET /ready': async () => ({ send: (env) => askApp(env, '/ready'), events: 0, stores: ['D1'] }),
};

/** Done; or an honest no, with the moment to try again, in the answer or in its lines. */
function expectHonest(answer: Answer): void {
  if (answer.status === 200 && answer.headers.get('Content-Type') === NDJSON) {
    expect(answer.text).toMatch(
      /^(\{.*"result":"(imported|slot_taken|rebuilt|pending|unavailable)".*\}\n)+$/,
    );
  } else if (answer.status >= 300) {
    answer.problem('unavailable');
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
  }
}

describe.each(Object.entries(CASES))('%s', (name, newCase) => {
  it.each(STORES.flatMap((store) => SILENCES.map((silence) => [store, silence] as const)))(
    'is answered in time whichever call to %s is %s, and can be sent again',
    async (store, silence) => {
      await client(tenant).book({ scheduled_at: newSlot() });
      const limitMs = name === 'POST /rebuild' ? REBUILD_LIMIT_MS : LIMIT_MS;
      for (let nth = 1; ; nth += 1) {
        const { send, events, stores = STORES } = await newCase();
        // Names that are still remembered would not be asked for.
        await vi.advanceTimersByTimeAsync(60_000);
        const before = (await ledgersOf(tenant)).events.length;
        const silent = silentAt(store, silence, nth);
        expectHonest(await outlast(limitMs, send(silent.env), silent.underWay));
        const again = await send(environment());
        expect(again.status, again.text).toBeLessThan(300);
        expect((await ledgersOf(tenant)).events.length - before).toBe(events);
        if (silent.calls() < nth) {
          expect(nth > 1).toBe(stores.includes(store));
          break;
        }
      }
      await expectPeace(tenant);
      await expectEqual(tenant);
      expect((await copyOf(tenant)).appointments.length).toBeGreaterThan(0);
    },
  );
});
