// What each route takes and what it answers, in the contract's own schemas. A route that is missing here fails the fuzz.

import {
  appointmentAnswer,
  appointmentCancel,
  appointmentCreate,
  appointmentList,
  appointmentUpdate,
  conflictsAnswer,
  conflictsQuery,
  customerAnswer,
  customerCreate,
  customerList,
  customerMerge,
  customersQuery,
  customerUpdate,
  departmentAnswer,
  departmentCreate,
  departmentList,
  departmentsQuery,
  departmentUpdate,
  importLine,
  importReport,
  listQuery,
  rebuildReport,
  userAnswer,
  userCreate,
  userList,
  usersQuery,
  userUpdate,
} from '@rendezvous/contract';
import * as z from 'zod';
import type { Role } from '../../../src/http/identity.ts';
import { OF_CHANGE, OF_IMPORT, OF_RECORD, type Values } from './values.ts';

/** Collections of the directory, by their names in paths. */
export type Collection = 'departments' | 'users' | 'customers';

/** What a body may be wrapped in. */
export const WRAPPERS = {
  departments: 'department',
  users: 'user',
  customers: 'customer',
} as const;

export interface Form {
  /** Of which collection the route is; of appointments or of none unless it says so. */
  readonly collection?: Collection;
  /** The body, or of an import a line of it. */
  readonly body?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Values of this form alone. */
  readonly values?: Values;
  readonly media?: 'application/json' | 'application/x-ndjson' | 'any';
  /** What an accepted answer holds, or of NDJSON a line of it. */
  readonly answer: z.ZodType;
  readonly accepted?: number;
  /** The lowest role that may ask; none: nobody has to say who they are. */
  readonly role?: Role;
  /** How much of the fuzz goes here. */
  readonly weight: number;
}

const JSON_BODY = 'application/json';
const NDJSON = 'application/x-ndjson';

const probe = z.strictObject({ status: z.enum(['ok', 'ready']) });

const change: Omit<Form, 'weight'> = {
  ...{ body: appointmentUpdate, values: OF_CHANGE, media: JSON_BODY },
  ...{ answer: appointmentAnswer, role: 'attendant' },
};
const action: Form = {
  ...{ body: z.object({}), media: 'any', answer: appointmentAnswer, role: 'attendant', weight: 3 },
};

const department: Form = {
  ...{ collection: 'departments', answer: departmentAnswer, role: 'attendant', weight: 1 },
};
const user: Form = { collection: 'users', answer: userAnswer, role: 'attendant', weight: 1 };
const customer: Form = {
  ...{ collection: 'customers', answer: customerAnswer, role: 'attendant', weight: 1 },
};
const write = { values: OF_RECORD, media: JSON_BODY } as const;

export const FORMS: Readonly<Record<string, Form>> = {
  'GET /health': { answer: probe, weight: 1 },
  'GET /ready': { answer: probe, weight: 1 },
  'GET /api/v1/appointments': {
    ...{ query: listQuery, answer: appointmentList, role: 'attendant', weight: 10 },
  },
  'POST /api/v1/appointments': {
    ...{ body: appointmentCreate, media: JSON_BODY, answer: appointmentAnswer, accepted: 201 },
    ...{ role: 'attendant', weight: 6 },
  },
  'GET /api/v1/appointments/conflicts': {
    ...{ query: conflictsQuery, answer: conflictsAnswer, role: 'attendant', weight: 16 },
  },
  'GET /api/v1/appointments/:id': { answer: appointmentAnswer, role: 'attendant', weight: 4 },
  'PUT /api/v1/appointments/:id': { ...change, weight: 4 },
  'PATCH /api/v1/appointments/:id': { ...change, weight: 2 },
  'POST /api/v1/appointments/:id/confirm': action,
  'POST /api/v1/appointments/:id/cancel': { ...action, body: appointmentCancel },
  'POST /api/v1/appointments/:id/complete': action,
  'POST /api/v1/appointments/:id/no-show': action,
  'POST /api/v1/imports/appointments': {
    ...{ body: importLine, values: OF_IMPORT, media: NDJSON },
    ...{ answer: importReport, role: 'manager', weight: 20 },
  },
  'GET /api/v1/departments': {
    ...{ ...department, query: departmentsQuery, answer: departmentList, weight: 2 },
  },
  'POST /api/v1/departments': {
    ...{ ...department, ...write, body: departmentCreate, accepted: 201, role: 'supervisor' },
    weight: 0.5,
  },
  'GET /api/v1/departments/:id': department,
  'PUT /api/v1/departments/:id': {
    ...{ ...department, ...write, body: departmentUpdate, role: 'supervisor' },
  },
  'PATCH /api/v1/departments/:id': {
    ...{ ...department, ...write, body: departmentUpdate, role: 'supervisor', weight: 0.4 },
  },
  'GET /api/v1/users': { ...user, query: usersQuery, answer: userList, weight: 2 },
  // Each user has a calendar that is looked at in the end.
  'POST /api/v1/users': {
    ...{ ...user, ...write, body: userCreate, accepted: 201, role: 'manager', weight: 0.3 },
  },
  'GET /api/v1/users/me': user,
  'GET /api/v1/users/:id': user,
  'PUT /api/v1/users/:id': { ...user, ...write, body: userUpdate, role: 'manager' },
  'PATCH /api/v1/users/:id': {
    ...{ ...user, ...write, body: userUpdate, role: 'manager', weight: 0.4 },
  },
  'GET /api/v1/customers': { ...customer, query: customersQuery, answer: customerList, weight: 2 },
  'POST /api/v1/customers': { ...customer, ...write, body: customerCreate, accepted: 201 },
  'GET /api/v1/customers/:id': customer,
  'PUT /api/v1/customers/:id': { ...customer, ...write, body: customerUpdate, weight: 1.5 },
  'PATCH /api/v1/customers/:id': { ...customer, ...write, body: customerUpdate, weight: 0.5 },
  'POST /api/v1/customers/:id/merge': {
    ...{ ...customer, ...write, body: customerMerge, role: 'supervisor' },
  },
  'POST /api/v1/rebuild': { answer: rebuildReport, role: 'owner', weight: 1 },
};

/** Whether a route answers line by line. */
export const isStreamed = ({ answer }: Form): boolean =>
  answer === importReport || answer === rebuildReport;

/** The form of the route that serves this request, if one does. */
export const formServing = ({ method, url }: Request): Form | undefined =>
  FORMS[routeServing(method, new URL(url).pathname) ?? ''];

function routeServing(method: string, pathname: string): string | undefined {
  const path = decoded(pathname);
  const wanted = method === 'HEAD' ? 'GET' : method;
  return Object.keys(FORMS).find((route) => {
    const [verb, pattern = ''] = route.split(' ');
    return verb === wanted && new RegExp(`^${pattern.replace(':id', '[^/]+')}$`).test(path);
  });
}

function decoded(pathname: string): string {
  try {
    return decodeURI(pathname);
  } catch {
    return pathname;
  }
}
