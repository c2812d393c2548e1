import { SignJWT } from 'jose';
import { localSecret } from './local-secrets.ts';

export interface TokenClaims {
  readonly tenant: string;
  readonly role: string;
  readonly userId: string;
  /** Seconds from now; negative for a token that has expired. */
  readonly ttl: number;
}

/** A token for the local server; from the issuer of `npm run issuer` when JWKS_URL says that the server believes that one. */
export async function localToken({ tenant, role, userId, ttl }: TokenClaims): Promise<string> {
  const { JWKS_URL: jwksUrl } = process.env;
  if (jwksUrl) {
    const query = new URLSearchParams({ tenant, role, user: userId, ttl: String(ttl) });
    return (await fetch(new URL(`/token?${query}`, jwksUrl))).text();
  }
  return new SignJWT({ tenant, role, exp: Math.floor(Date.now() / 1_000) + ttl })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(userId)
    .setIssuedAt()
    .sign(new TextEncoder().encode(localSecret()));
}
