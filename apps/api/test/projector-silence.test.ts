// A projector that does not answer, while D1 is well: calendars bring what they have by themselves, and lists catch up.

import { env } from 'cloudflare:workers';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Deliveries, projectorOf, type RemoteProjector } from '../src/read-model/delivery.ts';
import { PROJECTOR_REST_MS, PROJECTOR_SILENT_MS } from '../src/read-model/resting-projector.ts';
import { deliveryOf } from './harness/deliveries.ts';

let tenant: string;
/** What each question to the projector is answered; a never is for those to which it is silent. */
let write: ReturnType<typeof vi.fn<RemoteProjector['write']>>;
let deliveries: Deliveries;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  tenant = `t-${v7()}`;
  write = vi.fn<RemoteProjector['write']>(() => new Promise(() => {}));
  const PROJECTORS = { getByName: () => ({ write }) } as never; // all that is asked of it
  deliveries = new Deliveries({ ...env, PROJECTORS });
});
afterEach(() => {
  vi.useRealTimers();
});

const deliver = (version: number) =>
  deliveries.project(deliveryOf({ tenant, calendar: '8000000000000000', id: 'one', version }));
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

const copied = () =>
  env.DB.prepare('SELECT version FROM appointments WHERE tenant = ?')
    .bind(tenant)
    .first<number>('version');

it('is done without, and asked again after a while', async () => {
  void deliver(1);
  pass(PROJECTOR_SILENT_MS);
  void deliver(1);
  expect(write).toHaveBeenCalledTimes(2);
  pass(1);
  for (const version of [1, 2]) await deliver(version);
  expect(write).toHaveBeenCalledTimes(2);
  expect(await copied()).toBe(2);

  pass(PROJECTOR_REST_MS);
  write.mockImplementation((batch) => projectorOf(env, 'DB').write(batch));
  for (const version of [3, 4]) await deliver(version);
  expect(write).toHaveBeenCalledTimes(4);
  expect(await copied()).toBe(4);
});

it('is asked as ever when it is silent to one and answers the next', async () => {
  void deliver(1);
  write.mockImplementation((batch) => projectorOf(env, 'DB').write(batch));
  await deliver(1);
  pass(PROJECTOR_SILENT_MS + 1);
  await deliver(2);
  expect(write).toHaveBeenCalledTimes(3);
});
