// The map of the API: where each operation is and who may ask, in the order in which paths are matched. It is all that the
// Worker needs to know of an operation to mount it; the rest stands in the files of the tags.

import type { Role } from '../role.ts';

const V1 = '/api/v1';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Parameters stand in braces. */
  readonly path: `/${string}`;
  /** The lowest role that may ask; `public`: nobody has to say who they are. */
  readonly lowestRole: Role | 'public';
  readonly summary: string;
}

const route = (
  method: Route['method'],
  path: Route['path'],
  lowestRole: Route['lowestRole'],
  summary: string,
): Route => ({ method, path, lowestRole, summary });

/** A path without a parameter stands before the one whose parameter would match it. */
export const ROUTES = {
  getHealth: route('GET', '/health', 'public', 'Whether the Worker runs'),
  getReady: route('GET', '/ready', 'public', 'Whether the Worker can serve'),
  getOpenApi: route('GET', '/openapi.json', 'public', 'This document'),
  getDocs: route('GET', '/docs', 'public', 'The documentation, to read and to try'),
  getDemoToken: route('GET', '/docs/token', 'public', 'A token for the local demo'),
  getLlmsText: route('GET', '/llms.txt', 'public', 'The API in short, for language models'),
  getApiCatalog: route(
    'GET',
    '/.well-known/api-catalog',
    'public',
    'Where the API and its description are',
  ),
  listProblems: route('GET', '/problems', 'public', 'All problems'),
  getProblem: route('GET', '/problems/{code}', 'public', 'What a problem means'),
  listAppointments: route('GET', `${V1}/appointments`, 'attendant', 'List appointments'),
  createAppointment: route('POST', `${V1}/appointments`, 'attendant', 'Book an appointment'),
  getConflicts: route(
    'GET',
    `${V1}/appointments/conflicts`,
    'attendant',
    'What is in the way of a time',
  ),
  getAppointment: route('GET', `${V1}/appointments/{id}`, 'attendant', 'Read an appointment'),
  updateAppointment: route('PUT', `${V1}/appointments/{id}`, 'attendant', 'Change an appointment'),
  patchAppointment: route(
    'PATCH',
    `${V1}/appointments/{id}`,
    'attendant',
    'Change an appointment (as PUT)',
  ),
  getHistory: route(
    'GET',
    `${V1}/appointments/{id}/history`,
    'attendant',
    'Read the history of an appointment',
  ),
  confirmAppointment: route(
    'POST',
    `${V1}/appointments/{id}/confirm`,
    'attendant',
    'Confirm an appointment',
  ),
  cancelAppointment: route(
    'POST',
    `${V1}/appointments/{id}/cancel`,
    'attendant',
    'Cancel an appointment',
  ),
  completeAppointment: route(
    'POST',
    `${V1}/appointments/{id}/complete`,
    'attendant',
    'Complete an appointment',
  ),
  markNoShow: route(
    'POST',
    `${V1}/appointments/{id}/no-show`,
    'attendant',
    'Mark an appointment as no-show',
  ),
  listDepartments: route('GET', `${V1}/departments`, 'attendant', 'List departments'),
  createDepartment: route('POST', `${V1}/departments`, 'supervisor', 'Create a department'),
  getDepartment: route('GET', `${V1}/departments/{id}`, 'attendant', 'Read a department'),
  updateDepartment: route('PUT', `${V1}/departments/{id}`, 'supervisor', 'Change a department'),
  patchDepartment: route(
    'PATCH',
    `${V1}/departments/{id}`,
    'supervisor',
    'Change a department (as PUT)',
  ),
  listUsers: route('GET', `${V1}/users`, 'attendant', 'List users'),
  createUser: route('POST', `${V1}/users`, 'manager', 'Create a user'),
  getMe: route('GET', `${V1}/users/me`, 'attendant', 'Read yourself'),
  getUser: route('GET', `${V1}/users/{id}`, 'attendant', 'Read a user'),
  updateUser: route('PUT', `${V1}/users/{id}`, 'manager', 'Change a user'),
  patchUser: route('PATCH', `${V1}/users/{id}`, 'manager', 'Change a user (as PUT)'),
  listCustomers: route('GET', `${V1}/customers`, 'attendant', 'List customers'),
  createCustomer: route('POST', `${V1}/customers`, 'attendant', 'Create a customer'),
  getCustomer: route('GET', `${V1}/customers/{id}`, 'attendant', 'Read a customer'),
  updateCustomer: route('PUT', `${V1}/customers/{id}`, 'attendant', 'Change a customer'),
  patchCustomer: route('PATCH', `${V1}/customers/{id}`, 'attendant', 'Change a customer (as PUT)'),
  mergeCustomer: route(
    'POST',
    `${V1}/customers/{id}/merge`,
    'supervisor',
    'Merge another customer into this one',
  ),
  importAppointments: route('POST', `${V1}/imports/appointments`, 'manager', 'Import appointments'),
  rebuildTenant: route('POST', `${V1}/rebuild`, 'owner', 'Rebuild the lists'),
};

export type OperationId = keyof typeof ROUTES;

/** The entries of the map, with their ids. */
export const routes = Object.entries(ROUTES) as [OperationId, Route][]; // Object.entries forgets the type of an object's own keys

export const isPublic = ({ lowestRole }: Route): boolean => lowestRole === 'public';
