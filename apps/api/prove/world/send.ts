// Messages in the name of somebody, who may be dead when the answer comes.

import type { Message, Network, Settled } from './network.ts';
import { currentTask } from './task.ts';

export type Send = <Value>(
  to: string,
  verb: string,
  values: readonly unknown[],
  deliver: Message<Value>['deliver'],
) => Promise<Value>;

/** What is to be known of a sender who can die. */
interface Mortal {
  readonly isAlive: () => boolean;
  /** Lets a message leave, as soon as it may. */
  readonly leave: (work: () => void) => void;
}

export const senderOf =
  (network: Network, from: string, mortal?: Mortal): Send =>
  <Value>(
    to: string,
    verb: string,
    values: readonly unknown[],
    deliver: Message<Value>['deliver'],
  ) =>
    new Promise<Value>((resolve, reject) => {
      const task = currentTask();
      const settle = (settled: Settled<Value>) => {
        if (mortal && !mortal.isAlive()) return;
        if (settled.status === 'fulfilled') resolve(settled.value);
        else reject(settled.reason);
      };
      const leave = mortal?.leave ?? ((work) => work());
      leave(() =>
        network.send<Value>({
          from,
          to,
          verb,
          values,
          deliver,
          asker: task && { task, ticket: task.ticket(`${to} ${verb} ${JSON.stringify(values)}`) },
          settle,
          ...(mortal && { isAwaited: mortal.isAlive }),
        }),
      );
    });
