// Two customers who are one: the id that is merged away is another name for the survivor, for ever and everywhere.

import { env } from 'cloudflare:workers';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { project } from '../src/read-model/projection.ts';
import { client } from './harness/client.ts';
import { customer, customers, rowsIn, supervisor } from './harness/directory.ts';
import { resetFaults, roundTrips } from './harness/faults.ts';
import { importAll } from './harness/imports.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenant();
});
afterEach(resetFaults);

let people = 0;
const create = async (fields: object = {}) =>
  customer(await client(tenant).post('/customers', { name: `Pessoa ${people++}`, ...fields }), 201);
const ask = (id: string, other: string, headers = {}) =>
  supervisor(tenant).post(`/customers/${id}/merge`, { customer_id: other }, headers);
const merge = async (id: string, other: string) => customer(await ask(id, other));
const get = async (id: string) => customer(await client(tenant).get(`/customers/${id}`));
const book = (fields: object) => client(tenant).book({ customer_name: 'Rita', ...fields });

describe('a customer who was merged into another', () => {
  it('is the other one from then on, by id and in lists', async () => {
    const [one, other] = [await create({ name: 'Rita' }), await create({ name: 'Rita N.' })];
    const answer = await supervisor(tenant).post(`/customers/${one.id}/merge`, {
      customer: { customer_id: other.id.toUpperCase() },
    });
    const merged = customer(answer);
    expect(merged).toEqual({
      ...one,
      ...{ merged_from: [other.id], version: 2, updated_at: merged.updated_at },
    });
    expect(answer.headers.get('ETag')).toBe('"2"');
    expect(await get(one.id)).toEqual(merged);
    expect(await get(other.id)).toEqual(merged);
    const ids = customers(await client(tenant).get('/customers')).map(({ id }) => id);
    expect(ids.sort()).toEqual([tenant.customer.id, one.id].sort());
    // Whoever searches for what the other was called finds the one.
    expect(customers(await client(tenant).get('/customers?q=rita+n'))).toEqual([merged]);
  });

  it('is changed as the other one, with its version', async () => {
    const [one, other] = [await create(), await create()];
    const merged = await merge(one.id, other.id);
    const put = (body: object, headers = {}) =>
      client(tenant).put(`/customers/${other.id}`, body, headers);
    (await put({ name: 'x' }, { 'If-Match': '"1"' })).problem('version_mismatch');
    const renamed = customer(await put({ ...merged, name: 'Novo' }, { 'If-Match': '"2"' }));
    expect(renamed).toMatchObject({ id: one.id, name: 'Novo', version: 3 });
  });

  it('gives it the e-mail and the phone that it lacks', async () => {
    const one = await create({ phone: '+5521988887777' });
    const other = await create({ email: 'Rita@email.com', phone: '+5521900000000' });
    const contact = { email: 'Rita@email.com', phone: '+5521988887777' };
    expect(await merge(one.id, other.id)).toMatchObject(contact);
    // With the e-mail goes what leads to it: given up by the survivor, it is free.
    customer(await client(tenant).put(`/customers/${one.id}`, { email: null }));
    await create({ email: 'rita@email.com' });
  });

  it('still leads there by its own e-mail and phone where the two differ', async () => {
    const one = await create({ email: 'one@email.com', phone: '+5521911111111' });
    const other = await create({ email: 'other@email.com', phone: '+5521922222222' });
    await merge(one.id, other.id);
    const contacts = [
      { customer_email: 'OTHER@email.com' },
      { customer_phone: '+5521922222222' },
      { customer_id: other.id },
    ];
    for (const contact of contacts) expect((await book(contact)).customer_id).toBe(one.id);
    // What the booking does not send comes from the survivor.
    const { customer_name, customer_email } = await book({
      customer_id: other.id,
      customer_name: null,
    });
    expect([customer_name, customer_email]).toEqual([one.name, 'one@email.com']);

    const taken = { email: ['has already been taken'] };
    const email = 'other@email.com';
    expect((await client(tenant).post('/customers', { name: 'x', email })).errors()).toEqual(taken);
    const { id } = await create();
    expect((await client(tenant).put(`/customers/${id}`, { email })).errors()).toEqual(taken);
    expect(customer(await client(tenant).put(`/customers/${one.id}`, { email })).email).toBe(email);
  });

  it('leads there no more by an e-mail or a phone that the survivor took over and gave up', async () => {
    const contact = { email: 'other@email.com', phone: '+5521922222222' };
    const one = await create({ email: 'one@email.com', phone: '+5521911111111' });
    await merge(one.id, (await create(contact)).id);
    for (const fields of [contact, { email: null, phone: null }]) {
      customer(await client(tenant).put(`/customers/${one.id}`, fields));
    }
    const next = await create(contact);
    expect((await book({ customer_phone: contact.phone })).customer_id).toBe(next.id);
  });

  it('is found by a phone only where the survivor has no e-mail, as anybody', async () => {
    const one = await create({ email: 'one@email.com', phone: '+5521911111111' });
    const other = await create({ phone: '+5521922222222' });
    await merge(one.id, other.id);
    const contact = { customer_email: 'esposa@email.com', customer_phone: '+5521922222222' };
    expect((await book({ customer_phone: contact.customer_phone })).customer_id).toBe(one.id);
    expect((await book(contact)).customer_id).not.toBe(one.id);
    customer(await client(tenant).put(`/customers/${one.id}`, { email: null }));
    const nobody = { ...contact, customer_email: 'ninguem@email.com' };
    expect((await book(nobody)).customer_id).toBe(one.id);
  });

  it('leaves appointments as they were booked, and either id lists those of both', async () => {
    const [one, other] = [
      await create({ email: 'one@email.com' }),
      await create({ email: 'other@email.com' }),
    ];
    const first = await book({ customer_id: one.id });
    const second = await book({ customer_id: other.id });
    await book({});
    await merge(one.id, other.id);
    for (const id of [one.id, other.id, other.id.toUpperCase()]) {
      const { data, meta } = (await client(tenant).get(`/appointments?customer_id=${id}`)).list();
      expect(data).toEqual([first, second]);
      expect(meta.total_count).toBe(2);
    }
    const fetched = (await client(tenant).get(`/appointments/${second.id}`)).appointment();
    expect(fetched).toMatchObject({ customer_id: other.id, customer_email: 'other@email.com' });
  });

  it('is no change of an appointment, under whichever id it is named', async () => {
    const [one, other] = [await create(), await create()];
    const [first, second] = [
      await book({ customer_id: one.id }),
      await book({ customer_id: other.id }),
    ];
    await merge(one.id, other.id);
    const put = async (id: string, body: object) =>
      (await client(tenant).put(`/appointments/${id}`, body)).appointment();
    expect(await put(second.id, second)).toEqual(second);
    expect(await put(first.id, { customer_id: other.id })).toEqual(first);
    const third = await book({});
    expect(await put(third.id, { customer_id: other.id })).toMatchObject({
      ...{ customer_id: one.id, customer_name: one.name },
    });
  });

  it('is the survivor in imports too', async () => {
    const [one, other] = [await create({ email: 'one@email.com' }), await create()];
    await merge(one.id, other.id);
    const id = v7().replace(/^./, 'z');
    await importAll(tenant, [{ id, customer_id: other.id, customer_name: null }]);
    const imported = (await client(tenant).get(`/appointments/${id}`)).appointment();
    expect(imported).toMatchObject({ customer_id: one.id, customer_email: 'one@email.com' });
  });

  it('does not come back with a booking that D1 hears of late', async () => {
    const contact = { customer_email: 'rita@email.com' };
    const { customer_id: other } = await book(contact);
    const one = await create({ email: 'one@email.com' });
    await merge(one.id, other);
    const born = {
      id: other,
      contact: { name: 'Rita', email: 'rita@email.com', phone: null },
      bornAt: 0,
    };
    const nothing = { appointments: [], events: [], rebuild: false };
    await project(env.DB, { ...nothing, tenant: tenant.slug, calendar: 'x', newborns: [born] });
    expect(await get(other)).toMatchObject({ id: one.id });
    expect((await book(contact)).customer_id).toBe(one.id);
  });

  it('can have been born with a booking: its e-mail finds somebody new once the survivor gives it up', async () => {
    const contact = { customer_email: 'rita@email.com' };
    const { customer_id: other } = await book(contact);
    const one = await create();
    expect((await merge(one.id, other)).email).toBe('rita@email.com');
    customer(await client(tenant).put(`/customers/${one.id}`, { email: 'nova@email.com' }));
    const { customer_id } = await book(contact);
    expect([one.id, other]).not.toContain(customer_id);
    expect((await get(customer_id)).email).toBe('rita@email.com');
  });
});

describe('a chain of merges', () => {
  it('is one step: every id leads to the last survivor, whichever was merged first', async () => {
    const [a, b, c, d] = [await create(), await create(), await create(), await create()];
    await merge(b.id, a.id);
    await merge(d.id, c.id);
    // Named by the ids that they no longer go by.
    const last = await merge(c.id, a.id);
    expect(last).toMatchObject({ id: d.id, merged_from: [a.id, b.id, c.id].sort() });
    for (const { id } of [a, b, c, d]) expect(await get(id)).toEqual(last);
    const pointers = (await rowsIn('customers', tenant)).flatMap(
      ({ merged_into }) => merged_into ?? [],
    );
    expect(pointers).toEqual([d.id, d.id, d.id]);
  });
});

describe('a merge', () => {
  it('of a pair that is one already changes nothing, whichever way round', async () => {
    const [one, other] = [await create(), await create()];
    const merged = await merge(one.id, other.id);
    expect(await merge(one.id, other.id)).toEqual(merged);
    expect(await merge(other.id, one.id)).toEqual(merged);
  });

  it('is refused with oneself, with nobody, and with nothing', async () => {
    const { id } = tenant.customer;
    const before = await rowsIn('customers', tenant);
    const foreign = (await newTenant()).customer.id;
    expect((await ask(id, id.toUpperCase())).errors()).toEqual({
      customer_id: ['is the same customer'],
    });
    for (const other of [v7(), foreign]) {
      expect((await ask(id, other)).errors()).toEqual({ customer_id: ['does not exist'] });
    }
    expect((await ask(id, 'x')).errors()).toEqual({ customer_id: ['is invalid'] });
    const nothing = await supervisor(tenant).post(`/customers/${id}/merge`, {});
    expect(nothing.errors()).toEqual({ customer_id: ["can't be blank"] });
    (await ask(v7(), v7())).problem('not_found');
    (await ask(foreign, id)).problem('not_found');
    expect(await rowsIn('customers', tenant)).toEqual(before);
  });

  it('looks at the version of the survivor before it looks at the other', async () => {
    const { id } = tenant.customer;
    const stale = await ask(id, v7(), { 'If-Match': '"2"' });
    expect(stale.problem('version_mismatch').current_version).toBe(1);
    expect(customer(await ask(id, (await create()).id, { 'If-Match': '"1"' })).version).toBe(2);
  });

  it('needs a supervisor', async () => {
    const path = `/customers/${tenant.customer.id}/merge`;
    (await client(tenant).post(path, { customer_id: (await create()).id })).problem('forbidden');
  });

  it('makes no circle of customers who are merged into each other at once', async () => {
    const ids = (await Promise.all(Array.from({ length: 5 }, () => create()))).map(({ id }) => id);
    const pairs = ids.flatMap((id) =>
      ids.filter((other) => other !== id).map((other) => [id, other]),
    );
    const answers = await Promise.all(pairs.map(([id = '', other = '']) => ask(id, other)));
    for (const answer of answers) customer(answer);
    const survivors = new Set(await Promise.all(ids.map(async (id) => (await get(id)).id)));
    expect(survivors.size).toBe(1);
    const rows = await rowsIn('customers', tenant);
    const heads = rows.filter(({ merged_into }) => merged_into === null).map(({ id }) => id);
    expect(new Set(heads)).toEqual(new Set([tenant.customer.id, ...survivors]));
    const [survivor = ''] = survivors;
    expect((await get(survivor)).merged_from).toEqual(ids.filter((id) => id !== survivor).sort());
  });

  it('loses no change that races with it, and no change makes another of the one that was merged', async () => {
    const [one, other] = [await create(), await create()];
    await Promise.all([
      ask(one.id, other.id),
      ...Array.from({ length: 10 }, (_, index) =>
        client(tenant).put(`/customers/${other.id}`, { phone: `+552198888000${index}` }),
      ),
    ]);
    const after = await get(other.id);
    expect(after).toMatchObject({ id: one.id, merged_from: [other.id] });
    expect(after.phone).not.toBeNull();
  });

  it('costs one round trip', async () => {
    const { id } = await create();
    resetFaults();
    await merge(tenant.customer.id, id);
    expect(roundTrips).toEqual({ worker: 1, rpc: 0, calendar: 0 });
  });
});
