// Where each operation is. Its type is held against the contract's table by a test, so that nothing of it is shipped.

import type { operations, paths } from './openapi.ts';

type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH'} ${keyof paths}`;

export const ROUTES = {
  getHealth: 'GET /health',
  getReady: 'GET /ready',
  listAppointments: 'GET /api/v1/appointments',
  createAppointment: 'POST /api/v1/appointments',
  getConflicts: 'GET /api/v1/appointments/conflicts',
  getAppointment: 'GET /api/v1/appointments/{id}',
  updateAppointment: 'PUT /api/v1/appointments/{id}',
  patchAppointment: 'PATCH /api/v1/appointments/{id}',
  getHistory: 'GET /api/v1/appointments/{id}/history',
  confirmAppointment: 'POST /api/v1/appointments/{id}/confirm',
  cancelAppointment: 'POST /api/v1/appointments/{id}/cancel',
  completeAppointment: 'POST /api/v1/appointments/{id}/complete',
  markNoShow: 'POST /api/v1/appointments/{id}/no-show',
  listDepartments: 'GET /api/v1/departments',
  createDepartment: 'POST /api/v1/departments',
  getDepartment: 'GET /api/v1/departments/{id}',
  updateDepartment: 'PUT /api/v1/departments/{id}',
  patchDepartment: 'PATCH /api/v1/departments/{id}',
  listUsers: 'GET /api/v1/users',
  createUser: 'POST /api/v1/users',
  getMe: 'GET /api/v1/users/me',
  getUser: 'GET /api/v1/users/{id}',
  updateUser: 'PUT /api/v1/users/{id}',
  patchUser: 'PATCH /api/v1/users/{id}',
  listCustomers: 'GET /api/v1/customers',
  createCustomer: 'POST /api/v1/customers',
  getCustomer: 'GET /api/v1/customers/{id}',
  updateCustomer: 'PUT /api/v1/customers/{id}',
  patchCustomer: 'PATCH /api/v1/customers/{id}',
  mergeCustomer: 'POST /api/v1/customers/{id}/merge',
  importAppointments: 'POST /api/v1/imports/appointments',
  rebuildTenant: 'POST /api/v1/rebuild',
} as const satisfies { readonly [Id in keyof operations]?: Route };
