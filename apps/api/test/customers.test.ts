// Who the customer of a booking is: named by id, found by e-mail or phone, or born with the booking.

import { env } from 'cloudflare:workers';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newbornIds } from '../src/read-model/newborn.ts';
import { ledger } from './harness/calendars.ts';
import { booking, client, slot } from './harness/client.ts';
import { faults, resetFaults } from './harness/faults.ts';
import { addUser, customersOf, newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenant();
});
afterEach(resetFaults);

const book = (fields: Record<string, unknown>) => client(tenant).book(fields);

/** Books for as many different agents as there are bodies, all at once; the customers that they got. */
async function race(bodies: readonly object[]): Promise<Set<string>> {
  const answers = await Promise.all(
    bodies.map(async (body) => {
      const user_id = v7();
      await addUser(tenant.slug, { id: user_id, name: 'Agente', role: 'attendant' });
      return client(tenant).post('/appointments', { ...booking(tenant), user_id, ...body });
    }),
  );
  return new Set(answers.map((answer) => answer.appointment(201).customer_id));
}

describe('a customer without an id', () => {
  it('is found by e-mail, whatever its case and whatever else is sent', async () => {
    const { id } = tenant.customer;
    for (const customer_email of ['carlos@email.com', 'CARLOS@Email.COM', ' Carlos@email.com ']) {
      const booked = await book({ customer_name: 'Outro Nome', customer_email });
      expect(booked.customer_id).toBe(id);
    }
    const otherPhone = await book({
      customer_email: 'carlos@email.com',
      customer_phone: '+5521888887777',
    });
    expect(otherPhone.customer_id).toBe(id);
    expect(await customersOf(tenant)).toEqual([]);
  });

  it('is found by phone when the booking has no e-mail', async () => {
    const booked = await book({ customer_phone: '+55 (11) 99999-8888' });
    expect(booked.customer_id).toBe(tenant.customer.id);
  });

  it('is found by phone when the record has no e-mail', async () => {
    const first = await book({ customer_phone: '+5521888887777' });
    const second = await book({
      customer_phone: '+5521888887777',
      customer_email: 'nova@email.com',
    });
    expect(second.customer_id).toBe(first.customer_id);
    expect(await customersOf(tenant)).toHaveLength(1);
  });

  it('is not found by phone when both sides have an e-mail and these differ', async () => {
    const booked = await book({
      customer_email: 'esposa@email.com',
      customer_phone: tenant.customer.phone,
    });
    expect(booked.customer_id).not.toBe(tenant.customer.id);
    expect(await customersOf(tenant)).toMatchObject([{ email: 'esposa@email.com' }]);
  });

  it('is found by e-mail rather than by phone when these lead to two customers', async () => {
    const byPhone = await book({ customer_phone: '+5521888887777' });
    const booked = await book({
      customer_email: tenant.customer.email,
      customer_phone: '+5521888887777',
    });
    expect(booked.customer_id).toBe(tenant.customer.id);
    expect(booked.customer_id).not.toBe(byPhone.customer_id);
  });

  it('is never found by name alone', async () => {
    const { name: customer_name } = tenant.customer;
    const ids = [await book({ customer_name }), await book({ customer_name })].map(
      ({ customer_id }) => customer_id,
    );
    expect(new Set([...ids, tenant.customer.id]).size).toBe(3);
  });

  it('is found again once born, by e-mail and by phone', async () => {
    const first = await book({
      customer_email: 'Nova@Email.com',
      customer_phone: '+5521888887777',
    });
    const byEmail = await book({ customer_email: 'nova@email.com' });
    const byPhone = await book({ customer_phone: '+5521888887777' });
    expect([byEmail.customer_id, byPhone.customer_id]).toEqual([
      first.customer_id,
      first.customer_id,
    ]);
  });

  it('lends the appointment what the booking did not send, and keeps its record', async () => {
    const booked = await book({
      customer_name: 'Carlão',
      customer_email: 'CARLOS@email.com',
    });
    expect(booked).toMatchObject({
      customer_name: 'Carlão',
      customer_email: 'CARLOS@email.com',
      customer_phone: tenant.customer.phone,
    });
    const { name, email } = tenant.customer;
    const record = await env.DB.prepare('SELECT name, email FROM customers WHERE id = ?')
      .bind(tenant.customer.id)
      .first();
    expect(record).toEqual({ name, email });
  });

  it('is not looked for in another tenant', async () => {
    const other = await newTenant();
    const booked = await book({ customer_email: other.customer.email });
    expect(booked.customer_id).toBe(tenant.customer.id);
    expect(booked.customer_id).not.toBe(other.customer.id);
  });
});

describe('bookings that race', () => {
  it('get one customer when they have the same e-mail', async () => {
    const emails = ['ana@email.com', 'Ana@email.com', 'ANA@EMAIL.COM', 'ana@email.com'];
    const bodies = emails.map((customer_email, index) => ({
      customer_email,
      customer_phone: `+552188888777${index}`,
    }));
    const ids = await race([...bodies, ...bodies]);
    expect(ids.size).toBe(1);
    expect(await customersOf(tenant)).toMatchObject([{ id: [...ids][0] }]);
  });

  it('get one customer when they have the same phone and no e-mail', async () => {
    const phones = ['+5521888887777', '+55 21 88888-7777', '+55 (21) 8888.87777'];
    const ids = await race(phones.map((customer_phone) => ({ customer_phone })));
    expect(ids.size).toBe(1);
    expect(await customersOf(tenant)).toHaveLength(1);
  });

  it('get a customer each when they have only a name', async () => {
    expect((await race([{}, {}, {}])).size).toBe(3);
  });

  it('get one customer although D1 takes neither of them yet', async () => {
    faults.calendar = 'down';
    const ids = await race([
      { customer_email: 'ana@email.com' },
      { customer_email: 'ANA@email.com' },
    ]);
    expect(ids.size).toBe(1);
  });
});

describe('a refused booking', () => {
  it('leaves no customer behind, neither in D1 nor in the calendar', async () => {
    await book({ customer_id: tenant.customer.id, scheduled_at: slot(0) });
    const refusals = [
      { scheduled_at: slot(0) },
      { scheduled_at: '2020-01-01T00:00:00Z' },
      { department_id: v7() },
    ];
    for (const [index, refusal] of refusals.entries()) {
      const customer_email = `recusada${index}@email.com`;
      const answer = await client(tenant).post('/appointments', {
        ...booking(tenant),
        customer_email,
        ...refusal,
      });
      expect(answer.status).toBe(index === 0 ? 409 : 422);
    }
    expect(await customersOf(tenant)).toEqual([]);
    expect(await ledger(tenant.slug, tenant.agent.id, 'SELECT * FROM newborns')).toEqual([]);
  });
});

describe('a booking with a customer_id', () => {
  it('copies the contact from the record, which the appointment does not follow afterwards', async () => {
    const { id, name, email, phone } = tenant.customer;
    const body = { ...booking(tenant), customer_id: id.toUpperCase(), customer_name: undefined };
    const booked = (await client(tenant).post('/appointments', body)).appointment(201);
    const copied = {
      customer_id: id,
      customer_name: name,
      customer_email: email,
      customer_phone: phone,
    };
    expect(booked).toMatchObject(copied);
    await env.DB.prepare("UPDATE customers SET name = 'Renomeado' WHERE id = ?").bind(id).run();
    const fetched = await client(tenant).get(`/appointments/${booked.id}`);
    expect(fetched.appointment()).toMatchObject(copied);
  });

  it('takes contact fields that are sent for this appointment only', async () => {
    const { id, name, phone } = tenant.customer;
    const sent = { customer_name: 'Carlos (trabalho)', customer_email: 'trabalho@email.com' };
    expect(await book({ customer_id: id, ...sent })).toMatchObject({
      ...sent,
      customer_id: id,
      customer_phone: phone,
    });
    expect(await book({ customer_id: id, customer_name: null })).toMatchObject({
      customer_name: name,
      customer_email: tenant.customer.email,
    });
    expect(await customersOf(tenant)).toEqual([]);
  });

  it('is 422 when the customer is unknown, of another tenant, or no id at all', async () => {
    const other = await newTenant();
    for (const customer_id of [v7(), other.customer.id]) {
      const refused = await client(tenant).post('/appointments', {
        ...booking(tenant),
        customer_id,
        customer_email: tenant.customer.email,
      });
      expect(refused.errors()).toEqual({ customer_id: ['does not exist'] });
    }
    const malformed = { ...booking(tenant), customer_id: 'carlos' };
    expect((await client(tenant).post('/appointments', malformed)).errors()).toEqual({
      customer_id: ['is invalid'],
    });
  });
});

describe('the id of a customer who is born', () => {
  const V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  it('is a UUIDv8 that differs between tenants for the same e-mail', async () => {
    const other = await newTenant();
    const fields = { customer_email: 'ana@email.com' };
    const here = await book(fields);
    const there = await client(other).book(fields);
    expect(here.customer_id).toMatch(V8);
    expect(there.customer_id).toMatch(V8);
    expect(here.customer_id).not.toBe(there.customer_id);
  });

  it('depends on the secret key, so that it tells nothing about the e-mail', async () => {
    const contact = { email: 'ana@email.com', phone: null };
    const [one, same, other] = await Promise.all(
      ['key', 'key', 'another key'].map((key) => newbornIds(key, tenant.slug, contact)),
    );
    expect(one?.slice(0, -1)).toEqual(same?.slice(0, -1));
    expect(one?.filter((id) => other?.includes(id))).toEqual([]);
  });
});
