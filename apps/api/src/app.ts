// The map: what a request passes on its way in, and which handler serves which operation of the contract's map.

import { getLogger } from '@logtape/logtape';
import { isPublic, ROUTES, type Route } from '@rendezvous/contract';
import { Hono } from 'hono';
import { CalendarSilent } from './calendar/calendar-of.ts';
import { BodyBroken } from './http/chunks.ts';
import type { Http } from './http/context.ts';
import { cors } from './http/cors.ts';
import { authenticate } from './http/identity.ts';
import { type Handlers, mount } from './http/mount.ts';
import { refuse } from './http/problem.ts';
import { limitRate, tellRateLimit } from './http/rate-limit.ts';
import { requestLog } from './http/request-log.ts';
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
import {
  getApiCatalog,
  getDemoToken,
  getDocs,
  getLlmsText,
  getOpenApi,
  getProblem,
  listProblems,
} from './routes/description.ts';
import { getHealth, getReady } from './routes/health.ts';
import { getHistory } from './routes/history.ts';
import { importAppointments } from './routes/imports.ts';
import { rebuildTenant } from './routes/rebuild.ts';
import { changeUser, createUser, getMe, getUser, listUsers } from './routes/users.ts';

configureLogging();
const log = getLogger(['rendezvous', 'http']);

const handlers: Handlers = {
  getHealth,
  getReady,
  getOpenApi,
  getDocs,
  getDemoToken,
  getLlmsText,
  getApiCatalog,
  listProblems,
  getProblem,
  listAppointments,
  createAppointment,
  getConflicts,
  getAppointment,
  getHistory,
  updateAppointment: changeAppointment,
  patchAppointment: changeAppointment,
  confirmAppointment: act('confirm'),
  cancelAppointment: act('cancel'),
  completeAppointment: act('complete'),
  markNoShow: act('no_show'),
  listDepartments,
  createDepartment,
  getDepartment,
  updateDepartment: changeDepartment,
  patchDepartment: changeDepartment,
  listUsers,
  createUser,
  getMe,
  getUser,
  updateUser: changeUser,
  patchUser: changeUser,
  listCustomers,
  createCustomer,
  getCustomer,
  updateCustomer: changeCustomer,
  patchCustomer: changeCustomer,
  mergeCustomer,
  importAppointments,
  rebuildTenant,
};

/** It says that the Worker runs, whatever its configuration. */
const isHealth = (route: Route) => route === ROUTES.getHealth;

export const app = new Hono<Http>();

app.use(requestLog);
mount(app, handlers, isHealth);
app.use(cors, tellRateLimit);
mount(app, handlers, (route) => isPublic(route) && !isHealth(route));

// From here on nobody passes without a token: 401, 400 tenant, 403, 429, then 404 and 405.
app.use(authenticate);
mount(app, handlers, (route) => !isPublic(route));

// What is unknown counts too; what is known has been counted where it is mounted, after its role.
app.use(limitRate);
app.notFound((c) => refuse(c, { code: 'not_found' }));

app.onError((error, c) => {
  // A caller who hung up or fell silent is no bug of ours.
  if (error instanceof BodyBroken) {
    c.set('problemCause', error.message);
    return refuse(c, { code: 'malformed_body' });
  }
  // What broke stays in the log; the caller gets the id to ask for it.
  log.error('failed', { error: String(error), stack: error.stack });
  return refuse(c, { code: error instanceof CalendarSilent ? 'unavailable' : 'internal' });
});
