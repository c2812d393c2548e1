// Where the fuzz takes place: a tenant with people, callers and appointments, another tenant that is to notice nothing, and
// what the answers have told so far.

import { env } from 'cloudflare:workers';
import { ROLES, type Role } from '@rendezvous/contract';
import { client, sign } from '../client.ts';
import { customer, department, user } from '../directory.ts';
import { copyOf, ledgersOf } from '../equality.ts';
import { newAgents } from '../moves.ts';
import { newTenant, setActive, type Tenant } from '../tenant.ts';
import type { Attempt } from './attempt.ts';
import { Told } from './told.ts';

export interface World {
  readonly tenant: Tenant;
  readonly foreign: Tenant;
  /** An appointment of the foreign tenant. */
  readonly theirs: string;
  /** Agents who can be booked. */
  readonly agentIds: readonly string[];
  readonly inactiveId: string;
  readonly tokens: Readonly<Record<Role, string>>;
  /** Tokens of owners with strange names. */
  readonly strangers: readonly string[];
  /** Tokens that open nothing. */
  readonly badTokens: readonly string[];
  readonly told: Told;
  /** What was accepted with a key: it may be sent again. */
  readonly retried: Attempt[];
}

/** A world in which so many appointments are booked already; every fourth has seen an action. */
export async function openWorld(appointments: number): Promise<World> {
  const [tenant, foreign] = await Promise.all([newTenant(), newTenant()]);
  const [inactive = tenant.agent, ...others] = await newAgents(tenant, 6);
  const agents = [tenant.agent, tenant.otherAgent, ...others];
  await setActive('users', tenant.slug, inactive.id, false);
  await setActive('departments', tenant.slug, tenant.otherDepartment.id, false);

  const told = new Told(tenant.customer.id);
  for (let index = 0; index < appointments; index += 1) {
    const agent = agents[index % agents.length] ?? tenant.agent;
    const customer = index % 3 ? {} : { customer_id: tenant.customer.id };
    const booked = await client(tenant).book({ user_id: agent.id, ...customer });
    told.learn(booked);
    const action = ['confirm', 'cancel', 'complete', 'no-show'][(index >> 2) % 4];
    const acted = `/appointments/${booked.id}/${action}`;
    if (index % 4 === 0) told.learn((await client(tenant).post(acted)).appointment());
  }

  const owner = client(tenant, { role: 'owner' });
  for (let index = 0; index < 5; index += 1) {
    const contact = { email: `somebody${index}@email.com` };
    const name = `Somebody ${index}`;
    told.learnRecord('departments', department(await owner.post('/departments', { name }), 201));
    told.learnRecord('users', user(await owner.post('/users', { name, ...contact }), 201));
    told.learnRecord(
      'customers',
      customer(await owner.post('/customers', { name, ...contact }), 201),
    );
  }

  const claims = { sub: tenant.agent.id, tenant: tenant.slug, role: 'owner' };
  const tokens = await Promise.all(ROLES.map((role) => sign({ ...claims, role })));
  const names = ['é\n\u0000', '\ud800', 'x'.repeat(255), '__proto__', "';--", ' ', '\u202E'];
  const strangers = await Promise.all(names.map((sub) => sign({ ...claims, sub })));
  const badTokens = await Promise.all([
    sign({ ...claims, exp: 1 }),
    sign({ ...claims, tenant: foreign.slug }),
    sign({ ...claims, tenant: '__proto__' }),
    sign({ ...claims, role: 'admin' }),
    sign({ ...claims, role: 'constructor' }),
    sign({ ...claims, sub: '' }),
    sign({ ...claims, sub: 'x'.repeat(256) }),
    ...['', 'x', 'a.b.c', 'null', 'x'.repeat(10_000), 'eyJhbGciOiJub25lIn0.e30.', '....'],
  ]);
  return {
    ...{ tenant, foreign, told, strangers, badTokens, inactiveId: inactive.id, retried: [] },
    theirs: (await client(foreign).book()).id,
    agentIds: agents.map(({ id }) => id),
    tokens: Object.fromEntries(ROLES.map((role, rank) => [role, tokens[rank]])) as Record<
      Role,
      string
    >, // one for each role
  };
}

/** What no request of the fuzz may change: all of the foreign tenant, and what nobody was told of in the directory. */
export async function untouchables({ tenant, foreign, told }: World): Promise<unknown> {
  const directory = ['tenants', 'departments', 'users'].map((table) =>
    env.DB.prepare(
      `SELECT * FROM ${table} WHERE ${table === 'tenants' ? 'slug' : 'tenant'} IN (?, ?) ORDER BY 1, 2`,
    ).bind(tenant.slug, foreign.slug),
  );
  const known = new Set([...told.records.ids('departments'), ...told.records.ids('users')]);
  const rows = await env.DB.batch<{ id?: string }>(directory);
  return {
    directory: rows.map(({ results }) => results.filter(({ id = '' }) => !known.has(id))),
    copy: await copyOf(foreign),
    ledgers: await ledgersOf(foreign),
  };
}
