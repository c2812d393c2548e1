// Carries the calendar's events to D1, in order and one batch at a time. The events are the queue; what is remembered
// here is only who waits and when to try again, and may be lost at any moment.

import type { Instant } from '@rendezvous/domain';
import type { CalendarName, Settlement } from './commands.ts';
import type { Journal } from './journal.ts';
import type { Clock, ReadModel } from './ports.ts';
import type { Wakeups } from './wakeups.ts';

/** How long an answer waits for its projection, in milliseconds. */
export const ANSWER_WAIT_MS = 2_000;
/** How long an alarm waits for D1, in milliseconds: more than an answer may, so that a slow D1 is caught up with too. */
const ALARM_WAIT_MS = 5_000;
/** The first alarm comes when the answer has stopped waiting. */
const FIRST_RETRY_MS = 2_500;
/** Back-off between alarms that failed: 1 s, doubled up to 20 s. With jitter and D1's deadline it stays below 30 s. */
const MIN_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 20_000;
/** Events that travel together at most. */
const MAX_BATCH_EVENTS = 50;

export class Outbox {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #readModel: ReadModel;
  /** The delivery that is under way; there is never a second one, so D1 follows in order. */
  #underWay: Promise<boolean> | undefined;
  /** False after a delivery timed out, until one succeeds: then answers do not wait. */
  #patient = true;
  readonly #wakeups: Wakeups;
  #failures = 0;

  constructor(journal: Journal, clock: Clock, readModel: ReadModel, wakeups: Wakeups) {
    this.#journal = journal;
    this.#clock = clock;
    this.#readModel = readModel;
    this.#wakeups = wakeups;
    // What an earlier life of this calendar did not deliver.
    if (journal.hasUndelivered()) this.arm();
  }

  /**
   * Makes sure that an alarm comes. Called in the transaction that appends an event, so that the two are durable together;
   * it also cuts a long back-off short, since a command is a sign of life.
   */
  arm(): void {
    this.#failures = 0;
    this.#wakeups.within(FIRST_RETRY_MS);
  }

  /** Waits until D1 has event `seq`, but not long, and not at all while D1 is known to be slow. */
  async settle(seq: number): Promise<Settlement> {
    if (this.#journal.deliveredSeq() >= seq) return { readModel: 'current', projectionMs: 0 };
    if (!this.#patient) return { readModel: 'pending', projectionMs: 0 };
    const startedAt = this.#clock.now();
    // A delivery that it begins itself has this deadline already.
    const isBegun = this.#underWay !== undefined || (await this.#deliver(ANSWER_WAIT_MS));
    const delivered =
      this.#journal.deliveredSeq() >= seq ||
      (isBegun &&
        (await this.#clock.within(
          startedAt + ANSWER_WAIT_MS - this.#clock.now(),
          this.#deliverThrough(seq),
        )));
    if (delivered === 'late') this.#patient = false;
    return {
      readModel: delivered === true ? 'current' : 'pending',
      projectionMs: this.#clock.now() - startedAt,
    };
  }

  /**
   * Begins a rebuild: what D1 holds and the ledger does not is removed, then every event is delivered again. Strays are
   * named one by one: a removal that D1 carries out late cannot hit what has arrived since.
   */
  async rebuild(calendar: CalendarName, owns: (id: string) => boolean): Promise<boolean> {
    try {
      const ids = this.#journal.appointmentIds();
      const copied = await this.#inTime(this.#readModel.copied(calendar, ids));
      const strays = {
        appointments: copied.appointments.filter(({ id }) => !owns(id)),
        events: copied.events.filter((event) => !this.#journal.has(event)),
      };
      if (strays.appointments.length + strays.events.length > 0) {
        await this.#inTime(this.#readModel.remove(calendar, strays));
      }
    } catch {
      return false;
    }
    // A delivery that is under way would mark its events as delivered after the rewind.
    while (this.#underWay) await this.#underWay;
    if (this.#journal.lastSeq() > 0) {
      this.#journal.rewind();
      this.arm();
    }
    return true;
  }

  /** Delivers for about `ms` milliseconds, and says how many events are left; the alarm goes on with them. */
  async deliverFor(ms: number): Promise<number> {
    const deadline = this.#clock.now() + ms;
    await this.#deliverWhile(() => this.#clock.now() < deadline);
    return this.#journal.undeliveredCount();
  }

  /** What the alarm does: delivers all there is, and asks for another alarm when that did not succeed. Never throws. */
  async drain(): Promise<void> {
    await this.#deliverWhile(() => true);
    // Counted and armed in one turn: a row that arrived while the last batch was under way is seen here.
    if (this.#journal.hasUndelivered()) {
      this.#wakeups.within(backoff(this.#failures, this.#clock.now()));
    }
  }

  /** Delivers what there is, and writes down how far that went: an answer leaves it to the alarm, and does with one write. */
  async #deliverWhile(isTime: () => boolean): Promise<void> {
    do this.#journal.mark();
    while (this.#journal.hasUndelivered() && isTime() && (await this.#deliver(ALARM_WAIT_MS)));
  }

  async #deliverThrough(seq: number): Promise<boolean> {
    while (this.#journal.deliveredSeq() < seq) {
      if (!(await this.#deliver(ANSWER_WAIT_MS))) return false;
    }
    return true;
  }

  /** Joins the delivery that is under way or starts one. */
  #deliver(waitMs: number): Promise<boolean> {
    this.#underWay ??= this.#deliverBatch(waitMs).finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #inTime<Value>(promise: Promise<Value>): Promise<Value> {
    const value = await this.#clock.within(ALARM_WAIT_MS, promise);
    if (value === 'late') throw new Error('late');
    return value;
  }

  async #deliverBatch(waitMs: number): Promise<boolean> {
    try {
      // A batch that D1 will not have is halved, down to a single event.
      const batch = this.#journal.undelivered(MAX_BATCH_EVENTS >> Math.min(this.#failures, 5));
      // Nothing to carry is no progress: whoever waits for more is not to wait for ever.
      if (!batch) return false;
      const done = await this.#clock.within(waitMs, this.#readModel.project(batch.projection));
      if (done === 'late') {
        this.#patient = false;
        throw new Error('late');
      }
      this.#journal.delivered(batch);
      this.#patient = true;
      this.#failures = 0;
      return true;
    } catch {
      // Not known to have succeeded: it is sent again, and D1 takes only what is new.
      this.#failures += 1;
      return false;
    }
  }
}

/** Milliseconds until the next try. The millisecond of the hour serves as jitter: a core without a die needs no other. */
function backoff(failures: number, now: Instant): number {
  const wait = Math.min(MIN_BACKOFF_MS * 2 ** Math.max(failures - 1, 0), MAX_BACKOFF_MS);
  return wait + (now % MIN_BACKOFF_MS);
}
