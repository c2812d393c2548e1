// Who may do what to whom in the directory of users.

import { v7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Client, client } from './harness/client.ts';
import { createUser, manager, person, rowsIn, user, users } from './harness/directory.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  tenant = await newTenant();
});

const create = (more: object = {}, by?: Client) => createUser(tenant, more, by);
const path = (id: string) => `/users/${id}`;

/** An owner who is in the directory. */
async function newOwner(): Promise<{ id: string; by: Client }> {
  const { id } = await create({ role: 'owner' }, client(tenant, { role: 'owner' }));
  return { id, by: client(tenant, { role: 'owner', userId: id }) };
}

describe('roles', () => {
  it('let attendants read and managers write', async () => {
    for (const role of ['attendant', 'supervisor']) {
      const by = client(tenant, { role });
      users(await by.get('/users'));
      (await by.post('/users', person())).problem('forbidden');
      (await by.put(path(tenant.agent.id), { name: 'x' })).problem('forbidden');
      (await by.call('DELETE', path(tenant.agent.id))).problem('method_not_allowed');
    }
  });

  it('above their own are given by nobody', async () => {
    const before = await rowsIn('users', tenant);
    (await manager(tenant).post('/users', person({ role: 'owner' }))).problem('forbidden');
    (await manager(tenant).put(path(tenant.agent.id), { role: 'owner' })).problem('forbidden');
    expect(await rowsIn('users', tenant)).toEqual(before);
    expect((await create({ role: 'manager' })).role).toBe('manager');
    expect((await newOwner()).id).toBeDefined();
  });

  it('above their own are touched by nobody, not even by a name', async () => {
    const { id } = await newOwner();
    const before = await rowsIn('users', tenant);
    for (const body of [{ name: 'x' }, { role: 'attendant' }, { active: false }, {}]) {
      (await manager(tenant).put(path(id), body)).problem('forbidden');
    }
    expect(await rowsIn('users', tenant)).toEqual(before);
  });

  it('of the token count, not those of the directory', async () => {
    const { id } = tenant.agent; // an attendant there
    const by = client(tenant, { role: 'owner', userId: id });
    expect((await create({ role: 'owner' }, by)).role).toBe('owner');
  });

  it('and activity of one’s own stay as they are: somebody else has to change them', async () => {
    const owner = await newOwner();
    for (const body of [{ role: 'attendant' }, { active: false }, { name: 'x', role: 'manager' }]) {
      const refused = await owner.by.put(path(owner.id), body);
      expect(refused.problem('forbidden').detail).toMatch(/their own/);
    }
    // All the rest is theirs to change, and what is sent back unchanged is no offence.
    const fetched = user(await owner.by.get('/users/me'));
    const renamed = user(
      await owner.by.put(path(owner.id.toUpperCase()), { ...fetched, name: 'Nova' }),
    );
    expect(renamed).toMatchObject({ name: 'Nova', role: 'owner', active: true, version: 2 });

    const other = await newOwner();
    const lowered = await other.by.put(path(owner.id), { role: 'manager', active: false });
    expect(user(lowered)).toMatchObject({ role: 'manager', active: false, version: 3 });
  });

  it('leave an owner, however owners lower each other at once with tokens that still say owner', async () => {
    const owners = await Promise.all(Array.from({ length: 4 }, newOwner));
    const answers = await Promise.all(
      owners.flatMap(({ by }) =>
        owners.map(({ id }, index) =>
          by.put(path(id), index % 2 ? { role: 'attendant' } : { active: false }),
        ),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 403]));
    const left = await client(tenant).get('/users?role=owner&active=true');
    expect(users(left)).toHaveLength(1);
  });
});

describe('the order of judgement', () => {
  it('is: form, key, unknown id, rights, version, facts', async () => {
    const owner = await newOwner();
    const stale = { 'If-Match': '"9"' };
    const by = manager(tenant);
    (await by.put(path(v7()), { name: ' ' })).problem('invalid');
    (await by.put(path(v7()), { role: 'owner' }, stale)).problem('not_found');
    (await by.put(path(owner.id), { department_ids: [v7()] }, stale)).problem('forbidden');
    (await by.put(path(tenant.agent.id), { department_ids: [v7()] }, stale)).problem(
      'version_mismatch',
    );
  });
});
