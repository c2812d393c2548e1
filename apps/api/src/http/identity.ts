// Who asks, and for which tenant: 401, then 400 tenant, then 403. No I/O but for a key set that is not cached yet.

import { ROLES, type Role } from '@rendezvous/contract';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { type Configuration, readConfiguration } from './configuration.ts';
import { type HttpContext, type HttpMiddleware, timed } from './context.ts';
import { type HttpRefusal, refuse } from './problem.ts';

export interface Caller {
  readonly tenant: string;
  readonly userId: string;
  /** As the token says it; whether it is a known role is judged by `lacksRole`. */
  readonly role: string;
}

/** A DNS label: it becomes part of every calendar's name. */
const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const MAX_USER_LENGTH = 255;
/** Three parts in base64url, without the padding that a lenient decoder would overlook (RFC 7515 §2). */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Lets a request pass with a token of the tenant that `X-Tenant` names, and a known role. */
export const authenticate: HttpMiddleware = async (c, next) => {
  const configuration = readConfiguration(c.env);
  if (typeof configuration === 'string') return notConfigured(c, configuration);
  if (configuration.localOnly && !isLoopback(c.req.url)) {
    return notConfigured(c, 'the local secret is refused off the loopback');
  }
  const token = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];
  if (!token) return refuse(c, { code: 'unauthenticated', challenge: '' });

  const verified = await timed(c, 'auth', () => verify(token, configuration));
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

async function verify(
  token: string,
  configuration: Configuration,
): Promise<Caller | 'silent' | undefined> {
  if (!COMPACT.test(token)) return;
  const { key, algorithms, claims, issuer, audience } = configuration;
  const options = {
    algorithms: [...algorithms],
    requiredClaims: ['exp'],
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience }),
  };
  try {
    const { payload } =
      typeof key === 'function'
        ? await jwtVerify(token, key, options)
        : await jwtVerify(token, key, options);
    return toCaller(payload, claims);
  } catch (error) {
    return typeof key === 'function' && isIssuerSilent(error) ? 'silent' : undefined;
  }
}

/** The issuer's key set could not be had, so nothing is known about the token; any other error is the token's own. */
const isIssuerSilent = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error.code === errors.JWKSTimeout.code ||
  error.code === errors.JWKSInvalid.code ||
  error.code === errors.JOSEError.code;

function toCaller(payload: JWTPayload, claims: Configuration['claims']): Caller | undefined {
  const [userId, tenant, role] = [claims.user, claims.tenant, claims.role].map((claim) => {
    const value = payload[claim];
    return typeof value === 'string' ? value : '';
  });
  if (!userId || userId.length > MAX_USER_LENGTH || !role || !tenant || !SLUG.test(tenant)) return;
  return { tenant, userId, role };
}

/** Whether a URL leads to the machine that asks for it. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(localhost|.+\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/.test(hostname);
}
