// The pages and lists beside the document: what a problem's type leads to, the documentation, and what machines find.

import { exports } from 'cloudflare:workers';
import { apiCatalog, operations, PROBLEM_PAGES, PROBLEMS } from '@rendezvous/contract';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../src/description/html.ts';
import { askApp, environment } from './harness/app.ts';
import { Answer, ORIGIN } from './harness/client.ts';

const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
  const response = await exports.default.fetch(`${ORIGIN}${path}`, init);
  return new Answer(response, await response.text());
};

describe('a problem', () => {
  it('leads to a page that says cause and cure', async () => {
    const { type } = (await ask('/api/v1/appointments')).problem('unauthenticated');
    const page = await ask(new URL(type).pathname);
    expect(page.text).toContain(PROBLEMS.unauthenticated.title);
    expect(page.headers.get('Content-Type')).toMatch(/^text\/html/);
  });

  it.each([...PROBLEM_PAGES])(
    'has the page %s, reached from the list of all',
    async (name, code) => {
      const path = `/problems/${name}`;
      const page = (await ask(path)).text;
      for (const line of [PROBLEMS[code].cause, PROBLEMS[code].cure]) {
        expect(page).toContain(escapeHtml(line));
      }
      expect((await ask('/problems')).text).toContain(`href="${path}"`);
    },
  );

  it.each(['nothing', 'slot_taken', '__proto__', '%00'])('is not %s', async (name) => {
    (await ask(`/problems/${name}`)).problem('not_found');
  });
});

describe('the pages', () => {
  it.each(['/docs', '/problems', '/problems/invalid'])(
    '%s hold no script of their own',
    async (path) => {
      const { text, headers } = await ask(path);
      expect(text).not.toMatch(
        /<script(?! (?:type="module" )?src="\/assets\/)|\son\w+=|<style|\sstyle=|https?:\/\/(?!www\.rfc-editor\.org)/,
      );
      expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'/);
      expect(headers.get('Content-Security-Policy')).not.toMatch(/unsafe-eval|https?:|\*/);
    },
  );
});

describe('/docs/token', () => {
  const own = { 'Sec-Fetch-Site': 'same-origin' };
  const demo = environment({ DEMO_TOKEN: 'the.demo.token' });

  it("is told to the server's own page on the loopback", async () => {
    const answer = await askApp(demo, '/docs/token', { headers: own });
    expect(answer.json).toEqual({ token: 'the.demo.token' });
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
  });

  it.each([
    ['off the loopback', demo, { origin: 'https://rendezvous.example', headers: own }],
    ['to a page of another origin', demo, { headers: { 'Sec-Fetch-Site': 'cross-site' } }],
    ['to what is no page', demo, {}],
    ['where there is no demo', environment(), { headers: own }],
  ])('is not told %s', async (_, env, asked) => {
    (await askApp(env, '/docs/token', asked)).problem('not_found');
  });
});

describe('what is for machines', () => {
  it('lists every operation and every code in /llms.txt', async () => {
    const { text } = await ask('/llms.txt');
    for (const [, { method, path }] of operations) expect(text).toContain(`\`${method} ${path}\``);
    for (const code of Object.keys(PROBLEMS)) expect(text).toContain(`\`${code}\``);
  });

  it('is found by the catalogue, whose links lead to answers', async () => {
    const { linkset } = apiCatalog.parse((await ask('/.well-known/api-catalog')).json);
    const links = linkset.flatMap(({ anchor: _, ...relations }) => Object.values(relations).flat());
    expect(links).toHaveLength(4);
    for (const { href, type } of links) {
      const answer = await ask(new URL(href).pathname);
      expect([answer.status, answer.headers.get('Content-Type')?.split(';')[0]]).toEqual([
        200,
        type,
      ]);
    }
  });

  it('tells whoever asks with HEAD where the catalogue is', async () => {
    const { headers, text } = await ask('/.well-known/api-catalog', { method: 'HEAD' });
    expect([headers.get('Link'), text]).toEqual([
      `<${ORIGIN}/.well-known/api-catalog>; rel="api-catalog"`,
      '',
    ]);
  });
});
