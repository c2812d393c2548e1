// The Worker's configuration of identity and secrets, read once. A Worker that is not configured serves nothing.

import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import type { Env } from '../env.ts';

export interface Configuration {
  /** The key or key set of the token issuer, with the only algorithms that are accepted. */
  readonly key: Uint8Array | JWTVerifyGetKey;
  readonly algorithms: readonly string[];
  /** The key serves local development only: it is refused off the loopback. */
  readonly localOnly: boolean;
  readonly claims: { readonly user: string; readonly tenant: string; readonly role: string };
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  readonly customerIdKey: string;
}

/** Secrets that `npm start` generates begin with this. */
export const LOCAL_PREFIX = 'local-';

const known = new WeakMap<Env, Configuration | string>();

/** The configuration, or a sentence that says what it lacks. */
export function readConfiguration(env: Env): Configuration | string {
  const cached = known.get(env);
  if (cached !== undefined) return cached;
  const configuration = parse(env);
  known.set(env, configuration);
  return configuration;
}

/** The key behind derived customer ids. Throws in a Worker that is not configured: nothing gets that far there. */
export function customerIdKey(env: Env): string {
  const configuration = readConfiguration(env);
  if (typeof configuration === 'string') throw new Error(configuration);
  return configuration.customerIdKey;
}

function parse(env: Env): Configuration | string {
  const { JWT_SECRET: secret, JWKS_URL: jwksUrl, CUSTOMER_ID_KEY: customerIdKey } = env;
  if (!secret === !jwksUrl) return 'exactly one of JWT_SECRET and JWKS_URL has to be set';
  if (jwksUrl && !URL.canParse(jwksUrl)) return 'JWKS_URL is not a URL';
  if (!customerIdKey) return 'CUSTOMER_ID_KEY has to be set';
  return {
    ...(jwksUrl
      ? { key: createRemoteJWKSet(new URL(jwksUrl)), algorithms: ['RS256', 'ES256', 'EdDSA'] }
      : { key: new TextEncoder().encode(secret), algorithms: ['HS256'] }),
    localOnly: secret?.startsWith(LOCAL_PREFIX) ?? false,
    claims: {
      user: env.JWT_USER_CLAIM || 'sub',
      tenant: env.JWT_TENANT_CLAIM || 'tenant',
      role: env.JWT_ROLE_CLAIM || 'role',
    },
    issuer: env.JWT_ISSUER || undefined,
    audience: env.JWT_AUDIENCE || undefined,
    customerIdKey,
  };
}
