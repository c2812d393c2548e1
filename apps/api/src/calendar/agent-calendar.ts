// The Durable Object: one per tenant + agent. A thin shell that lends the core its storage, clock and D1.

import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { databaseOf } from '../read-model/database-of.ts';
import { Deliveries } from '../read-model/delivery.ts';
import { copied, remove } from '../read-model/strays.ts';
import { within } from '../within.ts';
import { Calendar } from './calendar.ts';
import { calendarAt } from './calendar-of.ts';
import type { Book, CalendarName, Change, ConflictsQuery, Import, Transition } from './commands.ts';
import type { Peer, Sql, SqlRow } from './ports.ts';
import type { Activation, Hold, HolderNews, OutcomeCursor } from './transfer-messages.ts';

export class AgentCalendar extends DurableObject<Env> {
  readonly #calendar: Calendar;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const deliveries = new Deliveries(env);
    this.#calendar = new Calendar({
      sql: sqlOf(ctx.storage),
      clock: {
        now: () => Date.now(),
        // Not awaited: it commits together with the writes around it, and a failure of either breaks the object.
        wakeAt: (at) => void ctx.storage.setAlarm(at),
        within,
      },
      peers: { at: (tenant, route) => calendarAt<Peer>(env, { tenant, route }) },
      readModel: {
        project: (projection) => deliveries.project(projection),
        copied: (of, ids) => copied(databaseOf(env, of.tenant), of, ids),
        remove: (of, strays) => remove(databaseOf(env, of.tenant), of, strays),
      },
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

  get(id: string, form?: 'json') {
    return this.#calendar.get(id, form);
  }

  conflicts(query: ConflictsQuery) {
    return this.#calendar.conflicts(query);
  }

  import(command: Import) {
    return this.#calendar.import(command);
  }

  knownOf(ids: readonly string[]) {
    return this.#calendar.knownOf(ids);
  }

  beginRebuild(calendar: CalendarName) {
    return this.#calendar.beginRebuild(calendar);
  }

  continueRebuild() {
    return this.#calendar.continueRebuild();
  }

  // Between calendars.

  hold(request: Hold) {
    return this.#calendar.hold(request);
  }

  activate(activation: Activation) {
    return this.#calendar.activate(activation);
  }

  transferState(appointmentId: string, transferId: string) {
    return this.#calendar.transferState(appointmentId, transferId);
  }

  outcomesAfter(appointmentId: string, transferId: string, cursor: OutcomeCursor) {
    return this.#calendar.outcomesAfter(appointmentId, transferId, cursor);
  }

  learnHolder(news: HolderNews) {
    return this.#calendar.learnHolder(news);
  }

  override alarm() {
    return this.#calendar.wake();
  }
}

const sqlOf = (storage: DurableObjectStorage): Sql => ({
  all: (query, ...bindings) => storage.sql.exec<SqlRow>(query, ...bindings).toArray(),
  transaction: (body) => storage.transactionSync(body),
});
