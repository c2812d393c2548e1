// What an object needs to know of the rest of the world.

import type { ReadModel } from '../../src/calendar/ports.ts';
import type { Host } from './host.ts';
import type { Kernel } from './kernel.ts';
import type { Network } from './network.ts';
import type { Send } from './send.ts';
import type { Tasks } from './task.ts';

export interface Surroundings {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly tasks?: Tasks | undefined;
  readonly peer: (name: string) => Host;
  /** D1 as somebody with this name sees it. */
  readonly readModel: (send: Send) => ReadModel;
  /** Milliseconds until what was written is durable; `turn`: when the turn is over. */
  readonly commitMs: () => number | 'turn';
  /** How far ahead somebody's clock is. */
  readonly skewMs: (who: string) => number;
  /** Outcomes in one message between calendars; as many as the product has when it is not said. */
  readonly pageOutcomes?: number;
  /** How much later than asked an alarm rings, in milliseconds. */
  readonly alarmLateMs: () => number;
  /** Called when writes have become durable. */
  readonly onDurable: (host: Host) => void;
}
