// A small world that came to rest, and breaches planted in its D1: each is found, and a rebuild takes it away.

import { beforeEach, describe, expect, it } from 'vitest';
import { type Attempt, attempt, type Request } from './client.ts';
import { withTimersOf } from './timers.ts';
import { judge } from './verdict.ts';
import { Watch } from './watch.ts';
import { EPOCH, World } from './world.ts';

const TOMORROW = EPOCH + 24 * 60 * 60_000;

const book: Request = { kind: 'book', agent: 0, startAt: TOMORROW, minutes: 30 };
const file: Request = {
  kind: 'import',
  lines: [
    {
      ...{ id: '01d00000-0000-7000-8000-000000000000', agent: 1, startAt: TOMORROW },
      ...{ minutes: 30, status: 'confirmed', customer: 1 },
    },
  ],
};

let world: World;
let watch: Watch;
let log: Attempt[];

async function ask(...requests: readonly Request[]): Promise<void> {
  const asked = async () => {
    for (const request of requests) await attempt(world, log, 'client 1', request, null);
  };
  await withTimersOf(world.kernel, async () => {
    let isOver = false;
    const over = asked().finally(() => {
      isOver = true;
    });
    for (let next = world.kernel.earliest(); next || !isOver; next = world.kernel.earliest()) {
      if (next) await world.kernel.turn(next);
      else await new Promise((rest) => setImmediate(rest));
    }
    await over;
  });
}

beforeEach(async () => {
  watch = new Watch();
  log = [];
  world = new World(2, {
    wayOf: () => ({ requestMs: 1, answerMs: 1 }),
    d1Mood: () => 'well',
    commitMs: () => 1,
    alarmLateMs: () => 0,
    onDurable: (host) => watch.atCalendar(host),
  });
  await ask(book, file);
});

it('finds nothing where nothing is wrong', () => {
  expect(log.map(({ answer }) => answer)).toMatchObject([
    { kind: 'accepted' },
    { kind: 'reported', reports: [{ result: 'imported' }] },
  ]);
  expect(() => judge(world, watch, log)).not.toThrow();
});

describe('finds, until it has been rebuilt, that D1', () => {
  it.each([
    ['has lost an appointment', "DELETE FROM appointments WHERE title = 'Call'"],
    ['has lost an import', "DELETE FROM appointments WHERE title = 'Of old'"],
    ['has an appointment as it never was', "UPDATE appointments SET title = 'Spoiled'"],
    ['has an event as it never was', 'UPDATE events SET at = at + 1'],
    ['has lost an event', 'DELETE FROM events'],
    [
      'has an event that is not in the ledger',
      `INSERT INTO events SELECT tenant, calendar, seq + 1, appointment_id, version, type, actor, at, reason, appointment
       FROM events`,
    ],
    [
      'has an appointment that is nowhere',
      `INSERT INTO appointments SELECT * FROM appointments WHERE title = 'Call'
       ON CONFLICT DO UPDATE SET id = 'stray'`,
    ],
  ])('%s', async (_, breach) => {
    world.d1.store.all(breach, []);
    expect(() => judge(world, watch, log)).toThrow(/D1's/);
    await ask({ kind: 'rebuild', agent: 0 }, { kind: 'rebuild', agent: 1 });
    expect(() => judge(world, watch, log)).not.toThrow();
  });
});
