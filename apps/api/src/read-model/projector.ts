// The Durable Object between many and one database: what calendars write there, and what Workers look up when much is asked at
// once, goes together. It stores nothing and may be lost at any moment: the calendars' outboxes are the queue.

import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { within } from '../within.ts';
import { type Batch, groupsInto } from './batch.ts';
import { databaseOfProjector } from './delivery.ts';
import type { Told } from './group-commit.ts';
import { GatheredLookUps, type ReferenceKeys } from './reference-rows.ts';

export class Projector extends DurableObject<Env> {
  readonly #db = databaseOfProjector(this.env, this.ctx.id.name ?? '');
  readonly #groups = groupsInto(this.#db, within);
  readonly #lookUps = new GatheredLookUps(this.#db, within);

  /** Answers when D1 has the batch, or will not have it in time. */
  write(batch: Batch): Promise<Told> {
    return this.#groups.join(batch);
  }

  /** The rows that the references name, or that D1 failed or takes too long. */
  lookUp(keys: ReferenceKeys) {
    return this.#lookUps.rowsOf(keys);
  }
}
