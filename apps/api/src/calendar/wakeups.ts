// The calendar's one alarm, shared by all who have something to finish: it rings at the earliest moment that anyone asked for.

import type { Instant } from '@rendezvous/domain';
import type { Clock } from './ports.ts';

export class Wakeups {
  readonly #clock: Clock;
  #at: Instant | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Makes sure that the alarm rings at most `ms` milliseconds from now. */
  within(ms: number): void {
    const at = this.#clock.now() + ms;
    if (this.#at !== undefined && this.#at <= at) return;
    this.#at = at;
    this.#clock.wakeAt(at);
  }

  /** It rings, or the transaction that asked for it was rolled back: whoever is not done has to ask again. */
  forget(): void {
    this.#at = undefined;
  }
}
