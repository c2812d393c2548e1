// What D1 makes of deliveries that come late, twice or out of order, and of customers who were born meanwhile.

import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { v7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Newborn, Projection } from '../src/calendar/ports.ts';
import { project } from '../src/read-model/projection.ts';
import { holdAlarms } from './harness/alarms.ts';
import { copiedEvents, ledger, stubOf } from './harness/calendars.ts';
import { booking, client } from './harness/client.ts';
import { deliveryOf, REFUSED } from './harness/deliveries.ts';
import { faults } from './harness/faults.ts';
import { customersOf, newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const delivery = (id: string, version: number, newborns: readonly Newborn[] = []): Projection => {
  const { slug, department, agent, customer } = tenant;
  const whose = { departmentId: department.id, agentId: agent.id, customerId: customer.id };
  return deliveryOf({ tenant: slug, calendar: 'route-of-the-test', id, version, whose, newborns });
};

/** The same, said to be an action, which leaves an appointment where it is. */
const acted = ({ events }: Projection): Projection['events'] =>
  events.map((event) => ({ ...event, type: 'confirm' }));

const listed = async () =>
  (await client(tenant).get('/appointments'))
    .list()
    .data.map(({ title, version, customer_name, scheduled_at }) => ({
      title,
      version,
      customer_name,
      scheduled_at,
    }));

const asOf = (version: number) => ({
  title: `versão ${version}`,
  version,
  customer_name: `nome ${version}`,
  scheduled_at: `2041-01-0${version}T00:00:00Z`,
});

describe('the copy of an appointment', () => {
  it.each([
    ['in order', [1, 2, 3]],
    ['twice each', [1, 1, 2, 2, 3, 3]],
    ['backwards', [3, 2, 1]],
    ['repeated late', [1, 2, 3, 1, 2]],
    ['with the newest first', [3, 1, 2, 3]],
  ])('is the highest version when deliveries come %s', async (_, versions) => {
    const id = v7();
    for (const version of versions) await project(env.DB, delivery(id, version));
    expect(await listed()).toEqual([asOf(3)]);
    expect((await copiedEvents(tenant.slug)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('is the newest although its deliveries stop before the event that moved it', async () => {
    const id = v7();
    await project(env.DB, delivery(id, 1));
    await project(env.DB, { ...delivery(id, 3), events: acted(delivery(id, 2)) });
    expect(await listed()).toEqual([asOf(3)]);
  });

  it('is in its new place when it was moved and then acted on before D1 had either', async () => {
    const id = v7();
    await project(env.DB, delivery(id, 1));
    const events = [...delivery(id, 2).events, ...acted(delivery(id, 3))];
    await project(env.DB, { ...delivery(id, 3), events });
    expect(await listed()).toEqual([asOf(3)]);
  });

  it('is the newest when all that happened to it leaves it in its place', async () => {
    const id = v7();
    const [appointment] = delivery(id, 1).appointments;
    await project(env.DB, delivery(id, 1));
    const confirmed = { ...delivery(id, 2), events: acted(delivery(id, 2)) };
    const appointments = appointment ? [{ ...appointment, version: 2, title: 'depois' }] : [];
    await project(env.DB, { ...confirmed, appointments });
    expect(await listed()).toEqual([{ ...asOf(1), version: 2, title: 'depois' }]);
  });

  it('is not touched by an older version, whatever else that one says', async () => {
    const id = v7();
    await project(env.DB, delivery(id, 2));
    await project(env.DB, delivery(id, 1));
    expect(await listed()).toEqual([asOf(2)]);
  });

  it('is not touched by the same id of another tenant', async () => {
    const id = v7();
    await project(env.DB, delivery(id, 1));
    const other = await newTenant();
    await project(env.DB, { ...delivery(id, 2), tenant: other.slug });
    expect(await listed()).toEqual([asOf(1)]);
  });

  it('is all or nothing with its event and its customer', async () => {
    await expect(project(env.DB, delivery(v7(), 1, [REFUSED]))).rejects.toThrow();
    expect(await listed()).toEqual([]);
    expect(await copiedEvents(tenant.slug)).toEqual([]);
  });
});

describe('a customer who is born with a booking', () => {
  const wish = () => ({
    ...booking(tenant),
    customer_name: 'Marina Prado',
    customer_email: 'Marina@Email.com',
    customer_phone: '+55 11 97777-6666',
  });
  const marina = {
    name: 'Marina Prado',
    email: 'Marina@Email.com',
    phone: '+5511977776666',
  };

  it('is in the directory when the booking is answered', async () => {
    const answer = await client(tenant).post('/appointments', wish());
    const { customer_id: id } = answer.appointment(201);
    expect(await customersOf(tenant)).toMatchObject([{ id, ...marina }]);
  });

  it('is there after the alarm when D1 was down, as booked although the appointment was changed', async () => {
    faults.calendar = 'down';
    const { id, customer_id } = (await client(tenant).post('/appointments', wish())).appointment(
      201,
    );
    const change = { customer_name: 'M. Prado', customer_email: null, customer_phone: null };
    (await client(tenant).put(`/appointments/${id}`, change)).appointment();
    expect(await customersOf(tenant)).toEqual([]);

    faults.calendar = 'none';
    expect(await runDurableObjectAlarm(await stubOf(tenant.slug, tenant.agent.id))).toBe(true);
    expect(await customersOf(tenant)).toMatchObject([{ id: customer_id, ...marina }]);
    const [shown] = (await client(tenant).get('/appointments')).list().data;
    expect(shown).toMatchObject({ id, customer_id, customer_name: 'M. Prado', version: 2 });
  });

  it('does not overwrite the record when the delivery is repeated after the record was edited', async () => {
    faults.calendar = 'forgetful';
    const answer = await client(tenant).post('/appointments', wish());
    const { customer_id: id } = answer.appointment(201);
    await env.DB.prepare("UPDATE customers SET name = 'Editada' WHERE tenant = ? AND id = ?")
      .bind(tenant.slug, id)
      .run();
    faults.calendar = 'none';
    expect(await runDurableObjectAlarm(await stubOf(tenant.slug, tenant.agent.id))).toBe(true);
    expect(await customersOf(tenant)).toMatchObject([{ id, name: 'Editada' }]);
  });

  it('stands in the appointment alone: neither history holds name, e-mail or phone', async () => {
    faults.calendar = 'down';
    const { id } = (await client(tenant).post('/appointments', wish())).appointment(201);
    faults.calendar = 'none';
    await client(tenant).put(`/appointments/${id}`, { customer_phone: '+5511955554444' });
    const kept = await ledger(tenant.slug, tenant.agent.id, 'SELECT * FROM events');
    const copied = await env.DB.prepare('SELECT * FROM events WHERE tenant = ?')
      .bind(tenant.slug)
      .all();
    expect(kept).toHaveLength(2);
    expect(copied.results).toHaveLength(2);
    expect(JSON.stringify([kept, copied.results])).not.toMatch(/Prado|email\.com|\+55/i);
    // Delivered, the newborn is forgotten by the calendar, when its alarm rings.
    await runDurableObjectAlarm(await stubOf(tenant.slug, tenant.agent.id));
    const newborns = await ledger(tenant.slug, tenant.agent.id, 'SELECT * FROM newborns');
    expect(newborns).toEqual([]);
  });
});
