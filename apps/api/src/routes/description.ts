// What describes the API. None of it needs a token, and all but the local demo's token is the same for everybody.

import { PROBLEM_PAGES } from '@rendezvous/contract';
import { DOCS_PAGE, DOCS_POLICY } from '../description/docs-page.ts';
import { PAGE_POLICY } from '../description/html.ts';
import { llmsText } from '../description/llms.ts';
import { problemIndex, problemPage } from '../description/problem-pages.ts';
import type { HttpContext, HttpHandler } from '../http/context.ts';
import { refuse } from '../http/problem.ts';
import { isLoopback } from '../http/token-issuer.ts';
import { within } from '../within.ts';

/** Five minutes: a deploy changes it. */
const CACHED = 'public, max-age=300';

/** How long the platform may take for a file, in milliseconds. */
const FILE_DEADLINE_MS = 5_000;

/** Made when the Worker is built: it is as large as a tenth of it. */
export const getOpenApi: HttpHandler = async (c) => {
  const path = new URL('/assets/openapi.json', c.req.url);
  const file = await within(FILE_DEADLINE_MS, c.env.ASSETS.fetch(path)).catch(
    () => 'late' as const,
  );
  return file === 'late' || !file.ok
    ? refuse(c, { code: 'unavailable' })
    : c.body(await file.text(), 200, {
        'Content-Type': 'application/json',
        'Cache-Control': CACHED,
      });
};

const html = (c: HttpContext, text: string, policy: string) =>
  c.html(text, 200, { 'Content-Security-Policy': policy, 'Cache-Control': CACHED });

export const getDocs: HttpHandler = (c) => html(c, DOCS_PAGE, DOCS_POLICY);

/** The token that `npm start` gives to the Worker: for the page of this very server, on the machine that it runs on. */
export const getDemoToken: HttpHandler = (c) => {
  const token = c.env.DEMO_TOKEN;
  const isOwnPage = c.req.header('Sec-Fetch-Site') === 'same-origin';
  return token && isOwnPage && isLoopback(c.req.url)
    ? c.json({ token })
    : refuse(c, { code: 'not_found' });
};

export const getLlmsText: HttpHandler = (c) =>
  c.text(llmsText(new URL(c.req.url).origin), 200, { 'Cache-Control': CACHED });

export const getApiCatalog: HttpHandler = (c) => {
  const { origin } = new URL(c.req.url);
  const link = (path: string, type: string) => [{ href: `${origin}${path}`, type }];
  const linkset = [
    {
      anchor: `${origin}/api/v1`,
      'service-desc': link('/openapi.json', 'application/json'),
      'service-doc': link('/docs', 'text/html'),
      'service-meta': link('/llms.txt', 'text/plain'),
      status: link('/health', 'application/json'),
    },
  ];
  return c.body(JSON.stringify({ linkset }), 200, {
    'Content-Type': 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"',
    Link: `<${origin}/.well-known/api-catalog>; rel="api-catalog"`,
    'Cache-Control': CACHED,
  });
};

export const listProblems: HttpHandler = (c) => html(c, problemIndex(), PAGE_POLICY);

export const getProblem: HttpHandler = (c) => {
  const code = PROBLEM_PAGES.get(c.req.param('code') ?? '');
  return code ? html(c, problemPage(code), PAGE_POLICY) : refuse(c, { code: 'not_found' });
};
