// One request until it is answered: what is sent, what is tried again, and what an answer is read as.

import { RendezvousProblem, RendezvousUnreachable } from './problem.ts';
import { parseRetryAfter, pause, type RetryOptions, waitAfter } from './retry.ts';
import { ROUTES } from './routes.ts';
import type { OperationId, Problem } from './types.ts';

export interface ClientOptions {
  /** Where the API is, without `/api/v1`. */
  readonly baseUrl: string;
  readonly tenant: string;
  /** A JWT, or what gives one: asked before every try, so that it may be renewed. */
  readonly token: string | (() => string | Promise<string>);
  /** `Accept-Language` of everything that is asked: refusals are told in it. */
  readonly language?: string | undefined;
  readonly retry?: RetryOptions | undefined;
  /** Milliseconds that one try may take; 30 seconds unless given. Streams may take as long as they like. */
  readonly timeoutMs?: number | undefined;
  /** Instead of the platform's own. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** `X-Request-Id`: the answer and the server's log carry it. */
  readonly requestId?: string | undefined;
}

export interface WriteOptions extends CallOptions {
  /** Made for each write unless given; `null` sends none, and then the write is tried once. */
  readonly idempotencyKey?: string | null | undefined;
}

export interface ChangeOptions extends WriteOptions {
  /** The `etag` that you know: when the resource has changed since, nothing is done. */
  readonly ifMatch?: string | undefined;
}

/** What goes into a request besides the options of the call. */
export interface Parts {
  readonly id?: string | undefined;
  /** A query string with its `?`, or what one is made of. */
  readonly query?: string | object | undefined;
  readonly body?: object | undefined;
  readonly lines?: string | ReadableStream<Uint8Array>;
}

export function createTransport(client: ClientOptions) {
  const { language, timeoutMs = 30_000, retry = {} } = client;
  // Throws here and now when it is no URL.
  const base = new URL(client.baseUrl).href.replace(/\/+$/, '');

  /** Sends until there is an answer that `read` could read, or no use in trying again. */
  async function send<Answer>(
    operation: OperationId,
    { id, query, body, lines }: Parts,
    options: ChangeOptions,
    read: (response: Response) => Promise<Answer>,
  ): Promise<Answer> {
    const [method = '', path = ''] = ROUTES[operation].split(' ');
    const isImport = lines !== undefined;
    const isStreamed = isImport || operation === 'rebuildTenant';
    const isRead = method === 'GET';
    const { signal, ifMatch } = options;
    const idempotencyKey =
      isRead || isStreamed ? undefined : (options.idempotencyKey ?? newKey(options));
    const headers = new Headers({ Accept: 'application/json, application/x-ndjson' });
    const set = (name: string, value: string | undefined) => {
      if (value !== undefined) headers.set(name, value);
    };
    set('Accept-Language', language);
    set('X-Request-Id', options.requestId);
    set('Idempotency-Key', idempotencyKey);
    set('If-Match', ifMatch);
    set('Content-Type', body && 'application/json');
    set('Content-Type', isImport ? 'application/x-ndjson' : undefined);

    const url = base + path.replace('{id}', () => segment(id)) + toQuery(query);
    const ask = client.fetch ?? fetch;
    for (let attempt = 1; ; attempt += 1) {
      if (path.startsWith('/api/')) {
        const { token, tenant } = client;
        set('Authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
        set('X-Tenant', tenant);
      }
      let failure: RendezvousProblem | RendezvousUnreachable;
      try {
        const limits = [signal, isStreamed ? undefined : AbortSignal.timeout(timeoutMs)];
        const response = await ask(url, {
          method,
          headers,
          signal: AbortSignal.any(limits.filter((limit) => limit !== undefined)),
          ...(body && { body: JSON.stringify(body) }),
          // A stream is sent before its answer is read; not every platform's types know that this has to be said.
          ...(isImport && ({ body: lines, duplex: 'half' } as RequestInit)),
        });
        if (response.ok) return await read(response);
        failure = await toFailure(response, idempotencyKey);
      } catch (error) {
        signal?.throwIfAborted();
        failure = new RendezvousUnreachable({ idempotencyKey }, error);
      }
      const wait =
        isRead || idempotencyKey !== undefined ? waitAfter(failure, attempt, retry) : undefined;
      if (wait === undefined) throw failure;
      await pause(wait, signal);
    }
  }
  return send;
}

const newKey = ({ idempotencyKey }: WriteOptions) =>
  idempotencyKey === null ? undefined : crypto.randomUUID();

/** An id as one segment of a path. One that a URL would read as a way up or as nothing leads to another resource. */
function segment(id = ''): string {
  if (/^\.{0,2}$/.test(id)) throw new TypeError(`"${id}" is no id.`);
  return encodeURIComponent(id);
}

function toQuery(query: string | object = ''): string {
  if (typeof query === 'string') return query;
  const named = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = String(new URLSearchParams(named.map(([name, value]) => [name, String(value)])));
  return text && `?${text}`;
}

async function toFailure(
  response: Response,
  idempotencyKey: string | undefined,
): Promise<RendezvousProblem | RendezvousUnreachable> {
  const { headers, status } = response;
  const retryAfter = parseRetryAfter(headers.get('Retry-After'));
  if (headers.get('Content-Type')?.startsWith('application/problem+json')) {
    const problem = (await response.json()) as Problem; // its media type says so
    return new RendezvousProblem(problem, { retryAfter, idempotencyKey });
  }
  await response.body?.cancel();
  return new RendezvousUnreachable({ status, retryAfter, idempotencyKey });
}
