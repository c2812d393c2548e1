import type { Context, Handler, MiddlewareHandler } from 'hono';
import type { Env } from '../env.ts';
import type { Caller } from './identity.ts';

/** What travels with a request. `caller` is set once the request is authenticated. */
export interface Variables {
  requestId: string;
  caller: Caller;
  /** Milliseconds spent in named steps, for `Server-Timing`. */
  timings: Map<string, number>;
  /** For the log: the code of the problem that was answered, and its cause when that is not for the caller. */
  problemCode: string | undefined;
  problemCause: string | undefined;
}

export interface Http {
  Bindings: Env;
  Variables: Variables;
}

export type HttpContext = Context<Http>;
export type HttpHandler = Handler<Http>;
export type HttpMiddleware = MiddlewareHandler<Http>;

/** Does a step and notes how long it took. */
export async function timed<Value>(
  c: HttpContext,
  step: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const startedAt = performance.now();
  try {
    return await work();
  } finally {
    const timings = c.get('timings');
    timings.set(step, (timings.get(step) ?? 0) + performance.now() - startedAt);
  }
}
