import type { Hono } from 'hono';
import type { Http, HttpHandler } from './context.ts';
import { type Role, requireRole } from './identity.ts';
import { refuse } from './problem.ts';
import { limitRate } from './rate-limit.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';

/** Mounts one path with all of its methods. HEAD is answered as GET; any other method is 405 with `Allow`. */
export function resource(
  app: Hono<Http>,
  path: string,
  lowest: Role,
  handlers: Partial<Record<Method, HttpHandler>>,
): void {
  app.use(path, requireRole(lowest), limitRate);
  mount(app, path, handlers);
}

/** Mounts a path that everybody may GET, without a token. */
export const probe = (app: Hono<Http>, path: string, handler: HttpHandler): void =>
  mount(app, path, { GET: handler });

function mount(
  app: Hono<Http>,
  path: string,
  handlers: Partial<Record<Method, HttpHandler>>,
): void {
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
  const allow = Object.keys(handlers)
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method))
    .join(', ');
  app.all(path, (c) => refuse(c, { code: 'method_not_allowed', allow }));
}
