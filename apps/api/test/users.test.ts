// Users: their list and their writes. Who may do what to whom: `users-roles.test.ts`.

import { v7 } from 'uuid';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { booking, type Client, client } from './harness/client.ts';
import { createUser, manager, person, rowsIn, user, users } from './harness/directory.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenant();
});

const create = (more: object = {}, by?: Client) => createUser(tenant, more, by);
const path = (id: string) => `/users/${id}`;

describe('a user', () => {
  it('is created as an active attendant in UTC without departments, unless told otherwise', async () => {
    const answer = await manager(tenant).post('/users', {
      user: { name: 'Rui', email: 'Rui@Email.com' },
    });
    const created = user(answer, 201);
    expect(created).toMatchObject({
      ...{ name: 'Rui', email: 'Rui@Email.com', role: 'attendant', active: true },
      ...{ time_zone: 'UTC', department_ids: [], version: 1 },
    });
    expect(answer.headers.get('Location')).toBe(`/api/v1/users/${created.id}`);
    expect(user(await client(tenant).get(path(created.id)))).toEqual(created);

    const { department, otherDepartment } = tenant;
    const departmentIds = [otherDepartment.id, department.id.toUpperCase(), otherDepartment.id];
    const rich = {
      role: 'manager',
      active: false,
      time_zone: 'europe/PARIS',
      department_ids: departmentIds,
    };
    expect(await create(rich)).toMatchObject({
      ...{ ...rich, time_zone: 'Europe/Paris' },
      department_ids: [department.id, otherDepartment.id].sort(),
    });
  });

  it('can be booked at once', async () => {
    const { id } = await create();
    expect((await client(tenant).book({ user_id: id })).user_name).toBe('Rui Alves');
  });

  it('keeps its version when nothing changes, and all else is changed one by one', async () => {
    const created = await create({ department_ids: [tenant.department.id] });
    const put = async (body: object) => user(await manager(tenant).put(path(created.id), body));
    for (const body of [{}, created, { department_ids: [tenant.department.id.toUpperCase()] }]) {
      expect(await put(body)).toEqual(created);
    }
    const changes: object[] = [
      { name: 'Rui A.' },
      { email: created.email?.toUpperCase() },
      { role: 'supervisor' },
      { active: false },
      { time_zone: 'Asia/Kolkata' },
      { department_ids: [] },
      { department_ids: [tenant.otherDepartment.id] },
      { department_ids: null },
    ];
    let before = created;
    for (const [index, change] of changes.entries()) {
      const after = await put(change);
      const wanted = { ...before, ...change, version: index + 2, updated_at: after.updated_at };
      expect(after).toEqual({ ...wanted, department_ids: wanted.department_ids ?? [] });
      before = after;
    }
  });

  it.each<[string, object, object]>([
    ['no name', { name: null }, { name: ["can't be blank"] }],
    ['an e-mail that is none', { email: 'rui@' }, { email: ['is invalid'] }],
    ['an unknown role', { role: 'admin' }, { role: ['is invalid'] }],
    ['an unknown zone', { time_zone: 'Europe/Atlantis' }, { time_zone: ['is invalid'] }],
    ['an offset for a zone', { time_zone: '+03:00' }, { time_zone: ['is invalid'] }],
    ['a zone that is no text', { time_zone: 3 }, { time_zone: ['is invalid'] }],
    ['departments that are no list', { department_ids: 'x' }, { department_ids: ['is invalid'] }],
    [
      'a department id that is none',
      { department_ids: ['x', v7()] },
      { department_ids: ['is invalid'] },
    ],
    ['an unknown department', { department_ids: [v7()] }, { department_ids: ['does not exist'] }],
  ])('is refused with %s', async (_, wrong, errors) => {
    const { id } = await create();
    const before = await rowsIn('users', tenant);
    expect((await manager(tenant).post('/users', person(wrong))).errors()).toEqual(errors);
    expect((await manager(tenant).put(path(id), wrong)).errors()).toEqual(errors);
    expect(await rowsIn('users', tenant)).toEqual(before);
  });

  it('has an e-mail of its own, whatever its case, but only in its tenant', async () => {
    const { id, email } = await create();
    const other = await create();
    const taken = { email: ['has already been taken'], department_ids: ['does not exist'] };
    const wrong = { email: email?.toUpperCase(), department_ids: [v7()] };
    expect((await manager(tenant).post('/users', person(wrong))).errors()).toEqual(taken);
    expect((await manager(tenant).put(path(other.id), wrong)).errors()).toEqual(taken);
    expect(user(await manager(tenant).put(path(id), { email: email?.toUpperCase() })).version).toBe(
      2,
    );
    const elsewhere = await newTenant();
    user(await manager(elsewhere).post('/users', person({ email })), 201);
  });

  it('is created once when twenty ask for one e-mail at once, and one of twenty changes to it', async () => {
    await Promise.all(Array.from({ length: 20 }, () => create()));
    const ids = (await rowsIn('users', tenant)).map(({ id }) => String(id));
    const email = 'so-um@email.com';
    const changes = await Promise.all(ids.map((id) => manager(tenant).put(path(id), { email })));
    expect(changes.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(changes.filter(({ status }) => status === 422)).toHaveLength(ids.length - 1);

    const creations = await Promise.all(
      Array.from({ length: 20 }, () =>
        manager(tenant).post('/users', person({ email: 'um@email.com' })),
      ),
    );
    expect(creations.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await rowsIn('users', tenant)).toHaveLength(ids.length + 1);
  });

  it('may be without e-mail if it was before, and cannot lose one', async () => {
    const { id } = tenant.agent;
    const fetched = user(await client(tenant).get(path(id)));
    expect(fetched.email).toBeNull();
    const renamed = await manager(tenant).put(path(id), { ...fetched, name: 'João S.' });
    expect(user(renamed)).toMatchObject({ name: 'João S.', email: null, version: 2 });
    user(await manager(tenant).put(path(id), { email: 'joao@email.com' }));
    const blank = { email: ["can't be blank"] };
    expect((await manager(tenant).put(path(id), { email: null })).errors()).toEqual(blank);
    expect((await manager(tenant).post('/users', { name: 'x' })).errors()).toEqual(blank);
  });

  it('is never deleted', async () => {
    (await manager(tenant).call('DELETE', path(tenant.agent.id))).problem('method_not_allowed');
  });
});

describe('/users/me', () => {
  it('is the caller, whatever the role and the case of the id', async () => {
    for (const userId of [tenant.agent.id, tenant.agent.id.toUpperCase()]) {
      const me = user(await client(tenant, { userId }).get('/users/me'));
      expect(me).toMatchObject({ id: tenant.agent.id, name: tenant.agent.name });
    }
    expect(user(await manager(tenant).get('/users/me')).role).toBe('manager');
  });

  it('is 404 for a caller who is not in the directory, and is only read', async () => {
    (await client(tenant, { userId: v7() }).get('/users/me')).problem('not_found');
    (await client(tenant, { userId: 'auth0|7' }).get('/users/me')).problem('not_found');
    (await manager(tenant).put('/users/me', { name: 'x' })).problem('method_not_allowed');
  });
});

describe('the list of users', () => {
  it('is filtered by role, department and activity, searched by name and e-mail, and sorted', async () => {
    const { department, otherDepartment } = tenant;
    await create({ name: 'Érica', email: 'z@email.com', department_ids: [department.id] });
    await create({ name: 'erico', email: 'É@x.com', active: false, role: 'supervisor' });
    await create({ name: 'Zoe', department_ids: [department.id, otherDepartment.id] });
    const names = async (query: string) =>
      users(await client(tenant).get(`/users?${query}`)).map(({ name }) => name);
    expect(await names('')).toEqual([
      'Ana Souza',
      'Érica',
      'erico',
      'João Silva',
      'Sofia Martins',
      'Zoe',
    ]);
    expect(await names(`department_id=${department.id.toUpperCase()}`)).toEqual(['Érica', 'Zoe']);
    expect(await names(`department_id=${v7()}`)).toEqual([]);
    expect(await names('role=supervisor')).toEqual(['erico']);
    expect(await names('active=false')).toEqual(['erico']);
    expect(await names('q=ERIC')).toEqual(['Érica', 'erico']);
    expect(await names('q=Z@EMAIL')).toEqual(['Érica']);
    expect(await names('q=%25@')).toEqual([]);
    expect((await names('sort_by=email&sort_order=desc'))[0]).toBe('erico');
    const refused = await client(tenant).get('/users?role=admin&department_id=x&active=yes');
    expect(Object.keys(refused.errors()).sort()).toEqual(['active', 'department_id', 'role']);
  });
});

describe('a user who is renamed', () => {
  it('has the new name in lists at once and in single answers within 30 seconds', async () => {
    const { id } = await client(tenant).book();
    const nameNow = async () =>
      (await client(tenant).get(`/appointments/${id}`)).appointment().user_name;
    expect(await nameNow()).toBe('João Silva');
    user(await manager(tenant).put(path(tenant.agent.id), { name: 'João Pedro' }));
    const [listed] = (await client(tenant).get('/appointments')).list().data;
    expect(listed?.user_name).toBe('João Pedro');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30_000 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    expect(await nameNow()).toBe('João Pedro');
  });
});

describe('a user who is deactivated', () => {
  it('gets no new appointments; those that they have go on and can be given to others', async () => {
    const { id } = await client(tenant).book();
    const other = await client(tenant).book({ user_id: tenant.otherAgent.id });
    user(await manager(tenant).put(path(tenant.agent.id), { active: false }));
    const inactive = { user_id: ['is not active'] };
    expect((await client(tenant).post('/appointments', booking(tenant))).errors()).toEqual(
      inactive,
    );
    const given = await client(tenant).put(`/appointments/${other.id}`, {
      user_id: tenant.agent.id,
    });
    expect(given.errors()).toEqual(inactive);

    (await client(tenant).post(`/appointments/${id}/confirm`)).appointment();
    const moved = await client(tenant).put(`/appointments/${id}`, {
      user_id: tenant.otherAgent.id,
    });
    expect(moved.appointment().user_id).toBe(tenant.otherAgent.id);
  });
});
