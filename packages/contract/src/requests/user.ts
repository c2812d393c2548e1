// The bodies that create and change a user, and the query of their list.

import * as z from 'zod/mini';
import { ROLES } from '../role.ts';
import { email, INVALID, id, optional, present, required, switched, text } from './field.ts';
import { flag, listOf, searched } from './query.ts';
import { timeZone } from './time-zone.ts';

const role = z.enum(ROLES, INVALID);

const name = text(255);
/** In order, each once. */
const departmentIds = z.pipe(
  z.array(id, INVALID),
  z.transform((ids) => [...new Set(ids)].sort()),
);

/** The default role is the lowest. */
export const userCreate = z
  .object({
    name: required(name),
    email: required(email),
    role: optional(role),
    active: optional(switched),
    time_zone: optional(timeZone),
    department_ids: optional(departmentIds),
  })
  .register(z.globalRegistry, { id: 'UserCreate' });
export type UserCreate = z.output<typeof userCreate>;

/** Missing is unchanged; a null `department_ids` is an empty one. Other read-only keys are ignored. */
export const userUpdate = z
  .object({
    id: z.optional(z.unknown()),
    name: present(name),
    /** Null is good for a user who has none. */
    email: optional(email),
    role: present(role),
    active: present(switched),
    time_zone: present(timeZone),
    department_ids: optional(departmentIds),
  })
  .register(z.globalRegistry, { id: 'UserUpdate' });
export type UserUpdate = z.output<typeof userUpdate>;

/** `GET /users`. */
export const usersQuery = z.object({
  ...listOf('name', 'email', 'inserted_at', 'updated_at'),
  active: z.optional(flag),
  department_id: z.optional(id),
  role: z.optional(role),
  q: z.optional(searched),
});
export type UsersQuery = z.output<typeof usersQuery>;
