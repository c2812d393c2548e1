// As many requests as the configuration says, for each caller: counted by the platform, in each of its locations apart. Who
// is refused at the door is not counted, and a counter that fails refuses nobody.

import { getLogger } from '@logtape/logtape';
import { within } from '../within.ts';
import { type RateLimitPolicy, readConfiguration } from './configuration.ts';
import type { HttpContext, HttpMiddleware } from './context.ts';
import { refuse } from './problem.ts';

const log = getLogger(['rendezvous', 'http']);

/** How long the counter may take, in milliseconds. */
const DEADLINE_MS = 1_000;

/** Tells the limit with every answer (draft-ietf-httpapi-ratelimit-headers-10). */
export const tellRateLimit: HttpMiddleware = async (c, next) => {
  await next();
  const policy = policyOf(c);
  if (policy) {
    c.res.headers.set('RateLimit-Policy', `"caller";q=${policy.requests};w=${policy.seconds}`);
  }
};

/** Counts the request. Comes after all that is judged by the token. */
export const limitRate: HttpMiddleware = async (c, next) => (await oneTooMany(c)) ?? next();

/** Counts the request: its refusal when it is one too many. */
export async function oneTooMany(c: HttpContext): Promise<Response | undefined> {
  const policy = policyOf(c);
  if (!policy || (await isWithin(c, policy))) return;
  // The counter tells neither what is left nor when it begins anew: a whole window is the most that it can be.
  c.header('RateLimit', `"caller";r=0;t=${policy.seconds}`);
  return refuse(c, { code: 'rate_limited', retryAfterSeconds: policy.seconds });
}

function policyOf(c: HttpContext): RateLimitPolicy | undefined {
  const configuration = readConfiguration(c.env);
  return typeof configuration === 'string' ? undefined : configuration.rateLimit;
}

async function isWithin(c: HttpContext, { limiter }: RateLimitPolicy): Promise<boolean> {
  const { tenant, userId } = c.get('caller');
  try {
    // The person, not the token: a new token is no new allowance.
    const counted = await within(DEADLINE_MS, limiter.limit({ key: `${tenant}/${userId}` }));
    if (counted !== 'late') return counted.success;
    log.warn('the rate limit cannot be asked', { cause: `no answer within ${DEADLINE_MS} ms` });
  } catch (error) {
    log.warn('the rate limit cannot be asked', { cause: String(error) });
  }
  return true;
}
