// The table of all operations. The Worker mounts a handler for each, in this order; the description of the API, its tests
// and its clients read the same entries.

import { appointmentOperations } from './appointments.ts';
import { customerOperations } from './customers.ts';
import { departmentOperations } from './departments.ts';
import { descriptionOperations } from './description.ts';
import { healthOperations } from './health.ts';
import type { Operation } from './operation.ts';
import { tenantOperations } from './tenant.ts';
import { userOperations } from './users.ts';

export const OPERATIONS = {
  ...healthOperations,
  ...descriptionOperations,
  ...appointmentOperations,
  ...departmentOperations,
  ...userOperations,
  ...customerOperations,
  ...tenantOperations,
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof OPERATIONS;

/** The entries of the table, with their ids. */
export const operations: readonly (readonly [OperationId, Operation])[] = Object.entries(
  OPERATIONS,
) as [OperationId, Operation][]; // Object.entries forgets the type of an object's own keys
