// The Worker's configuration, read once. A Worker that is not configured serves nothing.

import type { Env } from '../env.ts';
import { readDatabases } from '../read-model/database-of.ts';
import { parseTokenIssuer, type TokenIssuer } from './token-issuer.ts';

export interface Configuration {
  readonly issuer: TokenIssuer;
  readonly customerIdKey: string;
  /** The origins whose pages may call. */
  readonly origins: ReadonlySet<string>;
  /** What a caller may ask for, or undefined for no limit. */
  readonly rateLimit: RateLimitPolicy | undefined;
}

/** As many requests in as many seconds; `limiter` counts them. */
export interface RateLimitPolicy {
  readonly requests: number;
  readonly seconds: number;
  readonly limiter: RateLimit;
}

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
  const issuer = parseTokenIssuer(env);
  if (typeof issuer === 'string') return issuer;
  const { CUSTOMER_ID_KEY: customerIdKey } = env;
  if (!customerIdKey) return 'CUSTOMER_ID_KEY has to be set';
  const origins = parseOrigins(env.CORS_ORIGINS ?? '');
  if (typeof origins === 'string') return origins;
  const databases = readDatabases(env);
  if (typeof databases === 'string') return databases;
  const rateLimit = parseRateLimit(env);
  if (typeof rateLimit === 'string') return rateLimit;
  return { issuer, customerIdKey, origins, rateLimit };
}

/** A comma list of origins exactly as browsers send them: no wildcard, no path. */
function parseOrigins(list: string): ReadonlySet<string> | string {
  const origins = list.split(',').flatMap((origin) => origin.trim() || []);
  const bad = origins.find(
    (origin) => origin.includes('*') || !URL.canParse(origin) || new URL(origin).origin !== origin,
  );
  return bad === undefined ? new Set(origins) : `CORS_ORIGINS holds what is no origin: ${bad}`;
}

/** `REQUESTS/SECONDS`, which tells callers what the binding counts: the binding itself cannot be asked. */
function parseRateLimit(env: Env): RateLimitPolicy | string | undefined {
  const { RATE_LIMIT: text, RATE_LIMITER: limiter } = env;
  if (!text) return;
  const [, requests, seconds] = /^([1-9]\d{0,8})\/(10|60)$/.exec(text) ?? [];
  if (!requests) return 'RATE_LIMIT has to be REQUESTS/10 or REQUESTS/60';
  if (!limiter) return 'RATE_LIMIT needs the binding RATE_LIMITER';
  return { requests: Number(requests), seconds: Number(seconds), limiter };
}
