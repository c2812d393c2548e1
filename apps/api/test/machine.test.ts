import type { ActionWord, WireAppointment } from '@rendezvous/contract';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, client } from './harness/client.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let attendant: Client;
beforeAll(async () => {
  tenant = await newTenant();
  attendant = client(tenant);
});

type Status = WireAppointment['status'];

const get = async (id: string) => (await attendant.get(`/appointments/${id}`)).appointment();
const post = (id: string, action: ActionWord) => attendant.post(`/appointments/${id}/${action}`);

/** From a new appointment to one in this status. */
const PATHS: Record<Status, readonly ActionWord[]> = {
  scheduled: [],
  confirmed: ['confirm'],
  completed: ['complete'],
  cancelled: ['confirm', 'cancel'],
  no_show: ['no-show'],
};

async function inStatus(status: Status, fields: Record<string, unknown> = {}) {
  const { id } = await attendant.book(fields);
  for (const action of PATHS[status]) await post(id, action);
  return get(id);
}

/** What can be done in each status, in the order in which answers list it. */
const ALLOWED: Record<Status, readonly ActionWord[]> = {
  scheduled: ['confirm', 'cancel', 'complete', 'no-show'],
  confirmed: ['cancel', 'complete', 'no-show'],
  completed: [],
  cancelled: [],
  no_show: [],
};

describe('the machine', () => {
  // The whole of it, typed by hand: five statuses, four actions, and where each leads.
  // biome-ignore format: a table, to be read by its columns
  const TABLE: readonly (readonly [Status, ActionWord, Status | 'refused'])[] = [
    ['scheduled', 'confirm',  'confirmed'],
    ['scheduled', 'cancel',   'cancelled'],
    ['scheduled', 'complete', 'completed'],
    ['scheduled', 'no-show',  'no_show'],
    ['confirmed', 'confirm',  'refused'],
    ['confirmed', 'cancel',   'cancelled'],
    ['confirmed', 'complete', 'completed'],
    ['confirmed', 'no-show',  'no_show'],
    ['completed', 'confirm',  'refused'],
    ['completed', 'cancel',   'refused'],
    ['completed', 'complete', 'refused'],
    ['completed', 'no-show',  'refused'],
    ['cancelled', 'confirm',  'refused'],
    ['cancelled', 'cancel',   'refused'],
    ['cancelled', 'complete', 'refused'],
    ['cancelled', 'no-show',  'refused'],
    ['no_show',   'confirm',  'refused'],
    ['no_show',   'cancel',   'refused'],
    ['no_show',   'complete', 'refused'],
    ['no_show',   'no-show',  'refused'],
  ];

  it.each(TABLE)('takes one that is %s by %s: %s', async (status, action, next) => {
    const before = await inStatus(status);
    expect(before).toMatchObject({ status, allowed_actions: ALLOWED[status] });
    const answer = await post(before.id, action);
    if (next === 'refused') {
      const refused = answer.problem('invalid_transition');
      expect(refused.current_status).toBe(status);
      expect(refused.allowed_actions).toEqual(ALLOWED[status]);
      expect(await get(before.id)).toEqual(before);
      return;
    }
    const after = answer.appointment();
    const { version, updated_at, ...rest } = before;
    expect(after).toEqual({
      ...rest,
      status: next,
      version: version + 1,
      allowed_actions: ALLOWED[next],
      updated_at: after.updated_at,
    });
    expect(answer.headers.get('ETag')).toBe(`"${version + 1}"`);
    expect(await get(before.id)).toEqual(after);
  });

  it('lets any attendant act on the appointment of any other, by an id in any case', async () => {
    const { id } = await attendant.book();
    const other = client(tenant, { userId: tenant.otherAgent.id });
    const answer = await other.post(`/appointments/${id.toUpperCase()}/confirm`);
    expect(answer.appointment()).toMatchObject({
      id,
      status: 'confirmed',
      user_id: tenant.agent.id,
    });
  });

  it('does not wait for the clock: a call that is to come can be completed or missed', async () => {
    for (const action of ['complete', 'no-show'] as const) {
      const { id } = await attendant.book({ scheduled_at: '9000-01-01T10:00:00Z' });
      (await post(id, action)).appointment();
    }
  });

  it.each(['unknown', 'malformed', 'foreign'])(
    'knows nothing of an id that is %s',
    async (kind) => {
      const foreign = (await client(await newTenant()).book()).id;
      const id = { unknown: v7(), malformed: 'x', foreign }[kind] ?? '';
      for (const action of ALLOWED.scheduled) (await post(id, action)).problem('not_found');
    },
  );
});

describe("an agent's time", () => {
  let day = 0;
  const newDay = () => {
    const date = new Date(Date.UTC(2070, 0, ++day)).toISOString().slice(0, 10);
    return (time: string) => `${date}T${time}${time.length === 5 ? ':00' : ''}Z`;
  };
  const ask = (scheduled_at: string, duration_minutes = 30, fields: Record<string, unknown> = {}) =>
    attendant.post('/appointments', {
      ...{ title: 'x', customer_name: 'y', department_id: tenant.department.id },
      ...{ scheduled_at, duration_minutes, ...fields },
    });

  it.each<[Status, boolean]>([
    ['scheduled', false],
    ['confirmed', false],
    ['completed', true],
    ['cancelled', true],
    ['no_show', true],
  ])('that an appointment takes which is %s can be booked again: %s', async (status, free) => {
    const at = newDay();
    const first = await inStatus(status, { scheduled_at: at('10:00') });
    const again = await ask(at('10:00'));
    if (free) {
      again.appointment(201);
      // And the second is taken for good, whatever the first was.
      (await ask(at('10:00'))).problem('slot_taken');
    } else {
      expect(again.problem('slot_taken').conflicts).toEqual([first]);
    }
  });

  it('has room for neighbours: 9:30–10:00, 10:00–10:30, 10:30–11:00', async () => {
    const at = newDay();
    for (const time of ['10:00', '10:30', '09:30']) (await ask(at(time))).appointment(201);
    (await ask(at('11:00'), 1)).appointment(201);
    (await ask(at('09:29'), 1)).appointment(201);
  });

  it.each([
    ['10:00', 30],
    ['10:00', 1],
    ['10:10', 5],
    ['10:29', 1],
    ['10:29:59', 1],
    ['10:15', 30],
    ['09:45', 30],
    ['09:59', 2],
    ['09:30:01', 30],
    ['09:00', 120],
    ['00:00', 1_440],
  ])('from 10:00 to 10:30 is taken for one at %s of %i minutes', async (time, minutes) => {
    const at = newDay();
    const booked = await attendant.book({ scheduled_at: at('10:00') });
    const refused = (await ask(at(time), minutes)).problem('slot_taken');
    expect(refused.conflicts).toEqual([booked]);
  });

  it('is taken by a call that began the day before', async () => {
    const [before, at] = [newDay(), newDay()];
    const night = await attendant.book({ scheduled_at: before('23:00'), duration_minutes: 1_440 });
    const refused = (await ask(at('22:59'))).problem('slot_taken');
    expect(refused.conflicts).toEqual([night]);
    (await ask(at('23:00'))).appointment(201);
  });

  it('is one thing, and that of another agent another', async () => {
    const at = newDay();
    await attendant.book({ scheduled_at: at('10:00') });
    (await ask(at('10:00'), 30, { user_id: tenant.otherAgent.id })).appointment(201);
  });

  it('names at most ten of those in the way, the earliest first', async () => {
    const at = newDay();
    const minutes = Array.from({ length: 12 }, (_, index) =>
      String(59 - index * 5).padStart(2, '0'),
    );
    for (const minute of minutes) (await ask(at(`10:${minute}`), 1)).appointment(201);
    const { conflicts = [] } = (await ask(at('10:00'), 60)).problem('slot_taken');
    const expected = minutes.map((minute) => at(`10:${minute}`)).sort();
    expect(conflicts.map(({ scheduled_at }) => scheduled_at)).toEqual(expected.slice(0, 10));
  });
});
