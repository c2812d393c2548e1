// The product's entry with a D1 binding that fails by plan, for the Worker, and for the calendars with their projectors.

import { app } from '../../src/app.ts';
import { AgentCalendar as Product } from '../../src/calendar/agent-calendar.ts';
import type { Env } from '../../src/env.ts';
import { Projector as ProductProjector } from '../../src/read-model/projector.ts';
import { FAULT_LINE, type Speaker, type Weathered, weatherFor } from './weather.ts';

type StormyEnv = Env & Weathered;

export class AgentCalendar extends Product {
  constructor(ctx: DurableObjectState, env: StormyEnv) {
    super(ctx, inWeather(env, 'calendar'));
  }
}

export class Projector extends ProductProjector {
  constructor(ctx: DurableObjectState, env: StormyEnv) {
    super(ctx, inWeather(env, 'calendar'));
  }
}

export default {
  fetch: (request: Request, env: StormyEnv, ctx: ExecutionContext) =>
    app.fetch(request, inWeather(env, 'worker'), ctx),
};

const wrapped = { worker: new WeakMap<object, Env>(), calendar: new WeakMap<object, Env>() };

/** The same environment with the failing D1; the same one each time, since the product remembers what it read of it. */
function inWeather(env: StormyEnv, speaker: Speaker): Env {
  const known = wrapped[speaker].get(env);
  if (known) return known;
  const stormy: Env = { ...env, DB: failing(env, speaker) };
  wrapped[speaker].set(env, stormy);
  return stormy;
}

/** How late a slow D1 is, in milliseconds, in turn: below and above each deadline of the product. */
const LATE_MS = [200, 2_300, 700, 5_500, 1_200];
let slowCalls = 0;

const lost = () => new Error('D1_ERROR: network connection lost');

function failing(env: StormyEnv, speaker: Speaker): D1Database {
  const trip = async <Value>(call: () => Promise<Value>): Promise<Value> => {
    const fault = weatherFor(speaker, env.D1_WEATHER, Date.now());
    if (fault !== 'none') console.log(`${FAULT_LINE} ${speaker} ${fault}`);
    switch (fault) {
      case 'none':
        return call();
      case 'down':
        throw lost();
      case 'forgetful':
        await call();
        throw lost();
      case 'slow':
        slowCalls += 1;
        await new Promise((later) => setTimeout(later, LATE_MS[slowCalls % LATE_MS.length]));
        return call();
    }
  };
  const originals = new WeakMap<object, D1PreparedStatement>();
  const statement = (original: D1PreparedStatement): D1PreparedStatement => {
    const facade = {
      bind: (...values: unknown[]) => statement(original.bind(...values)),
      all: () => trip(() => original.all()),
      first: () => trip(() => original.first()),
      run: () => trip(() => original.run()),
    } as unknown as D1PreparedStatement; // as much of it as the product uses
    originals.set(facade, original);
    return facade;
  };
  return {
    prepare: (query: string) => statement(env.DB.prepare(query)),
    batch: (statements: D1PreparedStatement[]) =>
      trip(() => env.DB.batch(statements.map((facade) => originals.get(facade) ?? facade))),
  } as unknown as D1Database; // as much of it as the product uses
}
