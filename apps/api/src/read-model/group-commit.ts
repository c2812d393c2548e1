// While one write is under way, and for a moment after it, the next callers gather; then one write carries them all. Nothing is
// kept but promises: whoever is not told that its part is written brings it again.

import type { Clock } from '../calendar/ports.ts';

/** How long a write holds up the next, in milliseconds. One that takes longer is waited for by its own callers alone. */
export const GATHER_AT_MOST_MS = 1_000;

/**
 * How long the next write waits for company while there is any, in milliseconds: a write costs about as much for many as for
 * one. The `commit_delay` of PostgreSQL; who is alone never waits.
 */
export const COMMIT_DELAY_MS = 3;

/** When callers are told that their write takes too long, in milliseconds: as long as anybody waits for D1. */
const ANSWER_AT_MOST_MS = 5_000;

/** Whether the part is written. `failed`: it, or another of its group, was refused, or nobody knows. */
export type Told = 'written' | 'failed' | 'late';

export interface Writer<Part> {
  /** Writes all of them or none. Rejects when it is not known that they are written. */
  readonly write: (parts: readonly Part[]) => Promise<void>;
  readonly sizeOf: (part: Part) => number;
  /** What one write may carry. A part that is larger goes alone. */
  readonly maxSize: number;
  readonly within: Clock['within'];
}

interface Caller<Part> {
  readonly part: Part;
  readonly size: number;
  readonly answer: (told: Told) => void;
}

export class GroupCommit<Part> {
  readonly #writer: Writer<Part>;
  #waiting: Caller<Part>[] = [];
  #isWriting = false;

  constructor(writer: Writer<Part>) {
    this.#writer = writer;
  }

  /** Answers when it is known what has become of the part. Rejects when the part cannot be measured. */
  async join(part: Part): Promise<Told> {
    const { promise, resolve } = Promise.withResolvers<Told>();
    this.#waiting.push({ part, size: this.#writer.sizeOf(part), answer: resolve });
    if (!this.#isWriting) void this.#writeAll();
    return promise;
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      await this.#write(group);
      if (group.length > 1 || this.#waiting.length > 0) await this.#commitDelay();
    }
    this.#isWriting = false;
  }

  #commitDelay(): Promise<unknown> {
    return this.#writer.within(COMMIT_DELAY_MS, new Promise(() => {}));
  }

  /** Over when the next write may begin. */
  async #write(group: readonly Caller<Part>[]): Promise<void> {
    // Async, so that a write which throws at once ends nothing but itself.
    const begun = async () => this.#writer.write(group.map(({ part }) => part));
    const written = begun().then(
      (): Told => 'written',
      (): Told => 'failed',
    );
    const answer = (told: Told) => {
      for (const caller of group) caller.answer(told);
    };
    const told = await this.#writer.within(GATHER_AT_MOST_MS, written);
    if (told !== 'late') return answer(told);
    void this.#writer.within(ANSWER_AT_MOST_MS - GATHER_AT_MOST_MS, written).then(answer);
  }

  /** As many as fit, in the order in which they came. */
  #nextGroup(): readonly Caller<Part>[] {
    let sum = 0;
    const end = this.#waiting.findIndex(({ size }, index) => {
      sum += size;
      return index > 0 && sum > this.#writer.maxSize;
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end);
  }
}
