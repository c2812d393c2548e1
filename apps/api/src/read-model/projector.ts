// The Durable Object through which calendars write to D1: a few of them per database. It stores nothing and may be lost at any
// moment, since the calendars' outboxes are the queue.

import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { within } from '../within.ts';
import { type Batch, groupsInto } from './batch.ts';

export class Projector extends DurableObject<Env> {
  readonly #groups = groupsInto(this.env.DB, within);

  /** Whether D1 has the batch. If not, it or another of its group was refused, or nobody knows. */
  write(batch: Batch): Promise<boolean> {
    return this.#groups.join(batch);
  }
}
