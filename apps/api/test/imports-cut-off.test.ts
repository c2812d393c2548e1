// Imports whose body does not come to its end: what came whole is taken and reported, and the last report says where it
// broke off.

import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ringUntilQuiet } from './harness/alarms.ts';
import { environment } from './harness/app.ts';
import { client } from './harness/client.ts';
import { expectEqual, ledgersOf } from './harness/equality.ts';
import { IMPORTS, lineOf, NDJSON, oldId, postImport, readReports } from './harness/imports.ts';
import { openBody, type Rest } from './harness/open-bodies.ts';
import { holdTheClock, outlast, silentAt } from './harness/silence.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let ids: string[];
/** Two lines, the second of them without its end. */
let file: string;
beforeEach(async () => {
  tenant = await newTenant();
  ids = [oldId(), oldId()];
  const times = ['2020-02-20T10:00:00Z', '2020-02-20T11:00:00Z'];
  file = ids
    .map((id, index) => lineOf(tenant, { id, scheduled_at: times[index], title: 'Wanderléia' }))
    .join('\n');
  onTestFinished(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
});

const reportsOn = async (text: string, rest: Rest, env = environment()) => {
  const response = await postImport(tenant, openBody(text, rest).stream, {}, env);
  expect(response.status).toBe(200);
  return readReports(response);
};

const cutAt = (line: number) => ({
  line,
  id: null,
  result: 'invalid',
  errors: { body: ['is incomplete'] },
});
const imported = (line: number) => ({ line, id: ids[line - 1], result: 'imported' });

/** What stands in the ledgers, which D1 tells too. */
const standing = async () => {
  await ringUntilQuiet(tenant);
  await expectEqual(tenant);
  return (await ledgersOf(tenant)).appointments.map(({ id }) => id);
};

describe('a body that breaks off', () => {
  it.each<[string, () => string, number]>([
    ['before its first byte', () => '', 1],
    ['within its first line', () => file.slice(0, 20), 1],
    ['between two lines', () => file.slice(0, file.indexOf('\n') + 1), 2],
    ['within a line', () => file.slice(0, -20), 2],
    ['before the end of a line that looks whole', () => file, 2],
    ['after all its lines, but before its end', () => `${file}\n`, 3],
  ])('%s is told where, and what came before is imported', async (_, part, line) => {
    const whole = ids.slice(0, line - 1);
    expect(await reportsOn(part(), 'break')).toEqual([
      ...whole.map((_id, index) => imported(index + 1)),
      cutAt(line),
    ]);
    expect((await standing()).toSorted()).toEqual(whole.toSorted());
  });

  it('leaves one line in the log, which names nobody', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    await reportsOn(file, 'break');
    const lines = log.mock.calls
      .map(([text]) => String(text))
      .filter((text) => text.includes('cut'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(String(lines[0]))).toMatchObject({
      level: 'WARN',
      message: 'cut off',
      tenant: tenant.slug,
      request_id: expect.any(String),
      line: 2,
      why: 'incomplete',
    });
    expect(lines[0]).not.toMatch(/wander/i);
  });
});

it.each<[Rest, number]>([
  ['silence', 61_000],
  ['trickle', 601_000],
])(
  'a body that ends in %s is given up, and what came before is imported',
  async (rest, limitMs) => {
    holdTheClock();
    // No store is silent: the clock stands still while one is asked.
    const { env, underWay } = silentAt('D1', 'unheard', Number.POSITIVE_INFINITY);
    const reports = await outlast(limitMs, reportsOn(file, rest, env), underWay);
    expect(reports).toEqual([imported(1), cutAt(2)]);
    expect(await standing()).toEqual(ids.slice(0, 1));
  },
);

it('the whole file can be sent again', async () => {
  await reportsOn(file, 'break');
  const manager = client(tenant, { role: 'manager', userId: tenant.manager.id });
  const again = await manager.post(IMPORTS, file, { 'Content-Type': NDJSON });
  expect(again.text).toContain('has already been taken');
  expect(again.text).toContain('"imported"');
  expect(await standing()).toHaveLength(2);
});
