// The outermost layer of a request: its id, its timings, its one line in the log.

import { getLogger } from '@logtape/logtape';
import { matchedRoutes } from 'hono/route';
import { v7 } from 'uuid';
import type { HttpContext, HttpMiddleware } from './context.ts';

const log = getLogger(['rendezvous', 'http']);

/** An id of the caller's own that can be logged and sent back as it is. */
const PLAUSIBLE_ID = /^[\w.:-]{1,128}$/;

const PROBES = new Set(['/health', '/ready']);

export const requestLog: HttpMiddleware = async (c, next) => {
  // The path `/*` is spelt like the pattern of the middleware and matches it twice.
  if (c.get('requestId')) return next();
  const sent = c.req.header('X-Request-Id');
  const requestId = sent && PLAUSIBLE_ID.test(sent) ? sent : v7();
  c.set('requestId', requestId);
  c.set('timings', new Map());
  const startedAt = performance.now();
  await next();
  const duration = performance.now() - startedAt;
  c.header('X-Request-Id', requestId);
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
  c.header('X-Content-Type-Options', 'nosniff');
  const timings = [...c.get('timings'), ['total', duration] as const];
  c.header('Server-Timing', timings.map(([step, ms]) => `${step};dur=${ms.toFixed(1)}`).join(', '));
  // Probes come every few seconds and say little.
  const level = PROBES.has(c.req.path) ? 'debug' : 'info';
  log[level]('request', {
    request_id: requestId,
    tenant: c.get('caller')?.tenant,
    method: c.req.method,
    route: routeOf(c),
    status: c.res.status,
    code: c.get('problemCode'),
    cause: c.get('problemCause'),
    duration_ms: Math.round(duration * 10) / 10,
  });
};

/** The pattern of the route that was asked for, never the path itself: callers put all sorts of things into paths. */
const routeOf = (c: HttpContext): string =>
  matchedRoutes(c).findLast(({ path }) => path !== '/*')?.path ?? 'unknown';
