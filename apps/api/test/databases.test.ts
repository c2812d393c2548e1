// Past one database: tenants live in three, by name or by a hash, and nothing of one is ever in another's.

import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { databaseOf, placeOf } from '../src/read-model/database-of.ts';
import { ringUntilQuiet } from './harness/alarms.ts';
import { askApp, environment } from './harness/app.ts';
import { booking, client, sign } from './harness/client.ts';
import { DATABASES, type DatabaseName, databaseCalled } from './harness/databases.ts';
import { customer, customers, department, manager, supervisor } from './harness/directory.ts';
import { expectEqual, wipe } from './harness/equality.ts';
import { failing, faults, resetFaults, roundTrips } from './harness/faults.ts';
import { importAll, oldId } from './harness/imports.ts';
import { expectPeace, move, see } from './harness/moves.ts';
import { rebuildAll } from './harness/rebuilds.ts';
import { rowsEverywhere } from './harness/rows.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

afterEach(resetFaults);

/** How many rows each database has of the tenant, in all tables that have any. */
const rowsOf = async (slug: string) =>
  Object.fromEntries(
    Object.entries(await rowsEverywhere(slug)).map(([name, tables]) => [
      name,
      Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length])),
    ]),
  );

describe('tenants in three databases', () => {
  const tenants: Record<DatabaseName, Tenant[]> = { DB: [], DB_2: [], DB_3: [] };
  beforeAll(async () => {
    for (const name of DATABASES) tenants[name] = [await newTenant(name), await newTenant(name)];
  });
  const all = () => DATABASES.flatMap((name) => tenants[name]);

  /** What a contact centre does in a day, with a customer whom every tenant knows by the same e-mail. */
  async function live(tenant: Tenant): Promise<void> {
    const contact = {
      customer_id: undefined,
      customer_name: 'Rui',
      customer_email: 'rui@a.example',
    };
    const [first, second, third] = await Promise.all([
      client(tenant).book(contact),
      client(tenant).book(contact),
      client(tenant).book({ user_id: tenant.otherAgent.id }),
    ]);
    expect(first.customer_id).toBe(second.customer_id);
    (await move(tenant, first.id, tenant.otherAgent)).appointment();
    (
      await client(tenant).post(`/appointments/${second.id}/cancel`, { reason: 'doente' })
    ).appointment();
    (await client(tenant).put(`/appointments/${third.id}`, { notes: 'à côté' })).appointment();
    const imported = oldId();
    await importAll(tenant, [{ id: imported }]);
    expect((await see(tenant, imported)).user_id).toBe(tenant.agent.id);
    department(await supervisor(tenant).post('/departments', { name: 'Novidades' }), 201);
    const found = customers(await client(tenant).get('/customers?q=rui'));
    expect(found.map(({ id }) => id)).toEqual([first.customer_id]);
    const merge = await supervisor(tenant).post(`/customers/${tenant.customer.id}/merge`, {
      customer_id: first.customer_id,
    });
    expect(customer(merge).merged_from).toEqual([first.customer_id]);
    const listed = (await client(tenant).get('/appointments')).list();
    expect(listed.meta.total_count).toBe(4);
    const history = await client(tenant).get(`/appointments/${first.id}/history`);
    expect(history.history().meta.total_count).toBe(2);
    (
      await client(tenant).get(
        `/appointments/conflicts?user_id=${tenant.manager.id}&scheduled_at=2030-01-01T10:00:00Z`,
      )
    ).conflicts();
  }

  it('live in their own alone, all at once: rows, counts, customers, outcomes, claims', async () => {
    await Promise.all(all().map(live));
    for (const name of DATABASES) {
      for (const tenant of tenants[name]) {
        await expectPeace(tenant);
        await expectEqual(tenant);
        const rows = await rowsOf(tenant.slug);
        expect(Object.keys(rows)).toEqual([name]);
        expect(rows[name]).toMatchObject({
          appointments: 4,
          customers: 3,
          imported_ids: 1,
          tenants: 1,
        });
      }
    }
  });

  it('are rebuilt in their own alone', async () => {
    for (const tenant of all()) await wipe(tenant, 'appointments', 'events', 'imported_ids');
    await Promise.all(all().map(rebuildAll));
    for (const name of DATABASES) {
      for (const tenant of tenants[name]) {
        await expectEqual(tenant);
        expect(Object.keys(await rowsOf(tenant.slug))).toEqual([name]);
      }
    }
  });

  it('do not know one another’s ids, whichever database those are in', async () => {
    for (const tenant of all()) {
      for (const foreign of all().filter((other) => other !== tenant)) {
        const { id } = (await client(foreign).get('/appointments')).list().data[0] ?? { id: '' };
        const [known, unknown] = [
          await client(tenant).get(`/appointments/${id}`),
          await client(tenant).get(`/appointments/${crypto.randomUUID()}`),
        ];
        expect(known.problem('not_found').detail).toBe(unknown.problem('not_found').detail);
        (await manager(tenant).get(`/customers/${foreign.customer.id}`)).problem('not_found');
      }
    }
  });

  it('cost one read and one write of their database a booking', async () => {
    for (const tenant of all()) {
      resetFaults();
      await client(tenant).book();
      expect(roundTrips).toEqual({ worker: 1, calendar: 1, rpc: 1 });
    }
  });

  it.each(DATABASES)(
    'go on in the other two while %s is down, and then there too',
    async (down) => {
      failing.clear();
      failing.add(down);
      Object.assign(faults, { worker: 'down', calendar: 'down' });
      for (const name of DATABASES) {
        for (const tenant of tenants[name]) {
          const listed = await client(tenant).get('/appointments');
          if (name === down) listed.problem('unavailable');
          else {
            await client(tenant).book();
            listed.list();
          }
        }
      }
      faults.worker = 'none';
      const [tenant] = tenants[down];
      if (!tenant) throw new Error('there is one');
      const late = await client(tenant).post('/appointments', booking(tenant));
      expect(late.headers.get('Rendezvous-Read-Model')).toBe('pending');
      faults.calendar = 'none';
      await ringUntilQuiet(tenant);
      await expectEqual(tenant);
    },
  );
});

describe('where a tenant lives', () => {
  const home = (setting: string | object | undefined, slug: string) =>
    placeOf(environment({ TENANT_DATABASES: setting, ...two() }), slug).home;
  const two = () => ({ DB_2: databaseCalled('DB_2'), DB_3: databaseCalled('DB_3') });
  const spread = { '*': ['DB', 'DB_2', 'DB_3'], acme: 'DB_3' };

  it('is DB when nothing is said', () => {
    expect(databaseOf(environment(), 'acme')).toBe(env.DB);
    for (const nothing of [undefined, '', '{}', {}]) expect(home(nothing, 'acme')).toBe('DB');
  });

  it('is what its name stands for, in JSON or as its text', () => {
    for (const setting of [{ acme: 'DB_2' }, '{"acme": "DB_2"}']) {
      expect([home(setting, 'acme'), home(setting, 'other')]).toEqual(['DB_2', 'DB']);
    }
    expect(home(spread, 'acme')).toBe('DB_3');
    expect(home({ '*': 'DB_2' }, 'acme')).toBe('DB_2');
    expect(home({ acme: 'DB > DB_2' }, 'acme')).toBe('DB');
  });

  it('is for all others a matter of their name: evenly, in any order of the list, and for ever', () => {
    const slugs = Array.from({ length: 3_000 }, (_, index) => `tenant-${index}`);
    const homes = slugs.map((slug) => home(spread, slug));
    for (const [name, theirs] of Object.entries(Object.groupBy(homes, (one) => one))) {
      expect(theirs?.length, name).toBeGreaterThan(900);
      expect(theirs?.length, name).toBeLessThan(1_100);
    }
    const turned = { '*': ['DB_3', 'DB', 'DB_2'] };
    expect(slugs.map((slug) => home(turned, slug))).toEqual(homes);
    // Written down: a change of the hash would lose these.
    expect(homes.slice(0, 12).join(' ')).toBe(
      'DB_2 DB_2 DB DB DB_2 DB_2 DB_3 DB DB_2 DB DB_2 DB_3',
    );
  });

  it.each<[string, string | object]>([
    ['has to be a JSON object', 'DB'],
    ['has to be a JSON object', '["DB"]'],
    ['has to be a JSON object', ['DB']],
    ['names what is no D1 binding: DB_9', { acme: 'DB_9' }],
    ['names what is no D1 binding: CALENDARS', { acme: 'CALENDARS' }],
    ['names what is no D1 binding: JWT_SECRET', { '*': 'JWT_SECRET' }],
    ['names what is no D1 binding: constructor', { acme: 'constructor' }],
    ['names what is no D1 binding: ASSETS', { acme: 'ASSETS' }],
    ['names no database for acme', { acme: 1 }],
    ['names no database for acme', { acme: ['DB'] }],
    ['names no database for acme', '{"acme": {"toString": null}}'],
    ['names no database for *', { '*': { toString: null } }],
    ['names no database for *', { '*': [['DB']] }],
    ['names what is no D1 binding: DB_9', { acme: 'DB > DB_9' }],
    ['names no database for *', { '*': [] }],
    ['names what is no tenant: Acme', { Acme: 'DB' }],
    ['moves acme as nobody can: DB > DB', { acme: 'DB > DB' }],
    ['moves acme as nobody can: DB > DB_2 > DB_3', { acme: 'DB > DB_2 > DB_3' }],
    ['moves acme as nobody can: DB >', { acme: 'DB >' }],
  ])('%s: else nobody is served, and the log says so', async (lack, setting) => {
    const lines = vi.spyOn(console, 'log').mockImplementation(() => {});
    const tenant = await newTenant();
    const inside = environment({ TENANT_DATABASES: setting, ...two() });
    const token = await sign({ sub: tenant.agent.id, tenant: tenant.slug, role: 'attendant' });
    for (const path of ['/api/v1/appointments', '/ready']) {
      const answer = await askApp(inside, path, { token, tenant: tenant.slug });
      expect(answer.problem('unavailable').detail).not.toContain('DB');
    }
    expect(lines.mock.calls.join()).toContain(`"cause":"TENANT_DATABASES ${lack}"`);
    lines.mockRestore();
  });

  it('is looked at by /ready, and by nobody who has no tenant there', async () => {
    const inside = environment({ TENANT_DATABASES: { acme: 'DB_2' }, ...two() });
    const elsewhere = environment({ TENANT_DATABASES: { acme: 'DB_3' }, ...two() });
    expect(await askApp(inside, '/ready').then(({ status }) => status)).toBe(200);
    await databaseCalled('DB_2').exec("UPDATE d1_migrations SET name = 'x' || name");
    const lines = vi.spyOn(console, 'log').mockImplementation(() => {});
    (await askApp(inside, '/ready')).problem('unavailable');
    expect(lines.mock.calls.join()).toContain('"cause":"DB_2 lacks the migration');
    expect((await askApp(elsewhere, '/ready')).status).toBe(200);
    lines.mockRestore();
    await databaseCalled('DB_2').exec('UPDATE d1_migrations SET name = substr(name, 2)');
  });
});
