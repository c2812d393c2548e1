// What every answer tells a browser unless its handler knows better: it is data about people, to be kept, framed, sniffed and
// executed by nobody.

import type { HttpMiddleware } from './context.ts';

const DEFAULTS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** A year, in seconds; for this host alone, since its subdomains are not ours to promise. */
const HSTS = 'max-age=31536000';

/** Before the handler, which so overrides them: a header that is added to a finished answer costs a copy of it. */
export const secureHeaders: HttpMiddleware = (c, next) => {
  for (const [name, value] of Object.entries(DEFAULTS)) c.header(name, value);
  if (c.req.url.startsWith('https:')) c.header('Strict-Transport-Security', HSTS);
  return next();
};
