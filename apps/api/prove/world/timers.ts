// The Worker's deadlines are real timers. In this thread, while a world runs, they are the world's.

import type { Happening, Kernel } from './kernel.ts';
import { currentTask } from './task.ts';

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
  try {
    return await work();
  } finally {
    globalThis.setTimeout = own.setTimeout;
    globalThis.clearTimeout = own.clearTimeout;
  }
}
