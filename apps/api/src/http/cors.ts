// Pages of the configured origins may call and read every answer, refusals included (Fetch standard, CORS). Callers are known
// by their token and never by a cookie, so no credentials are allowed. To any other origin the API says nothing of it.

import { readConfiguration } from './configuration.ts';
import type { HttpContext, HttpMiddleware } from './context.ts';

const METHODS = 'GET, HEAD, POST, PUT, PATCH';
const REQUEST_HEADERS =
  'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id, X-Tenant, traceparent';
const ANSWER_HEADERS =
  'ETag, Link, Location, Retry-After, X-Request-Id, Idempotent-Replayed, RateLimit, RateLimit-Policy, Rendezvous-Read-Model, Server-Timing';
/** How long a browser may remember a preflight, in seconds: more than two hours no browser does. */
const MAX_AGE_S = 7_200;

export const cors: HttpMiddleware = async (c, next) => {
  const configuration = readConfiguration(c.env);
  if (typeof configuration === 'string' || configuration.origins.size === 0) return next();
  const origin = c.req.header('Origin');
  const allowed = origin !== undefined && configuration.origins.has(origin);
  // A preflight carries no token: it is answered before anybody asks for one, whatever its path.
  if (allowed && isPreflight(c)) {
    c.header('Access-Control-Allow-Methods', METHODS);
    c.header('Access-Control-Allow-Headers', REQUEST_HEADERS);
    c.header('Access-Control-Max-Age', String(MAX_AGE_S));
    c.res = c.body(null, 204);
  } else {
    await next();
  }
  // Whoever keeps this answer must not give it to another origin.
  if (!/(^|,)\s*origin\s*(,|$)/i.test(c.res.headers.get('Vary') ?? '')) {
    c.header('Vary', 'Origin', { append: true });
  }
  if (!allowed) return;
  c.header('Access-Control-Allow-Origin', origin);
  if (!isPreflight(c)) c.header('Access-Control-Expose-Headers', ANSWER_HEADERS);
};

const isPreflight = (c: HttpContext): boolean =>
  c.req.method === 'OPTIONS' && c.req.header('Access-Control-Request-Method') !== undefined;
