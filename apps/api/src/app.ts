// The map: what a request passes on its way in, and where each resource is mounted.

import { getLogger } from '@logtape/logtape';
import { Hono } from 'hono';
import { CalendarSilent } from './calendar/calendar-of.ts';
import { BodyBroken } from './http/chunks.ts';
import type { Http } from './http/context.ts';
import { authenticate, requireRole } from './http/identity.ts';
import { refuse } from './http/problem.ts';
import { requestLog } from './http/request-log.ts';
import { probe, resource } from './http/resource.ts';
import { configureLogging } from './logging.ts';
import { act } from './routes/actions.ts';
import {
  changeAppointment,
  createAppointment,
  getAppointment,
  listAppointments,
} from './routes/appointments.ts';
import { getConflicts } from './routes/conflicts.ts';
import {
  changeCustomer,
  createCustomer,
  getCustomer,
  listCustomers,
  mergeCustomer,
} from './routes/customers.ts';
import {
  changeDepartment,
  createDepartment,
  getDepartment,
  listDepartments,
} from './routes/departments.ts';
import { getHealth, getReady } from './routes/health.ts';
import { importAppointments } from './routes/imports.ts';
import { rebuildTenant } from './routes/rebuild.ts';
import { changeUser, createUser, getMe, getUser, listUsers } from './routes/users.ts';

configureLogging();
const log = getLogger(['rendezvous', 'http']);

export const app = new Hono<Http>();

app.use(requestLog);
probe(app, '/health', getHealth);
probe(app, '/ready', getReady);

// From here on nobody passes without a token: 401, 400 tenant, 403, then 404 and 405.
app.use(authenticate, requireRole('attendant'));

const v1 = '/api/v1';
const DEPARTMENT_ROLES = { read: 'attendant', write: 'supervisor' } as const;
const USER_ROLES = { read: 'attendant', write: 'manager' } as const;
resource(app, `${v1}/appointments`, 'attendant', {
  GET: listAppointments,
  POST: createAppointment,
});
resource(app, `${v1}/appointments/conflicts`, 'attendant', { GET: getConflicts });
resource(app, `${v1}/appointments/:id`, 'attendant', {
  GET: getAppointment,
  PUT: changeAppointment,
  PATCH: changeAppointment,
});
resource(app, `${v1}/appointments/:id/confirm`, 'attendant', { POST: act('confirm') });
resource(app, `${v1}/appointments/:id/cancel`, 'attendant', { POST: act('cancel') });
resource(app, `${v1}/appointments/:id/complete`, 'attendant', { POST: act('complete') });
resource(app, `${v1}/appointments/:id/no-show`, 'attendant', { POST: act('no_show') });
resource(app, `${v1}/imports/appointments`, 'manager', { POST: importAppointments });

resource(app, `${v1}/departments`, DEPARTMENT_ROLES, {
  GET: listDepartments,
  POST: createDepartment,
});
resource(app, `${v1}/departments/:id`, DEPARTMENT_ROLES, {
  GET: getDepartment,
  PUT: changeDepartment,
  PATCH: changeDepartment,
});
resource(app, `${v1}/users`, USER_ROLES, { GET: listUsers, POST: createUser });
resource(app, `${v1}/users/me`, 'attendant', { GET: getMe });
resource(app, `${v1}/users/:id`, USER_ROLES, {
  GET: getUser,
  PUT: changeUser,
  PATCH: changeUser,
});
resource(app, `${v1}/customers`, 'attendant', { GET: listCustomers, POST: createCustomer });
resource(app, `${v1}/customers/:id`, 'attendant', {
  GET: getCustomer,
  PUT: changeCustomer,
  PATCH: changeCustomer,
});
resource(app, `${v1}/customers/:id/merge`, 'supervisor', { POST: mergeCustomer });

resource(app, `${v1}/rebuild`, 'owner', { POST: rebuildTenant });

app.notFound((c) => refuse(c, { code: 'not_found' }));

app.onError((error, c) => {
  // A caller who hung up or fell silent is no bug of ours.
  if (error instanceof BodyBroken) {
    c.set('problemCause', error.message);
    return refuse(c, { code: 'malformed_body' });
  }
  // What broke stays in the log; the caller gets the id to ask for it.
  log.error('failed', { request_id: c.get('requestId'), error: String(error), stack: error.stack });
  return refuse(c, { code: error instanceof CalendarSilent ? 'unavailable' : 'internal' });
});
