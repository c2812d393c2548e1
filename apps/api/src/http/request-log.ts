// The outermost layer of a request: its id, its timings, what every answer carries, its one line in the log, its data point.
// One layer for all of this: each costs every request.

import { withContext } from '@logtape/logtape';
import { matchedRoutes } from 'hono/route';
import { v7 } from 'uuid';
import { writeLine } from '../logging.ts';
import type { HttpContext, HttpMiddleware } from './context.ts';
import { measure } from './metrics.ts';
import { secure } from './secure-headers.ts';
import { parseTraceId } from './trace.ts';

/** An id of the caller's own that can be logged and sent back as it is. */
const PLAUSIBLE_ID = /^[\w.:-]{1,128}$/;

const PROBES = new Set(['/health', '/ready']);

export const requestLog: HttpMiddleware = (c, next) => {
  // The path `/*` is spelt like the pattern of the middleware and matches it twice.
  if (c.get('requestId')) return next();
  const sent = c.req.header('X-Request-Id');
  const requestId = sent && PLAUSIBLE_ID.test(sent) ? sent : v7();
  c.set('requestId', requestId);
  c.set('timings', new Map());
  const traceId = parseTraceId(c.req.header('traceparent'));
  // Every line that is written on the way carries these.
  const ids = { request_id: requestId, ...(traceId && { trace_id: traceId }) };
  return withContext(ids, () => logged(c, next, ids));
};

async function logged(
  c: HttpContext,
  next: () => Promise<void>,
  ids: Readonly<Record<string, string>>,
): Promise<void> {
  const startedAt = performance.now();
  await next();
  secure(c);
  const durationMs = performance.now() - startedAt;
  const timings = [...c.get('timings'), ['total', durationMs] as const];
  c.res.headers.set('X-Request-Id', c.get('requestId'));
  c.res.headers.set(
    'Server-Timing',
    timings.map(([step, ms]) => `${step};dur=${ms.toFixed(1)}`).join(', '),
  );

  const tenant = c.get('caller')?.tenant;
  const { method } = c.req;
  const route = routeOf(c);
  const { status } = c.res;
  const code = c.get('problemCode');
  const isProbe = PROBES.has(c.req.path);
  if (!isProbe) measure(c.env, { tenant, method, route, status, code, durationMs });
  // Probes come every few seconds, and have a line only when they say no.
  if (isProbe && status < 500) return;
  writeLine('INFO', 'rendezvous.http', 'request', {
    ...ids,
    tenant,
    method,
    route,
    status,
    code,
    cause: c.get('problemCause'),
    duration_ms: Math.round(durationMs * 10) / 10,
  });
}

/** The pattern of the route that was asked for, never the path itself: callers put all sorts of things into paths. */
const routeOf = (c: HttpContext): string =>
  matchedRoutes(c).findLast(({ path }) => path !== '/*')?.path ?? 'unknown';
