// The Durable Object through which calendars write to D1: one per database. It stores nothing and may be lost at any
// moment, since the calendars' outboxes are the queue.

import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { within } from '../within.ts';
import { type Batch, groupsInto } from './batch.ts';
import { databaseOfProjector } from './delivery.ts';
import type { Told } from './group-commit.ts';

export class Projector extends DurableObject<Env> {
  readonly #groups = groupsInto(databaseOfProjector(this.env, this.ctx.id.name ?? ''), within);

  /** Answers when D1 has the batch, or will not have it in time. */
  write(batch: Batch): Promise<Told> {
    return this.#groups.join(batch);
  }
}
