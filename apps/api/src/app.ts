// The map: what a request passes on its way in, and where each resource is mounted.

import { getLogger } from '@logtape/logtape';
import { Hono } from 'hono';
import { CalendarSilent } from './calendar/calendar-of.ts';
import { BodyBroken } from './http/chunks.ts';
import type { Http } from './http/context.ts';
import { cors } from './http/cors.ts';
import { authenticate, requireRole } from './http/identity.ts';
import { refuse } from './http/problem.ts';
import { limitRate, tellRateLimit } from './http/rate-limit.ts';
import { requestLog } from './http/request-log.ts';
import { probe, resource } from './http/resource.ts';
import { secureHeaders } from './http/secure-headers.ts';
import { configureLogging } from './logging.ts';
import { act } from './routes/actions.ts';
import {
  changeAppointment,
  createAppointment,
  getAppointment,
  listAppointments,
} from './routes/appointments.ts';
import { getConflicts } from './routes/conflicts.ts';
import { getHealth, getReady } from './routes/health.ts';
import { importAppointments } from './routes/imports.ts';
import { rebuildTenant } from './routes/rebuild.ts';

configureLogging();
const log = getLogger(['rendezvous', 'http']);

export const app = new Hono<Http>();

app.use(requestLog, secureHeaders);
probe(app, '/health', getHealth);
app.use(cors, tellRateLimit);
probe(app, '/ready', getReady);

// From here on nobody passes without a token: 401, 400 tenant, 403, 429, then 404 and 405.
app.use(authenticate, requireRole('attendant'));

const v1 = '/api/v1';
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

resource(app, `${v1}/rebuild`, 'owner', { POST: rebuildTenant });

// What is unknown counts too; what is known has been counted by its resource, after its role.
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
