// Fills a tenant: straight into the files of a server that is down, with the product's own modules on an SQLite of ours. Each
// ledger is written by `Ledger` and `Journal`, then delivered to D1 as its outbox would deliver it, in larger batches.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Appointment, Status } from '@rendezvous/domain';
import { database } from '../prove/crashes/books.ts';
import { D1 } from '../prove/world/d1.ts';
import type { Send } from '../prove/world/send.ts';
import { Store } from '../prove/world/store.ts';
import { migrations } from '../scripts/production/migrations.ts';
import { nameOf } from '../src/calendar/calendar-of.ts';
import type { CalendarName, Envelope } from '../src/calendar/commands.ts';
import { Journal } from '../src/calendar/journal.ts';
import { Ledger } from '../src/calendar/ledger.ts';
import { Memory } from '../src/calendar/memory.ts';
import type { EventType, Sql } from '../src/calendar/ports.ts';
import { routedId } from '../src/calendar/route.ts';
import { emailKey, sortKey } from '../src/read-model/keys.ts';
import { project } from '../src/read-model/projection.ts';
import {
  agentId,
  agentName,
  agentsFor,
  contactOf,
  customerId,
  customersFor,
  DEPARTMENTS,
  departmentId,
  departmentName,
  filled,
  midnightBefore,
  OBJECTS_FILE,
  TENANT,
  workingHours,
} from './tenant.ts';

/** A tenant as it has been filled. */
export interface Population {
  readonly appointments: number;
  readonly agents: number;
  /** Some of the appointments, from all of the time and all agents. */
  readonly sample: readonly Sampled[];
}

export type Sampled = Pick<Appointment, 'id' | 'agentId' | 'scheduledAt' | 'status'>;

const SAMPLE = 5_000;
/** Events that travel to D1 together. */
const BATCH_EVENTS = 2_000;
/** Nothing else reads or writes these files, and one that a crash leaves half filled is thrown away. */
const FAST = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = OFF',
  'PRAGMA cache_size = -1000000',
];

/** `state`: of a server that has been up once and is down now. */
export async function fill(
  state: string,
  appointments: number,
  onProgress: (done: number) => void,
): Promise<Population> {
  const stores = join(state, 'stores');
  const objects: Record<string, string> = JSON.parse(
    readFileSync(join(state, OBJECTS_FILE), 'utf8'),
  );
  const agents = agentsFor(appointments);
  const now = Date.now();
  const hours = workingHours(midnightBefore(now));
  const sample: Sampled[] = [];
  const d1 = new Store(FAST, database(stores));
  const db = new D1(() => 'well', d1).seenBy(sendAtOnce);
  const restore = takeAway(d1);
  fillDirectory(d1, agents, customersFor(appointments), now);

  for (let agent = 0, done = 0; agent < agents; agent += 1) {
    const calendar = await nameOf(TENANT, agentId(agent));
    const id = objects[`${TENANT}/${calendar.route}`];
    const store = new Store(FAST, join(stores, 'do/rendezvous-AgentCalendar', `${id}.sqlite`));
    const until = Math.round(((agent + 1) * appointments) / agents);
    const own = Array.from({ length: until - done }, (_, index) => {
      const hour = hours[Math.floor((index * hours.length) / (until - done))] ?? 0;
      return filled(done + index, agent, customersFor(appointments), hour, now);
    });
    const journal = store.transaction(() => fillLedger(store, calendar, own));
    d1.save('agent');
    for (let batch = journal.undelivered(BATCH_EVENTS); batch; ) {
      await project(db, batch.projection);
      journal.delivered(batch);
      sample.push(
        ...batch.projection.appointments.filter(
          (_, nth) => nth % Math.max(1, Math.floor(appointments / SAMPLE)) === 0,
        ),
      );
      batch = journal.undelivered(BATCH_EVENTS);
    }
    journal.mark();
    d1.release('agent');
    store.close();
    done = until;
    onProgress(done);
    // All of this is done in one turn of the event loop otherwise, and nobody could interrupt it.
    await new Promise((next) => setImmediate(next));
  }
  restore();
  d1.close();
  return { appointments, agents, sample };
}

/**
 * Takes away what makes a write dear when there are many: indexes and triggers, and the order of events, which come by calendar and
 * stand by appointment. The returned function puts them back, and makes the counts that the triggers would have kept with the
 * statement by which the migration made them for what was there before.
 */
function takeAway(d1: Store): () => void {
  const made = d1.all(
    "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL",
    [],
  );
  for (const { type, name } of made) d1.all(`DROP ${type} ${name}`, []);
  // Stands in front of the table of this name.
  d1.all('CREATE TEMP TABLE events AS SELECT * FROM main.events', []);
  return () => {
    const inOrder = 'SELECT * FROM temp.events ORDER BY tenant, appointment_id, calendar, seq';
    d1.all(`INSERT INTO main.events ${inOrder}`, []);
    d1.all('DROP TABLE temp.events', []);
    const counting = migrations().filter((one) =>
      /^INSERT INTO appointment_counts/.test(one.trim()),
    );
    for (const statement of [...made.map(({ sql }) => String(sql)), ...counting]) {
      d1.all(statement, []);
    }
  };
}

/** The ledger of one calendar, none of it delivered. */
function fillLedger(
  store: Store,
  calendar: CalendarName,
  appointments: readonly ReturnType<typeof filled>[],
): Journal {
  const sql: Sql = {
    all: (query, ...bindings) => store.all(query, bindings),
    transaction: (body) => store.transaction(body),
  };
  const memory = new Memory();
  const ledger = new Ledger(sql, memory, () => {});
  const journal = new Journal(sql, ledger, memory);
  ledger.claim(calendar);
  for (const { booked, later } of appointments) {
    const id = routedId(booked.insertedAt, journal.nextSeq(), calendar.route);
    const appointment = { ...booked, id };
    ledger.insert(appointment, append(journal, appointment, 'booked'));
    if (!later) continue;
    const cancellationReason = later.status === 'cancelled' ? 'The customer asked for it' : null;
    const { status, at: updatedAt } = later;
    const after = { ...appointment, status, updatedAt, cancellationReason, version: 2 };
    ledger.update(after, append(journal, after, EVENT_OF[status]));
  }
  return journal;
}

const EVENT_OF = {
  confirmed: 'confirm',
  cancelled: 'cancel',
  completed: 'complete',
  no_show: 'no_show',
} as const satisfies Record<Exclude<Status, 'scheduled'>, EventType>;

function append(journal: Journal, appointment: Appointment, type: EventType): number {
  const { updatedAt: at, version, cancellationReason: reason } = appointment;
  // Each command leaves an outcome, as it does behind the API.
  const commandId = `${appointment.id}-${version}`;
  const envelope: Envelope = { commandId, actor: agentId(0), until: at, retry: null };
  return journal.append({ type, at, actor: agentId(0), reason, version, appointment }, envelope);
}

function fillDirectory(d1: Store, agents: number, customers: number, now: number): void {
  const insert = (table: string, row: Record<string, string | number | null>) =>
    d1.all(
      `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
        .map(() => '?')
        .join(', ')})`,
      Object.values(row),
    );
  const stamps = { inserted_at: now, updated_at: now };
  d1.transaction(() => {
    for (let nth = 0; nth < DEPARTMENTS; nth += 1) {
      const name = departmentName(nth);
      const record = { tenant: TENANT, id: departmentId(nth), name, name_key: sortKey(name) };
      insert('departments', { ...record, ...stamps });
    }
    for (let nth = 0; nth < agents; nth += 1) {
      const name = agentName(nth);
      const record = { tenant: TENANT, id: agentId(nth), name, name_key: sortKey(name) };
      insert('users', { ...record, role: 'attendant', ...stamps });
    }
    for (let nth = 0; nth < customers; nth += 1) {
      const { name, email } = contactOf(nth);
      const record = { tenant: TENANT, id: customerId(nth), name, name_key: sortKey(name) };
      insert('customers', { ...record, email, email_key: emailKey(email), ...stamps });
    }
  });
}

/** No network in between. */
const sendAtOnce: Send = (_to, _verb, _values, deliver) =>
  new Promise((resolve, reject) =>
    deliver((settled) =>
      settled.status === 'fulfilled' ? resolve(settled.value) : reject(settled.reason),
    ),
  );
