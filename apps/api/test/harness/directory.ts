// Answers about the directory, read with the contract's schemas, and people of each role who ask.

import {
  customerAnswer,
  customerList,
  departmentAnswer,
  departmentList,
  userAnswer,
  userList,
} from '@rendezvous/contract';
import { expect } from 'vitest';
import type * as z from 'zod';
import { type Answer, type Client, client } from './client.ts';
import { d1Of } from './databases.ts';
import type { Tenant } from './tenant.ts';

const reader =
  <Schema extends z.ZodObject<{ data: z.ZodType }>>(schema: Schema) =>
  (answer: Answer, status = 200): z.output<Schema>['data'] => {
    expect(answer.status, answer.text).toBe(status);
    return schema.parse(answer.json).data;
  };

export const department = reader(departmentAnswer);
export const departments = reader(departmentList);
export const user = reader(userAnswer);
export const users = reader(userList);
export const customer = reader(customerAnswer);
export const customers = reader(customerList);

export const supervisor = (tenant: Tenant): Client => client(tenant, { role: 'supervisor' });
export const manager = (tenant: Tenant): Client =>
  client(tenant, { role: 'manager', userId: tenant.manager.id });

/** The rows of the tenant in a table of the directory. */
export const rowsIn = async (
  table: 'departments' | 'users' | 'customers' | 'directory_outcomes',
  { slug }: Tenant,
): Promise<Record<string, unknown>[]> =>
  (
    await d1Of(slug)
      .prepare(`SELECT * FROM ${table} WHERE tenant = ? ORDER BY 1, 2`)
      .bind(slug)
      .all()
  ).results;

let people = 0;

/** The form of a person whom nobody knows yet. */
export const person = (more: object = {}) => ({
  name: 'Rui Alves',
  email: `rui${people++}@email.com`,
  ...more,
});

export const createUser = async (tenant: Tenant, more: object = {}, by = manager(tenant)) =>
  user(await by.post('/users', person(more)), 201);
