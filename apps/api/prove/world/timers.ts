// What the Worker has from its platform: a clock, timers, digests. In this thread, while a world runs, they are the world's.

import { createHash } from 'node:crypto';

import type { Happening, Kernel } from './kernel.ts';

const own = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  now: Date.now,
  digest: crypto.subtle.digest,
};

/** Runs `work` with the clock and the timers of the world. `skewMs`: how far ahead the clock of somebody is. */
export async function withTimersOf<Value>(
  kernel: Kernel,
  work: () => Promise<Value>,
  skewMs: (who: string) => number = () => 0,
): Promise<Value> {
  Date.now = () => kernel.now + skewMs(kernel.actor);
  // The platform's own takes its time, and here nothing waits for the real world.
  crypto.subtle.digest = async (_, data) =>
    Uint8Array.from(createHash('sha256').update(bytesOf(data)).digest()).buffer;
  globalThis.setTimeout = ((
    run: (...values: unknown[]) => void,
    ms: number,
    ...values: unknown[]
  ) =>
    kernel.schedule(ms, {
      kind: 'deadline',
      who: kernel.actor,
      label: `a Worker stops waiting after ${ms} ms`,
      run: () => run(...values),
    })) as unknown as typeof setTimeout; // what the product uses of it
  globalThis.clearTimeout = ((timer: Happening | undefined) =>
    timer && kernel.cancel(timer)) as unknown as typeof clearTimeout; // as above
  try {
    return await work();
  } finally {
    globalThis.setTimeout = own.setTimeout;
    globalThis.clearTimeout = own.clearTimeout;
    Date.now = own.now;
    crypto.subtle.digest = own.digest;
  }
}

const bytesOf = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
  data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
