// The Worker's deadlines are real timers, and its digests come from another thread. In this thread, while a world runs, the
// deadlines are the world's, and a digest takes no time.

import { createHash, webcrypto } from 'node:crypto';
import type { Happening, Kernel } from './kernel.ts';
import { currentTask } from './task.ts';

const own = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  digest: webcrypto.subtle.digest,
};

/** Runs `work` with deadlines that are taken from the world's clock, and with digests at once. */
export async function withTimersOf<Value>(
  kernel: Kernel,
  work: () => Promise<Value>,
): Promise<Value> {
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
