// The key set that a token issuer publishes (RFC 7517), kept through the rotation of its keys and through its outages.
// jose's own remote set forgets its keys while the issuer is down, and asks it again for every key name that is made up.

import { getLogger } from '@logtape/logtape';
import {
  type CryptoKey,
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyOptions,
  jwtVerify,
  type LocalJWKSet,
} from 'jose';
import { within } from '../within.ts';
import { BelievedTokens } from './believed-tokens.ts';

const log = getLogger(['rendezvous', 'identity']);

/** How long keys are used without asking the issuer again, in milliseconds. */
const FRESH_MS = 10 * 60_000;
/** How long they serve on while the issuer does not answer, in milliseconds: a key that was withdrawn must die some day. */
const KEPT_MS = 24 * 60 * 60_000;
/** The issuer is asked at most this often while there are keys, whatever tokens say, in milliseconds. */
const COOL_DOWN_MS = 30_000;
/** How long the issuer may take, in milliseconds. */
const DEADLINE_MS = 5_000;

export class KeySet {
  readonly #url: URL;
  #keys: LocalJWKSet | undefined;
  /** What was believed goes with the keys that it was believed for. */
  readonly #believed = new WeakMap<LocalJWKSet, BelievedTokens>();
  /** When the issuer last said that these are its keys, and when it was last asked. */
  #confirmedAt = Number.NEGATIVE_INFINITY;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** The question that is under way, and what became of the last one: whether the issuer answered it. */
  #underWay: Promise<boolean> | undefined;
  #answered = false;

  constructor(url: URL) {
    this.#url = url;
  }

  /**
   * The token's claims, or undefined when it is not to be believed. `silent`: the issuer cannot be asked about keys that
   * are not known, so nothing is known about the token. The options are the same for every token.
   */
  async verify(
    token: string,
    options: JWTVerifyOptions,
  ): Promise<JWTPayload | 'silent' | undefined> {
    if (!this.#usable(FRESH_MS)) await this.#ask();
    const known = this.#usable(KEPT_MS);
    if (!known) return 'silent';
    const verified = await this.#verifyWith(known, token, options);
    if (verified !== 'no key') return verified;

    if (!(await this.#ask())) return 'silent';
    // Asked before, in the cool-down: the same keys say the same.
    const fresh = this.#keys;
    if (!fresh || fresh === known) return;
    const again = await this.#verifyWith(fresh, token, options);
    return again === 'no key' ? undefined : again;
  }

  async #verifyWith(
    keys: LocalJWKSet,
    token: string,
    options: JWTVerifyOptions,
  ): Promise<JWTPayload | 'no key' | undefined> {
    const believed = this.#believed.get(keys) ?? new BelievedTokens();
    this.#believed.set(keys, believed);
    const remembered = believed.get(token);
    if (remembered) return remembered;
    const verified = await verifyWith(keys, token, options);
    if (typeof verified === 'object') believed.add(token, verified);
    return verified;
  }

  #usable(ms: number): LocalJWKSet | undefined {
    return Date.now() - this.#confirmedAt < ms ? this.#keys : undefined;
  }

  /** Whether the issuer answers: a question of its own, the one that is under way, or in the cool-down the last one. */
  async #ask(): Promise<boolean> {
    const age = Date.now() - this.#askedAt;
    // A question dies with the request that asked it, so one that is overdue is given up.
    if (this.#underWay && age < DEADLINE_MS) {
      return (await within(DEADLINE_MS, this.#underWay)) === true;
    }
    if (age < COOL_DOWN_MS && this.#usable(KEPT_MS)) return !this.#underWay && this.#answered;
    this.#askedAt = Date.now();
    const question = this.#fetch();
    this.#underWay = question;
    const answered = await question;
    if (this.#underWay === question) {
      this.#underWay = undefined;
      this.#answered = answered;
    }
    return answered;
  }

  async #fetch(): Promise<boolean> {
    try {
      const read = await within(DEADLINE_MS, published(this.#url));
      if (read === 'late') throw new Error(`no answer within ${DEADLINE_MS} ms`);
      this.#keys = createLocalJWKSet(read);
      this.#confirmedAt = Date.now();
      return true;
    } catch (error) {
      log.warn('the key set of the issuer cannot be read', { cause: String(error) });
      return false;
    }
  }
}

async function published(url: URL): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    headers: { Accept: 'application/jwk-set+json, application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (response.status !== 200) throw new Error(`the issuer answered ${response.status}`);
  return (await response.json()) as JSONWebKeySet; // judged by createLocalJWKSet
}

/** The claims; undefined: the token is bad; `no key`: it is signed with a key that is not among these. */
async function verifyWith(
  keys: LocalJWKSet,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTPayload | 'no key' | undefined> {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'no key';
    if (error instanceof errors.JWKSMultipleMatchingKeys) return tryAll(error, token, options);
    return isForeign(error) && decodeProtectedHeader(token).kid === undefined
      ? 'no key'
      : undefined;
  }
}

/** A token that does not name its key may be signed with any that fits. */
async function tryAll(
  candidates: AsyncIterable<CryptoKey>,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTPayload | 'no key' | undefined> {
  for await (const key of candidates) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (!isForeign(error)) return;
    }
  }
  return 'no key';
}

const isForeign = (error: unknown): boolean =>
  error instanceof errors.JWSSignatureVerificationFailed;
