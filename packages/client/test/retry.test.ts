// What is tried again, when, and with which key. Time is the test's.

import { RendezvousProblem, RendezvousUnreachable } from '@rendezvous/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseRetryAfter, type RetryOptions, waitAfter } from '../src/retry.ts';
import { clientOf, lost, one, problem } from './harness/server.ts';

beforeEach(() => {
  vi.useFakeTimers();
  jitter(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What the die between tries shows: from 0, and less than 1. */
function jitter(share: number): void {
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    if (array instanceof Uint32Array) array.fill(share * 2 ** 32);
    return array;
  });
}

/** Runs until it settles, however long its waits are. */
async function settled<Value>(work: Promise<Value>): Promise<Value> {
  const watched = work.catch(() => {});
  await vi.runAllTimersAsync();
  await watched;
  return work;
}

const name = { name: 'Vendas' };
const unavailable = problem(503, 'unavailable', { 'Retry-After': '1' });

describe('a write', () => {
  it.each([
    ['whose answer was lost', lost],
    ['that a store did not answer', unavailable],
    ['that came too soon', problem(429, 'rate_limited', { 'Retry-After': '1' })],
    ['whose first try still runs', problem(409, 'idempotency_in_progress')],
    ['that a gateway answered', () => new Response('<html>', { status: 502 })],
    ['whose answer broke off', () => new Response('{"data":')],
  ])('%s is sent again, the same with the same key', async (_, failure) => {
    const { api, asked } = clientOf([failure, failure, one]);
    await settled(api.departments.create(name));
    expect(asked).toHaveLength(3);
    const [first, ...others] = asked.map(({ method, url, headers, body }) => [
      ...[method, url.href, body, headers.get('Idempotency-Key')],
    ]);
    expect(first?.[3]).toMatch(/^[\x21-\x7e]{1,255}$/);
    expect(others).toEqual([first, first]);
  });

  it('has a key of its own, or the one that is given', async () => {
    const { api, asked } = clientOf([one]);
    await api.departments.create(name);
    await api.departments.create(name);
    await api.departments.create(name, { idempotencyKey: 'mine' });
    const keys = asked.map(({ headers }) => headers.get('Idempotency-Key'));
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe('mine');
  });

  it('without a key is sent once, whatever happens', async () => {
    for (const failure of [lost, unavailable]) {
      const { api, asked } = clientOf([failure]);
      await expect(
        settled(api.departments.create(name, { idempotencyKey: null })),
      ).rejects.toThrow();
      expect(asked.map(({ headers }) => headers.has('Idempotency-Key'))).toEqual([false]);
    }
  });

  it('of streams is sent once, whatever happens', async () => {
    const { api, asked } = clientOf([unavailable]);
    await expect(settled(api.rebuild().next())).rejects.toThrow(RendezvousProblem);
    await expect(settled(api.appointments.import([]).next())).rejects.toThrow(RendezvousProblem);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ...[problem(409, 'slot_taken'), problem(412, 'version_mismatch'), problem(422, 'invalid')],
    ...[problem(401, 'unauthenticated'), problem(404, 'not_found'), problem(500, 'internal')],
    () => new Response('<html>', { status: 403 }),
  ])('that was refused is not sent again', async (refusal) => {
    const { api, asked } = clientOf([refusal]);
    await expect(settled(api.departments.create(name))).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });

  it('that fails to the end says with which key to go on', async () => {
    for (const [failure, kind] of [
      [lost, RendezvousUnreachable],
      [unavailable, RendezvousProblem],
    ] as const) {
      const { api, asked } = clientOf([failure]);
      const error = await settled(api.departments.create(name)).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(kind);
      expect(asked).toHaveLength(4);
      expect(error.idempotencyKey).toBe(asked[0]?.headers.get('Idempotency-Key'));
    }
  });
});

describe('a read', () => {
  it('is sent again, without a key', async () => {
    const { api, asked } = clientOf([lost, unavailable, one]);
    const { data } = await settled(api.departments.get('1'));
    expect(data).toEqual({ id: '1' });
    expect(asked.map(({ headers }) => headers.has('Idempotency-Key'))).toEqual(
      Array(3).fill(false),
    );
  });
});

describe('the wait', () => {
  const waits = (failure: RendezvousUnreachable, retry: RetryOptions = {}) =>
    [1, 2, 3, 4].map((attempt) => waitAfter(failure, attempt, retry));
  const silence = new RendezvousUnreachable({});

  it('doubles from try to try up to its longest, and ends with the tries', () => {
    jitter(0.5);
    expect(waits(silence)).toEqual([125, 250, 500, undefined]);
    const retry = { attempts: 5, delayMs: 100, maxDelayMs: 300 };
    expect(waits(silence, retry)).toEqual([50, 100, 150, 150]);
  });

  it('is any part of that, so that not all come back at once', () => {
    expect(waits(silence)).toEqual([0, 0, 0, undefined]);
    jitter(0.75);
    expect(waits(silence)[0]).toBe(0.75 * 250);
  });

  it('is never shorter than the API asked for, and not spent when it asks for too much', () => {
    jitter(0.5);
    expect(waits(new RendezvousUnreachable({ status: 503, retryAfter: 7 }))[0]).toBe(7_125);
    expect(waits(new RendezvousUnreachable({ status: 503, retryAfter: 11 }))[0]).toBeUndefined();
  });

  it.each([
    ['7', 7],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:00:07 GMT', 7],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('is asked for by the header %j', (value, seconds) => {
    vi.setSystemTime('2026-01-01T00:00:00Z');
    expect(parseRetryAfter(value)).toBe(seconds);
  });

  it('is kept', async () => {
    const { api, asked } = clientOf([unavailable, one]);
    const work = api.departments.get('1');
    await vi.advanceTimersByTimeAsync(999);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(2);
    await work;
  });

  it('ends at once when the caller gives up, with the reason', async () => {
    const { api, asked } = clientOf([lost]);
    const given = new AbortController();
    jitter(0.5);
    const work = api.departments.create(name, { signal: given.signal }).catch((error) => error);
    await vi.advanceTimersByTimeAsync(1);
    given.abort('enough');
    expect(await work).toBe('enough');
    expect(vi.getTimerCount()).toBe(0);
    expect(asked).toHaveLength(1);
  });
});

describe('a try', () => {
  /** Answers when the request is aborted, as fetch does. */
  const hanging = ({ signal }: RequestInit) =>
    new Promise<Response>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    });

  it('that takes too long is given up, and the next one is made', async () => {
    const expired = new AbortController();
    vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(expired.signal);
    const { api, asked } = clientOf([hanging, one], { timeoutMs: 5 });
    const work = api.departments.create(name);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(AbortSignal.timeout).toHaveBeenCalledWith(5);
    expired.abort(new DOMException('too long', 'TimeoutError'));
    expect((await settled(work)).data).toEqual({ id: '1' });
    expect(asked).toHaveLength(2);
  });

  it('that the caller gives up is the last', async () => {
    const given = new AbortController();
    const { api, asked } = clientOf([hanging]);
    const work = api.departments.get('1', { signal: given.signal }).catch((error) => error);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    given.abort('enough');
    expect(await settled(work)).toBe('enough');
    expect(asked).toHaveLength(1);
  });

  it('has a token that is fresh', async () => {
    let number = 0;
    const token = () => Promise.resolve(`token-${number++}`);
    const { api, asked } = clientOf([lost, one], { token });
    await settled(api.departments.get('1'));
    expect(asked.map(({ headers }) => headers.get('Authorization'))).toEqual([
      ...['Bearer token-0', 'Bearer token-1'],
    ]);
  });

  it('is not made when there is no token to be had, and the reason is told as it is', async () => {
    const reason = new Error('the issuer is gone');
    const { api, asked } = clientOf([one], { token: () => Promise.reject(reason) });
    await expect(api.departments.get('1')).rejects.toBe(reason);
    expect(asked).toEqual([]);
  });
});
