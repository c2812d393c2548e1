// Bodies that never end, break off or trickle, and callers who hang up: nothing is changed by half a request, nobody else
// waits for it, and it does not go on for ever.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { holdAlarms, ringUntilQuiet } from './harness/alarms.ts';
import { Answer, booking, client, slot } from './harness/client.ts';
import { copyOf, expectEqual, ledgersOf } from './harness/equality.ts';
import { roundTrips } from './harness/faults.ts';
import { IMPORTS, lineOf, oldId } from './harness/imports.ts';
import { see } from './harness/moves.ts';
import { openBody, type Rest, type Sent, send } from './harness/open-bodies.ts';
import { newKey } from './harness/retries.ts';
import { holdTheClock, outlast } from './harness/silence.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
/** An appointment that stands. */
let id: string;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
  ({ id } = await client(tenant).book({ scheduled_at: slot(1) }));
});

/** The slot that this file books. */
const WANTED = slot(2);

const onIt = (method: string, suffix: string, body: object) => (): Sent => ({
  method,
  path: `/appointments/${id}${suffix}`,
  body: JSON.stringify(body),
});

/** Requests that change something as soon as their body has ended. */
const REQUESTS: Readonly<Record<string, () => Sent>> = {
  'POST /appointments': () => ({
    method: 'POST',
    path: '/appointments',
    body: JSON.stringify({
      ...booking(tenant),
      user_id: tenant.agent.id,
      scheduled_at: WANTED,
    }),
  }),
  'PUT /appointments/:id': onIt('PUT', '', { title: 'novo', notes: 'n' }),
  'PATCH /appointments/:id': onIt('PATCH', '', { title: 'novo', notes: 'n' }),
  'POST /appointments/:id/confirm': onIt('POST', '/confirm', {}),
  'POST /appointments/:id/cancel': onIt('POST', '/cancel', { reason: 'x' }),
  'POST /appointments/:id/complete': onIt('POST', '/complete', {}),
  'POST /appointments/:id/no-show': onIt('POST', '/no-show', {}),
  'POST /imports/appointments': () => ({
    method: 'POST',
    path: IMPORTS,
    body: `${lineOf(tenant, { id: oldId() })}\n`,
  }),
};
const NO_IMPORTS = Object.entries(REQUESTS).filter(([name]) => !name.includes('imports'));

/** How much of the body comes before it stays away. */
const PARTS: readonly (readonly [string, (body: string) => string])[] = [
  ['nothing of its body', () => ''],
  ['half of its body', (body) => body.slice(0, body.length / 2)],
  ['its body, but not the end of it', (body) => body],
];

/** The ledgers and D1. */
const everything = async () => [await ledgersOf(tenant), await copyOf(tenant)];

describe.each(Object.entries(REQUESTS))('%s', (_, request) => {
  it.each(PARTS)('of a caller who sends %s and hangs up changes nothing', async (_part, part) => {
    const sent = request();
    const { stream, drained } = openBody(part(sent.body), 'silence');
    const caller = new AbortController();
    const answered = send(tenant, sent, stream, caller)
      .then((response) => response.arrayBuffer())
      .catch((error: unknown) => error);
    await drained;

    // Meanwhile the calendar serves others, with the slot that half a booking asks for.
    const other = await client(tenant).book({ scheduled_at: WANTED });
    expect(await see(tenant, id)).toMatchObject({ version: 1, status: 'scheduled' });
    const before = await everything();
    caller.abort();
    expect(await answered).toBeInstanceOf(Error);

    expect(await see(tenant, other.id)).toEqual(other);
    await ringUntilQuiet(tenant);
    expect(await everything()).toEqual(before);
    await expectEqual(tenant);
  });
});

/** Far longer than anybody takes for a body, in milliseconds. */
const FOR_EVER_MS = 120_000;

describe.each<Rest>(['silence', 'trickle'])('a body that ends in %s', (rest) => {
  it.each(
    Object.entries(REQUESTS).filter(([name]) => rest === 'silence' || !name.includes('imports')),
  )('does not keep %s for ever, and changes nothing', async (_, request) => {
    const before = await everything();
    holdTheClock();
    const sent = request();
    const { stream } = openBody(sent.body.slice(0, -2), rest);
    const answered = send(tenant, sent, stream, { inTest: true }).then(async (response) => ({
      response,
      text: await response.text().catch(() => 'broken off'),
    }));
    const { response, text } = await outlast(FOR_EVER_MS, answered);
    if (sent.path !== IMPORTS) new Answer(response, text).problem('malformed_body');
    expect(await everything()).toEqual(before);
  });
});

describe.each<Rest>(['silence', 'break'])('a body of a known length that ends in %s', (rest) => {
  it.each(NO_IMPORTS)('does not keep %s for ever, and changes nothing', async (_, request) => {
    const before = await everything();
    holdTheClock();
    const sent = request();
    const { stream } = openBody(sent.body, rest);
    const headers = { 'Content-Length': String(sent.body.length + 1) };
    const answered = send(tenant, sent, stream, { inTest: true, headers });
    const response = await outlast(FOR_EVER_MS, answered);
    new Answer(response, await response.text()).problem('malformed_body');
    expect(await everything()).toEqual(before);
  });
});

describe.each(NO_IMPORTS)('%s', (_, request) => {
  it('whose body breaks off is no bug of ours, and changes nothing', async () => {
    const before = await everything();
    const sent = request();
    const { stream } = openBody(sent.body, 'break');
    const response = await send(tenant, sent, stream, { inTest: true });
    new Answer(response, await response.text()).problem('malformed_body');
    expect(await everything()).toEqual(before);
  });

  it('whose body flows on without end is cut off at its limit, and changes nothing', async () => {
    const before = await everything();
    const sent = request();
    const { stream, taken, isGivenUp } = openBody(sent.body, 'flood');
    const response = await send(tenant, sent, stream, { inTest: true });
    new Answer(response, await response.text()).problem('body_too_large');
    expect(taken()).toBeLessThan(2 * 64 * 1024);
    expect(isGivenUp()).toBe(true);
    expect(await everything()).toEqual(before);
  });

  it.each<[string, () => number]>([
    ['at once', () => 1],
    ['while its calendar is asked', () => roundTrips.rpc],
    ['while the calendar tells D1', () => roundTrips.calendar],
  ])('of a caller who hangs up %s is done once or not at all', async (_moment, reached) => {
    const sent = request();
    const { events } = await ledgersOf(tenant);
    const [caller, headers] = [new AbortController(), newKey()];
    Object.assign(roundTrips, { rpc: 0, calendar: 0 });
    const { signal } = caller;
    const lost = send(tenant, sent, undefined, { headers, signal }).catch(() => {});
    await vi.waitFor(() => expect(reached()).toBeGreaterThan(0), { interval: 1 });
    caller.abort();
    await lost;
    const again = await send(tenant, sent, undefined, { headers });
    expect(again.status, await again.text()).toBeLessThan(300);
    await ringUntilQuiet(tenant);
    expect((await ledgersOf(tenant)).events).toHaveLength(events.length + 1);
    await expectEqual(tenant);
  });
});
