// A calendar's way to D1: together with other calendars, through a projector. Alone where that does not do: a rebuild, whose
// rows are judged otherwise, and after a failure, so that rows which D1 refuses keep nobody else back.

import type { Projection } from '../calendar/ports.ts';
import type { Env } from '../env.ts';
import type { Batch } from './batch.ts';
import type { Told } from './group-commit.ts';
import { batchOf, writeBatch } from './projection.ts';

/** Projectors of one database. */
const PROJECTORS = 2;

/** A projector as a calendar sees it, over RPC. */
export interface RemoteProjector {
  write(batch: Batch): Promise<Told>;
}

export class Delivery {
  readonly #db: D1Database;
  readonly #projectorOf: (route: string) => RemoteProjector;
  /** From a failure until a write alone has succeeded. */
  #isAlone = false;

  constructor(db: D1Database, projectorOf: (route: string) => RemoteProjector) {
    this.#db = db;
    this.#projectorOf = projectorOf;
  }

  /** Copies the projection. Rejects when D1 failed; then it may or may not have been copied. */
  async project(projection: Projection): Promise<void> {
    const batch = batchOf(projection);
    if (!(projection.rebuild || this.#isAlone)) {
      // A projector that cannot be reached is done without; one that is late is waited for, as D1 would be.
      const told = await this.#projectorOf(projection.calendar)
        .write(batch)
        .catch(() => 'failed');
      if (told === 'written') return;
      if (told === 'late') throw new Error('late');
      this.#isAlone = true;
    }
    await writeBatch(this.#db, batch, projection.rebuild);
    this.#isAlone = false;
  }
}

/** The cast hides the stub's serialisation types: all that crosses is plain data. */
export const projectorOf = (env: Env, route: string): RemoteProjector =>
  env.PROJECTORS.getByName(projectorNameOf(route)) as unknown as RemoteProjector;

/** `<database>/<one of its projectors>`: of a route, which is a number in hexadecimal, the last digits are random. */
export const projectorNameOf = (route: string): string =>
  `DB/${Number.parseInt(route.slice(-4), 16) % PROJECTORS}`;
