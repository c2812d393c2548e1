// Departments: their list, their writes, and what bookings and appointments make of them.

import { v7 } from 'uuid';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { booking, client } from './harness/client.ts';
import { department, departments, rowsIn, supervisor } from './harness/directory.ts';
import { resetFaults, roundTrips } from './harness/faults.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenant();
});

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const create = async (name: string, more: object = {}) =>
  department(await supervisor(tenant).post('/departments', { name, ...more }), 201);
const path = (id: string) => `/departments/${id}`;

describe('a department', () => {
  it('is created active, with an id, a version and the place where it is', async () => {
    const answer = await supervisor(tenant).post('/departments', {
      department: { name: ' Cobrança ' },
    });
    const created = department(answer, 201);
    expect(created).toMatchObject({ name: 'Cobrança', active: true, version: 1 });
    expect(created.id).toMatch(V7);
    expect(answer.headers.get('ETag')).toBe('"1"');
    expect(answer.headers.get('Location')).toBe(`/api/v1/departments/${created.id}`);
    const fetched = await client(tenant).get(path(created.id.toUpperCase()));
    expect(department(fetched)).toEqual(created);
    expect(fetched.headers.get('ETag')).toBe('"1"');
  });

  it('is changed in what is sent alone, by PUT and by PATCH, a version at a time', async () => {
    const { id } = await create('Cobrança', { active: false });
    const renamed = await supervisor(tenant).put(path(id), { name: 'Financeiro' });
    expect(department(renamed)).toMatchObject({ name: 'Financeiro', active: false, version: 2 });
    const patched = await supervisor(tenant).call('PATCH', path(id), { body: { active: true } });
    expect(department(patched)).toMatchObject({ name: 'Financeiro', active: true, version: 3 });
    expect(patched.headers.get('ETag')).toBe('"3"');
  });

  it('keeps its version when nothing changes: nothing sent, or all of it sent back', async () => {
    const created = await create('Cobrança');
    for (const body of [{}, created, { name: ' Cobrança ' }]) {
      const answer = await supervisor(tenant).put(path(created.id), body);
      expect(department(answer)).toEqual(created);
    }
  });

  it.each<[string, object, object]>([
    ['no name', {}, { name: ["can't be blank"] }],
    ['a blank name', { name: ' ' }, { name: ["can't be blank"] }],
    [
      'a name of 256 code points',
      { name: '𝕏'.repeat(256) },
      { name: ['should be at most 255 character(s)'] },
    ],
    ['an activity that is no boolean', { name: 'x', active: 'true' }, { active: ['is invalid'] }],
    ['a wrapper that is no object', { department: 5 }, { department: ['is invalid'] }],
  ])('is refused with %s', async (_, body, errors) => {
    const before = await rowsIn('departments', tenant);
    expect((await supervisor(tenant).post('/departments', body)).errors()).toEqual(errors);
    expect(await rowsIn('departments', tenant)).toEqual(before);
  });

  it('has a name of 255 code points at most, and of any script', async () => {
    expect((await create('𝕏'.repeat(255))).name).toHaveLength(510);
  });

  it('has a name of its own, whatever the case and the accents, but only in its tenant', async () => {
    const { id } = await create('Cobrança');
    const taken = { name: ['has already been taken'] };
    for (const name of ['Cobrança', 'COBRANCA', 'suporte tecnico']) {
      expect((await supervisor(tenant).post('/departments', { name })).errors()).toEqual(taken);
    }
    expect((await supervisor(tenant).put(path(id), { name: 'vendas' })).errors()).toEqual(taken);
    expect(department(await supervisor(tenant).put(path(id), { name: 'COBRANÇA' })).version).toBe(
      2,
    );
    department(await supervisor(await newTenant()).post('/departments', { name: 'Cobrança' }), 201);
  });

  it('is created once when twenty ask for one name at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        supervisor(tenant).post('/departments', { name: index % 2 ? 'Cobrança' : 'COBRANCA' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(19);
    expect(await rowsIn('departments', tenant)).toHaveLength(3);
  });

  it('is never deleted', async () => {
    const answer = await supervisor(tenant).call('DELETE', path(tenant.department.id));
    answer.problem('method_not_allowed');
    expect(answer.headers.get('Allow')).toBe('GET, HEAD, PUT, PATCH');
  });

  it('is read by any attendant and written by supervisors', async () => {
    const attendant = client(tenant);
    departments(await attendant.get('/departments'));
    department(await attendant.get(path(tenant.department.id)));
    (await attendant.post('/departments', { name: 'x' })).problem('forbidden');
    (await attendant.put(path(tenant.department.id), { name: 'x' })).problem('forbidden');
    // A method that nobody knows needs no more than reading does.
    (await attendant.call('DELETE', path(tenant.department.id))).problem('method_not_allowed');
  });

  it('refuses another id in the body, and a version that is not the current one', async () => {
    const { id } = tenant.department;
    const refused = await supervisor(tenant).put(path(id), { id: v7(), name: 'x' });
    expect(refused.errors()).toEqual({ id: ["can't be changed"] });
    const put = (tag: string) =>
      supervisor(tenant).put(path(id), { name: tag }, { 'If-Match': tag });
    expect((await put('"2"')).problem('version_mismatch').current_version).toBe(1);
    expect((await put('1')).problem('version_mismatch').current_version).toBe(1);
    expect(department(await put('"7", W/"1"')).version).toBe(2);
    expect(department(await put('*')).version).toBe(3);
  });

  it('loses no change when twenty are made at once, and one of twenty with one version wins', async () => {
    const { id } = tenant.department;
    const put = (index: number, headers = {}) =>
      supervisor(tenant).put(path(id), { name: `Nome ${index}` }, headers);
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => put(index)));
    expect(new Set(all.map((answer) => department(answer).version)).size).toBe(20);
    const careful = await Promise.all(
      Array.from({ length: 20 }, (_, index) => put(100 + index, { 'If-Match': '"21"' })),
    );
    expect(careful.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(careful.filter(({ status }) => status === 412)).toHaveLength(19);
  });

  it('costs one round trip to D1, whatever is asked', async () => {
    const { id } = tenant.department;
    for (const ask of [
      () => client(tenant).get('/departments?q=x'),
      () => client(tenant).get(path(id)),
      () => supervisor(tenant).put(path(id), { name: 'Novo' }),
      () => supervisor(tenant).post('/departments', { name: 'Outro' }),
      () => supervisor(tenant).post('/departments', { name: 'Outro' }),
    ]) {
      resetFaults();
      await ask();
      expect(roundTrips).toEqual({ worker: 1, rpc: 0, calendar: 0 });
    }
  });
});

describe('the list of departments', () => {
  it('comes by name, without case and accents, in pages with links', async () => {
    for (const name of ['água', 'Zebra', 'Árvore', 'beta']) await create(name);
    const names = async (query: string) =>
      departments(await client(tenant).get(`/departments?${query}`)).map(({ name }) => name);
    expect(await names('')).toEqual([
      'água',
      'Árvore',
      'beta',
      'Suporte Técnico',
      'Vendas',
      'Zebra',
    ]);
    expect(await names('sort_order=desc&page_size=2&page=2')).toEqual(['Suporte Técnico', 'beta']);
    expect(await names('sort_by=inserted_at&sort_order=desc&page_size=1')).toEqual(['beta']);

    const answer = await client(tenant).get('/departments?page_size=2&page=2&q=&x=1&active=true');
    expect(answer.json).toMatchObject({
      meta: { current_page: 2, page_size: 2, total_pages: 3, total_count: 6 },
    });
    expect(answer.headers.get('Link')).toContain(
      'departments?page_size=2&page=3&active=true>; rel="next"',
    );
  });

  it('is filtered by activity and searched without case and accents, and no sign is a wildcard', async () => {
    await create('100% Café_', { active: false });
    const names = async (query: string) =>
      departments(await client(tenant).get(`/departments?${query}`)).map(({ name }) => name);
    expect(await names('active=false')).toEqual(['100% Café_']);
    expect(await names('active=true')).toEqual(['Suporte Técnico', 'Vendas']);
    expect(await names('q=TECNICO')).toEqual(['Suporte Técnico']);
    expect(await names(`q=${encodeURIComponent('café_')}`)).toEqual(['100% Café_']);
    expect(await names('q=0%25')).toEqual(['100% Café_']);
    expect(await names('q=v%25s')).toEqual([]);
    expect(await names('q=v_ndas')).toEqual([]);
    expect(await names('q=%CC%81')).toEqual([]);
    const long = await client(tenant).get(
      `/departments?page=2&q=${encodeURIComponent('𝕏'.repeat(100))}`,
    );
    expect(long.headers.get('Link')?.length).toBeLessThan(8_000);
  });

  it.each(['page=0', 'sort_by=id', 'sort_order=up', 'active=1', `q=${'x'.repeat(101)}`])(
    'refuses %s',
    async (query) => {
      const errors = (await client(tenant).get(`/departments?${query}`)).errors();
      expect(Object.keys(errors)).toEqual([query.split('=')[0]]);
    },
  );
});

describe('a department that is renamed', () => {
  it('has its new name in lists at once and in single answers within 30 seconds', async () => {
    const { id } = await client(tenant).book();
    const nameNow = async () =>
      (await client(tenant).get(`/appointments/${id}`)).appointment().department_name;
    expect(await nameNow()).toBe('Suporte Técnico');
    department(await supervisor(tenant).put(path(tenant.department.id), { name: 'Assistência' }));
    const [listed] = (await client(tenant).get('/appointments')).list().data;
    expect(listed?.department_name).toBe('Assistência');

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30_000 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    expect(await nameNow()).toBe('Assistência');
  });
});

describe('a department that is deactivated', () => {
  it('takes no new bookings and no appointments of others; those that it has go on', async () => {
    const { id, version } = await client(tenant).book();
    const { department: own, otherDepartment } = tenant;
    const elsewhere = await client(tenant).book({ department_id: otherDepartment.id });
    department(await supervisor(tenant).put(path(own.id), { active: false }));

    const inactive = { department_id: ['is not active'] };
    const booked = await client(tenant).post('/appointments', booking(tenant));
    expect(booked.errors()).toEqual(inactive);
    const moved = await client(tenant).put(`/appointments/${elsewhere.id}`, {
      department_id: own.id,
    });
    expect(moved.errors()).toEqual(inactive);

    const changed = await client(tenant).put(`/appointments/${id}`, { title: 'Novo' });
    expect(changed.appointment()).toMatchObject({ department_id: own.id, version: version + 1 });
    (await client(tenant).post(`/appointments/${id}/confirm`)).appointment();
    expect(
      (await client(tenant).get(`/appointments?department_id=${own.id}`)).list().data,
    ).toHaveLength(1);

    department(await supervisor(tenant).put(path(own.id), { active: true }));
    await client(tenant).book();
  });
});
