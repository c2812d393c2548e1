// The people whom D1 knows before anything happens, and those who are born with a booking.

import type { Customer, Named } from '@rendezvous/domain';
import type { D1 } from './d1.ts';

/** Customers of the directory. */
export const CUSTOMERS = 3;

export const DEPARTMENT: Named = { id: 'sales000-0000-0000-0000-000000000000', name: 'Sales' };

export const customerInDirectory = (customer: number): Customer => ({
  id: `custom00-0000-0000-0000-00000000000${customer}`,
  contact: {
    name: `Customer ${customer}`,
    email: customer === 0 ? null : `customer-${customer}@example.com`,
    phone: customer === 1 ? null : `+3360000000${customer}`,
  },
});

/** Each booking has a customer of its own, who is born with it. */
export const newbornOf = (keyOrCommand: string): Customer => ({
  id: `customer-of-${keyOrCommand}`,
  contact: { name: 'Ana', email: 'ana@example.com', phone: null },
});

export function fillDirectory({ store }: D1, tenant: string, agentIds: readonly string[]): void {
  const { id, name } = DEPARTMENT;
  store.all(
    `INSERT INTO departments (tenant, id, name, name_key, inserted_at, updated_at)
     VALUES (?, ?, ?, ?, 0, 0)`,
    [tenant, id, name, name],
  );
  for (const agentId of agentIds) {
    store.all(
      `INSERT INTO users (tenant, id, name, name_key, role, inserted_at, updated_at)
       VALUES (?, ?, ?, ?, 'attendant', 0, 0)`,
      [tenant, agentId, agentId, agentId],
    );
  }
  for (let customer = 0; customer < CUSTOMERS; customer += 1) {
    const { id, contact } = customerInDirectory(customer);
    store.all(
      `INSERT INTO customers (tenant, id, name, email, phone, inserted_at, updated_at)
       VALUES (?, ?, ?, ?, ?, 0, 0)`,
      [tenant, id, contact.name, contact.email, contact.phone],
    );
  }
}
