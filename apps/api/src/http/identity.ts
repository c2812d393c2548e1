// Who asks, and for which tenant: 401, then 400 tenant, then 403. No I/O but for a key set that is not cached or has grown old.

import { ROLES, type Role } from '@rendezvous/contract';
import type { JWTPayload } from 'jose';
import { isTenant } from '../tenant.ts';
import { readConfiguration } from './configuration.ts';
import { type HttpContext, type HttpMiddleware, timed } from './context.ts';
import { type HttpRefusal, refuse } from './problem.ts';
import { isLoopback, type TokenIssuer } from './token-issuer.ts';

export interface Caller {
  readonly tenant: string;
  readonly userId: string;
  /** As the token says it; whether it is a known role is judged by `lacksRole`. */
  readonly role: string;
}

const MAX_USER_LENGTH = 255;
/** Three parts in base64url, without the padding that a lenient decoder would overlook (RFC 7515 §2). */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Lets a request pass with a token of the tenant that `X-Tenant` names, and a known role. */
export const authenticate: HttpMiddleware = async (c, next) => {
  const configuration = readConfiguration(c.env);
  if (typeof configuration === 'string') return notConfigured(c, configuration);
  const { issuer } = configuration;
  if (issuer.localOnly && !isLoopback(c.req.url)) {
    return notConfigured(c, 'a local secret or issuer is refused off the loopback');
  }
  const token = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];
  if (!token) return refuse(c, { code: 'unauthenticated', challenge: '' });

  const verified = await timed(c, 'auth', () => verify(token, issuer));
  if (verified === 'silent') return refuse(c, { code: 'unavailable' });
  if (!verified) {
    return refuse(c, { code: 'unauthenticated', challenge: ', error="invalid_token"' });
  }
  const tenant = c.req.header('X-Tenant')?.trim();
  if (!tenant) return refuse(c, { code: 'tenant_required' });
  if (tenant !== verified.tenant) {
    return refuse(c, { code: 'forbidden', detail: 'The token is for another tenant.' });
  }
  c.set('caller', verified);
  // Whatever the path: who has no known role is not told what there is.
  const lack = lacksRole(c, 'attendant');
  return lack ? refuse(c, lack) : next();
};

/** The refusal of a caller whose role is lower than this one. */
export function lacksRole(c: HttpContext, lowest: Role): HttpRefusal | undefined {
  const rank = (ROLES as readonly string[]).indexOf(c.get('caller').role);
  if (rank >= ROLES.indexOf(lowest)) return;
  return { code: 'forbidden', detail: `This needs the role ${lowest} or a higher one.` };
}

function notConfigured(c: HttpContext, lack: string): Response {
  c.set('problemCause', lack);
  return refuse(c, { code: 'not_configured' });
}

async function verify(token: string, issuer: TokenIssuer): Promise<Caller | 'silent' | undefined> {
  const payload = COMPACT.test(token) ? await issuer.verify(token) : undefined;
  return typeof payload === 'object' ? toCaller(payload, issuer.claims) : payload;
}

/** A lone surrogate cannot be stored faithfully: each store would make something else of it. */
const isUser = (id: string): boolean => id.length <= MAX_USER_LENGTH && id.isWellFormed();

function toCaller(payload: JWTPayload, claims: TokenIssuer['claims']): Caller | undefined {
  const [userId, tenant, role] = [claims.user, claims.tenant, claims.role].map((claim) => {
    const value = payload[claim];
    return typeof value === 'string' ? value : '';
  });
  if (!userId || !isUser(userId) || !role || !tenant || !isTenant(tenant)) return;
  return { tenant, userId, role };
}
