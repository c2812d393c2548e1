import { SignJWT } from 'jose';
import { localSecret } from './local-secrets.ts';

export interface TokenClaims {
  readonly tenant: string;
  readonly role: string;
  readonly userId: string;
  /** Seconds from now; negative for a token that has expired. */
  readonly ttl: number;
}

/** A token for the local server. */
export const localToken = ({ tenant, role, userId, ttl }: TokenClaims): Promise<string> =>
  new SignJWT({ tenant, role, exp: Math.floor(Date.now() / 1_000) + ttl })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(userId)
    .setIssuedAt()
    .sign(new TextEncoder().encode(localSecret()));
