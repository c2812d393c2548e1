// What describes the API is true: the document has the app's routes, its examples are sent and answered as documented, and
// the pages lead where they say.

import { exports } from 'cloudflare:workers';
import { type Operation, openApiAnswer, operations, PROBLEMS, problem } from '@rendezvous/contract';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { app } from '../src/app.ts';
import { Answer, ORIGIN } from './harness/client.ts';
import { undocumented } from './harness/documented.ts';
import { tokenOfThePage, turnToThePage } from './harness/original-page.ts';

afterAll(() => {
  vi.useRealTimers();
});

const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
  const response = await exports.default.fetch(`${ORIGIN}${path}`, init);
  return new Answer(response, new TextDecoder().decode(await response.arrayBuffer()));
};

describe('/openapi.json', () => {
  it('has every route of the app, and no other', async () => {
    const { paths } = openApiAnswer.parse((await ask('/openapi.json')).json);
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(described.sort()).toEqual(routes.sort());
  });

  it('needs no token, may be kept for a while, and names no server', async () => {
    const answer = await ask('/openapi.json');
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=300');
    expect(answer.json).toMatchObject({ servers: [{ url: '/' }] });
    expect(answer.text).not.toContain(ORIGIN);
  });
});

interface Documented {
  readonly parameters?: readonly { name: string; in: string; example?: unknown }[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Record<string, { readonly example?: unknown }>;
  };
  readonly responses: Record<
    string,
    { readonly content?: Record<string, { readonly example?: unknown }> }
  >;
}

const documentedAs = async ({ path, method }: Operation): Promise<Documented> => {
  const { paths } = openApiAnswer.parse((await ask('/openapi.json')).json);
  return paths[path]?.[method.toLowerCase()] as Documented; // it was checked that it is there
};

describe('the examples of the document', () => {
  beforeEach(turnToThePage);

  it.each(operations)('of %s are answered as documented', async (_, operation) => {
    const { parameters = [], requestBody } = await documentedAs(operation);
    const [media = '', body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
    if (requestBody?.required) expect(body?.example, 'a needed body has an example').toBeDefined();
    const examples = (place: string) =>
      parameters.flatMap(({ name, in: where, example }) =>
        where === place && example !== undefined ? [[name, String(example)] as const] : [],
      );
    const path = examples('path').reduce(
      (filled, [name, value]) => filled.replace(`{${name}}`, value),
      operation.path as string, // filled in, it is the path of no operation
    );
    const query = new URLSearchParams(examples('query').map(([name, value]) => [name, value]));
    const role = operation.lowestRole === 'public' ? undefined : operation.lowestRole;
    const answer = await ask(query.size > 0 ? `${path}?${query}` : path, {
      method: operation.method,
      headers: {
        ...(role && {
          Authorization: `Bearer ${await tokenOfThePage(role)}`,
          'X-Tenant': 'avanter',
        }),
        ...(body?.example !== undefined && { 'Content-Type': media }),
      },
      ...(body?.example !== undefined && { body: JSON.stringify(body.example) }),
    });
    // Off `npm start` there is no demo, and so no token for it.
    const expected = path === '/docs/token' ? 404 : Number(Object.keys(operation.answers)[0]);
    expect(answer.status, answer.text).toBe(expected);
    expectTold(answer, operation);
  });

  it.each(operations)('of the answers of %s are as their schemas say', async (_, operation) => {
    const { responses } = await documentedAs(operation);
    for (const [status, { schema, example, media }] of Object.entries(operation.answers)) {
      if (!schema || !media || example === undefined) continue;
      expect(responses[status]?.content?.[media]?.example).toEqual(example);
      expect(schema.safeParse(example).error?.message).toBeUndefined();
    }
  });

  it('of problems are problems, each with the status of its code', async () => {
    const { components } = JSON.parse((await ask('/openapi.json')).text);
    const told = new Set<string>();
    const responses: Record<string, { content: Record<string, { examples: object }> }> =
      components.responses;
    for (const { content } of Object.values(responses)) {
      const { examples } = content['application/problem+json'] ?? { examples: {} };
      for (const [code, { value }] of Object.entries(examples)) {
        told.add(code);
        expect(problem.parse(value)).toMatchObject({ code, status: value.status });
      }
    }
    expect([...told].sort()).toEqual(Object.keys(PROBLEMS).sort());
  });
});

/** What the document shows of an answer is what was answered, but for what is made anew each time. */
function expectTold(answer: Answer, { answers }: Operation): void {
  const shown = answers[answer.status]?.example;
  if (shown === undefined || answer.status >= 400) return;
  const made = /"(id|customer_id|inserted_at|updated_at)":"[^"]*"/g;
  const known = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll(made, '"$1":""'));
  expect(known(answer.json)).toEqual(known(shown));
}

describe('what is not documented', () => {
  const request = { method: 'GET', url: `${ORIGIN}/health` };
  const headers = {
    ...{ 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'Server-Timing': 'a' },
    ...{ 'X-Content-Type-Options': 'nosniff', 'X-Request-Id': 'an-id' },
  };
  const faults = (
    change: { status?: number; headers?: Record<string, string>; text?: string },
    asked = request,
  ) =>
    undocumented(
      asked,
      { status: change.status ?? 200, headers: new Headers({ ...headers, ...change.headers }) },
      change.text ?? '{"status":"ok"}',
    );

  it('is noticed, be it status, header, media type, member, code or path', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ status: 202 })).toHaveLength(1);
    expect(faults({ headers: { 'X-Powered-By': 'x' } })).toHaveLength(1);
    expect(faults({ headers: { 'X-Request-Id': 'an id' } })).toHaveLength(1);
    expect(faults({ headers: { 'Content-Type': 'text/html' } })).toHaveLength(1);
    expect(faults({ text: '{"status":"ok","more":1}' })).toHaveLength(1);
    expect(faults({ text: '{"status":"ill"}' })).toHaveLength(2);
    expect(faults({ status: 409 })).toHaveLength(1);
    expect(faults({}, { ...request, url: `${ORIGIN}/healthy` })).toHaveLength(1);
  });
});
