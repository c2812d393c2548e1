// The Durable Object through which calendars write to D1: a few per database. It stores nothing, and may be lost at any moment.

import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { within } from '../within.ts';
import { GroupCommit } from './group-commit.ts';
import { type Batch, joined, lengthOf, MAX_JOINED_LENGTH, writeBatch } from './projection.ts';

export class Projector extends DurableObject<Env> {
  readonly #group = new GroupCommit<Batch>({
    write: (batches) => writeBatch(this.env.DB, joined(batches)),
    sizeOf: lengthOf,
    maxSize: MAX_JOINED_LENGTH,
    within,
  });

  /** Whether the batch is in D1; when it is not, it or another of its group was refused. */
  write(batch: Batch): Promise<boolean> {
    return this.#group.join(batch);
  }
}
