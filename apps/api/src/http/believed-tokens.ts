// Tokens whose signature was checked. A check depends on nothing but the token's text, the keys and the clock: the same text
// under the same keys is good until it expires.

import type { JWTPayload } from 'jose';

/** More tokens than one isolate should hold in mind; then all are forgotten. */
const MAX_REMEMBERED = 1_000;

/** By their whole text, and only those that were believed. Other keys or another configuration need a set of their own. */
export class BelievedTokens {
  readonly #claims = new Map<string, JWTPayload>();

  /** The claims, unless they have expired or were never believed: then the token is to be judged in full. */
  get(token: string): JWTPayload | undefined {
    const claims = this.#claims.get(token);
    if (!claims) return;
    if (Date.now() < (claims.exp ?? 0) * 1_000) return claims;
    this.#claims.delete(token);
    return;
  }

  add(token: string, claims: JWTPayload): void {
    if (this.#claims.size >= MAX_REMEMBERED) this.#claims.clear();
    this.#claims.set(token, claims);
  }
}
