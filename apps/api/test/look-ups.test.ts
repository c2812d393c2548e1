// Look-ups that come while others are under way go to D1 together: each is told what is its own, as it is now, and what befalls
// one group or its projector keeps nobody from a booking.

import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { LOOKUP_DEADLINE_MS } from '../src/read-model/ask-d1.ts';
import { projectorOf } from '../src/read-model/delivery.ts';
import { lookUpRows } from '../src/read-model/look-ups.ts';
import type { ReferenceKeys } from '../src/read-model/reference-rows.ts';
import { projectorStubOf, releaseHeldProjector } from './harness/calendars.ts';
import { faults, resetFaults, roundTrips, withFaults } from './harness/faults.ts';
import { holdTheClock, outlast } from './harness/silence.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

const MANY = 12;

let tenant: Tenant;
let other: Tenant;
beforeAll(async () => {
  [tenant, other] = await Promise.all([newTenant(), newTenant()]);
});
afterEach(resetFaults);

const keysOf = ({ slug, department, agent, customer }: Tenant): ReferenceKeys => ({
  tenant: slug,
  departmentId: department.id,
  agentId: agent.id,
  customerId: customer.id,
  emailKey: null,
  phone: null,
  customerIds: [customer.id],
});

const ask = async (keys: ReferenceKeys) =>
  (await lookUpRows(withFaults(env, 'worker'), keys)).map(({ reference, id }) => [reference, id]);
const rowsOf = ({ department, agent, customer }: Tenant) => [
  ['department', department.id],
  ['agent', agent.id],
  ['customer', customer.id],
];

/** Asks for both tenants in turn, all at once. */
const askForMany = () =>
  Array.from({ length: MANY }, (_, nth) => ask(keysOf(nth % 2 === 0 ? tenant : other)));
const rowsOfMany = Array.from({ length: MANY }, (_, nth) => nth % 2);
const expected = () => rowsOfMany.map((nth) => rowsOf(nth === 0 ? tenant : other));

it('of one alone is one round trip of its own', async () => {
  // Those before it are forgotten after a second.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  const told = vi.spyOn(env.PROJECTORS, 'getByName');
  expect(await ask(keysOf(tenant))).toEqual(rowsOf(tenant));
  expect(told).not.toHaveBeenCalled();
  expect(roundTrips.worker).toBe(1);
  vi.useRealTimers();
});

it('that come at once share round trips, and each is told what is its own', async () => {
  expect(await Promise.all(askForMany())).toEqual(expected());
  expect(roundTrips.worker).toBeLessThan(MANY / 2);
});

/** Something is looked up by the projector, and does not come to an end before it is let go. */
async function holdProjector() {
  faults.worker = 'held';
  const held = projectorOf(env, 'DB').lookUp(keysOf(tenant));
  await vi.waitFor(() => expect(roundTrips.worker).toBe(1));
  faults.worker = 'none';
  return async () => {
    await releaseHeldProjector();
    await held;
  };
}

it('are told what was there when they were asked, not when the ones before them were', async () => {
  const release = await holdProjector();
  const { department } = tenant;
  await setActive(department.id, false);
  const asked = projectorOf(env, 'DB').lookUp(keysOf(tenant));
  await release();
  expect(await asked).toContainEqual(expect.objectContaining({ id: department.id, active: 0 }));
  await setActive(department.id, true);
});

const setActive = (id: string, active: boolean) =>
  env.DB.prepare('UPDATE departments SET active = ? WHERE id = ?')
    .bind(active ? 1 : 0, id)
    .run();

it('that D1 will not have keep no others back', async () => {
  const tooLong = { ...keysOf(tenant), phone: '0'.repeat(2_000_001) };
  const release = await holdProjector();
  const asked = [...askForMany(), ask(tooLong)];
  await release();
  const told = await Promise.allSettled(asked);
  const rows = told.map((one) => (one.status === 'fulfilled' ? one.value : 'refused'));
  expect(rows).toEqual([...expected(), 'refused']);
});

it('find their way without a projector', async () => {
  const stub = projectorStubOf();
  const asked = askForMany();
  await runInDurableObject(stub, (_, state) => state.abort('crash')).catch(() => {});
  expect(await Promise.all(asked)).toEqual(expected());
});

it('find their way past a projector that does not answer, while somebody waits for them', async () => {
  holdTheClock();
  const silent = { lookUp: () => new Promise<never>(() => {}) };
  const told = vi.spyOn(env.PROJECTORS, 'getByName').mockReturnValue(silent as never); // of a stub this is all that is asked
  onTestFinished(() => {
    told.mockRestore();
    vi.useRealTimers();
  });
  const asked = await outlast(LOOKUP_DEADLINE_MS - 1_000, Promise.all(askForMany()));
  expect(told).toHaveBeenCalled();
  expect(asked).toEqual(expected());
});
