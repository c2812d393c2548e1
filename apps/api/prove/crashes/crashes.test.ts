// A short run of real crashes, and whether its checks could fail: breaches are planted in the stores that it left.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Books, calendars, database, readBooks } from './books.ts';
import { checkAnswers } from './check-answers.ts';
import { checkCalendars } from './check-calendars.ts';
import { checkCopy } from './check-copy.ts';
import { checkHistory } from './check-history.ts';
import { type CrashReport, crash } from './crash.ts';
import { eventsOf } from './events.ts';
import { Findings, PROMISES } from './findings.ts';
import type { Answer, Command } from './log.ts';
import { commandOf } from './wishes.ts';

const folder = mkdtempSync(join(tmpdir(), 'rendezvous-crashes-'));
const stores = join(folder, 'state/stores');
let report: CrashReport;

beforeAll(async () => {
  report = await crash({ rounds: 2, seed: 9, folder, onProgress: (line) => console.log(line) });
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('keeps all six promises through two crashes under load and one with D1 failing', () => {
  expect(report).toMatchObject({ rounds: 3, breaches: [] });
  for (const promise of PROMISES) expect(report.checks[promise]).toBeGreaterThan(0);
  expect(report.requests).toBeGreaterThan(10);
});

describe('the checks find', () => {
  it('nothing where nothing is wrong', () => {
    expect(breachesOf(readBooks(stores))).toEqual([]);
  });

  it.each<[string, RegExp, (plant: Plant) => void]>([
    [
      'an overlap',
      /promise 1: .* overlap at /,
      (plant) =>
        plant.inLedger(`UPDATE appointments SET scheduled_at = later.at, ends_at = later.at + duration_minutes * 60000
          FROM (SELECT id AS other, scheduled_at + 60000 AS at FROM appointments WHERE occupying = 1 LIMIT 1) AS later
          WHERE occupying = 1 AND id <> other`),
    ],
    [
      'an overlap that is over',
      /promise 1: .* overlapped at /,
      (plant) =>
        plant.inLedger(`UPDATE events SET appointment = json_set(appointment, '$.scheduledAt', earlier.at)
          FROM (SELECT appointment ->> 'scheduledAt' AS at FROM events WHERE seq = 1) AS earlier
          WHERE seq = 2`),
    ],
    [
      'a hold that was left',
      /promise 1: time that .* still holds/,
      (plant) =>
        plant.inLedger(`INSERT INTO appointments SELECT 'hold:' || id, 'held', NULL, NULL, NULL, version, title,
          description, status, 0, duration_minutes * 60000, duration_minutes, 1, department_id, department_name, agent_name,
          customer_id, customer_name, customer_email, customer_phone, notes, cancellation_reason, inserted_at, updated_at,
          'x/2/1', 1, 'x' FROM appointments WHERE occupying = 1 LIMIT 1`),
    ],
    [
      'an event that the ledger lost',
      /promise 5: the events of .* are numbered without gaps/,
      (plant) => plant.inLedger('DELETE FROM events WHERE seq = 2'),
    ],
    [
      'an event that D1 lost',
      /promise 5: events of .* in D1/,
      (plant) => plant.inD1('DELETE FROM events WHERE seq = 2'),
    ],
    [
      'two owners',
      /promise 3: .* is owned by .* and /,
      (plant) => plant.inLedgers("UPDATE appointments SET place = 'here' WHERE place = 'gone'"),
    ],
    [
      'no owner',
      /promise 3: .* is owned by nobody/,
      (plant) => plant.inLedger("DELETE FROM appointments WHERE place = 'here'"),
    ],
    [
      'a version that was skipped',
      /promise 3: versions of /,
      (plant) => plant.inLedgers('UPDATE events SET version = version + 1 WHERE version > 1'),
    ],
    [
      'a move that never ended',
      /promise 3: departures of /,
      (plant) =>
        plant.inLedger(`INSERT INTO departures SELECT id, 'x/1', 1, 'x', 'x', '{}', '{}'
          FROM appointments LIMIT 1`),
    ],
    [
      'a copy that is older than the ledger',
      /promise 5: .* in D1: found .*"version":1,.*expected .*"version":[2-9]/,
      (plant) => plant.inD1('UPDATE appointments SET version = 1'),
    ],
    [
      'a customer of a booking that was refused',
      /promise 2: customers of refused bookings/,
      (plant) =>
        plant.inD1(
          "INSERT INTO customers (tenant, id, name, inserted_at, updated_at) VALUES ('crashes', 'x', 'x', 0, 0)",
        ),
    ],
  ])('%s', (_, breach, plantIt) => {
    const plant = new Plant();
    try {
      plantIt(plant);
      expect(breachesOf(readBooks(plant.stores)).join('\n')).toMatch(breach);
    } finally {
      plant.remove();
    }
  });

  it.each<[string, RegExp, (books: Books, booking: Command) => Command[]]>([
    [
      'an accepted booking that is lost',
      /promise 2: .* was accepted and is lost/,
      (_, booking) => [{ ...booking, key: 'nobody', attempts: [attempt({ status: 201 })] }],
    ],
    [
      'a refused booking that took effect',
      /promise 2: .* was refused and took effect/,
      (_, booking) => [{ ...booking, attempts: [attempt(SLOT_TAKEN)] }],
    ],
    ['an effect that nobody asked for', /promise 2: nobody asked for event/, () => []],
    [
      'an appointment that is unknown',
      /promise 2: .* was answered .*not_found/,
      (_, booking) => [{ ...booking, attempts: [attempt(NOT_FOUND)] }],
    ],
  ])('%s', (_, breach, commandsOf) => {
    const books = readBooks(stores);
    const findings = new Findings();
    checkAnswers(books, commandsOf(books, bookingIn(books)), findings);
    expect([...findings.breaches].join('\n')).toMatch(breach);
  });

  it('a key with two effects', () => {
    const plant = new Plant();
    plant.inLedgers(`DROP INDEX events_by_outcome;
      UPDATE events SET outcome_key = (SELECT outcome_key FROM events WHERE seq = 1) WHERE type = 'booked'`);
    const books = readBooks(plant.stores);
    plant.remove();
    const findings = new Findings();
    checkAnswers(books, [bookingIn(books)], findings);
    expect([...findings.breaches].join('\n')).toMatch(/promise 6: .* took effect \d+ times/);
  });

  it.each([
    ['explained', 0, 0],
    ['unexplained', 3, 1],
  ])('an answer that comes too late to be true: a free slot is %s at %i', (_, at, count) => {
    const books = readBooks(stores);
    const booking = { ...bookingIn(books), attempts: [attempt({ status: 201 }, 1)] };
    const { wish } = booking;
    if (wish.kind !== 'book') throw new Error('it is a booking');
    const question = commandOf('onlooker', { ...wish, kind: 'conflicts' }, '');
    const commands = [booking, { ...question, attempts: [attempt({ appointments: [] }, at)] }];
    const findings = new Findings();
    checkHistory(
      {
        before: { ...books, ledgers: [] },
        after: books,
        commands,
        own: commands,
        deaths: new Map(),
      },
      findings,
    );
    expect(
      [...findings.breaches].filter((breach) => /promise 4.*unexplained/.test(breach)),
    ).toHaveLength(count);
  });
});

/** A copy of the stores to do harm to. */
class Plant {
  readonly stores = mkdtempSync(join(tmpdir(), 'rendezvous-planted-'));

  constructor() {
    cpSync(stores, this.stores, { recursive: true });
  }

  /** Into the first ledger that it makes a difference to. */
  inLedger(sql: string): void {
    const changed = calendars(this.stores).find((file) => this.#run(file, sql) > 0);
    if (!changed) throw new Error('nothing was planted');
  }

  inLedgers(sql: string): void {
    for (const file of calendars(this.stores)) this.#run(file, sql);
  }

  inD1(sql: string): void {
    this.#run(database(this.stores), sql);
  }

  remove(): void {
    rmSync(this.stores, { recursive: true });
  }

  /** Without the guards of the ledger's own; says how many rows changed. */
  #run(file: string, sql: string): number {
    const db = new DatabaseSync(file);
    try {
      const guards = ['TRIGGER no_overlap_0', 'TRIGGER no_overlap_1', 'INDEX occupied'];
      for (const guard of guards) db.exec(`DROP ${guard.replace(' ', ' IF EXISTS ')}`);
      const before = totalChanges(db);
      db.exec(sql);
      return totalChanges(db) - before;
    } finally {
      db.close();
    }
  }
}

const totalChanges = (db: DatabaseSync): number =>
  Number(db.prepare('SELECT total_changes() AS changes').get()?.changes);

function breachesOf(books: Books): string[] {
  const findings = new Findings();
  checkCalendars(books, findings, true);
  checkCopy(books, findings, true);
  return [...findings.breaches];
}

/** The command behind the first booking of a ledger: its key is its title. */
function bookingIn(books: Books): Command {
  const booked = eventsOf(books).find(({ type }) => type === 'booked');
  if (!booked) throw new Error('nothing was booked');
  const { title, agentId, scheduledAt: startAt, durationMinutes: minutes } = booked.appointment;
  const writer = /^writer-\d+/.exec(title)?.[0] ?? '';
  return commandOf(writer, { kind: 'book', agentId, startAt, minutes }, title);
}

const attempt = (answer: Partial<Answer>, at = 0) => ({
  life: 1,
  invokedAt: at,
  endedAt: at + 1,
  answer: { status: 200, replayed: false, pending: false, ...answer },
});

const problem = (status: number, code: 'slot_taken' | 'not_found'): Partial<Answer> => ({
  status,
  problem: {
    type: 'https://example.com',
    title: code,
    status,
    code,
    detail: code,
    instance: '/',
    request_id: '1',
    errors: { detail: code },
  },
});
const SLOT_TAKEN = problem(409, 'slot_taken');
const NOT_FOUND = problem(404, 'not_found');
