// The Worker's deadlines are real timers. In this thread, while a world runs, they are the world's.

import type { Happening, Kernel } from './kernel.ts';

const own = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };

/** Runs `work` with `setTimeout` and `clearTimeout` taken from the world's clock. */
export async function withTimersOf<Value>(
  kernel: Kernel,
  work: () => Promise<Value>,
): Promise<Value> {
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
  }
}
