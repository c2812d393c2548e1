// The history of an appointment: every version once, in order, with what it changed, who made it, when and why.

import { env } from 'cloudflare:workers';
import type { HistoryEntry } from '@rendezvous/contract';
import { v7 } from 'uuid';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ringUntilQuiet } from './harness/alarms.ts';
import { type Client, client, slot } from './harness/client.ts';
import { wipe } from './harness/equality.ts';
import { faults, resetFaults } from './harness/faults.ts';
import { importAll, importLines, oldId } from './harness/imports.ts';
import { move } from './harness/moves.ts';
import { newKey } from './harness/retries.ts';
import { newTenant, rename, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let attendant: Client;
let manager: Client;
beforeEach(async () => {
  // Alarms of a clock that is ahead do not go off by themselves.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2039, 0, 1, 9) });
  onTestFinished(() => {
    resetFaults();
    vi.useRealTimers();
  });
  tenant = await newTenant();
  attendant = client(tenant);
  manager = client(tenant, { role: 'manager', userId: tenant.manager.id });
});

const pathOf = (id: string, query = '') => `/appointments/${id}/history${query}`;
const ask = (id: string, query = '') => attendant.get(pathOf(id, query));
const told = async (id: string, query = '') => (await ask(id, query)).history().data;
const typesOf = (entries: readonly HistoryEntry[]) =>
  entries.map(({ version, type }) => `${version} ${type}`);
/** Lets a minute pass, and says what time it is then. */
const laterOn = (): string => {
  vi.setSystemTime(Date.now() + 60_000);
  return new Date().toISOString().replace('.000Z', 'Z');
};
const isPending = (headers: Headers) => headers.get('Rendezvous-Read-Model') === 'pending';

describe('a life', () => {
  it('is told version by version: fields, who, when, why', async () => {
    const { agent, otherAgent, department, otherDepartment } = tenant;
    const bookedAt = laterOn();
    const { id, customer_id } = await attendant.book({
      ...{ title: 'Premier appel', scheduled_at: slot(1), notes: 'urgent' },
      ...{ customer_name: 'Ana Prado', customer_email: 'ana@example.com' },
    });
    const changedAt = laterOn();
    await manager.put(`/appointments/${id}`, {
      ...{ title: 'Second appel', scheduled_at: slot(2), duration_minutes: 45, notes: null },
      ...{ department_id: otherDepartment.id, customer_phone: '+33 6 12 34 56 78' },
    });
    const movedAt = laterOn();
    const onTheMove = { user_id: otherAgent.id, customer_name: 'Ana Lima', customer_email: null };
    (await manager.put(`/appointments/${id}`, onTheMove)).appointment();
    const confirmedAt = laterOn();
    await attendant.post(`/appointments/${id}/confirm`);
    const cancelledAt = laterOn();
    await attendant.post(`/appointments/${id}/cancel`, { reason: 'souffrante' });

    const by = ({ id: actor, name: actor_name }: Tenant['agent']) => ({ actor, actor_name });
    const answer = await ask(id);
    expect(isPending(answer.headers)).toBe(false);
    expect(answer.history()).toEqual({
      data: [
        {
          ...{ version: 1, type: 'booked', at: bookedAt, ...by(agent), reason: null },
          changes: {
            title: { from: null, to: 'Premier appel' },
            status: { from: null, to: 'scheduled' },
            scheduled_at: { from: null, to: slot(1) },
            duration_minutes: { from: null, to: 30 },
            department_id: { from: null, to: department.id },
            department_name: { from: null, to: department.name },
            user_id: { from: null, to: agent.id },
            user_name: { from: null, to: agent.name },
            customer_id: { from: null, to: customer_id },
            notes: { from: null, to: 'urgent' },
          },
          contact_changes: ['customer_name', 'customer_email'],
        },
        {
          ...{ version: 2, type: 'changed', at: changedAt, ...by(tenant.manager), reason: null },
          changes: {
            title: { from: 'Premier appel', to: 'Second appel' },
            scheduled_at: { from: slot(1), to: slot(2) },
            duration_minutes: { from: 30, to: 45 },
            department_id: { from: department.id, to: otherDepartment.id },
            department_name: { from: department.name, to: otherDepartment.name },
            notes: { from: 'urgent', to: null },
          },
          contact_changes: ['customer_phone'],
        },
        {
          ...{ version: 3, type: 'moved', at: movedAt, ...by(tenant.manager), reason: null },
          changes: {
            user_id: { from: agent.id, to: otherAgent.id },
            user_name: { from: agent.name, to: otherAgent.name },
          },
          contact_changes: ['customer_name', 'customer_email'],
        },
        {
          ...{ version: 4, type: 'confirmed', at: confirmedAt, ...by(agent), reason: null },
          changes: { status: { from: 'scheduled', to: 'confirmed' } },
          contact_changes: [],
        },
        {
          ...{ version: 5, type: 'cancelled', at: cancelledAt, ...by(agent), reason: 'souffrante' },
          changes: {
            status: { from: 'confirmed', to: 'cancelled' },
            cancellation_reason: { from: null, to: 'souffrante' },
          },
          contact_changes: [],
        },
      ],
      meta: { current_page: 1, page_size: 20, total_pages: 1, total_count: 5 },
    });
    for (const secret of ['Prado', 'Lima', 'ana@example.com', '+33']) {
      expect(answer.text).not.toContain(secret);
    }
  });

  it('that ends well or in vain is told in its own words', async () => {
    const [done, missed] = [await attendant.book(), await attendant.book()];
    await attendant.post(`/appointments/${done.id}/complete`);
    await attendant.post(`/appointments/${missed.id}/no-show`);
    expect(typesOf(await told(done.id))).toEqual(['1 booked', '2 completed']);
    expect(typesOf(await told(missed.id))).toEqual(['1 booked', '2 no_show']);
  });

  it('between agents has each version once, however often it moves', async () => {
    const { id } = await attendant.book();
    for (const agent of [tenant.otherAgent, tenant.manager, tenant.agent, tenant.otherAgent]) {
      await move(tenant, id, agent);
    }
    const [, ...moves] = await told(id);
    expect(typesOf(moves)).toEqual(['2 moved', '3 moved', '4 moved', '5 moved']);
    expect(moves.map(({ changes }) => changes.user_name?.to)).toEqual(
      [tenant.otherAgent, tenant.manager, tenant.agent, tenant.otherAgent].map(({ name }) => name),
    );
    expect(moves.flatMap(({ contact_changes }) => contact_changes)).toEqual([]);
  });

  it('does not grow by what changes nothing, is refused, or is asked again', async () => {
    const { id, ...fetched } = await attendant.book();
    const path = `/appointments/${id}`;
    await attendant.put(path, { id, ...fetched });
    await attendant.put(path, { title: '' });
    await attendant.put(path, {}, { 'If-Match': '"7"' });
    const key = newKey();
    for (let time = 0; time < 3; time += 1) await attendant.put(path, { notes: 'une fois' }, key);
    await move(tenant, id, tenant.otherAgent, newKey());
    for (let time = 0; time < 2; time += 1) await attendant.post(`${path}/confirm`);
    expect(typesOf(await told(id))).toEqual(['1 booked', '2 changed', '3 moved', '4 confirmed']);
  });

  it('of an import begins with the import, whatever the old system dated it', async () => {
    const at = laterOn();
    const id = oldId();
    const line = { id, inserted_at: '2019-01-01T00:00:00Z', customer_phone: '+5511999990000' };
    await importAll(tenant, [line]);
    await importLines(tenant, [line]);
    await attendant.put(`/appointments/${id}`, { notes: 'relu' });
    const [first, second, ...more] = await told(id);
    expect(first).toMatchObject({
      ...{ version: 1, type: 'imported', at, actor: tenant.manager.id },
      changes: { status: { from: null, to: 'completed' } },
      contact_changes: ['customer_name', 'customer_email', 'customer_phone'],
    });
    expect(second?.changes).toEqual({ notes: { from: null, to: 'relu' } });
    expect(more).toEqual([]);
  });

  it('keeps the names of then in its changes, and calls who acted as the directory does now', async () => {
    const { id } = await attendant.book();
    await rename('users', tenant.slug, tenant.agent.id, 'João Pedro');
    await client(tenant, { userId: tenant.agent.id.toUpperCase() }).post(
      `/appointments/${id}/confirm`,
    );
    await client(tenant, { userId: 'auth0|nobody' }).post(`/appointments/${id}/complete`);
    const [booked, ...acted] = await told(id);
    expect(booked?.changes.user_name?.to).toBe(tenant.agent.name);
    expect([booked, ...acted].map((entry) => [entry?.actor, entry?.actor_name])).toEqual([
      [tenant.agent.id, 'João Pedro'],
      [tenant.agent.id, 'João Pedro'],
      ['auth0|nobody', null],
    ]);
  });

  it('is the same after a rebuild, what the contact went through included', async () => {
    const { id } = await attendant.book({ customer_email: 'ana@example.com' });
    await attendant.put(`/appointments/${id}`, { customer_email: 'ana@example.org' });
    await move(tenant, id, tenant.otherAgent);
    const before = await told(id);
    await wipe(tenant, 'events');
    await client(tenant, { role: 'owner' }).post('/rebuild');
    expect(await told(id)).toEqual(before);
    expect(before[1]?.contact_changes).toEqual(['customer_email']);
  });

  it('that was written before contacts were noted is silent about them', async () => {
    const { id } = await attendant.book();
    await env.DB.prepare(
      "UPDATE events SET appointment = json_remove(appointment, '$.contactChanges') WHERE tenant = ?",
    )
      .bind(tenant.slug)
      .run();
    expect((await told(id)).map(({ contact_changes }) => contact_changes)).toEqual([[]]);
  });
});

describe('an appointment that is not there', () => {
  it('has no history: unknown, malformed, or of another tenant', async () => {
    const foreign = await client(await newTenant()).book();
    for (const id of [v7(), oldId(), 'not-an-id', foreign.id]) {
      (await ask(id)).problem('not_found');
    }
  });

  it('has none, although D1 has events of it that no rebuild finds', async () => {
    await attendant.book();
    const id = v7();
    await env.DB.prepare('UPDATE events SET appointment_id = ?2 WHERE tenant = ?1')
      .bind(tenant.slug, id)
      .run();
    await client(tenant, { role: 'owner' }).post('/rebuild');
    (await ask(id)).problem('not_found');
  });
});

describe('while D1', () => {
  it('has not heard of the appointment, its history is empty and says that it is pending', async () => {
    faults.calendar = 'down';
    const { id } = await attendant.book();
    const answer = await ask(id);
    expect([answer.history().data, isPending(answer.headers)]).toEqual([[], true]);
    faults.calendar = 'none';
    await ringUntilQuiet(tenant);
    const caughtUp = await ask(id);
    expect(typesOf(caughtUp.history().data)).toEqual(['1 booked']);
    expect(isPending(caughtUp.headers)).toBe(false);
  });

  it('lacks a version, those behind it are not told, and it is pending', async () => {
    const { id } = await attendant.book();
    await move(tenant, id, tenant.otherAgent);
    await attendant.post(`/appointments/${id}/confirm`);
    const remove = (version: number) =>
      env.DB.prepare('DELETE FROM events WHERE tenant = ? AND version = ?')
        .bind(tenant.slug, version)
        .run();
    for (const [gone, left] of [
      [3, ['1 booked', '2 moved']],
      [1, []],
    ] as const) {
      await remove(gone);
      const answer = await ask(id);
      expect(typesOf(answer.history().data)).toEqual(left);
      expect(answer.history().meta.total_count).toBe(left.length);
      expect(isPending(answer.headers)).toBe(true);
    }
  });

  it('has a hole between two calendars, what stands behind it waits', async () => {
    const { id } = await attendant.book();
    await move(tenant, id, tenant.otherAgent);
    await attendant.post(`/appointments/${id}/confirm`);
    await env.DB.prepare('DELETE FROM events WHERE tenant = ? AND version = 2')
      .bind(tenant.slug)
      .run();
    const answer = await ask(id);
    expect(typesOf(answer.history().data)).toEqual(['1 booked']);
    expect(isPending(answer.headers)).toBe(true);
  });

  it('is silent, so is the history', async () => {
    const { id } = await attendant.book();
    faults.worker = 'down';
    (await ask(id)).problem('unavailable');
  });
});
