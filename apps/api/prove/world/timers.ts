// What the Worker has from its platform: a clock, timers, digests. In this thread, while a world runs, they are the world's,
// and a digest takes no time.

import { createHash, webcrypto } from 'node:crypto';
import type { Happening, Kernel } from './kernel.ts';
import { currentTask } from './task.ts';

const own = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  now: Date.now,
  digest: webcrypto.subtle.digest,
};

/** Runs `work` with the clock and the timers of the world. `skewMs`: how far ahead the clock of somebody is. */
export async function withTimersOf<Value>(
  kernel: Kernel,
  work: () => Promise<Value>,
  skewMs: (who: string) => number = () => 0,
): Promise<Value> {
  Date.now = () => {
    const now = kernel.now + skewMs(kernel.actor);
    currentTask()?.learn(String(now));
    return now;
  };
  globalThis.setTimeout = ((
    run: (...values: unknown[]) => void,
    ms: number,
    ...values: unknown[]
  ) => {
    const task = currentTask();
    return kernel.schedule(ms, {
      kind: 'deadline',
      who: task?.who ?? kernel.actor,
      asker: task && { task, ticket: task.ticket(`${kernel.now} ${ms}`) },
      label: `a Worker stops waiting after ${ms} ms`,
      run: () => {
        task?.learn('late');
        run(...values);
      },
    });
  }) as unknown as typeof setTimeout; // what the product uses of it
  globalThis.clearTimeout = ((timer: Happening | undefined) =>
    timer && kernel.cancel(timer)) as unknown as typeof clearTimeout; // as above
  webcrypto.subtle.digest = digestAtOnce;
  try {
    return await work();
  } finally {
    webcrypto.subtle.digest = own.digest;
    globalThis.setTimeout = own.setTimeout;
    globalThis.clearTimeout = own.clearTimeout;
    Date.now = own.now;
  }
}

const digestAtOnce: typeof own.digest = async (algorithm, data) => {
  if (algorithm !== 'SHA-256')
    throw new Error(`the product takes no digest by ${JSON.stringify(algorithm)}`);
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
  return new Uint8Array(createHash('sha256').update(bytes).digest()).buffer;
};
