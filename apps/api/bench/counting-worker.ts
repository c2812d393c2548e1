// The product's entry with counters at its bindings, to be asked one request at a time: what one costs, not how fast it is.

import { app } from '../src/app.ts';
import { AgentCalendar as Product } from '../src/calendar/agent-calendar.ts';
import type { Env } from '../src/env.ts';
import { Projector as ProductProjector } from '../src/read-model/projector.ts';
import type { Counts } from './counted.ts';

/** Answers with what was counted since it was last asked, once nothing of it is left to do. */
const COUNTS_PATH = '/counts';
const LOOK_EVERY_MS = 20;
/** Alarms that have not rung by then, in milliseconds, are none of a request that went well. */
const AT_REST_AFTER_MS = 60_000;

const nothing = (): Counts => ({
  d1: { rowsRead: 0, rowsWritten: 0, roundTrips: 0 },
  objects: { rowsRead: 0, rowsWritten: 0, requests: 0 },
  objectMs: 0,
});
// Worker and objects of one process share their modules.
let counts = nothing();
let callsUnderWay = 0;
/** Ids of objects that have asked for an alarm which has not rung yet. */
const expecting = new Set<string>();

export class AgentCalendar extends Product {
  constructor(ctx: DurableObjectState, env: Env) {
    countRows(ctx);
    super(ctx, withCountedD1(env));
  }
}

export class Projector extends ProductProjector {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, withCountedD1(env));
  }
}

// Whatever an object is asked, its alarm included, is one request to it, and keeps it awake.
countCalls(Product.prototype, AgentCalendar.prototype);
countCalls(ProductProjector.prototype, Projector.prototype);

function countCalls(product: object, counting: object): void {
  for (const name of Object.getOwnPropertyNames(product)) {
    const method = Reflect.get(product, name);
    if (name === 'constructor' || typeof method !== 'function') continue;
    Object.defineProperty(counting, name, {
      value: async function counted(this: object, ...parameters: unknown[]) {
        const startedAt = Date.now();
        counts.objects.requests += 1;
        callsUnderWay += 1;
        // One that is asked for from now on is another one.
        if (name === 'alarm') expecting.delete(idOf(Reflect.get(this, 'ctx')));
        try {
          return await Reflect.apply(method, this, parameters);
        } finally {
          counts.objectMs += Date.now() - startedAt;
          callsUnderWay -= 1;
        }
      },
    });
  }
}

export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    if (new URL(request.url).pathname !== COUNTS_PATH) {
      return app.fetch(request, withCountedD1(env), ctx);
    }
    await atRest();
    const counted = counts;
    counts = nothing();
    return Response.json(counted);
  },
};

/** An alarm belongs to the request that asked for it: until it has rung, more is to come. */
async function atRest(): Promise<void> {
  for (let waited = 0; callsUnderWay > 0 || expecting.size > 0; waited += LOOK_EVERY_MS) {
    if (waited > AT_REST_AFTER_MS) throw new Error(`${expecting.size} alarms have not rung`);
    await scheduler.wait(LOOK_EVERY_MS);
  }
}

const idOf = ({ id }: DurableObjectState) => String(id);

function countRows(ctx: DurableObjectState): void {
  const { storage } = ctx;
  const { sql } = storage;
  const { exec } = sql;
  sql.exec = (query, ...bindings) => {
    const cursor = exec.call(sql, query, ...bindings);
    const { toArray } = cursor;
    cursor.toArray = () => {
      const rows = toArray.call(cursor);
      counts.objects.rowsRead += cursor.rowsRead;
      counts.objects.rowsWritten += cursor.rowsWritten;
      return rows;
    };
    return cursor as never; // the rows' type is the caller's
  };
  const { setAlarm, deleteAlarm } = storage;
  // Billed as one row written.
  storage.setAlarm = (...parameters) => {
    counts.objects.rowsWritten += 1;
    expecting.add(idOf(ctx));
    return setAlarm.apply(storage, parameters);
  };
  storage.deleteAlarm = (...parameters) => {
    counts.objects.rowsWritten += 1;
    expecting.delete(idOf(ctx));
    return deleteAlarm.apply(storage, parameters);
  };
}

const known = new WeakMap<object, Env>();

/** The same environment with the counted D1; the same one each time, since the product remembers what it read of it. */
function withCountedD1(env: Env): Env {
  const before = known.get(env);
  if (before) return before;
  const counted: Env = { ...env, DB: countedD1(env.DB) };
  known.set(env, counted);
  return counted;
}

function countedD1(db: D1Database): D1Database {
  const trip = async (call: () => Promise<D1Result[]>): Promise<D1Result[]> => {
    counts.d1.roundTrips += 1;
    const answers = await call();
    for (const { meta } of answers) {
      counts.d1.rowsRead += meta.rows_read;
      counts.d1.rowsWritten += meta.rows_written;
    }
    return answers;
  };
  const originals = new WeakMap<object, D1PreparedStatement>();
  const statement = (original: D1PreparedStatement): D1PreparedStatement => {
    const all = async () => (await trip(async () => [await original.all()]))[0];
    const facade = {
      bind: (...values: unknown[]) => statement(original.bind(...values)),
      all,
      run: all,
      first: async () => (await all())?.results[0] ?? null,
    } as unknown as D1PreparedStatement; // as much of it as the product uses
    originals.set(facade, original);
    return facade;
  };
  return {
    prepare: (query: string) => statement(db.prepare(query)),
    batch: (statements: D1PreparedStatement[]) =>
      trip(() => db.batch(statements.map((facade) => originals.get(facade) ?? facade))),
  } as unknown as D1Database; // as much of it as the product uses
}
