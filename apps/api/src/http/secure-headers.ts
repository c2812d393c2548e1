// What every answer tells a browser unless its handler knows better: it is data about people, to be kept, framed, sniffed and
// executed by nobody.

import type { HttpContext } from './context.ts';

const DEFAULTS = Object.entries({
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
});

/** A year, in seconds; for this host alone, since its subdomains are not ours to promise. */
const HSTS = 'max-age=31536000';

/** On a finished answer. */
export function secure(c: HttpContext): void {
  // In place, here and where other headers are added to a finished answer: `c.header` would copy it for each.
  const { headers } = c.res;
  for (const [name, value] of DEFAULTS) {
    if (!headers.has(name)) headers.set(name, value);
  }
  if (c.req.url.startsWith('https:')) headers.set('Strict-Transport-Security', HSTS);
}
