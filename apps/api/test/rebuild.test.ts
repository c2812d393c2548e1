// Rebuild: whatever D1 lost or got wrong, afterwards it tells the same as the ledgers.

import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { holdAlarms, ringUntilQuiet } from './harness/alarms.ts';
import { alarmOf, ledger, releaseHeld, stubOf } from './harness/calendars.ts';
import { client } from './harness/client.ts';
import { copyOf, expectEqual, wipe } from './harness/equality.ts';
import { faults, resetFaults, roundTrips } from './harness/faults.ts';
import { importAll, interrupt, oldId } from './harness/imports.ts';
import { expectPeace, move, newAgents, see } from './harness/moves.ts';
import { askForRebuild, rebuild, rebuildAll, rebuildInSteps } from './harness/rebuilds.ts';
import { agentIdsOf, newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const onD1 = (query: string, ...bindings: string[]) =>
  env.DB.prepare(query)
    .bind(tenant.slug, ...bindings)
    .run();
const calendar = (query: string, ...bindings: (string | number)[]) =>
  ledger<Record<string, number>>(tenant.slug, tenant.agent.id, query, ...bindings);
const list = async () => (await client(tenant).get('/appointments?page_size=100')).list().data;

/** Bookings, changes, moves there and back, an import that moved: what a tenant has. The manager's calendar stays empty. */
async function live(): Promise<{ ids: string[]; imported: string }> {
  const imported = oldId();
  await importAll(tenant, [
    { id: imported, cancellation_reason: 'doente', status: 'cancelled' },
    { id: oldId(), user_id: tenant.otherAgent.id },
  ]);
  const ids: string[] = [];
  for (let count = 0; count < 6; count += 1) ids.push((await client(tenant).book()).id);
  const [one = '', two = '', three = '', four = ''] = ids;
  await client(tenant).put(`/appointments/${one}`, { notes: 'à côté', customer_name: 'Outra' });
  await client(tenant).post(`/appointments/${two}/cancel`, { reason: 'doente' });
  for (const id of [three, four]) (await move(tenant, id, tenant.otherAgent)).appointment();
  (await move(tenant, four, tenant.agent)).appointment();
  await ringUntilQuiet(tenant);
  await expectEqual(tenant);
  return { ids, imported };
}

describe('a rebuild', () => {
  it('is for owners', async () => {
    for (const role of ['attendant', 'supervisor', 'manager']) {
      (await askForRebuild(tenant, role)).problem('forbidden');
    }
    const { status, headers } = await askForRebuild(tenant);
    expect([status, headers.get('Content-Type')]).toEqual([200, 'application/x-ndjson']);
  });

  it('reports on every agent of the directory', async () => {
    await live();
    const reports = await rebuild(tenant);
    expect(reports.map(({ user_id }) => user_id).sort()).toEqual(await agentIdsOf(tenant));
    const { events } = await copyOf(tenant);
    expect(reports.reduce((sum, report) => sum + report.events, 0)).toBe(events.length);
  });

  const LOSSES: Record<string, () => Promise<unknown>> = {
    'nothing was wrong': async () => {},
    'the appointments were wiped': () => wipe(tenant, 'appointments'),
    'the events were wiped': () => wipe(tenant, 'events'),
    'all was wiped, the claims of imports too': () =>
      wipe(tenant, 'appointments', 'events', 'imported_ids'),
    'some rows were lost': () =>
      env.DB.batch(
        [
          'appointments WHERE tenant = ? AND version = 1',
          'events WHERE tenant = ? AND seq % 2 = 0',
        ].map((lost) => env.DB.prepare(`DELETE FROM ${lost}`).bind(tenant.slug)),
      ),
    'rows were corrupted at the same version': () =>
      env.DB.batch([
        env.DB.prepare(
          `UPDATE appointments SET title = 'x', status = 'no_show', scheduled_at = 0, notes = NULL,
             customer_email = 'x', updated_at = 1 WHERE tenant = ?`,
        ).bind(tenant.slug),
        env.DB.prepare(
          `UPDATE events SET type = 'x', at = 0, reason = 'x', actor = 'x', appointment = '{}' WHERE tenant = ?`,
        ).bind(tenant.slug),
      ]),
    'rows are of an older version': () =>
      onD1("UPDATE appointments SET version = 0, title = 'x' WHERE tenant = ?"),
    "rows stand in another agent's name": () =>
      onD1('UPDATE appointments SET user_id = ?2 WHERE tenant = ?1', tenant.otherAgent.id),
    'rows stand in the name of an agent whose calendar is empty': () =>
      onD1('UPDATE appointments SET user_id = ?2 WHERE tenant = ?1', tenant.manager.id),
    'rows stand in the name of nobody': () =>
      onD1("UPDATE appointments SET user_id = 'nobody' WHERE tenant = ?"),
    'an unknown appointment stands in the name of an agent': () => stray(tenant.agent.id),
    'an unknown appointment stands in the name of an agent whose calendar is empty': () =>
      stray(tenant.manager.id),
    'an unknown appointment stands in the name of nobody': () => stray('nobody'),
    'events stand after the last one of a calendar': () =>
      onD1(
        `INSERT INTO events SELECT tenant, calendar, seq + 1000, appointment_id, version, type, actor, at,
           reason, appointment FROM events WHERE tenant = ?`,
      ),
    'numbers of a calendar stand at other appointments of it too': () =>
      onD1(
        `INSERT OR IGNORE INTO events SELECT tenant, calendar, seq + 1, appointment_id, version, type, actor, at,
           reason, appointment FROM events WHERE tenant = ?`,
      ),
    'events stand in a calendar that there is not': () =>
      onD1(
        `INSERT INTO events SELECT tenant, 'nowhere', seq, appointment_id, version, type, actor, at,
           reason, appointment FROM events WHERE tenant = ? GROUP BY seq`,
      ),
  };
  const stray = (agentId: string) =>
    onD1(
      `INSERT INTO appointments SELECT tenant, 'z' || substr(id, 2), version, title, title_key, description,
         status, scheduled_at, duration_minutes, department_id, department_name, ?2, user_name,
         customer_id, customer_name, customer_name_key, customer_email, customer_phone, notes,
         cancellation_reason, inserted_at, updated_at FROM appointments
       WHERE tenant = ?1 AND id NOT LIKE 'z%' LIMIT 1`,
      agentId,
    );

  it.each(Object.entries(LOSSES))('ends equal when %s', async (_, lose) => {
    await live();
    const before = await list();
    await lose();
    await rebuildAll(tenant);
    await expectEqual(tenant);
    expect(await list()).toEqual(before);
    await rebuildAll(tenant);
    await expectEqual(tenant);
    await ringUntilQuiet(tenant);
    await expectEqual(tenant);
  });

  it('ends equal after a calendar was set back to an earlier moment, and what has come since', async () => {
    await live();
    const { id } = await client(tenant).book();
    const [{ seq = 0 } = {}] = await calendar('SELECT max(seq) AS seq FROM events');
    (await client(tenant).post(`/appointments/${id}/confirm`)).appointment();
    const lost = await client(tenant).book();
    await calendar('DELETE FROM events WHERE seq > ?', seq);
    await calendar('DELETE FROM appointments WHERE id = ?', lost.id);
    await calendar(
      "UPDATE appointments SET status = 'scheduled', version = 1, last_seq = ? WHERE id = ?",
      ...[seq, id],
    );
    await calendar('UPDATE calendar SET delivered_seq = ?', seq);
    await evictDurableObject(await stubOf(tenant.slug, tenant.agent.id));
    (await client(tenant).get(`/appointments/${lost.id}/history`)).history();
    const { id: since } = await client(tenant).book();
    (await client(tenant).post(`/appointments/${id}/cancel`)).appointment();
    await rebuildAll(tenant);
    await expectEqual(tenant);
    (await client(tenant).get(`/appointments/${lost.id}/history`)).problem('not_found');
    const historyOf = async (of: string) =>
      (await client(tenant).get(`/appointments/${of}/history`)).history().data;
    expect((await historyOf(id)).map(({ type }) => type)).toEqual(['booked', 'cancelled']);
    expect((await historyOf(since)).map(({ type }) => type)).toEqual(['booked']);
  });

  it('ends equal when a calendar has hundreds of events', async () => {
    await Promise.all(Array.from({ length: 160 }, () => client(tenant).book()));
    await wipe(tenant, 'appointments', 'events');
    await rebuildAll(tenant);
    await expectEqual(tenant);
  });

  it('ends equal while bookings, moves, actions and another rebuild go on', async () => {
    const people = await newAgents(tenant, 3);
    const { ids } = await live();
    await wipe(tenant, 'appointments', 'events');
    const write = async (id: string, index: number) => {
      for (const person of [...people, tenant.otherAgent]) {
        await move(tenant, id, person);
        await client(tenant).book({ user_id: person.id });
      }
      await client(tenant).post(`/appointments/${id}/${index % 2 ? 'confirm' : 'no-show'}`);
    };
    await Promise.all([...ids.map(write), rebuild(tenant), rebuild(tenant), ...ids.map(write)]);
    await expectPeace(tenant);
    await expectEqual(tenant);
  });

  it.each([1, 2, 3, 4])(
    'keeps what an agent who has just come was booked (point %i)',
    async (point) => {
      await live();
      const come = async () => {
        const [agent = tenant.agent] = await newAgents(tenant, 1);
        await client(tenant).book({ user_id: agent.id });
      };
      await interrupt(point, (inside) => rebuildInSteps(tenant, () => {}, inside), come);
      await ringUntilQuiet(tenant);
      await expectEqual(tenant);
    },
  );

  it('leaves other tenants alone', async () => {
    const foreign = await newTenant();
    await client(foreign).book();
    await wipe(tenant, 'appointments', 'events');
    await rebuildAll(tenant);
    expect((await client(foreign).get('/appointments')).list().data).toHaveLength(1);
  });
});

describe('a rebuild that D1 fails', () => {
  it('for the list of calendars is 503', async () => {
    faults.worker = 'down';
    (await askForRebuild(tenant)).problem('unavailable');
  });

  it.each(['down', 'forgetful'] as const)(
    '(%s) says so, and ends equal at the next try',
    async (fault) => {
      await live();
      await wipe(tenant, 'appointments', 'events');
      faults.calendar = fault;
      const reports = await rebuild(tenant);
      expect(reports.map(({ result }) => result)).toContain('unavailable');
      faults.calendar = 'none';
      await rebuildAll(tenant);
      await expectEqual(tenant);
    },
  );

  it.each(['down', 'forgetful'] as const)(
    '(%s) between two calendars ends equal at the next try',
    async (fault) => {
      await live();
      await wipe(tenant, 'appointments', 'events');
      const reports = await rebuildInSteps(tenant, () => {
        faults.calendar = fault;
      });
      expect(reports.map(({ result }) => result)).toContain('unavailable');
      faults.calendar = 'none';
      await rebuildAll(tenant);
      await expectEqual(tenant);
    },
  );

  it('in the middle of a calendar goes on by its alarm', async () => {
    await Promise.all(Array.from({ length: 160 }, () => client(tenant).book()));
    await wipe(tenant, 'appointments', 'events');
    resetFaults();
    faults.calendar = 'held';
    const rebuilding = rebuild(tenant);
    // What is removed, then two batches of events.
    for (const trip of [1, 2, 3]) {
      await vi.waitFor(() => expect(roundTrips.calendar).toBe(trip));
      if (trip === 3) faults.calendar = 'down';
      await releaseHeld(tenant.slug, tenant.agent.id);
    }
    const reports = await rebuilding;
    const report = reports.find(({ user_id }) => user_id === tenant.agent.id);
    expect(report).toMatchObject({ result: 'pending', events: 160, left: 60 });
    faults.calendar = 'none';
    expect(await alarmOf(tenant.slug, tenant.agent.id)).not.toBeNull();
    expect(await runDurableObjectAlarm(await stubOf(tenant.slug, tenant.agent.id))).toBe(true);
    await expectEqual(tenant);
  });

  it('by removing rows late, removes nothing that was booked meanwhile', async () => {
    await client(tenant).book();
    resetFaults();
    faults.calendar = 'held';
    const rebuilding = rebuild(tenant);
    await vi.waitFor(() => expect(roundTrips.calendar).toBe(1));
    faults.calendar = 'none';
    const { id } = await client(tenant).book();
    await rebuilding; // whose deadline has passed
    await releaseHeld(tenant.slug, tenant.agent.id);
    await ringUntilQuiet(tenant);
    expect((await list()).map((listed) => listed.id)).toContain(id);
    await expectEqual(tenant);
  });
});

describe('after the appointments of D1 were wiped, before the rebuild', () => {
  it('every appointment is found, imported ones too', async () => {
    const { ids, imported } = await live();
    (await move(tenant, imported, tenant.otherAgent)).problem('appointment_closed');
    const before = await Promise.all([...ids, imported].map((id) => see(tenant, id)));
    await wipe(tenant, 'appointments', 'events');
    expect(await Promise.all([...ids, imported].map((id) => see(tenant, id)))).toEqual(before);
    await rebuildAll(tenant);
    await expectEqual(tenant);
  });
});
