// From the contract's map of operations to routes: one handler for each, behind the role that its entry asks for.

import { type OperationId, ROLES, type Role, type Route, routes } from '@rendezvous/contract';
import type { Hono } from 'hono';
import type { Http, HttpHandler } from './context.ts';
import { lacksRole } from './identity.ts';
import { refuse } from './problem.ts';
import { oneTooMany } from './rate-limit.ts';

export type Handlers = Readonly<Record<OperationId, HttpHandler>>;

/** Mounts the operations that are `among`, in the map's order. HEAD is answered as GET; any other method is 405 with `Allow`. */
export function mount(app: Hono<Http>, handlers: Handlers, among: (route: Route) => boolean): void {
  const chosen = routes.filter(([, route]) => among(route));
  for (const [path, entries] of Map.groupBy(chosen, ([, route]) => route.path)) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const [id, { method, lowestRole }] of entries) {
      app.on(method, pattern, guarded(lowestRole, handlers[id]));
    }
    const allow = entries
      .flatMap(([, { method }]) => (method === 'GET' ? ['GET', 'HEAD'] : method))
      .join(', ');
    // Who may use no method of a path is not told which ones it knows.
    const lowest = lowestOf(entries.map(([, { lowestRole }]) => lowestRole));
    app.all(
      pattern,
      guarded(lowest, (c) => refuse(c, { code: 'method_not_allowed', allow })),
    );
  }
}

const guarded = (lowest: Role | 'public', handler: HttpHandler): HttpHandler =>
  lowest === 'public'
    ? handler
    : async (c, next) => {
        const lack = lacksRole(c, lowest);
        return lack ? refuse(c, lack) : ((await oneTooMany(c)) ?? handler(c, next));
      };

const lowestOf = (roles: readonly (Role | 'public')[]): Role | 'public' =>
  (['public', ...ROLES] as const).find((role) => roles.includes(role)) ?? 'owner';
