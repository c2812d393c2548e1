// Calendars, a projector and D1 lose, repeat, delay and reorder what they say to each other, and the projector dies: D1 ends
// as if all had been written one after the other. The product's own way to D1 and its SQL; what is random is what goes wrong.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Projection } from '../../src/calendar/ports.ts';
import { type Batch, groupsInto } from '../../src/read-model/batch.ts';
import { Delivery } from '../../src/read-model/delivery.ts';
import type { Told } from '../../src/read-model/group-commit.ts';
import { project } from '../../src/read-model/projection.ts';
import { deliveryOf } from '../../test/harness/deliveries.ts';
import { D1, type D1Mood } from './d1.ts';
import { atRest } from './kernel.ts';
import type { Send } from './send.ts';

const CALENDARS = ['8000', '9000', 'a000', 'b000', 'c000'];
const MAX_TURNS = 6;

const history = fc.record({
  /** The next version of an appointment, in a calendar, which is another one after a move; when and where lists find it. */
  changes: fc.array(
    fc.record({
      appointment: fc.constantFrom(0, 0, 0, 1),
      calendar: fc.nat(CALENDARS.length - 1),
      hour: fc.nat(1),
    }),
    { minLength: 1, maxLength: 16 },
  ),
  moods: fc.array(fc.constantFrom<D1Mood[]>('well', 'well', 'well', 'down', 'ran but failed'), {
    maxLength: 12,
  }),
  /** What becomes of the next messages to D1: how many turns of the loop they take, and whether they come twice. */
  ways: fc.array(fc.record({ turns: fc.nat(MAX_TURNS), again: fc.boolean() }), { maxLength: 30 }),
  calls: fc.array(
    fc.constantFrom('well', 'well', 'well', 'lost', 'unheard', 'answer lost', 'dies', 'dies later'),
    { maxLength: 30 },
  ),
  /** How many turns a calendar waits before it asks again. */
  patience: fc.integer({ min: 1, max: 4 * MAX_TURNS }),
});

it('leave D1 as if all had been written one after the other', async () => {
  const sights = { histories: 0, shared: 0 };
  await fc.assert(
    fc.asyncProperty(history, async ({ changes, moods, ways, calls, patience }) => {
      const deliveries = deliveriesOf(changes);
      const serial = new D1(() => 'well');
      for (const delivery of deliveries) await project(serial.seenBy(atOnce), delivery);

      const left = [...moods];
      const d1 = new D1(() => left.shift() ?? 'well');
      const post = postTo([...ways]);
      const projector = mortal(d1.seenBy(post.send), [...calls], () => {
        sights.shared += 1;
      });
      await Promise.all(
        CALENDARS.map((calendar) =>
          deliverAll(
            new Delivery(d1.seenBy(post.send), () => projector),
            deliveries.filter((delivery) => delivery.calendar === calendar),
            patience,
          ),
        ),
      );
      await post.allArrived();
      sights.histories += 1;
      expect(contentOf(d1)).toEqual(contentOf(serial));
    }),
    { numRuns: 400, seed: 1 },
  );
  // What is not seen is not checked.
  expect(sights.shared).toBeGreaterThan(sights.histories);
});

const change = (counts: Map<string, number>, key: string) => {
  const next = (counts.get(key) ?? 0) + 1;
  counts.set(key, next);
  return next;
};

function deliveriesOf(
  changes: readonly { appointment: number; calendar: number; hour: number }[],
): Projection[] {
  const versions = new Map<string, number>();
  const seqs = new Map<string, number>();
  return changes.map(({ appointment, calendar: nth, hour }) => {
    const [id, calendar] = [`appointment-${appointment}`, CALENDARS[nth] ?? ''];
    const [version, seq] = [change(versions, id), change(seqs, calendar)];
    const scheduledAt = hour * 3_600_000;
    return deliveryOf({ tenant: 'acme', calendar, id, version, seq, scheduledAt });
  });
}

/** As an outbox does it: in order, again until it is known to be there, and then with what has come in the meantime. */
async function deliverAll(way: Delivery, deliveries: readonly Projection[], patience: number) {
  let delivered = 0;
  // More patient each time: else what takes longer would be asked for without end.
  for (let tries = 1; delivered < deliveries.length; tries += 1) {
    const now = deliveries.slice(delivered, delivered + tries);
    const told = way.project(together(now)).then(
      () => true,
      () => false,
    );
    if (!(await Promise.race([told, turns(patience * tries).then(() => false)]))) continue;
    delivered += now.length;
    tries = 0;
  }
}

/** Appointments as they are now, with all events. */
function together(deliveries: readonly Projection[]): Projection {
  const [first] = deliveries;
  if (!first) throw new Error('nothing is to be delivered');
  const newest = new Map(
    deliveries.flatMap(({ appointments }) => appointments).map((one) => [one.id, one]),
  );
  return {
    ...first,
    appointments: [...newest.values()],
    events: deliveries.flatMap(({ events }) => events),
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await atRest();
}

const atOnce: Send = (_to, _verb, _values, deliver) =>
  new Promise((resolve, reject) => {
    deliver((settled) =>
      settled.status === 'fulfilled' ? resolve(settled.value) : reject(settled.reason),
    );
  });

/** Messages that take their time, overtake each other and come twice. */
function postTo(ways: { turns: number; again: boolean }[]) {
  const underWay: Promise<unknown>[] = [];
  const send: Send = (to, verb, values, deliver) => {
    const { turns: count, again } = ways.shift() ?? { turns: 1, again: false };
    const arrival = async (late: number) => {
      await turns(count + late);
      return atOnce(to, verb, values, deliver);
    };
    const first = arrival(0);
    underWay.push(...[first, ...(again ? [arrival(MAX_TURNS)] : [])].map(settled));
    return first as never; // as it was delivered
  };
  return { send, allArrived: () => Promise.all(underWay) };
}

const settled = (promise: Promise<unknown>) => promise.catch(() => {});

/** A projector whose lives end when the calls say so: then nobody of that life hears anything but an error. */
function mortal(db: D1Database, fates: string[], onShared: () => void) {
  const begin = () => {
    const death = Promise.withResolvers<never>();
    death.promise.catch(() => {});
    return { groups: groupsInto(db, within), death, open: 0 };
  };
  let life = begin();
  const die = () => {
    life.death.reject(new Error('the projector died'));
    life = begin();
  };
  return {
    write: async (batch: Batch): Promise<Told> => {
      const fate = fates.shift();
      if (fate === 'lost') throw new Error('the call was lost');
      if (fate === 'unheard') return new Promise(() => {});
      if (fate === 'dies') die();
      const { groups, death } = life;
      life.open += 1;
      if (life.open > 2) onShared();
      const joined = life;
      const answer = groups.join(batch).finally(() => {
        joined.open -= 1;
      });
      if (fate === 'dies later') void atRest().then(die);
      const told = await Promise.race([answer, death.promise]);
      if (fate === 'answer lost') throw new Error('the answer was lost');
      return told;
    },
  };
}

const within = async <Value>(_: number, promise: Promise<Value>): Promise<Value | 'late'> =>
  Promise.race([promise, turns(MAX_TURNS).then(() => 'late' as const)]);

const contentOf = ({ store }: D1) =>
  ['appointments', 'events'].map((table) =>
    store
      .all(`SELECT * FROM ${table}`, [])
      .map((row) => JSON.stringify(row))
      .sort(),
  );
