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

export const secureHeaders: HttpMiddleware = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (!c.res.headers.has(name)) c.header(name, value);
  }
  if (new URL(c.req.url).protocol === 'https:') c.header('Strict-Transport-Security', HSTS);
};
