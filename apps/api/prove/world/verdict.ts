// What a history has to answer when it is over: promises 2, 4, 5 and 6 of the README, from the log of the clients, the
// ledgers and D1. Throws the first breach that it finds.

import { isDeepStrictEqual } from 'node:util';
import type { Appointment } from '@rendezvous/domain';
import type { SqlRow } from '../../src/calendar/ports.ts';
import { calendarModel } from '../history/calendar-model.ts';
import { linearize } from '../history/linearizability.ts';
import { historiesOf, possibleHolds } from './calendar-history.ts';
import type { Attempt } from './client.ts';
import { newbornOf } from './directory.ts';
import { contactsAreOfThen } from './verdict-of-contacts.ts';
import { importsAreTrue } from './verdict-of-imports.ts';
import { keptOf, keysAreKept } from './verdict-of-keys.ts';
import { Breach, type RecordedEvent, rowsOf, type Watch } from './watch.ts';
import { agentIdOfAlias, type World } from './world.ts';

export function judge(world: World, watch: Watch, log: readonly Attempt[]): void {
  nothingIsLost(watch.events, log);
  importsAreTrue(watch.events, log);
  nothingIsLate(watch.events, log);
  nothingComesAfterANo(watch.events, log);
  oneKeyOneEffect(watch.events, log);
  contactsAreOfThen(watch.events, log);
  keysAreKept(log, {
    events: watch.events,
    departures: [...watch.departures.values()],
    kept: keptOf(world),
  });
  nothingIsLeftOver(world);
  d1IsEqual(world, watch);
  isLinearizable(watch.events, log);
}

/** Promise 4: of each calendar there is an order that explains every answer. */
function isLinearizable(events: readonly RecordedEvent[], log: readonly Attempt[]): void {
  for (const [agent, operations] of historiesOf(events, log)) {
    const certain = linearize(calendarModel, operations);
    if (certain.kind === 'explained') continue;
    const all = [...operations, ...possibleHolds(agent, events, log)];
    const verdict = linearize(calendarModel, all);
    if (verdict.kind === 'explained') continue;
    const stuck = verdict.kind === 'unexplained' ? verdict.stuck : all;
    const lines = stuck.map(({ op }) => `\n  ${JSON.stringify(op)}`).join('');
    throw new Breach(`${agent}'s history is ${verdict.kind}; what could not come next:${lines}`);
  }
}

/** Promise 2: what was accepted is in the history as it was answered; what was refused is not. */
function nothingIsLost(events: readonly RecordedEvent[], log: readonly Attempt[]): void {
  const byVersion = new Map(events.map((event) => [`${event.id} ${event.version}`, event]));
  const byCommand = new Set(events.map(({ commandId }) => commandId));
  for (const { request, answer, commandId } of log) {
    const asked = JSON.stringify(request);
    if (answer?.kind === 'accepted' || answer?.kind === 'read') {
      const { id, version, status, scheduledAt, agentId, title } = answer.appointment;
      const event = byVersion.get(`${id} ${version}`);
      if (!event) throw new Breach(`lost: version ${version} of ${id}, answered to ${asked}`);
      const wanted = 'ifMatch' in request ? request.ifMatch : undefined;
      if (wanted !== undefined && version !== wanted && version !== wanted + 1) {
        throw new Breach(`${asked} was accepted on version ${version - 1}`);
      }
      const kept = event.appointment;
      const same =
        kept.status === status &&
        kept.scheduledAt === scheduledAt &&
        kept.agentId === agentId &&
        kept.title === title;
      if (!same)
        throw new Breach(`version ${version} of ${id} is not what was answered to ${asked}`);
    }
    if (answer?.kind === 'refused') {
      if (answer.refusal.code === 'not_found') throw new Breach(`lost: nobody knows ${asked}`);
      if (answer.refusal.code === 'invalid') {
        throw new Breach(`${asked} was refused without a reason: ${answer.refusal.code}`);
      }
      if (byCommand.has(commandId))
        throw new Breach(`${asked} was refused and done (${commandId})`);
    }
  }
}

/** Promise 2 too: nothing is done when nobody waits for it any more. */
function nothingIsLate(events: readonly RecordedEvent[], log: readonly Attempt[]): void {
  const untils = new Map(log.map(({ commandId, until }) => [commandId, until]));
  for (const event of events) {
    const until = untils.get(event.commandId ?? '');
    if (until !== undefined && Number(event.appointment.updatedAt) > until) {
      throw new Breach(`${event.commandId} was done too late`);
    }
  }
}

/** Promise 2 once more: what was told no is not done by an earlier try of the same request. */
function nothingComesAfterANo(events: readonly RecordedEvent[], log: readonly Attempt[]): void {
  const made = new Map(log.map((attempt) => [attempt.commandId, attempt]));
  for (const event of events) {
    const done = made.get(event.commandId ?? '');
    if (!done?.key) continue;
    const told = log.find(
      ({ key, request, until, answer }) =>
        key === done.key &&
        until >= done.until &&
        answer?.kind === 'refused' &&
        isDeepStrictEqual(request, done.request),
    );
    if (told) {
      throw new Breach(
        `${told.commandId} was refused, then its earlier try came: ${inWords(event)}`,
      );
    }
  }
}

/** Promise 6: each key, and each request without one, is in the history once; every answer to it tells the same. */
function oneKeyOneEffect(events: readonly RecordedEvent[], log: readonly Attempt[]): void {
  const effects = new Map<string, RecordedEvent>();
  for (const event of events) {
    if (event.outcomeKey === null) continue;
    const before = effects.get(event.outcomeKey);
    if (before) {
      throw new Breach(
        `${event.outcomeKey} was done twice: ${inWords(before)} and ${inWords(event)}`,
      );
    }
    effects.set(event.outcomeKey, event);
  }
  const answers = new Map<string, Appointment>();
  for (const { key, answer } of log) {
    if (!key || answer?.kind !== 'accepted') continue;
    const before = answers.get(key) ?? answer.appointment;
    if (!isDeepStrictEqual(before, answer.appointment)) {
      const [one, other] = [before, answer.appointment].map((told) => JSON.stringify(told));
      throw new Breach(`${key} was answered in two ways:\n  ${one}\n  ${other}`);
    }
    answers.set(key, before);
  }
}

/** No transfer is unfinished, nothing is held, nothing is undelivered. */
function nothingIsLeftOver(world: World): void {
  for (const host of world.hosts) {
    const count = (table: string, where: string) =>
      rowsOf(host, `SELECT COUNT(*) AS count FROM ${table} WHERE ${where}`)[0]?.count ?? 0;
    const left = {
      departures: count('departures', 'true'),
      untold: count('untold', 'true'),
      holds: count('appointments', "place = 'held'"),
      newborns: count('newborns', 'true'),
      undelivered: count('events', 'seq > (SELECT delivered_seq FROM calendar)'),
    };
    for (const [what, number] of Object.entries(left)) {
      if (number !== 0) throw new Breach(`${host.alias} has ${number} ${what} left over`);
    }
  }
}

/** Promise 5: D1 holds exactly what the ledgers hold. */
function d1IsEqual(world: World, watch: Watch): void {
  const ledgers = world.hosts.flatMap((host) =>
    rowsOf(
      host,
      `SELECT ${SHARED}, '${agentIdOfAlias(host.alias)}' AS user_id FROM appointments WHERE place = 'here'`,
    ),
  );
  equal(
    'appointments',
    ledgers,
    world.d1.store.all(`SELECT ${SHARED}, user_id FROM appointments`, []),
  );
  const events = world.hosts.flatMap((host) =>
    rowsOf(
      host,
      `SELECT '${host.name.split('/')[1]}' AS calendar, appointment ->> 'id' AS appointment_id, ${OF_EVENTS} FROM events`,
    ),
  );
  equal(
    'events',
    events,
    world.d1.store.all(`SELECT calendar, appointment_id, ${OF_EVENTS} FROM events`, []),
  );
  const booked = watch.events.filter(({ type }) => type === 'booked');
  equal(
    'customers',
    booked.map(({ outcomeKey }) => ({ id: newbornOf(String(outcomeKey)).id })),
    world.d1.store.all("SELECT id FROM customers WHERE id LIKE 'customer-of-%'", []),
  );
}

/** Columns that both stores have under one name. */
const SHARED =
  'id, version, title, description, status, scheduled_at, duration_minutes, department_id, department_name, customer_id, customer_name, customer_email, customer_phone, notes, cancellation_reason, inserted_at, updated_at';
const OF_EVENTS = 'seq, version, type, actor, at, reason, appointment';

function equal(what: string, ledgers: readonly SqlRow[], copies: readonly SqlRow[]): void {
  const texts = (rows: readonly SqlRow[]) => rows.map((row) => JSON.stringify(row)).sort();
  const kept = new Set(texts(ledgers));
  const copied = new Set(texts(copies));
  const missing = [...kept].find((text) => !copied.has(text));
  const stray = [...copied].find((text) => !kept.has(text));
  if (missing !== undefined || stray !== undefined || kept.size !== copies.length) {
    throw new Breach(`D1's ${what} are not the ledgers': missing ${missing}, stray ${stray}`);
  }
}

const inWords = ({ agent, seq, type, id, version }: RecordedEvent): string =>
  `${agent}'s event ${seq} (${type} ${id} v${version})`;
