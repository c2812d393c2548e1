// Whose tokens are believed: an issuer who shares a secret, or one who publishes keys. Which of the two is configuration.

import { type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Env } from '../env.ts';
import { BelievedTokens } from './believed-tokens.ts';
import { KeySet } from './key-set.ts';

export interface TokenIssuer {
  /** The claims of a token; undefined when it is not to be believed, `silent` when the issuer's keys cannot be had. */
  readonly verify: (token: string) => Promise<JWTPayload | 'silent' | undefined>;
  /** The secret or the issuer serves local development only: it is refused off the loopback. */
  readonly localOnly: boolean;
  readonly claims: { readonly user: string; readonly tenant: string; readonly role: string };
}

/** Secrets that `npm start` generates begin with this. */
const LOCAL_PREFIX = 'local-';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/;

/** Whether a URL leads to this very machine. */
export const isLoopback = (url: string): boolean => LOOPBACK.test(new URL(url).hostname);

/** The issuer, or a sentence that says what its configuration lacks. */
export function parseTokenIssuer(env: Env): TokenIssuer | string {
  const { JWT_SECRET: secret, JWT_SECRET_PREVIOUS: previous, JWKS_URL: jwksUrl } = env;
  if (!secret === !jwksUrl) return 'exactly one of JWT_SECRET and JWKS_URL has to be set';
  if (previous && !secret) return 'JWT_SECRET_PREVIOUS needs JWT_SECRET';
  if (jwksUrl && !URL.canParse(jwksUrl)) return 'JWKS_URL is not a URL';
  if (jwksUrl && new URL(jwksUrl).protocol !== 'https:' && !isLoopback(jwksUrl)) {
    return 'JWKS_URL has to be https off the loopback';
  }
  const secrets = [secret, previous].flatMap((text) => text || []);
  return {
    verify: jwksUrl ? byKeySet(jwksUrl, env) : bySecrets(secrets, env),
    localOnly: jwksUrl
      ? isLoopback(jwksUrl)
      : secrets.some((text) => text.startsWith(LOCAL_PREFIX)),
    claims: {
      user: env.JWT_USER_CLAIM || 'sub',
      tenant: env.JWT_TENANT_CLAIM || 'tenant',
      role: env.JWT_ROLE_CLAIM || 'role',
    },
  };
}

function byKeySet(url: string, env: Env): TokenIssuer['verify'] {
  const keys = new KeySet(new URL(url));
  const options = optionsOf(env, ['RS256', 'ES256', 'EdDSA']);
  return (token) => keys.verify(token, options);
}

/** Two secrets are valid at once while the one replaces the other. */
function bySecrets(secrets: readonly string[], env: Env): TokenIssuer['verify'] {
  const keys = secrets.map((secret) => new TextEncoder().encode(secret));
  const options = optionsOf(env, ['HS256']);
  const believed = new BelievedTokens();
  return async (token) => {
    const known = believed.get(token);
    if (known) return known;
    for (const key of keys) {
      const verified = await jwtVerify(token, key, options).catch(() => undefined);
      if (!verified) continue;
      believed.add(token, verified.payload);
      return verified.payload;
    }
    return undefined;
  };
}

const optionsOf = (env: Env, algorithms: string[]): JWTVerifyOptions => ({
  algorithms,
  requiredClaims: ['exp'],
  ...(env.JWT_ISSUER && { issuer: env.JWT_ISSUER }),
  ...(env.JWT_AUDIENCE && { audience: env.JWT_AUDIENCE }),
});
