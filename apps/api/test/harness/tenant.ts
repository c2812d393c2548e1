// A tenant of its own for each suite: two departments, a few people, one customer, straight into the directory.

import { v7 } from 'uuid';
import { emailKey, sortKey } from '../../src/read-model/keys.ts';
import { type DatabaseName, d1Of, place } from './databases.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

export interface Tenant {
  readonly slug: string;
  readonly department: { readonly id: string; readonly name: string };
  readonly otherDepartment: { readonly id: string; readonly name: string };
  /** Attendants. */
  readonly agent: Person;
  readonly otherAgent: Person;
  readonly manager: Person;
  readonly customer: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly phone: string;
  };
}

/** In `DB` unless told otherwise. */
export async function newTenant(database?: DatabaseName): Promise<Tenant> {
  const tenant: Tenant = {
    slug: `t-${v7()}`,
    department: { id: v7(), name: 'Suporte Técnico' },
    otherDepartment: { id: v7(), name: 'Vendas' },
    agent: { id: v7(), name: 'João Silva', role: 'attendant' },
    otherAgent: { id: v7(), name: 'Ana Souza', role: 'attendant' },
    manager: { id: v7(), name: 'Sofia Martins', role: 'manager' },
    customer: {
      id: v7(),
      name: 'Carlos Ferreira',
      email: 'carlos@email.com',
      phone: '+5511999998888',
    },
  };
  const { slug, customer } = tenant;
  if (database) place(slug, database);
  await d1Of(slug).batch([
    d1Of(slug)
      .prepare('INSERT INTO tenants (slug, name, inserted_at) VALUES (?, ?, 0)')
      .bind(slug, slug),
    ...[tenant.department, tenant.otherDepartment].map(({ id, name }) =>
      departmentRow(slug, id, name),
    ),
    ...[tenant.agent, tenant.otherAgent, tenant.manager].map((person) => userRow(slug, person)),
    d1Of(slug)
      .prepare(
        `INSERT INTO customers (tenant, id, name, name_key, email, email_key, phone, inserted_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)`,
      )
      .bind(
        slug,
        customer.id,
        customer.name,
        sortKey(customer.name),
        customer.email,
        emailKey(customer.email),
        customer.phone,
      ),
  ]);
  return tenant;
}

const departmentRow = (slug: string, id: string, name: string) =>
  d1Of(slug)
    .prepare(
      `INSERT INTO departments (tenant, id, name, name_key, active, inserted_at, updated_at)
     VALUES (?, ?, ?, ?, 1, 0, 0)`,
    )
    .bind(slug, id, name, sortKey(name));

const userRow = (slug: string, { id, name, role }: Person) =>
  d1Of(slug)
    .prepare(
      `INSERT INTO users (tenant, id, name, name_key, role, active, inserted_at, updated_at)
     VALUES (?, ?, ?, ?, ?, 1, 0, 0)`,
    )
    .bind(slug, id, name, sortKey(name), role);

/** Everybody who may have a calendar. */
export async function agentIdsOf({ slug }: Tenant): Promise<string[]> {
  const { results } = await d1Of(slug)
    .prepare('SELECT id FROM users WHERE tenant = ? ORDER BY id')
    .bind(slug)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

export const addUser = (slug: string, person: Person) => userRow(slug, person).run();

export const setActive = (
  table: 'departments' | 'users',
  slug: string,
  id: string,
  active: boolean,
) =>
  d1Of(slug)
    .prepare(`UPDATE ${table} SET active = ? WHERE tenant = ? AND id = ?`)
    .bind(active ? 1 : 0, slug, id)
    .run();

export const rename = (table: 'departments' | 'users', slug: string, id: string, name: string) =>
  d1Of(slug)
    .prepare(`UPDATE ${table} SET name = ?, name_key = ? WHERE tenant = ? AND id = ?`)
    .bind(name, sortKey(name), slug, id)
    .run();

export interface CustomerRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly merged_into: string | null;
}

/** The tenant's customers beside the one that it began with, oldest first. */
export const customersOf = async ({ slug, customer }: Tenant): Promise<CustomerRow[]> =>
  (
    await d1Of(slug)
      .prepare(
        `SELECT id, name, email, phone, merged_into FROM customers WHERE tenant = ? AND id <> ? ORDER BY inserted_at, id`,
      )
      .bind(slug, customer.id)
      .all<CustomerRow>()
  ).results;
