// An integrator's first hour with the API, from an empty tenant and an owner's token, through the published client alone.
// It is one story: each chapter goes on where the one before ended.

import { env } from 'cloudflare:workers';
import type { Client } from '@rendezvous/client';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { sign } from './harness/client.ts';
import { all, code, errors, publishedClient, refusal } from './harness/published-client.ts';

const slug = `t-${v7()}`;
const neighbour = `t-${v7()}`;

beforeAll(async () => {
  const insert = env.DB.prepare('INSERT INTO tenants (slug, name, inserted_at) VALUES (?, ?, 0)');
  await env.DB.batch([slug, neighbour].map((tenant) => insert.bind(tenant, tenant)));
});

const as = (role: string, sub: string, tenant = slug): Client =>
  publishedClient({ tenant, token: () => sign({ sub, tenant, role }) });

const at = (time: string) => `2040-03-01T${time}:00Z`;
const owner = as('owner', 'olga@issuer');
const stranger = as('owner', 'otto@issuer', neighbour);

// Who and what the story is about; the chapters fill it in.
const ids = { manager: '', rita: '', ana: '', support: '', sales: '', carlos: '', charles: '' };
let manager: Client;
let supervisor: Client;
let rita: Client;
const demo = () => ({ title: 'Demo', department_id: ids.support, customer_id: ids.carlos });
/** Rita's appointment at ten, which the story follows. */
let followed = '';

describe('an integrator’s first hour', () => {
  it('begins with nothing: the owner’s token is good, and the directory knows nobody', async () => {
    expect((await owner.ready()).data.status).toBe('ready');
    expect(await code(owner.users.me())).toBe('not_found');
    for (const list of [owner.appointments, owner.departments, owner.users, owner.customers]) {
      expect((await list.list().page()).meta.total_count).toBe(0);
    }
  });

  it('goes on with people: a manager, who lets in a supervisor and two agents', async () => {
    const made = await owner.users.create({
      name: 'Sofia Martins',
      email: 'sofia@email.com',
      role: 'manager',
    });
    ids.manager = made.data.id;
    manager = as('manager', ids.manager);
    expect((await manager.users.me()).data).toEqual(made.data);

    const lead = await manager.users.create({
      name: 'Davi Reis',
      email: 'davi@email.com',
      role: 'supervisor',
    });
    supervisor = as('supervisor', lead.data.id);
    ids.rita = (
      await manager.users.create({ name: 'Rita Nunes', email: 'rita@email.com' })
    ).data.id;
    ids.ana = (await manager.users.create({ name: 'Ana Souza', email: 'ana@email.com' })).data.id;
    rita = as('attendant', ids.rita);
    expect((await rita.users.me()).data).toMatchObject({ role: 'attendant', active: true });
  });

  it('in which nobody rises above themselves, and nobody is there twice', async () => {
    const person = { name: 'Eva', email: 'eva@email.com' };
    expect(await code(manager.users.create({ ...person, role: 'owner' }))).toBe('forbidden');
    expect(await code(supervisor.users.create(person))).toBe('forbidden');
    expect(await code(manager.users.update(ids.manager, { role: 'attendant' }))).toBe('forbidden');
    const again = { ...person, email: 'RITA@email.com' };
    expect(await errors(manager.users.create(again))).toEqual({
      email: ['has already been taken'],
    });
    expect((await owner.users.list().page()).meta.total_count).toBe(4);
  });

  it('and with departments, which supervisors look after', async () => {
    expect(await code(rita.departments.create({ name: 'Suporte' }))).toBe('forbidden');
    ids.support = (await supervisor.departments.create({ name: 'Suporte' })).data.id;
    ids.sales = (await supervisor.departments.create({ name: 'Vendas' })).data.id;
    expect(await errors(supervisor.departments.create({ name: 'suporte' }))).toEqual({
      name: ['has already been taken'],
    });
    const names = (await all(rita.departments.list())).map(({ name }) => name);
    expect(names).toEqual(['Suporte', 'Vendas']);
  });

  it('a customer comes before the first booking, another one with it', async () => {
    const carlos = { name: 'Carlos Ferreira', email: 'carlos@email.com' };
    ids.carlos = (await rita.customers.create(carlos)).data.id;
    const booked = await rita.appointments.create({ ...demo(), scheduled_at: at('10:00') });
    followed = booked.data.id;
    expect(booked.data).toMatchObject({
      ...{ user_id: ids.rita, user_name: 'Rita Nunes', department_name: 'Suporte' },
      ...{ customer_name: carlos.name, customer_email: carlos.email, status: 'scheduled' },
      ...{ ends_at: at('10:30'), version: 1 },
    });
    const { data } = await rita.appointments.create({
      ...{ title: 'Demo', department_id: ids.support, user_id: ids.ana },
      ...{
        scheduled_at: at('10:00'),
        customer_name: 'Charles F.',
        customer_phone: '+5511999998888',
      },
    });
    ids.charles = data.customer_id;
    expect((await rita.customers.get(ids.charles)).data.name).toBe('Charles F.');
  });

  it('an agent’s time is hers alone: what overlaps is refused, and neighbours are not', async () => {
    const taken = await refusal(rita.appointments.create({ ...demo(), scheduled_at: at('10:15') }));
    expect(taken).toMatchObject({ code: 'slot_taken', conflicts: [{ id: followed }] });
    const asked = { user_id: ids.rita, scheduled_at: at('10:15') };
    const { data } = await rita.appointments.conflicts(asked);
    expect(data.conflicts.map(({ id }) => id)).toEqual([followed]);

    const next = await rita.appointments.create({ ...demo(), scheduled_at: at('10:30') });
    await rita.appointments.cancel(next.data.id);
  });

  it('a booking that cannot be is refused with all that is wrong, and leaves nothing behind', async () => {
    const nothing = {
      title: ' ',
      scheduled_at: '2040-03-01',
      department_id: 'x',
      customer_name: '',
    };
    expect(await errors(rita.appointments.create(nothing))).toEqual({
      title: ["can't be blank"],
      scheduled_at: ['is invalid'],
      department_id: ['is invalid'],
      customer_name: ["can't be blank"],
    });
    const unknown = {
      ...{ title: 'Demo', scheduled_at: '2020-03-01T10:00:00Z' },
      ...{ department_id: v7(), user_id: v7(), customer_name: 'Ninguém' },
    };
    expect(await errors(rita.appointments.create(unknown))).toEqual({
      scheduled_at: ['must be in the future'],
      department_id: ['does not exist'],
      user_id: ['does not exist'],
    });
    expect((await rita.customers.list({ q: 'ninguem' }).page()).data).toEqual([]);
    expect((await rita.appointments.list().page()).meta.total_count).toBe(3);
  });

  it('a retry with its key is the same booking, and its key is good for no other', async () => {
    const key = { idempotencyKey: 'from-the-queue-1' };
    const body = { ...demo(), scheduled_at: at('11:00') };
    const first = await rita.appointments.create(body, key);
    const again = await rita.appointments.create(body, key);
    expect([first.replayed, again.replayed]).toEqual([false, true]);
    expect(again.data).toEqual(first.data);
    const other = rita.appointments.create({ ...body, title: 'Outra' }, key);
    expect(await code(other)).toBe('idempotency_mismatch');
    await rita.appointments.cancel(first.data.id, { reason: 'Duas vezes é demais' });
  });

  it('it moves to another time and to another agent, under the same id', async () => {
    const later = await rita.appointments.update(followed, { scheduled_at: at('12:00') });
    expect(later.data).toMatchObject({ scheduled_at: at('12:00'), version: 2 });
    const toAna = { user_id: ids.ana };
    const occupied = { ...toAna, scheduled_at: at('10:15') };
    expect(await code(rita.appointments.update(followed, occupied))).toBe('slot_taken');
    const moved = await rita.appointments.update(followed, toAna, { ifMatch: later.etag });
    expect(moved.data).toMatchObject({ id: followed, user_name: 'Ana Souza', version: 3 });
    // The time that it left is free again.
    const { data } = await rita.appointments.conflicts({
      ...{ user_id: ids.rita, scheduled_at: at('12:00') },
    });
    expect(data.has_conflicts).toBe(false);
  });

  it('who looked before somebody else changed it overwrites nothing', async () => {
    const stale = { ifMatch: '"2"' };
    for (const work of [
      () => rita.appointments.update(followed, { title: 'Meu título' }, stale),
      () => rita.appointments.confirm(followed, stale),
    ]) {
      expect(await refusal(work())).toMatchObject({ code: 'version_mismatch', current_version: 3 });
    }
    expect((await rita.appointments.get(followed)).data).toMatchObject({
      title: 'Demo',
      version: 3,
    });
  });

  it('it is confirmed once, completed once, and closed then', async () => {
    const confirmed = await rita.appointments.confirm(followed);
    expect(confirmed.data.allowed_actions).toEqual(['cancel', 'complete', 'no-show']);
    expect(await refusal(rita.appointments.confirm(followed))).toMatchObject({
      ...{ code: 'invalid_transition', current_status: 'confirmed' },
      allowed_actions: ['cancel', 'complete', 'no-show'],
    });
    await rita.appointments.complete(followed, { ifMatch: confirmed.etag });
    expect(await code(rita.appointments.cancel(followed))).toBe('invalid_transition');
    const reopened = rita.appointments.update(followed, { scheduled_at: at('15:00') });
    expect(await code(reopened)).toBe('appointment_closed');
    const noted = await rita.appointments.update(followed, { notes: 'Correu bem' });
    expect(noted.data).toMatchObject({ status: 'completed', notes: 'Correu bem', version: 6 });
  });

  it('its history tells all of that, and nothing of what was refused', async () => {
    const history = await all(rita.appointments.history(followed, { page_size: 4 }));
    expect(history.map(({ version, type }) => `${version} ${type}`)).toEqual([
      ...['1 booked', '2 changed', '3 moved', '4 confirmed', '5 completed', '6 changed'],
    ]);
    expect(history.map(({ actor_name }) => actor_name)).toEqual(Array(6).fill('Rita Nunes'));
    expect(history[2]?.changes).toMatchObject({
      user_name: { from: 'Rita Nunes', to: 'Ana Souza' },
    });
  });

  it('two customers who are one become one, by a supervisor', async () => {
    const pair = { customer_id: ids.charles };
    expect(await code(rita.customers.merge(ids.carlos, pair))).toBe('forbidden');
    const { data } = await supervisor.customers.merge(ids.carlos, pair);
    expect(data).toMatchObject({ phone: '+5511999998888', merged_from: [ids.charles] });
    expect((await rita.customers.get(ids.charles)).data).toEqual(data);
    expect((await rita.customers.list().page()).data).toEqual([data]);
    // Booked by the id that it no longer goes by.
    const booked = await rita.appointments.create({
      ...{ ...demo(), customer_id: ids.charles, scheduled_at: at('16:00') },
    });
    expect(booked.data.customer_id).toBe(ids.carlos);
  });

  it('a department is renamed: lists say so at once, everything within 30 seconds', async () => {
    await supervisor.departments.update(ids.support, { name: 'Assistência' });
    const listed = await all(rita.appointments.list({ department_id: ids.support }));
    expect(new Set(listed.map(({ department_name }) => department_name))).toEqual(
      new Set(['Assistência']),
    );
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30_000 });
    onTestFinished(() => void vi.useRealTimers());
    const { data } = await rita.appointments.get(followed);
    expect(data.department_name).toBe('Assistência');
  });

  it('an agent leaves: nothing new for her, and what she has goes on', async () => {
    expect(await code(rita.users.update(ids.ana, { active: false }))).toBe('forbidden');
    await manager.users.update(ids.ana, { active: false });
    const body = { ...demo(), user_id: ids.ana, scheduled_at: at('18:00') };
    expect(await errors(rita.appointments.create(body))).toEqual({ user_id: ['is not active'] });
    const hers = await all(rita.appointments.list({ user_id: ids.ana, status: 'scheduled' }));
    expect(hers).toHaveLength(1);
    const [{ id } = { id: '' }] = hers;
    const kept = await rita.appointments.update(id, { user_id: ids.rita });
    expect(kept.data).toMatchObject({ id, user_name: 'Rita Nunes' });

    await supervisor.departments.update(ids.sales, { active: false });
    const there = { ...demo(), department_id: ids.sales, scheduled_at: at('18:00') };
    expect(await errors(rita.appointments.create(there))).toEqual({
      department_id: ['is not active'],
    });
  });

  it('the neighbours, another tenant, see and touch nothing of it', async () => {
    expect(await all(stranger.appointments.list())).toEqual([]);
    for (const work of [
      () => stranger.appointments.get(followed),
      () => stranger.appointments.cancel(followed),
      () => stranger.appointments.history(followed).page(),
      () => stranger.departments.update(ids.support, { name: 'Nossa' }),
      () => stranger.users.update(ids.rita, { active: false }),
      () => stranger.customers.get(ids.carlos),
    ]) {
      expect(await code(work())).toBe('not_found');
    }
    const token = await sign({ sub: 'otto@issuer', tenant: neighbour, role: 'owner' });
    const posing = publishedClient({ tenant: slug, token });
    expect(await code(posing.appointments.get(followed))).toBe('forbidden');
    const nobody = publishedClient({ tenant: slug, token: 'none' });
    expect(await code(nobody.appointments.get(followed))).toBe('unauthenticated');
  });

  it('ends with what the calendars say being what the lists say', async () => {
    const before = await all(rita.appointments.list());
    expect(before.map(({ status }) => status).sort()).toEqual([
      ...['cancelled', 'cancelled', 'completed', 'scheduled', 'scheduled'],
    ]);
    expect(await code(manager.rebuild().next())).toBe('forbidden');
    const reports = await all(owner.rebuild());
    expect(reports.filter(({ result }) => result !== 'rebuilt')).toEqual([]);
    expect(await all(rita.appointments.list())).toEqual(before);
    for (const { id, ...listed } of before) {
      expect((await rita.appointments.get(id)).data).toEqual({ id, ...listed });
    }
  });
});
