// Which failures are worth another try, and when.

import { RendezvousProblem, type RendezvousUnreachable } from './problem.ts';

export interface RetryOptions {
  /** Tries in all; 1 is no retry. */
  readonly attempts?: number | undefined;
  /** The longest wait before the second try, in milliseconds; it doubles from try to try. */
  readonly delayMs?: number | undefined;
  /** The longest wait of all, in milliseconds. When the API asks for more, the failure is thrown instead. */
  readonly maxDelayMs?: number | undefined;
}

/** Milliseconds until the next try; undefined when there is none. */
export function waitAfter(
  failure: RendezvousProblem | RendezvousUnreachable,
  attempt: number,
  { attempts = 4, delayMs = 250, maxDelayMs = 10_000 }: RetryOptions,
): number | undefined {
  if (attempt >= attempts || !isPassing(failure)) return;
  const asked = (failure.retryAfter ?? 0) * 1_000;
  if (asked > maxDelayMs) return;
  // Never sooner than asked, and not all who wait at the same moment.
  return asked + random() * Math.min(delayMs * 2 ** (attempt - 1), maxDelayMs);
}

function isPassing(failure: RendezvousProblem | RendezvousUnreachable): boolean {
  if (failure instanceof RendezvousProblem) {
    return ['unavailable', 'rate_limited', 'idempotency_in_progress'].includes(failure.code);
  }
  const { status } = failure;
  return status === undefined || status === 429 || status >= 500;
}

/** From 0 to 1. */
const random = () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;

/** `Retry-After` in seconds: it is a number of them, or a date. */
export function parseRetryAfter(value: string | null): number | undefined {
  if (value === null) return;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** Rejects with the signal's reason when it is aborted meanwhile. */
export const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
