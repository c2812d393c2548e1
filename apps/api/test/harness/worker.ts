// The product's entry with faults between it and its bindings.

import { app } from '../../src/app.ts';
import { AgentCalendar as Product } from '../../src/calendar/agent-calendar.ts';
import type { Env } from '../../src/env.ts';
import { Projector as ProductProjector } from '../../src/read-model/projector.ts';
import { withFaults } from './faults.ts';

export class AgentCalendar extends Product {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, withFaults(env, 'calendar'));
  }
}

export class Projector extends ProductProjector {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, withFaults(env, 'projector'));
  }
}

export default {
  fetch: (request: Request, env: Env, ctx: ExecutionContext) =>
    app.fetch(request, withFaults(env, 'worker'), ctx),
};
