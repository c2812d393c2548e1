// A network of the test's making: it answers in turn, and remembers what was asked.

import { createClient } from '@rendezvous/client';

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: unknown;
}

type Turn = (init: RequestInit) => Response | Promise<Response>;

/** A client, and what it has asked; each request takes the next turn, the last one for ever. */
export function clientOf(turns: readonly Turn[], options: object = {}) {
  const asked: Asked[] = [];
  const api = createClient({
    baseUrl: 'https://rendezvous.example/',
    tenant: 'avanter',
    token: 'a.b.c',
    ...options,
    fetch: async (url, init) => {
      const { method = '', body } = init;
      asked.push({ method, url: new URL(url), headers: new Headers(init.headers), body });
      const turn = turns[Math.min(asked.length, turns.length) - 1];
      if (!turn) throw new TypeError('nobody is there');
      return turn(init);
    },
  });
  return { api, asked };
}

export const lost: Turn = () => Promise.reject(new TypeError('fetch failed'));

export const json =
  (body: object, headers: Record<string, string> = {}, status = 200): Turn =>
  () =>
    Response.json(body, { status, headers: { 'X-Request-Id': 'request', ...headers } });

export const one = json({ data: { id: '1' } }, { ETag: '"1"' });

export const problem = (
  status: number,
  code: string,
  headers: Record<string, string> = {},
  facts: object = {},
): Turn =>
  json(
    {
      code,
      status,
      detail: 'So it is.',
      errors: { detail: 'So it is.' },
      request_id: 'r',
      ...facts,
    },
    { 'Content-Type': 'application/problem+json', ...headers },
    status,
  );
