// A projector as one calendar sees it. One that does not answer at all is not asked for a while; the calendar then writes alone,
// as it does after a failure. Nobody is waited for here: whoever asks has a deadline of its own.

import type { Batch } from './batch.ts';
import type { RemoteProjector } from './delivery.ts';
import type { Told } from './group-commit.ts';

/** How long a projector may take to answer, in milliseconds: it says itself that D1 is late, and does so earlier. */
export const PROJECTOR_SILENT_MS = 8_000;
/** How long it is not asked after that, in milliseconds. */
export const PROJECTOR_REST_MS = 30_000;

export class RestingProjector {
  readonly #projector: () => Pick<RemoteProjector, 'write'>;
  /** When the first question was asked that nothing has been heard since. */
  #askedAt: number | undefined;

  constructor(projector: () => Pick<RemoteProjector, 'write'>) {
    this.#projector = projector;
  }

  /** What the projector told. Rejects when it cannot be reached, and while it rests. */
  async write(batch: Batch): Promise<Told> {
    const now = Date.now();
    const silentMs = now - (this.#askedAt ?? now);
    if (silentMs > PROJECTOR_SILENT_MS + PROJECTOR_REST_MS) this.#askedAt = undefined;
    else if (silentMs > PROJECTOR_SILENT_MS) throw new Error('the projector rests');
    this.#askedAt ??= now;
    try {
      return await this.#projector().write(batch);
    } finally {
      this.#askedAt = undefined;
    }
  }
}
