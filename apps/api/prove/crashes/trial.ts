// One run. Between two moments of rest lies an era: some rounds of load and death, then a life that is left alone until it
// has come to rest by itself. The ledgers are looked at after every death.

import type { Books } from './books.ts';
import { WRITERS } from './cast.ts';
import { checkAnswers } from './check-answers.ts';
import { checkCalendars } from './check-calendars.ts';
import { checkCopy } from './check-copy.ts';
import { checkHistory, type HistoryFigures } from './check-history.ts';
import { checkOutside } from './check-outside.ts';
import { Dice } from './dice.ts';
import { Findings } from './findings.ts';
import { type Lives, REST_WITHIN_MS, sleep } from './lives.ts';
import { Log } from './log.ts';
import { stormOf } from './storm.ts';
import { effectsOf } from './windows.ts';
import { type Writer, writersOf } from './writer.ts';

/** Most rounds end in the middle of the load, some before there is any; in milliseconds, and how often. */
const LOAD_MS = [100, 2_000] as const;
const EARLY_MS = [0, 150] as const;
const EARLY = 0.15;
/** Longer than any round. */
const STORM_MS = 60_000;
const HOUR_MS = 3_600_000;
/** The first moment that is fought over lies days ahead; each round begins four hours later. */
const LEAD_MS = 72 * HOUR_MS;
const ROUND_MS = 4 * HOUR_MS;

export class Trial {
  readonly log: Log;
  readonly findings = new Findings();
  readonly history: HistoryFigures = { operations: 0, ambiguous: 0, visited: 0 };
  readonly lives: Lives;
  rounds = 0;
  /** Kills that left a move half done, and kills that left events undelivered. */
  inMidMove = 0;
  inMidDelivery = 0;
  readonly #dice: Dice;
  readonly #writers: readonly Writer[];
  readonly #firstSlot = Math.floor((Date.now() + LEAD_MS) / HOUR_MS) * HOUR_MS;
  #rested: Books = { ledgers: [], copy: { appointments: [], events: [], customers: [] } };
  /** Commands of earlier eras. */
  #judged = 0;

  constructor(lives: Lives, seed: number, log: Log, writers: readonly Writer[]) {
    this.lives = lives;
    this.#dice = new Dice(seed);
    this.log = log;
    this.#writers = writers;
  }

  static async of(lives: Lives, seed: number): Promise<Trial> {
    const log = new Log();
    return new Trial(lives, seed, log, await writersOf(WRITERS, seed, log));
  }

  /** The stores as they were when all was at rest last. */
  get rested(): Books {
    return this.#rested;
  }

  /** Load until the server is killed in the middle of it. Says what the kill met. */
  async round(failingD1: boolean): Promise<string> {
    this.rounds += 1;
    const isEarly = this.#dice.happens(EARLY);
    const [least, most] = isEarly ? EARLY_MS : LOAD_MS;
    const loadMs = this.#dice.between(least, most);
    const life = await this.lives.begin(
      failingD1 ? stormOf(this.#dice, Date.now(), STORM_MS) : undefined,
    );
    const from = this.#firstSlot + this.rounds * ROUND_MS;
    const working = Promise.all(this.#writers.map((writer) => writer.work(life, from)));
    if (!isEarly) await this.#awaitAnswer();
    await sleep(loadMs);
    if (!isEarly) await this.#awaitMove();
    await this.lives.end(life);
    await working;
    return `killed after ${loadMs} ms with ${this.#lookAtCrash()}`;
  }

  /** The end of an era: rest without help, then answers for whoever still waits for one, then judgement. */
  async rest(failingD1: boolean): Promise<string> {
    this.findings.occasion = `at rest after round ${this.rounds}: `;
    const life = await this.lives.begin(failingD1 ? [] : undefined);
    const { ms } = await this.#untilRest();
    const decided = await Promise.all(
      this.#writers.map((writer) => writer.settle(life, REST_WITHIN_MS)),
    );
    this.findings.check(2, !decided.includes(false), () => 'some requests never get an answer');
    await this.#untilRest();
    await this.lives.end(life);
    this.#judge();
    return `at rest after ${(ms / 1_000).toFixed(1)} s without help`;
  }

  /** All of the API, and the ledgers once more after it. */
  async end(): Promise<void> {
    const life = await this.lives.begin();
    this.findings.occasion = 'from outside: ';
    const done = effectsOf(this.#rested, this.log.commands, this.lives.deaths);
    await checkOutside(this.log.commands, done, life, this.findings);
    await this.lives.end(life);
    const { ledgers, copy } = this.lives.read();
    this.findings.occasion = 'after all replays: ';
    this.findings.same(6, 'ledgers', ledgers.map(contentOf), this.#rested.ledgers.map(contentOf));
    this.findings.same(5, 'D1', copy, this.#rested.copy);
  }

  /** A server that has just started takes a while to answer. */
  async #awaitAnswer(): Promise<void> {
    const startedAt = performance.now();
    while (this.log.heardAt < startedAt) {
      if (performance.now() > startedAt + REST_WITHIN_MS) throw new Error('nobody gets an answer');
      await sleep(5);
    }
  }

  /** Rather in the middle of a move than anywhere else. */
  async #awaitMove(): Promise<void> {
    const { movesBegun, moveMs } = this.log;
    for (let waited = 0; this.log.movesBegun === movesBegun && waited < 100; waited += 1) {
      await sleep(1);
    }
    await sleep(this.#dice.between(0, Math.ceil(moveMs)));
  }

  async #untilRest() {
    const rest = await this.lives.rest();
    this.findings.check(5, rest.left.length === 0, () => {
      return `no rest within ${rest.ms} ms: ${rest.left.join(', ')}`;
    });
    return rest;
  }

  #lookAtCrash(): string {
    const books = this.lives.read();
    const { ledgers, copy } = books;
    this.findings.occasion = `at the crash of round ${this.rounds}: `;
    checkCalendars(books, this.findings, false);
    checkCopy(books, this.findings, false);
    checkAnswers(books, this.log.commands, this.findings);
    const leaving = ledgers.flatMap(({ departures }) => departures).length;
    const held = ledgers
      .flatMap(({ appointments }) => appointments)
      .filter(({ place }) => place === 'held').length;
    const undelivered = ledgers.flatMap(({ events }) => events).length - copy.events.length;
    this.inMidMove += leaving + held > 0 ? 1 : 0;
    this.inMidDelivery += undelivered > 0 ? 1 : 0;
    return `${leaving} departures, ${held} holds, ${undelivered} events undelivered`;
  }

  #judge(): void {
    const books = this.lives.read();
    const { commands } = this.log;
    const { deaths } = this.lives;
    checkCalendars(books, this.findings, true);
    checkCopy(books, this.findings, true);
    checkAnswers(books, commands, this.findings);
    const own = commands.slice(this.#judged);
    const era = { before: this.#rested, after: books, commands, own, deaths };
    const { operations, ambiguous, visited } = checkHistory(era, this.findings);
    this.history.operations += operations;
    this.history.ambiguous += ambiguous;
    this.history.visited = Math.max(this.history.visited, visited);
    this.#judged = commands.length;
    this.#rested = books;
  }
}

/** What no replay may change. */
const contentOf = ({ agentId, appointments, events }: Books['ledgers'][number]) => ({
  agentId,
  appointments,
  events,
});
