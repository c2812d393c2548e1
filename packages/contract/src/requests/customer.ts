// The bodies that create, change and merge a customer, and the query of their list.

import * as z from 'zod/mini';
import { email, id, optional, phone, present, required, text } from './field.ts';
import { listOf, searched } from './query.ts';

const name = text(255);

export const customerCreate = z
  .object({
    name: required(name),
    email: optional(email),
    phone: optional(phone),
  })
  .register(z.globalRegistry, { id: 'CustomerCreate' });
export type CustomerCreate = z.output<typeof customerCreate>;

/** Missing is unchanged, null clears e-mail or phone. Other read-only keys are ignored. */
export const customerUpdate = z
  .object({
    id: z.optional(z.unknown()),
    name: present(name),
    email: optional(email),
    phone: optional(phone),
  })
  .register(z.globalRegistry, { id: 'CustomerUpdate' });
export type CustomerUpdate = z.output<typeof customerUpdate>;

/** Who is merged into the customer of the path. */
export const customerMerge = z
  .object({ customer_id: required(id) })
  .register(z.globalRegistry, { id: 'CustomerMerge' });

/** `GET /customers`. */
export const customersQuery = z.object({
  ...listOf('name', 'email', 'inserted_at', 'updated_at'),
  q: z.optional(searched),
});
export type CustomersQuery = z.output<typeof customersQuery>;
