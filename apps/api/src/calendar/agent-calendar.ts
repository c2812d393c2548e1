// The Durable Object: one per tenant + agent. A thin shell that lends the core its storage, clock and D1.

import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { project } from '../read-model/projection.ts';
import { within } from '../within.ts';
import { Calendar } from './calendar.ts';
import type { Book, Change, ConflictsQuery, Import, Transition } from './commands.ts';
import type { Sql, SqlRow } from './ports.ts';

export class AgentCalendar extends DurableObject<Env> {
  readonly #calendar: Calendar;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#calendar = new Calendar({
      sql: sqlOf(ctx.storage),
      clock: {
        now: () => Date.now(),
        // Not awaited: it commits together with the writes around it, and a failure of either breaks the object.
        wakeAt: (at) => void ctx.storage.setAlarm(at),
        within,
      },
      readModel: { project: (projection) => project(env.DB, projection) },
    });
  }

  book(command: Book) {
    return this.#calendar.book(command);
  }

  change(command: Change) {
    return this.#calendar.change(command);
  }

  transition(command: Transition) {
    return this.#calendar.transition(command);
  }

  get(id: string) {
    return this.#calendar.get(id);
  }

  conflicts(query: ConflictsQuery) {
    return this.#calendar.conflicts(query);
  }

  import(command: Import) {
    return this.#calendar.import(command);
  }

  override alarm() {
    return this.#calendar.wake();
  }
}

const sqlOf = (storage: DurableObjectStorage): Sql => ({
  all: (query, ...bindings) => storage.sql.exec<SqlRow>(query, ...bindings).toArray(),
  transaction: (body) => storage.transactionSync(body),
});
