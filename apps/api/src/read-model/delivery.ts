// A calendar's way to D1: together with other calendars, through a projector. Alone where that does not do: a rebuild, whose
// rows are judged otherwise, and after a failure, so that rows which D1 refuses keep nobody else back.

import type { Projection } from '../calendar/ports.ts';
import type { Env } from '../env.ts';
import type { Batch } from './batch.ts';
import { databaseBound, databaseNamed, namesOf } from './database-of.ts';
import type { Told } from './group-commit.ts';
import { batchOf, writeBatch } from './projection.ts';
import type { GatheredLookUps, ReferenceKeys } from './reference-rows.ts';
import { RestingProjector } from './resting-projector.ts';

/** A projector as it is seen over RPC. */
export interface RemoteProjector {
  write(batch: Batch): Promise<Told>;
  lookUp(keys: ReferenceKeys): ReturnType<GatheredLookUps['rowsOf']>;
}

export class Delivery {
  readonly #db: D1Database;
  readonly #projector: () => Pick<RemoteProjector, 'write'>;
  /** From a failure until a write alone has succeeded. */
  #isAlone = false;

  constructor(db: D1Database, projector: () => Pick<RemoteProjector, 'write'>) {
    this.#db = db;
    this.#projector = projector;
  }

  /** Copies the projection. Rejects when D1 failed; then it may or may not have been copied. */
  async project(projection: Projection): Promise<void> {
    const batch = batchOf(projection);
    if (!(projection.rebuild || this.#isAlone)) {
      // A projector that cannot be reached is done without; one that is late is waited for, as D1 would be.
      const told = await this.#projector()
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

/** A calendar's ways to the databases that have copies of its tenant. */
export class Deliveries {
  readonly #env: Env;
  readonly #ways = new Map<string, Delivery>();

  constructor(env: Env) {
    this.#env = env;
  }

  /** Copies the projection into all of them: more than one while the tenant moves. Rejects when one of them failed. */
  async project(projection: Projection): Promise<void> {
    const names = namesOf(this.#env, projection.tenant);
    await Promise.all(names.map((name) => this.#wayTo(name).project(projection)));
  }

  #wayTo(database: string): Delivery {
    const known = this.#ways.get(database);
    if (known) return known;
    const projector = new RestingProjector(() => projectorOf(this.#env, database));
    const way = new Delivery(databaseNamed(this.#env, database), () => projector);
    this.#ways.set(database, way);
    return way;
  }
}

/**
 * The one projector of a database, which has one writer too: more of them would gather smaller groups. The cast hides the stub's
 * serialisation types: all that crosses is plain data.
 */
export const projectorOf = (env: Env, database: string): RemoteProjector =>
  env.PROJECTORS.getByName(database) as unknown as RemoteProjector;

/** The database that the projector of this name writes into. */
export function databaseOfProjector(env: Env, name: string): D1Database {
  const db = databaseBound(env, name);
  if (!db) throw new Error(`${name} is not bound`);
  return db;
}
