// An appointment moves from calendar A to calendar B:
//
//   1. A, one transaction: the intent. The appointment still occupies A.
//   2. B, one transaction: holds the time, occupying it too; or says that it is taken.
//   3. A, one transaction, the commit: the intent is still open and B holds → gone, the time is free. Else: as it was.
//   4. B, one transaction: the hold becomes the appointment, version + 1, with the outcomes it brings along.
//   5. A forgets the intent; B tells the appointment's home calendar where it is now.
//
// Each step can be repeated, and an alarm on either side repeats it until it is done. A hold never ends by its own clock:
// B asks A and lets go only of a transfer that A does not know. Calls between calendars never wait for a transfer, so
// moves that cross cannot lock each other.

import { type Appointment, type Instant, intervalOf } from '@rendezvous/domain';
import {
  type CalendarName,
  type Envelope,
  MAX_CONFLICTS_IN_REFUSAL,
  type ReadModelState,
} from './commands.ts';
import type { Journal } from './journal.ts';
import type { Ledger } from './ledger.ts';
import type { Outbox } from './outbox.ts';
import type { Clock, Peer, Peers } from './ports.ts';
import { routeInId } from './route.ts';
import type {
  Activated,
  Activation,
  Hold,
  HoldAnswer,
  HolderNews,
  TransferState,
} from './transfer-messages.ts';
import {
  type Arrival,
  type Departure,
  type TransferRecords,
  toActivation,
} from './transfer-records.ts';
import type { Wakeups } from './wakeups.ts';

/** How long one call to another calendar may take, in milliseconds: it may wait for a projection there. */
const CALL_MS = 3_000;
/** How long an activation waits for the home calendar to take note, in milliseconds. */
const NEWS_MS = 1_000;
/** When the alarm looks after what a call left undone, in milliseconds: at first, and at most. */
const FIRST_RETRY_MS = 4_000;
const MAX_RETRY_MS = 20_000;

/** How a departure ended, as far as it is known. */
export type Driven =
  | {
      readonly kind: 'moved';
      readonly appointment: Appointment;
      readonly readModel: ReadModelState;
    }
  | { readonly kind: 'taken'; readonly conflicts: readonly Appointment[] }
  /** The other calendar did not answer: before the commit nothing has changed, after it the alarm goes on. */
  | { readonly kind: 'silent' };

export class Transfers {
  readonly #clock: Clock;
  readonly #peers: Peers;
  readonly #ledger: Ledger;
  readonly #journal: Journal;
  readonly #outbox: Outbox;
  readonly #records: TransferRecords;
  readonly #wakeups: Wakeups;
  /** Departures that are being driven, by transfer. */
  readonly #underWay = new Map<string, Promise<Driven>>();
  #failures = 0;

  constructor(parts: {
    clock: Clock;
    peers: Peers;
    ledger: Ledger;
    journal: Journal;
    outbox: Outbox;
    records: TransferRecords;
    wakeups: Wakeups;
  }) {
    this.#clock = parts.clock;
    this.#peers = parts.peers;
    this.#ledger = parts.ledger;
    this.#journal = parts.journal;
    this.#outbox = parts.outbox;
    this.#records = parts.records;
    this.#wakeups = parts.wakeups;
    if (this.#isUnfinished()) this.#wakeups.within(FIRST_RETRY_MS);
  }

  /** Step 1, inside the transaction of the command. */
  begin(next: Appointment, to: CalendarName, envelope: Envelope): void {
    this.#records.begin(this.#self().route, { appointmentId: next.id, to, next, envelope });
    this.#wakeups.within(FIRST_RETRY_MS);
  }

  /** The departure of this appointment that is not finished, if there is one. */
  departureOf(appointmentId: string): Departure | undefined {
    return this.#records.departureOf(appointmentId);
  }

  /** Drives a departure on from where it stands. Whoever comes while it is driven gets the same answer. */
  drive(departure: Departure): Promise<Driven> {
    // By transfer, not by appointment: it may have come back and be leaving again while an old answer is under way.
    const { transferId } = departure;
    const underWay = this.#underWay.get(transferId);
    if (underWay) return underWay;
    const driven = this.#drive(departure).finally(() => this.#underWay.delete(transferId));
    this.#underWay.set(transferId, driven);
    return driven;
  }

  /** Step 2. */
  hold(request: Hold): HoldAnswer {
    return this.#ledger.transaction((): HoldAnswer => {
      const { appointment, calendar, transferId } = request;
      if (this.#records.arrival(transferId)) return { kind: 'held' };
      const isHere = this.#ledger.find(appointment.id) !== undefined;
      const held = this.#ledger.held(appointment.id);
      const earlier = held && this.#records.heldFor(appointment.id);
      if (isHere || (earlier && isNewer(earlier, held, request))) return { kind: 'stale' };
      const wanted = intervalOf(appointment.scheduledAt, appointment.durationMinutes);
      // The owner began anew, so the transfer that time was held for is over.
      if (earlier) {
        this.#ledger.letGo(appointment.id);
        this.#records.forgetArrival(earlier.transferId);
      }
      const conflicts = this.#ledger.conflicts(wanted, null, MAX_CONFLICTS_IN_REFUSAL);
      if (conflicts.length > 0) return { kind: 'taken', conflicts };
      this.#ledger.claim(calendar);
      this.#ledger.hold(appointment);
      this.#records.arrive(request);
      this.#wakeups.within(FIRST_RETRY_MS);
      return { kind: 'held' };
    });
  }

  /** Step 4. */
  async activate(activation: Activation): Promise<Activated> {
    const { appointment, seq } = this.#ledger.transaction(() => this.#activate(activation));
    const [readModel] = await Promise.all([
      this.#outbox.settle(seq),
      this.#tellHome(activation.transferId),
    ]);
    return { appointment, readModel };
  }

  /** What B asks A about a transfer that it holds time for. */
  transferState(appointmentId: string, transferId: string): TransferState {
    const departure = this.#records.departureOf(appointmentId);
    if (departure?.transferId !== transferId) return { kind: 'unknown' };
    return departure.state === 'open'
      ? { kind: 'open' }
      : { kind: 'committed', activation: toActivation(departure) };
  }

  /** Step 5 at home. */
  learnHolder({ appointmentId, route, version }: HolderNews): void {
    if (!this.#ledger.calendar) return;
    this.#ledger.transaction(() => this.#ledger.forward(appointmentId, route, version));
  }

  /** Finds out what became of the transfer that an appointment is held for. `open`: its owner still decides. */
  async settleHeld(arrival: Arrival): Promise<'settled' | 'open' | 'silent'> {
    const { transferId, appointmentId } = arrival;
    const state = await this.#ask(arrival.from, CALL_MS, (peer) =>
      peer.transferState(appointmentId, transferId),
    );
    if (state === 'silent') return 'silent';
    if (state.kind === 'open') return 'open';
    this.#ledger.transaction(() => {
      if (this.#records.arrival(transferId)?.state !== 'held') return;
      if (state.kind === 'committed') {
        this.#activate(state.activation);
        return;
      }
      this.#ledger.letGo(appointmentId);
      this.#records.forgetArrival(transferId);
    });
    return 'settled';
  }

  /** What the alarm does. Never throws. */
  async resume(): Promise<void> {
    await Promise.allSettled([
      ...this.#records.departures().map((departure) => this.drive(departure)),
      ...this.#records.unfinishedArrivals().map((arrival) => this.#resumeArrival(arrival)),
    ]);
    // Counted and armed in one turn: what began meanwhile is seen here.
    this.#failures = this.#isUnfinished() ? this.#failures + 1 : 0;
    if (this.#failures > 0) {
      this.#wakeups.within(Math.min(1_000 * 2 ** (this.#failures - 1), MAX_RETRY_MS));
    }
  }

  async #drive(departure: Departure): Promise<Driven> {
    const { to, next } = departure;
    if (departure.state === 'open') {
      const hold: Hold = {
        transferId: departure.transferId,
        attempt: departure.attempt,
        from: this.#self().route,
        calendar: { ...to, tenant: this.#self().tenant },
        appointment: next,
      };
      const answer = await this.#ask(to.route, CALL_MS, (peer) => peer.hold(hold));
      const now = this.#clock.now();
      const committed = this.#ledger.transaction(() => this.#commit(departure, answer, now));
      if (!committed)
        return typeof answer === 'object' && answer.kind === 'taken' ? answer : { kind: 'silent' };
      departure = committed;
    }
    const activation = toActivation(departure);
    const activated = await this.#ask(to.route, CALL_MS, (peer) => peer.activate(activation));
    if (activated === 'silent') return { kind: 'silent' };
    this.#ledger.transaction(() => this.#records.close(departure));
    return { kind: 'moved', ...activated };
  }

  /** Step 3. Returns the committed departure; undefined when it is over and everything is as it was. */
  #commit(
    { transferId, appointmentId, to, next }: Departure,
    answer: HoldAnswer | 'silent',
    now: Instant,
  ): Departure | undefined {
    const departure = this.#records.departureOf(appointmentId);
    if (departure?.transferId !== transferId) return;
    if (departure.state === 'committed') return departure;
    const current = this.#ledger.find(appointmentId);
    if (answer === 'silent' || answer.kind !== 'held' || !current) {
      this.#records.close(departure);
      return;
    }
    const outcomes = this.#journal.outcomesToCarry(appointmentId, now);
    this.#ledger.depart(appointmentId, to.route, next.version);
    this.#journal.append(
      {
        type: 'released',
        at: now,
        actor: departure.envelope.actor,
        reason: null,
        version: null,
        appointment: current,
      },
      null,
    );
    this.#records.commit(departure, outcomes);
    this.#outbox.arm();
    return { ...departure, state: 'committed', outcomes };
  }

  #activate({ transferId, appointmentId, envelope, outcomes }: Activation): {
    appointment: Appointment;
    seq: number;
  } {
    const arrival = this.#records.arrival(transferId);
    const held = this.#ledger.held(appointmentId);
    if (arrival && arrival.state !== 'held') {
      // Again: the outcome of then, whatever has been done to the appointment since.
      const outcome = this.#journal.outcomeOf(envelope, this.#clock.now(), appointmentId);
      const standing = this.#ledger.standing(appointmentId)?.appointment;
      if (outcome) return outcome;
      if (standing) return { appointment: standing, seq: 0 };
    }
    if (!arrival || !held) throw new Error('a transfer was committed that nobody holds time for');
    const appointment = held;
    this.#ledger.own(appointmentId);
    // It is back: whoever it once left for has had it and has let it go, whether we heard of that or not.
    this.#records.closeOf(appointmentId);
    this.#journal.carry(appointmentId, outcomes);
    const seq = this.#journal.append(
      {
        type: 'moved',
        at: appointment.updatedAt,
        actor: envelope.actor,
        reason: null,
        version: appointment.version,
        appointment,
      },
      envelope,
    );
    this.#records.setArrival(transferId, this.#homeToTell(arrival) ? 'active' : 'done');
    this.#outbox.arm();
    return { appointment, seq };
  }

  async #resumeArrival(arrival: Arrival): Promise<void> {
    if (arrival.state === 'held') await this.settleHeld(arrival);
    await this.#tellHome(arrival.transferId);
  }

  /** Step 5 here. When home does not answer the alarm tells it; until then the way is a forward longer. */
  async #tellHome(transferId: string): Promise<void> {
    const arrival = this.#records.arrival(transferId);
    const home = arrival?.state === 'active' && this.#homeToTell(arrival);
    if (!home) return;
    const { appointmentId } = arrival;
    const appointment = this.#ledger.find(appointmentId);
    if (!appointment) {
      // It has moved on: the next holder's news is newer than ours.
      this.#ledger.transaction(() => this.#records.setArrival(transferId, 'done'));
      return;
    }
    const { route } = this.#self();
    const news = { appointmentId, route, version: appointment.version };
    const told = await this.#ask(home, NEWS_MS, async (peer) => {
      await peer.learnHolder(news);
      return 'told' as const;
    });
    if (told === 'told') {
      this.#ledger.transaction(() => this.#records.setArrival(transferId, 'done'));
    }
  }

  /** The home calendar, unless it is this one, or the one that the appointment came from and that knows already. */
  #homeToTell({ appointmentId, from }: Arrival): string | undefined {
    const home = routeInId(appointmentId);
    return home === this.#self().route || home === from ? undefined : home;
  }

  async #ask<Answer>(
    route: string,
    ms: number,
    question: (peer: Peer) => Promise<Answer>,
  ): Promise<Answer | 'silent'> {
    try {
      const peer = this.#peers.at(this.#self().tenant, route);
      const answer = await this.#clock.within(ms, question(peer));
      return answer === 'late' ? 'silent' : answer;
    } catch {
      return 'silent';
    }
  }

  #isUnfinished(): boolean {
    return this.#records.departures().length + this.#records.unfinishedArrivals().length > 0;
  }

  #self(): CalendarName {
    const { calendar } = this.#ledger;
    if (!calendar) throw new Error('a calendar without a name has no transfers');
    return calendar;
  }
}

/** Whether what is held belongs to a later transfer than the request: by version, then by its owner's count. */
const isNewer = (earlier: Arrival, held: Appointment, { appointment, attempt }: Hold): boolean =>
  held.version > appointment.version ||
  (held.version === appointment.version && earlier.attempt >= attempt);
