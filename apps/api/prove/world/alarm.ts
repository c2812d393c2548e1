// The one alarm of a Durable Object: on disk, rings at least once, is tried again when it throws, and never rings while it is
// still ringing.

import type { Happening, Kernel } from './kernel.ts';

/** The platform tries a failed alarm six more times. */
const RETRIES = 6;
const BACKOFF_MS = 2_000;

export class Alarm {
  readonly #who: string;
  readonly #kernel: Kernel;
  readonly #lateMs: () => number;
  readonly #wake: () => Promise<void>;
  #at: number | undefined;
  #bell: Happening | undefined;
  #isRinging = false;
  #life = 0;

  constructor(who: string, kernel: Kernel, lateMs: () => number, wake: () => Promise<void>) {
    this.#who = who;
    this.#kernel = kernel;
    this.#lateMs = lateMs;
    this.#wake = wake;
  }

  /** When it is to ring, and whether it is due and waits only until it has rung. */
  get wish(): readonly (number | undefined)[] {
    return [this.#at, this.#bell?.at];
  }

  get isRinging(): boolean {
    return this.#isRinging;
  }

  /** Replaces an earlier one. */
  set(at: number): void {
    this.#at = at;
    if (this.#bell) this.#kernel.cancel(this.#bell);
    const ms = Math.max(at - this.#kernel.now, 0) + this.#lateMs();
    this.#bell = this.#after(ms, 'alarm', () => {
      this.#bell = undefined;
      this.ring();
    });
  }

  ring(tries = 0): void {
    if (this.#isRinging) return;
    const life = this.#life;
    this.#at = undefined;
    this.#isRinging = true;
    Promise.resolve()
      .then(() => this.#wake())
      .then(
        () => this.#rung(life),
        () => {
          this.#rung(life);
          if (life !== this.#life || this.#at !== undefined || tries === RETRIES) return;
          this.#after(BACKOFF_MS * 2 ** tries, `alarm, again (${tries + 1})`, () =>
            this.ring(tries + 1),
          );
        },
      );
  }

  /** The process dies. An alarm that was ringing has not been answered: it rings again. */
  crash(): void {
    this.#life += 1;
    if (this.#isRinging) this.set(this.#at ?? this.#kernel.now);
    this.#isRinging = false;
  }

  #rung(life: number): void {
    if (life !== this.#life) return;
    this.#isRinging = false;
    // One that fell due meanwhile.
    if (this.#at !== undefined && !this.#bell) this.ring();
  }

  #after(ms: number, what: string, run: () => void): Happening {
    const label = `${this.#who}: ${what}`;
    return this.#kernel.schedule(ms, { kind: 'alarm', who: this.#who, label, run });
  }
}
