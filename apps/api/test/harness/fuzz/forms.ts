// What each route takes and what it answers, from the contract's table, and how much of the fuzz goes there.

import { type Operation, type OperationId, operations, type Role } from '@rendezvous/contract';
import * as z from 'zod';
import { object, ZodMiniObject } from 'zod/mini';
import { serving } from '../serving.ts';
import { OF_CHANGE, OF_IMPORT, OF_RECORD, type Values } from './values.ts';

/** Collections of the directory, by their names in paths, and what their bodies may be wrapped in. */
export const WRAPPERS = {
  departments: 'department',
  users: 'user',
  customers: 'customer',
} as const;
export type Collection = keyof typeof WRAPPERS;

export interface Form {
  /** Of which collection the route is; of appointments or of none unless it says so. */
  readonly collection?: Collection;
  /** The body, or of an import a line of it. */
  readonly body?: ZodMiniObject;
  readonly query?: ZodMiniObject;
  /** Values of this form alone. */
  readonly values?: Values;
  readonly media?: 'application/json' | 'application/x-ndjson' | 'any';
  /** What an accepted answer holds, or of NDJSON a line of it. */
  readonly answer: z.ZodType;
  readonly accepted: number;
  readonly answerMedia: string;
  /** The lowest role that may ask; none: nobody has to say who they are. */
  readonly role?: Role;
  /** How much of the fuzz goes here. */
  readonly weight: number;
}

/** An operation that is not here gets 3, unless it only describes the API, and no values of its own. */
const SHARES: Partial<Record<OperationId, Pick<Form, 'weight' | 'values'>>> = {
  getHealth: { weight: 1 },
  getReady: { weight: 1 },
  listAppointments: { weight: 10 },
  createAppointment: { weight: 6 },
  getConflicts: { weight: 16 },
  getAppointment: { weight: 4 },
  updateAppointment: { weight: 4, values: OF_CHANGE },
  patchAppointment: { weight: 2, values: OF_CHANGE },
  importAppointments: { weight: 20, values: OF_IMPORT },
  listDepartments: { weight: 2 },
  createDepartment: { weight: 0.5, values: OF_RECORD },
  getDepartment: { weight: 1 },
  updateDepartment: { weight: 1, values: OF_RECORD },
  patchDepartment: { weight: 0.4, values: OF_RECORD },
  listUsers: { weight: 2 },
  // Each user has a calendar that is looked at in the end.
  createUser: { weight: 0.3, values: OF_RECORD },
  getMe: { weight: 1 },
  getUser: { weight: 1 },
  updateUser: { weight: 1, values: OF_RECORD },
  patchUser: { weight: 0.4, values: OF_RECORD },
  listCustomers: { weight: 2 },
  createCustomer: { weight: 1, values: OF_RECORD },
  getCustomer: { weight: 1 },
  updateCustomer: { weight: 1.5, values: OF_RECORD },
  patchCustomer: { weight: 0.5, values: OF_RECORD },
  mergeCustomer: { weight: 1, values: OF_RECORD },
  rebuildTenant: { weight: 1 },
};

const COLLECTIONS = ['departments', 'users', 'customers'] as const satisfies Collection[];

export const FORMS: Readonly<Record<string, Form>> = Object.fromEntries(
  operations.map(([id, operation]) => [
    `${operation.method} ${operation.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    formOf(id, operation),
  ]),
);

/** Whether a route answers line by line. */
export const isStreamed = (form: Form): boolean => form.answerMedia === 'application/x-ndjson';

/** The form of the route that serves this request, if one does. */
export function formServing({ method, url }: Request): Form | undefined {
  const [id, operation] = serving(method, new URL(url).pathname) ?? [];
  return id && operation && formOf(id, operation);
}

function formOf(id: OperationId, operation: Operation): Form {
  const { body, query, lowestRole, path } = operation;
  const collection = COLLECTIONS.find((name) => path.startsWith(`/api/v1/${name}`));
  const [accepted = '200', answer] = Object.entries(operation.answers)[0] ?? [];
  return {
    ...{ weight: operation.tag === 'Description' ? 0 : 3, ...SHARES[id] },
    ...{ accepted: Number(accepted), answer: answer?.schema ?? z.never() },
    answerMedia: answer?.media ?? '',
    ...(collection && { collection }),
    ...(query && { query }),
    ...(body && {
      body: body.schema instanceof ZodMiniObject ? body.schema : object({}),
      media: body.required ? body.media : 'any',
    }),
    ...(lowestRole !== 'public' && { role: lowestRole }),
  };
}
