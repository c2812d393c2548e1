import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Client, client } from './harness/client.ts';
import { importAll } from './harness/imports.ts';
import { newTenant, setActive, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let attendant: Client;
/** Of one agent on one day: 10:00–10:30, 10:30–11:00 (confirmed), 12:00–13:00, and a cancelled one at 11:00. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  tenant = await newTenant();
  attendant = client(tenant);
  // Not in the order of their times.
  for (const [time, minutes, action] of [
    ['12:00', 60, undefined],
    ['10:30', 30, 'confirm'],
    ['11:00', 30, 'cancel'],
    ['10:00', 30, undefined],
  ] as const) {
    const booked = await attendant.book({ scheduled_at: at(time), duration_minutes: minutes });
    if (action) await attendant.post(`/appointments/${booked.id}/${action}`);
    ids[time] = booked.id;
  }
});

const at = (time: string) => `2040-05-05T${time}:00Z`;
const check = (query: Record<string, string>) =>
  attendant.get(
    `/appointments/conflicts?${new URLSearchParams({ user_id: tenant.agent.id, ...query })}`,
  );
const starts = async (query: Record<string, string>) => {
  const { has_conflicts, conflicts } = (await check(query)).conflicts();
  expect(has_conflicts).toBe(conflicts.length > 0);
  return conflicts.map(({ scheduled_at }) => scheduled_at);
};

describe('the check for conflicts', () => {
  // Its own half hour, unless the duration is said.
  it.each<[string, string | undefined, string[]]>([
    ['09:30', undefined, []],
    ['09:31', undefined, ['10:00']],
    ['10:00', undefined, ['10:00']],
    ['10:15', undefined, ['10:00', '10:30']],
    ['10:15', '15', ['10:00']],
    ['10:15', '16', ['10:00', '10:30']],
    ['11:00', undefined, []],
    ['11:00', '60', []],
    ['11:30', '31', ['12:00']],
    ['12:59', '1', ['12:00']],
    ['13:00', '1', []],
    ['09:00', '1440', ['10:00', '10:30', '12:00']],
    ['10:00', '', ['10:00']],
  ])('at %s for %s minutes finds %j, by time', async (time, minutes, expected) => {
    const duration = minutes === undefined ? {} : { duration_minutes: minutes };
    expect(await starts({ scheduled_at: at(time), ...duration })).toEqual(expected.map(at));
  });

  it('shows each appointment as a single answer does', async () => {
    const { conflicts } = (await check({ scheduled_at: at('10:30') })).conflicts();
    const single = await attendant.get(`/appointments/${ids['10:30']}`);
    expect(JSON.stringify(conflicts)).toBe(JSON.stringify([single.appointment()]));
  });

  it('leaves out the one that is to be moved, and only that', async () => {
    const query = { scheduled_at: at('10:15') };
    const id = ids['10:00'] ?? '';
    for (const exclude_id of [id, id.toUpperCase()]) {
      expect(await starts({ ...query, exclude_id })).toEqual([at('10:30')]);
    }
    for (const exclude_id of [v7(), 'a1b2c3d4-e5f6-7890-wxyz-ef1234567890', '']) {
      expect(await starts({ ...query, exclude_id })).toEqual([at('10:00'), at('10:30')]);
    }
  });

  it('may look into the past', async () => {
    const id = v7();
    const past = { status: 'scheduled', scheduled_at: '2020-02-20T10:00:00Z' };
    await importAll(tenant, [{ id, ...past }]);
    const { conflicts } = (await check({ scheduled_at: '2020-02-20T10:29:00Z' })).conflicts();
    expect(conflicts.map((conflict) => conflict.id)).toEqual([id]);
    expect(await starts({ scheduled_at: '1999-12-31T23:59:59Z' })).toEqual([]);
  });

  it('reads a time with an offset, badly encoded or not, and drops its fraction', async () => {
    for (const time of ['12:00:00+02:00', '12:00:00 02:00', '08:00:00-02:00', '10:00:00.999Z']) {
      expect(await starts({ scheduled_at: `2040-05-05T${time}` }), time).toEqual([at('10:00')]);
    }
  });

  it("finds nothing in another agent's calendar, one that never was written to included", async () => {
    const { slug, otherAgent } = tenant;
    const query = { user_id: otherAgent.id, scheduled_at: at('10:00') };
    expect(await starts(query)).toEqual([]);
    await setActive('users', slug, otherAgent.id, false);
    expect(await starts({ ...query, user_id: otherAgent.id.toUpperCase() })).toEqual([]);
  });

  it('does not know an agent who does not exist, or who is of another tenant', async () => {
    const { agent } = await newTenant();
    for (const user_id of [v7(), agent.id, 'a1b2c3d4-e5f6-7890-wxyz-ef1234567890']) {
      const refused = await check({ user_id, scheduled_at: at('10:00') });
      expect(refused.errors()).toEqual({ user_id: ['does not exist'] });
    }
  });

  it('needs an agent and a time', async () => {
    for (const query of ['', '?user_id=&scheduled_at=%20']) {
      expect((await attendant.get(`/appointments/conflicts${query}`)).errors()).toEqual({
        user_id: ["can't be blank"],
        scheduled_at: ["can't be blank"],
      });
    }
  });

  it.each([
    ['user_id', 'me', 'is invalid'],
    ['exclude_id', '42', 'is invalid'],
    ['scheduled_at', '2040-05-05T10:00:00', 'is invalid'],
    ['scheduled_at', '2040-05-05', 'is invalid'],
    ['scheduled_at', '2040-13-05T10:00:00Z', 'is invalid'],
    ['duration_minutes', 'x', 'is invalid'],
    ['duration_minutes', '1.5', 'is invalid'],
    ['duration_minutes', '0', 'must be greater than 0'],
    ['duration_minutes', '-30', 'must be greater than 0'],
    ['duration_minutes', '1441', 'must be less than or equal to 1440'],
  ])('refuses the %s %s', async (field, value, message) => {
    const refused = await check({ scheduled_at: at('10:00'), [field]: value });
    expect(refused.errors()).toEqual({ [field]: [message] });
  });

  it('says all its faults at once', async () => {
    const query = { user_id: 'me', scheduled_at: 'now', duration_minutes: '0', exclude_id: 'x' };
    expect(Object.keys((await check(query)).errors()).sort()).toEqual(Object.keys(query).sort());
  });

  it('takes the last of a repeated parameter and ignores unknown ones', async () => {
    const query = `user_id=me&user_id=${tenant.agent.id}&scheduled_at=${at('10:00')}&colour=blue`;
    const { conflicts } = (await attendant.get(`/appointments/conflicts?${query}`)).conflicts();
    expect(conflicts).toHaveLength(1);
  });

  it('answers HEAD as GET, without the body', async () => {
    const query = `user_id=${tenant.agent.id}&scheduled_at=${at('10:00')}`;
    const head = await attendant.call('HEAD', `/appointments/conflicts?${query}`);
    expect([head.status, head.text]).toEqual([200, '']);
    expect((await attendant.call('HEAD', '/appointments/conflicts')).status).toBe(422);
  });
});
