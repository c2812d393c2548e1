// The bodies that create and change a department, and the query of their list.

import * as z from 'zod/mini';
import { optional, present, required, switched, text } from './field.ts';
import { flag, listOf, searched } from './query.ts';

const name = text(255);

export const departmentCreate = z
  .object({ name: required(name), active: optional(switched) })
  .register(z.globalRegistry, { id: 'DepartmentCreate' });
export type DepartmentCreate = z.output<typeof departmentCreate>;

/** Missing is unchanged. Other read-only keys are ignored. */
export const departmentUpdate = z
  .object({
    id: z.optional(z.unknown()),
    name: present(name),
    active: present(switched),
  })
  .register(z.globalRegistry, { id: 'DepartmentUpdate' });
export type DepartmentUpdate = z.output<typeof departmentUpdate>;

/** `GET /departments`. */
export const departmentsQuery = z.object({
  ...listOf('name', 'inserted_at', 'updated_at'),
  active: z.optional(flag),
  q: z.optional(searched),
});
export type DepartmentsQuery = z.output<typeof departmentsQuery>;
