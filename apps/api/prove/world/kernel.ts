// Time that does not pass by itself. All that will happen stands in one list; whoever drives the world picks what happens
// next, and nothing else runs until the promises that it set off have come to rest.

import type { Task } from './task.ts';

/** What kinds of things happen. */
export type Kind = 'request' | 'answer' | 'deadline' | 'alarm' | 'commit' | 'client' | 'fault';

export interface Happening {
  /** Grows by one with each: of two at the same moment the earlier one comes first. */
  readonly ordinal: number;
  readonly kind: Kind;
  /** When it is due, in milliseconds; whoever picks may disregard it. */
  readonly at: number;
  /** For people: who does what. */
  readonly label: string;
  readonly run: () => void;
  /** Of a message: what its loss does instead. */
  readonly lose?: () => void;
  /** Of a request: lets it arrive once more. */
  readonly double?: () => void;
  /** To whom it happens: a name of a calendar, of D1 or of a client. */
  readonly who: string;
  /** All that it is: two that say the same here have the same effect. */
  readonly content: string;
  /** Who sent it or waits for it, and what that one calls it. */
  readonly asker?: Task['asker'];
  /** Whether anybody cares; what nobody waits for may as well not happen. */
  readonly isAwaited?: () => boolean;
}

export class Kernel {
  now: number;
  steps = 0;
  /** What will happen, in no order. */
  readonly pending: Happening[] = [];
  /** To whom something is happening now. */
  actor = 'nobody';
  #ordinals = 0;
  #afterTurn: (() => void)[] = [];

  constructor(now: number) {
    this.now = now;
  }

  /** Adds something that will happen in `ms` milliseconds. */
  schedule(
    ms: number,
    happening: Omit<Happening, 'at' | 'ordinal' | 'content'> & { readonly content?: string },
  ): Happening {
    this.#ordinals += 1;
    const { label } = happening;
    const added = { content: label, ...happening, at: this.now + ms, ordinal: this.#ordinals };
    this.pending.push(added);
    return added;
  }

  cancel(happening: Happening): void {
    const index = this.pending.indexOf(happening);
    if (index < 0) return;
    // The order does not matter, so the last one fills the gap.
    const last = this.pending.pop();
    if (last && last !== happening) this.pending[index] = last;
  }

  /** Runs `work` when the turn that is under way has come to rest. */
  afterTurn(work: () => void): void {
    this.#afterTurn.push(work);
  }

  /** What is due first. */
  earliest(): Happening | undefined {
    let first: Happening | undefined;
    for (const one of this.pending) {
      if (!first || one.at < first.at || (one.at === first.at && one.ordinal < first.ordinal)) {
        first = one;
      }
    }
    return first;
  }

  /**
   * Lets this happen, and waits until everything that it set off has come to rest. `isEarly`: it happens before it is due,
   * as if the clock had not got so far.
   */
  async turn(happening: Happening, run = happening.run, isEarly = false): Promise<void> {
    this.cancel(happening);
    if (!isEarly) this.now = Math.max(this.now, happening.at);
    this.steps += 1;
    this.actor = happening.who;
    run();
    await atRest();
    while (this.#afterTurn.length > 0) {
      for (const work of this.#afterTurn.splice(0)) work();
      await atRest();
    }
  }
}

/** Resolves when no promise is left that could go on by itself: nothing here waits for the real world. */
export const atRest = (): Promise<void> => new Promise((rest) => void setImmediate(rest));
