// Bodies that do not end as they should, and requests that carry them.

import { exports } from 'cloudflare:workers';
import { app } from '../../src/app.ts';
import { environment } from './app.ts';
import { ORIGIN, sign } from './client.ts';
import { IMPORTS, NDJSON } from './imports.ts';
import type { Tenant } from './tenant.ts';

export interface OpenBody {
  readonly stream: ReadableStream<Uint8Array>;
  /** Resolves when the reader has had all there is and wants more. */
  readonly drained: Promise<void>;
  /** Bytes that were asked for. */
  taken(): number;
  /** The reader has said that it wants no more. */
  isGivenUp(): boolean;
}

/** What comes after the text: nothing ever, a break, a space each second, or spaces without end. */
export type Rest = 'silence' | 'break' | 'trickle' | 'flood';

export function openBody(text: string, rest: Rest): OpenBody {
  const { promise: drained, resolve: drain } = Promise.withResolvers<void>();
  let pending = text;
  let taken = 0;
  let isGivenUp = false;
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (pending === '') drain();
        const next = pending || (await more(rest));
        pending = '';
        const bytes = new TextEncoder().encode(next);
        taken += bytes.length;
        controller.enqueue(bytes);
      },
      cancel() {
        isGivenUp = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, drained, taken: () => taken, isGivenUp: () => isGivenUp };
}

async function more(rest: Rest): Promise<string> {
  switch (rest) {
    case 'silence':
      return new Promise(() => {});
    case 'break':
      throw new Error('Network connection lost.');
    case 'trickle':
      return new Promise((resolve) => setTimeout(resolve, 1_000, ' '));
    case 'flood':
      return ' '.repeat(4_096);
  }
}

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface Sending {
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  /** Through the app itself instead of the Worker: its clock is the test's. */
  readonly inTest?: boolean;
}

/** Sends the request of a manager, with this body instead of its own. */
export async function send(
  { slug, manager }: Tenant,
  { method, path, body }: Sent,
  stream: ReadableStream | undefined,
  { headers, signal, inTest }: Sending = {},
): Promise<Response> {
  const token = await sign({ sub: manager.id, tenant: slug, role: 'manager' });
  const request = new Request(`${ORIGIN}/api/v1${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      'X-Tenant': slug,
      'Content-Type': path === IMPORTS ? NDJSON : 'application/json',
      ...headers,
    },
    body: stream ?? body,
    ...(signal && { signal }),
  });
  return inTest ? app.fetch(request, environment()) : exports.default.fetch(request);
}
