// The table of all operations: the entries of the map, each with its description. The description of the API, its tests and
// its clients read it.

import { appointmentOperations } from './appointments.ts';
import { customerOperations } from './customers.ts';
import { departmentOperations } from './departments.ts';
import { descriptionOperations } from './description.ts';
import { healthOperations } from './health.ts';
import type { Description, Operation } from './operation.ts';
import { type OperationId, type Route, routes } from './routes.ts';
import { tenantOperations } from './tenant.ts';
import { userOperations } from './users.ts';

const DESCRIPTIONS = {
  ...healthOperations,
  ...descriptionOperations,
  ...appointmentOperations,
  ...departmentOperations,
  ...userOperations,
  ...customerOperations,
  ...tenantOperations,
} as const satisfies Record<OperationId, Description>;

type Operations = { readonly [Id in OperationId]: Route & (typeof DESCRIPTIONS)[Id] };

/** The entries of the table, with their ids. */
export const operations: readonly (readonly [OperationId, Operation])[] = routes.map(
  ([id, route]) => [id, { ...route, ...DESCRIPTIONS[id] }],
);

export const OPERATIONS = Object.fromEntries(operations) as Operations; // Object.fromEntries forgets them
