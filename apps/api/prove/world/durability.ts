// A store whose writes become durable a little later, and the output gate: what leaves waits until then.

import type { Store } from './store.ts';

export class Durability {
  readonly #store: Store;
  /** Calls back when what was written is durable. */
  readonly #later: (save: () => void) => void;
  readonly #onDurable: () => void;
  #hasUnsaved = false;
  /** A transaction is open that has not written yet. */
  #isOpen = false;
  #gated: (() => void)[] = [];
  /** Grows with each crash: what an earlier life was about to save is gone. */
  #life = 0;

  constructor(store: Store, later: (save: () => void) => void, onDurable: () => void) {
    this.#store = store;
    this.#later = later;
    this.#onDurable = onDurable;
  }

  get hasUnsaved(): boolean {
    return this.#hasUnsaved;
  }

  /** Something is being written. */
  unsaved(): void {
    if (this.#hasUnsaved) return;
    this.#hasUnsaved = true;
    if (!this.#isOpen) this.#store.save('unsaved');
    const life = this.#life;
    this.#later(() => {
      if (life === this.#life) this.#save();
    });
  }

  /** A transaction. One that has only read leaves nothing to be saved. */
  transaction<Value>(body: () => Value): Value {
    if (this.#hasUnsaved || this.#isOpen) return this.#store.transaction(body);
    this.#store.save('unsaved');
    this.#isOpen = true;
    try {
      return this.#store.transaction(body);
    } finally {
      this.#isOpen = false;
      if (!this.#hasUnsaved) this.#store.release('unsaved');
    }
  }

  /** Lets something leave: at once, or when what has been written is durable. */
  leave(work: () => void): void {
    if (this.#hasUnsaved) this.#gated.push(work);
    else work();
  }

  /** What is not durable is gone, and what waited for it. */
  crash(): void {
    this.#life += 1;
    this.#gated = [];
    if (this.#hasUnsaved) this.#store.rollBack('unsaved');
    this.#hasUnsaved = false;
  }

  #save(): void {
    this.#store.release('unsaved');
    this.#hasUnsaved = false;
    this.#onDurable();
    for (const work of this.#gated.splice(0)) work();
  }
}
