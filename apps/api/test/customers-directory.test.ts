// Customers in the directory: their list and their writes, and what bookings make of a customer whose contact has changed.

import { env } from 'cloudflare:workers';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ringUntilQuiet } from './harness/alarms.ts';
import { booking, client } from './harness/client.ts';
import { customer, customers, rowsIn } from './harness/directory.ts';
import { faults, resetFaults, roundTrips } from './harness/faults.ts';
import { addUser, newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenant();
});
afterEach(resetFaults);

const create = async (fields: object) =>
  customer(await client(tenant).post('/customers', { name: 'Rita Nunes', ...fields }), 201);
const change = async (id: string, fields: object) =>
  customer(await client(tenant).put(`/customers/${id}`, fields));
const book = (fields: object) => client(tenant).book({ customer_name: 'Rita', ...fields });

describe('a customer', () => {
  it('is created with a name alone or with all there is, and is read by each attendant', async () => {
    const bare = await create({});
    expect(bare).toMatchObject({ email: null, phone: null, merged_from: [], version: 1 });
    const answer = await client(tenant).post('/customers', {
      customer: { name: ' Rita ', email: 'Rita@Email.com', phone: '+55 (21) 98888-7777' },
    });
    const created = customer(answer, 201);
    expect(created).toMatchObject({
      name: 'Rita',
      email: 'Rita@Email.com',
      phone: '+5521988887777',
    });
    expect(answer.headers.get('Location')).toBe(`/api/v1/customers/${created.id}`);
    const fetched = await client(tenant).get(`/customers/${created.id.toUpperCase()}`);
    expect(customer(fetched)).toEqual(created);
    expect(fetched.headers.get('ETag')).toBe('"1"');
  });

  it('is changed in what is sent alone; null clears e-mail and phone; nothing changed is no version', async () => {
    const created = await create({ email: 'rita@email.com', phone: '+5521988887777' });
    expect(await change(created.id, created)).toEqual(created);
    expect(await change(created.id, {})).toEqual(created);
    const cleared = await change(created.id, { email: null });
    expect(cleared).toMatchObject({ email: null, phone: created.phone, version: 2 });
    expect(await change(created.id, { phone: '', name: 'R. Nunes' })).toMatchObject({
      ...{ name: 'R. Nunes', email: null, phone: null, version: 3 },
    });
  });

  it.each<[string, object, object]>([
    ['a blank name', { name: ' ' }, { name: ["can't be blank"] }],
    [
      'an e-mail and a phone that are none',
      { email: 'x', phone: '1' },
      { email: ['is invalid'], phone: ['is invalid'] },
    ],
    ['a body that is none', { customer: [] }, { customer: ['is invalid'] }],
  ])('is refused with %s', async (_, wrong, errors) => {
    const before = await rowsIn('customers', tenant);
    const body = { name: 'Rita', ...wrong };
    expect((await client(tenant).post('/customers', body)).errors()).toEqual(errors);
    const changed = await client(tenant).put(`/customers/${tenant.customer.id}`, body);
    expect(changed.errors()).toEqual(errors);
    expect(await rowsIn('customers', tenant)).toEqual(before);
  });

  it('has an e-mail of its own, whatever its case; a phone may be shared', async () => {
    const { email, phone } = tenant.customer;
    const taken = { email: ['has already been taken'] };
    const refused = await client(tenant).post('/customers', {
      name: 'x',
      email: email.toUpperCase(),
    });
    expect(refused.errors()).toEqual(taken);
    const { id } = await create({ phone });
    expect((await client(tenant).put(`/customers/${id}`, { email })).errors()).toEqual(taken);
    expect(await change(tenant.customer.id, { email: email.toUpperCase() })).toMatchObject({
      ...{ email: email.toUpperCase(), version: 2 },
    });
  });

  it('is created once when twenty ask for one e-mail at once, and one of twenty changes to it', async () => {
    const ids = (await Promise.all(Array.from({ length: 20 }, () => create({})))).map(
      ({ id }) => id,
    );
    const creations = await Promise.all(
      ids.map((_, index) =>
        client(tenant).post('/customers', {
          name: 'x',
          email: index % 2 ? 'um@email.com' : 'UM@email.com',
        }),
      ),
    );
    expect(creations.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(creations.filter(({ status }) => status === 422)).toHaveLength(19);
    const changes = await Promise.all(
      ids.map((id) => client(tenant).put(`/customers/${id}`, { email: 'outro@email.com' })),
    );
    expect(changes.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(changes.filter(({ status }) => status === 422)).toHaveLength(19);
  });

  it('whose e-mail another came to have too can still be changed in all the rest', async () => {
    // Bookings that race with a creation may do that: they lose nobody.
    await env.DB.prepare(
      `INSERT INTO customers (tenant, id, name, email, email_key, inserted_at, updated_at)
       SELECT tenant, ?2, name, email, email_key, 1, 1 FROM customers WHERE tenant = ?1 AND id = ?3`,
    )
      .bind(tenant.slug, v7(), tenant.customer.id)
      .run();
    const { id, email } = tenant.customer;
    expect(await change(id, { name: 'Carlos F.', email })).toMatchObject({ version: 2 });
  });

  it('refuses a stale version and another id, and is never deleted', async () => {
    const { id } = tenant.customer;
    const put = (body: object, headers = {}) =>
      client(tenant).put(`/customers/${id}`, body, headers);
    (await put({ name: 'x' }, { 'If-Match': '"2"' })).problem('version_mismatch');
    expect((await put({ id: v7() })).errors()).toEqual({ id: ["can't be changed"] });
    expect(
      customer(await put({ id: ` ${id.toUpperCase()}`, name: 'x' }, { 'If-Match': '"1"' })).version,
    ).toBe(2);
    (await client(tenant).call('DELETE', `/customers/${id}`)).problem('method_not_allowed');
  });

  it('is not followed by the appointments that it had', async () => {
    const { id } = await book({ customer_email: tenant.customer.email });
    await change(tenant.customer.id, { name: 'Novo Nome', phone: null });
    expect((await client(tenant).get(`/appointments/${id}`)).appointment()).toMatchObject({
      ...{ customer_name: 'Rita', customer_phone: tenant.customer.phone },
    });
  });
});

describe('the list of customers', () => {
  const names = async (query: string) =>
    customers(await client(tenant).get(`/customers?${query}`)).map(({ name }) => name);

  it('comes by name and holds those who were born with bookings', async () => {
    await create({ name: 'Élodie' });
    await book({ customer_name: 'eduardo', customer_email: 'edu@email.com' });
    expect(await names('')).toEqual(['Carlos Ferreira', 'eduardo', 'Élodie']);
    expect(await names('sort_order=desc&page_size=1&page=2')).toEqual(['eduardo']);
    expect((await names('sort_by=email&sort_order=desc'))[0]).toBe('eduardo');
  });

  it('is searched by name, e-mail and phone, without case and accents, and no sign is a wildcard', async () => {
    await create({ name: 'Élodie Laurent', email: 'E_L@Email.com', phone: '+33612345678' });
    const found = ['Élodie Laurent'];
    for (const q of ['elodie', 'LAURENT', 'e_l@EMAIL', '+33 6 12', '(12) 345-678', 'die la']) {
      expect(await names(`q=${encodeURIComponent(q)}`), q).toEqual(found);
    }
    for (const q of ['e%l', 'l_d', 'elodie%', '+33 7', '"', "'", '\\', '\u0301']) {
      expect(await names(`q=${encodeURIComponent(q)}`), q).toEqual([]);
    }
    expect(await names('q=email.com')).toHaveLength(2);
  });
});

describe('a customer who was born with a booking and gave up the e-mail', () => {
  /** Books for a new agent each, all at once; the customers that they got. */
  const race = async (size: number, fields: object) => {
    const answers = await Promise.all(
      Array.from({ length: size }, async () => {
        const user_id = v7();
        await addUser(tenant.slug, { id: user_id, name: 'Agente', role: 'attendant' });
        return client(tenant).post('/appointments', { ...booking(tenant), user_id, ...fields });
      }),
    );
    return new Set(answers.map((answer) => answer.appointment(201).customer_id));
  };

  it.each([
    ['e-mail', { customer_email: 'rita@email.com' }, { email: 'nova@email.com' }],
    ['e-mail, without a new one', { customer_email: 'rita@email.com' }, { email: null }],
    ['phone', { customer_phone: '+5521988887777' }, { phone: '+5521900000000' }],
  ])(
    'is somebody else than whoever comes with that %s, generation after generation',
    async (_, contact, next) => {
      const seen = new Set<string>();
      // More than there are derived ids: the last ones are random.
      for (let generation = 0; generation < 7; generation += 1) {
        const { customer_id } = await book(contact);
        expect(seen).not.toContain(customer_id);
        seen.add(customer_id);
        expect((await book(contact)).customer_id).toBe(customer_id);
        const given =
          'email' in next && next.email ? { email: `${generation}${next.email}` } : next;
        await change(customer_id, given);
      }
      expect(customers(await client(tenant).get('/customers?page_size=100'))).toHaveLength(8);
    },
  );

  it('leaves one customer to bookings that race with the e-mail, though D1 takes none of them yet', async () => {
    const contact = { customer_email: 'rita@email.com' };
    for (const fault of ['none', 'down', 'none'] as const) {
      faults.calendar = fault;
      const ids = [...(await race(6, contact))];
      expect(ids).toHaveLength(1);
      resetFaults();
      await ringUntilQuiet(tenant);
      await change(ids[0] ?? '', { email: null });
    }
    expect(customers(await client(tenant).get('/customers'))).toHaveLength(4);
  });

  it('costs bookings no further look-up', async () => {
    const { customer_id } = await book({ customer_email: 'rita@email.com' });
    await change(customer_id, { email: 'nova@email.com' });
    resetFaults();
    await book({ customer_email: 'rita@email.com' });
    expect(roundTrips).toEqual({ worker: 1, rpc: 1, calendar: 1 });
  });
});
