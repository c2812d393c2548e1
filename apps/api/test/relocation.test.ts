// A tenant moves to another database while it works, and nothing is lost: `DB > DB_2`, rebuild, `DB_2`, rebuild.

import { evictDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { stubOf } from './harness/calendars.ts';
import { client } from './harness/client.ts';
import { databaseCalled, place, type Whereabouts } from './harness/databases.ts';
import { customer, department, departments, manager, supervisor } from './harness/directory.ts';
import { agentIdsOf, expectEqual, ringUntilQuiet } from './harness/equality.ts';
import { breakAt, failing, faults, resetFaults, roundTrips } from './harness/faults.ts';
import { importAll, importLines, interrupt, oldId } from './harness/imports.ts';
import { expectPeace, move, newAgents, see } from './harness/moves.ts';
import { askForRebuild, rebuild, rebuildAll, rebuildInSteps } from './harness/rebuilds.ts';
import { newKey } from './harness/retries.ts';
import { rowsEverywhere } from './harness/rows.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  // Alarms of a clock that is ahead do not go off by themselves.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  onTestFinished(() => {
    resetFaults();
    vi.useRealTimers();
  });
  tenant = await newTenant('DB');
});

/** A deploy that everybody hears of at once. */
async function deploy(where: Whereabouts): Promise<void> {
  place(tenant.slug, where);
  for (const agentId of await agentIdsOf(tenant)) {
    // One that does not run will know when it does.
    await evictDurableObject(await stubOf(tenant.slug, agentId)).catch(() => {});
  }
}

const DIRECTORY = ['tenants', 'departments', 'users', 'customers', 'imported_ids'];

/** What a database has of the tenant's directory; outcomes too. */
async function directoryIn(name: 'DB' | 'DB_2' | 'DB_3') {
  const tables = (await rowsEverywhere(tenant.slug))[name] ?? {};
  return Object.fromEntries(
    [...DIRECTORY, 'directory_outcomes'].map((table) => [table, tables[table] ?? []]),
  );
}

const list = async () => (await client(tenant).get('/appointments?page_size=100')).list().data;
const addDepartment = (name: string, headers = {}) =>
  supervisor(tenant).post('/departments', { name }, headers);

/** Facts of every kind that D1 alone knows, and appointments that were booked, moved and imported. */
async function live() {
  const imported = oldId();
  await importAll(tenant, [{ id: imported }]);
  const contact = { customer_name: 'Rui', customer_email: 'rui@a.example' };
  const booked = await client(tenant).book(contact);
  const other = await client(tenant).book();
  (await move(tenant, booked.id, tenant.otherAgent)).appointment();
  const merged = await supervisor(tenant).post(`/customers/${tenant.customer.id}/merge`, {
    customer_id: booked.customer_id,
  });
  expect(customer(merged).merged_from).toEqual([booked.customer_id]);
  const key = newKey();
  department(await addDepartment('Novidades', key), 201);
  return { ids: [booked.id, other.id, imported], key };
}

/** The whole of it, as the runbook says. */
async function moveTo(from: 'DB' | 'DB_2', to: 'DB' | 'DB_2'): Promise<void> {
  await deploy(`${from} > ${to}`);
  await rebuildAll(tenant);
  await deploy(to);
  await rebuildAll(tenant);
}

describe('a tenant that moves to another database', () => {
  it('has everything there afterwards, and nothing where it was but a mark that it left', async () => {
    const { ids, key } = await live();
    const [before, listed] = [await directoryIn('DB'), await list()];
    await moveTo('DB', 'DB_2');
    expect(await directoryIn('DB_2')).toEqual(before);
    expect(await list()).toEqual(listed);
    for (const id of ids) expect((await see(tenant, id)).id).toBe(id);
    await expectEqual(tenant);
    const { DB } = await rowsEverywhere(tenant.slug);
    expect(Object.keys(DB ?? {})).toEqual(['relocations']);
    expect((await addDepartment('Novidades', key)).headers.get('Idempotent-Replayed')).toBe('true');
    department(await addDepartment('Outra'), 201);
    await client(tenant).book();
    await expectPeace(tenant);
  });

  it('has a directory of any size, whatever is in a row', async () => {
    const departmentIds = JSON.stringify(Array.from({ length: 300 }, () => crypto.randomUUID()));
    for (let hundred = 0; hundred < 3; hundred += 1) {
      const ids = Array.from({ length: 100 }, () => crypto.randomUUID());
      await databaseCalled('DB')
        .prepare(
          `INSERT INTO users (tenant, id, name, name_key, role, active, department_ids, inserted_at, updated_at)
           SELECT ?1, value, ?2, ?2, 'attendant', 1, ?3, 0, 0 FROM json_each(?4)`,
        )
        .bind(tenant.slug, '\u{1f600}'.repeat(255), departmentIds, JSON.stringify(ids))
        .run();
    }
    const before = await directoryIn('DB');
    await deploy('DB > DB_2');
    expect((await askForRebuild(tenant)).status).toBe(200);
    expect(await directoryIn('DB_2')).toEqual(before);
  }, 120_000);

  it('asks its databases no more often for each of its agents', async () => {
    await newAgents(tenant, 40);
    await deploy('DB > DB_2');
    resetFaults();
    await rebuildAll(tenant);
    expect(roundTrips.worker).toBeLessThan(40);
    await deploy('DB_2');
    resetFaults();
    await rebuildAll(tenant);
    expect(roundTrips.worker).toBeLessThan(40);
  });

  it('can move back, and again', async () => {
    await live();
    const listed = await list();
    await moveTo('DB', 'DB_2');
    department(await addDepartment('Outra'), 201);
    const there = await directoryIn('DB_2');
    await moveTo('DB_2', 'DB');
    expect(await directoryIn('DB')).toEqual(there);
    await moveTo('DB', 'DB_2');
    expect(await directoryIn('DB_2')).toEqual(there);
    expect(await list()).toEqual(listed);
    await expectEqual(tenant);
  });

  it('books, moves and acts at every step, and lists each write at once', async () => {
    const people = await newAgents(tenant, 2);
    const { ids } = await live();
    const write = async () => {
      const { id } = await client(tenant).book();
      expect((await list()).map((one) => one.id)).toContain(id);
      for (const person of people) (await move(tenant, id, person)).appointment();
      (await client(tenant).post(`/appointments/${id}/confirm`)).appointment();
      const born = { customer_name: 'Nova', customer_email: `${id}@a.example` };
      ids.push(id, (await client(tenant).book(born)).id);
    };
    const writing = async () => {
      for (let round = 0; round < 3; round += 1) await write();
    };
    const expectAllListed = async () =>
      expect((await list()).map(({ id }) => id).sort()).toEqual(ids.sort());
    for (const where of ['DB > DB_2', 'DB_2'] as const) {
      await deploy(where);
      // Before anything is rebuilt: whichever database is read has what both were told.
      await expectAllListed();
      await write();
      await Promise.all([writing(), rebuild(tenant), writing(), rebuild(tenant)]);
      await rebuildAll(tenant);
      await write();
    }
    await expectAllListed();
    await expectPeace(tenant);
    await expectEqual(tenant);
    expect(Object.keys((await rowsEverywhere(tenant.slug)).DB ?? {})).toEqual(['relocations']);
  });

  it('closes its directory from the first rebuild to the last: 503, while reads and replays go on', async () => {
    const { key } = await live();
    const expectClosed = async () => {
      const refused = await addDepartment('Outra');
      refused.problem('unavailable');
      expect(refused.headers.get('Retry-After')).not.toBeNull();
      const renamed = await manager(tenant).put(`/users/${tenant.agent.id}`, { name: 'X' });
      renamed.problem('unavailable');
      const reports = await importLines(tenant, [{ id: oldId() }]);
      expect(reports.map(({ result }) => result)).toEqual(['unavailable']);
      const replayed = await addDepartment('Novidades', key);
      expect(replayed.headers.get('Idempotent-Replayed')).toBe('true');
      expect(departments(await client(tenant).get('/departments'))).toHaveLength(4);
    };
    await deploy('DB > DB_2');
    department(await addDepartment('Antes'), 201);
    await rebuildAll(tenant);
    await expectClosed();
    // A mark in the database closes it: a Worker that has not heard of the move is refused too.
    place(tenant.slug, 'DB');
    await expectClosed();
    await deploy('DB_2');
    await expectClosed();
    await rebuildAll(tenant);
    department(await addDepartment('Outra'), 201);
    const reports = await importLines(tenant, [{ id: oldId() }]);
    expect(reports.map(({ result }) => result)).toEqual(['imported']);
  });

  it('may stay after all, as if nothing had been', async () => {
    await live();
    const before = await directoryIn('DB');
    await deploy('DB > DB_2');
    await rebuildAll(tenant);
    await client(tenant).book();
    await deploy('DB');
    await rebuildAll(tenant);
    department(await addDepartment('Outra'), 201);
    expect(Object.keys((await rowsEverywhere(tenant.slug)).DB_2 ?? {})).toEqual(['relocations']);
    expect((await directoryIn('DB')).users).toEqual(before.users);
    await expectPeace(tenant);
    await moveTo('DB', 'DB_2');
    await expectEqual(tenant);
  });
});

describe('calendars that have not heard of the move yet', () => {
  it('are found out by the rebuild, which says that it has to be asked again', async () => {
    await live();
    // The Worker knows; the objects live on as they were.
    place(tenant.slug, 'DB > DB_2');
    expect((await rebuild(tenant)).map(({ result }) => result)).toContain('unavailable');
    await deploy('DB > DB_2');
    await rebuildAll(tenant);
    place(tenant.slug, 'DB_2');
    const born = { customer_name: 'Nova', customer_email: 'nova@a.example' };
    const { customer_id } = await client(tenant).book(born);
    await deploy('DB_2');
    await rebuildAll(tenant);
    await expectEqual(tenant);
    customer(await client(tenant).get(`/customers/${customer_id}`));
  });

  it('tell the old database alone: what they told is taken over before that is cleared', async () => {
    await live();
    await deploy('DB > DB_2');
    await rebuildAll(tenant);
    await deploy('DB');
    place(tenant.slug, 'DB');
    const born = { customer_name: 'Nova', customer_email: 'nova@a.example' };
    const { id, customer_id } = await client(tenant).book(born);
    await deploy('DB_2');
    expect((await list()).map((one) => one.id)).not.toContain(id);
    await rebuildAll(tenant);
    expect((await list()).map((one) => one.id)).toContain(id);
    customer(await client(tenant).get(`/customers/${customer_id}`));
    expect(Object.keys((await rowsEverywhere(tenant.slug)).DB ?? {})).toEqual(['relocations']);
    await expectEqual(tenant);
  });
});

describe('a step that cannot be right', () => {
  const expectRefused = async (where: Whereabouts, why: string) => {
    const lines = vi.spyOn(console, 'log').mockImplementation(() => {});
    const before = await rowsEverywhere(tenant.slug);
    await deploy(where);
    (await askForRebuild(tenant)).problem('unavailable');
    expect(lines.mock.calls.join()).toContain(`"cause":"${tenant.slug} ${why}"`);
    lines.mockRestore();
    expect(await rowsEverywhere(tenant.slug)).toEqual(before);
  };

  it('changes nothing, and the log says why', async () => {
    await live();
    await expectRefused('DB_3 > DB_2', 'does not live in DB_3');
    await deploy('DB > DB_2');
    await rebuildAll(tenant);
    await expectRefused('DB_2 > DB', 'lives in DB already');
    await expectRefused('DB > DB_3', 'is on its way to DB_2');
    await deploy('DB_2');
    await rebuildAll(tenant);
    await expectRefused('DB > DB_2', 'does not live in DB');
    await expectRefused('DB', 'has left DB for DB_2');
    (await addDepartment('Outra')).problem('unavailable');
    await deploy('DB_2');
    await rebuildAll(tenant);
    await expectEqual(tenant);
  });

  it('is to go on with half a directory', async () => {
    await live();
    await deploy('DB > DB_2');
    faults.worker = 'down';
    failing.delete('DB');
    (await askForRebuild(tenant)).problem('unavailable');
    resetFaults();
    await rebuildUntilItBreaks(8);
    await expectRefused('DB_2', 'is not wholly copied to DB_2');
    await moveTo('DB', 'DB_2');
    await expectEqual(tenant);
  });
});

/** Asks for a rebuild whose n-th and later round trips of the Worker to D1 fail; false when it took fewer. */
async function rebuildUntilItBreaks(nth: number, fault: 'down' | 'forgetful' = 'down') {
  resetFaults();
  breakAt(nth, fault);
  const answer = await askForRebuild(tenant);
  const took = roundTrips.worker;
  resetFaults();
  if (took >= nth) expect(answer.text).toContain('unavailable');
  return took >= nth;
}

describe('a move that breaks off', () => {
  it.each(['down', 'forgetful'] as const)(
    'at any round trip of any step (%s) is done by asking again',
    async (fault) => {
      await live();
      let [home, other]: ['DB' | 'DB_2', 'DB' | 'DB_2'] = ['DB', 'DB_2'];
      const listed = await list();
      let steps = 0;
      for (let nth = 1, broke = true; broke; nth += 1) {
        broke = false;
        const directory = await directoryIn(home);
        for (const where of [`${home} > ${other}`, other] as const) {
          await deploy(where);
          if (await rebuildUntilItBreaks(nth, fault)) broke = true;
          await rebuildAll(tenant);
        }
        expect(await directoryIn(other)).toEqual(directory);
        expect(Object.keys((await rowsEverywhere(tenant.slug))[home] ?? {})).toEqual([
          'relocations',
        ]);
        await ringUntilQuiet(tenant);
        await expectEqual(tenant);
        [home, other] = [other, home];
        steps += 1;
      }
      expect(steps).toBeGreaterThan(20);
      expect(await list()).toEqual(listed);
    },
    120_000,
  );

  it('does nothing any more when it goes on after the move was finished without it', async () => {
    // The directory has been carried over by then.
    for (let nth = 1; nth <= 20; nth += 1) {
      tenant = await newTenant('DB');
      department(await addDepartment('Novidades'), 201);
      await client(tenant).book();
      await deploy('DB > DB_2');
      let finished: unknown;
      await interrupt(
        nth,
        (inside) => rebuildInSteps(tenant, () => {}, inside).catch(() => {}),
        async () => {
          await moveTo('DB', 'DB_2');
          const renamed = { name: 'Renomeada' };
          const path = `/departments/${tenant.department.id}`;
          department(await supervisor(tenant).put(path, renamed));
          finished = await rowsEverywhere(tenant.slug);
        },
      );
      expect(await rowsEverywhere(tenant.slug), `point ${nth}`).toEqual(finished);
    }
  }, 120_000);
});
