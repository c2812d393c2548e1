// The side of a move that an appointment comes to: steps 2, 4 and 5 of `transfer.ts`. What is held here occupies, and is let
// go only when the calendar that owns the appointment does not know the transfer.

import { type Appointment, intervalOf } from '@rendezvous/domain';
import { MAX_CONFLICTS_IN_REFUSAL } from './commands.ts';
import { askPeer, CALL_MS, FIRST_RETRY_MS, selfOf, type TransferParts } from './peer-call.ts';
import { routeInId } from './route.ts';
import type { Activated, Activation, Hold, HoldAnswer, HolderNews } from './transfer-messages.ts';
import type { Arrival } from './transfer-records.ts';

/** How long an activation waits for the home calendar to take note, in milliseconds. */
const NEWS_MS = 1_000;

export class Arrivals {
  readonly #parts: TransferParts;

  constructor(parts: TransferParts) {
    this.#parts = parts;
  }

  /** Step 2. */
  hold(request: Hold): HoldAnswer {
    return this.#parts.ledger.transaction((): HoldAnswer => {
      const { appointment, calendar, transferId } = request;
      if (this.#parts.records.arrival(transferId)) return { kind: 'held' };
      const isHere = this.#parts.ledger.find(appointment.id) !== undefined;
      const held = this.#parts.ledger.held(appointment.id);
      const earlier = held && this.#parts.records.heldFor(appointment.id);
      if (isHere || (earlier && isNewer(earlier, held, request))) return { kind: 'stale' };
      const wanted = intervalOf(appointment.scheduledAt, appointment.durationMinutes);
      // The owner began anew, so the transfer that time was held for is over.
      if (earlier) {
        this.#parts.ledger.letGo(appointment.id);
        this.#parts.records.forgetArrival(earlier.transferId);
      }
      const conflicts = this.#parts.ledger.conflicts(wanted, null, MAX_CONFLICTS_IN_REFUSAL);
      if (conflicts.length > 0) return { kind: 'taken', conflicts };
      this.#parts.ledger.claim(calendar);
      this.#parts.ledger.hold(appointment);
      this.#parts.records.arrive(request, this.#parts.clock.now());
      this.#parts.wakeups.within(FIRST_RETRY_MS);
      return { kind: 'held' };
    });
  }

  /** Step 4. */
  async activate(activation: Activation): Promise<Activated> {
    if (!(await this.#fetchRest(activation))) throw new Error('the old calendar fell silent');
    const { appointment, seq } = this.#parts.ledger.transaction(() => this.#activate(activation));
    const [settlement] = await Promise.all([
      this.#parts.outbox.settle(seq),
      this.#tellHome(activation.transferId),
    ]);
    return { appointment, ...settlement };
  }

  /** Step 5 at home. */
  learnHolder({ appointmentId, route, version }: HolderNews): void {
    if (!this.#parts.ledger.calendar) return;
    this.#parts.ledger.transaction(() => this.#parts.ledger.forward(appointmentId, route, version));
  }

  /** Finds out what became of the transfer that an appointment is held for. `open`: its owner still decides. */
  async settleHeld(arrival: Arrival): Promise<'settled' | 'open' | 'silent'> {
    const { transferId, appointmentId } = arrival;
    const state = await askPeer(this.#parts, arrival.from, CALL_MS, (peer) =>
      peer.transferState(appointmentId, transferId),
    );
    if (state === 'silent') return 'silent';
    if (state.kind === 'open') return 'open';
    if (state.kind === 'committed' && !(await this.#fetchRest(state.activation))) return 'silent';
    this.#parts.ledger.transaction(() => {
      if (this.#parts.records.arrival(transferId)?.state !== 'held') return;
      if (state.kind === 'committed') {
        this.#activate(state.activation);
        return;
      }
      this.#parts.ledger.letGo(appointmentId);
      this.#parts.records.forgetArrival(transferId);
    });
    return 'settled';
  }

  /** What the alarm does for arrivals. */
  resume(): Promise<unknown> {
    return Promise.allSettled(
      this.#parts.records.unfinishedArrivals().map((arrival) => this.#resume(arrival)),
    );
  }

  #activate({
    transferId,
    appointmentId,
    envelope,
    contactChanges,
    carried,
    refused,
  }: Activation): {
    appointment: Appointment;
    seq: number;
  } {
    const arrival = this.#parts.records.arrival(transferId);
    const held = this.#parts.ledger.held(appointmentId);
    if (arrival?.state !== 'held' || !held) {
      // Again: the outcome of then, whatever has been done to the appointment since.
      const { outcomes, ledger, clock } = this.#parts;
      const outcome = outcomes.of(envelope, clock.now(), appointmentId);
      const standing = ledger.standing(appointmentId)?.appointment;
      if (outcome) return outcome;
      if (standing) return { appointment: standing, seq: 0 };
      throw new Error('a transfer was committed that nobody holds time for');
    }
    const appointment = held;
    // It is back: whoever it once left for has had it and has let it go, whether we heard of that or not.
    this.#parts.records.closeOf(appointmentId);
    this.#parts.outcomes.carry(appointmentId, carried.outcomes);
    this.#parts.refusals.carry(appointmentId, refused);
    const seq = this.#parts.journal.append(
      {
        type: 'moved',
        at: appointment.updatedAt,
        actor: envelope.actor,
        reason: null,
        version: appointment.version,
        appointment,
        contactChanges,
      },
      envelope,
    );
    this.#parts.ledger.own(appointmentId, this.#parts.clock.now(), seq);
    this.#parts.records.setArrival(transferId, this.#homeToTell(arrival) ? 'active' : 'done');
    this.#parts.outbox.arm();
    return { appointment, seq };
  }

  /**
   * Stores the outcomes that did not fit into the activation; false when the old calendar did not send them. They do no
   * harm if it comes to nothing.
   */
  async #fetchRest({ transferId, appointmentId, carried }: Activation): Promise<boolean> {
    const { ledger, outcomes, records } = this.#parts;
    const arrival = records.arrival(transferId);
    if (arrival?.state !== 'held') return true;
    for (let { next } = carried; next; ) {
      const cursor = next;
      const page = await askPeer(this.#parts, arrival.from, CALL_MS, (peer) =>
        peer.outcomesAfter(appointmentId, transferId, cursor),
      );
      if (page === 'silent') return false;
      ledger.transaction(() => outcomes.carry(appointmentId, page.outcomes));
      next = page.next;
    }
    return true;
  }

  async #resume(arrival: Arrival): Promise<void> {
    if (arrival.state === 'held') await this.settleHeld(arrival);
    await this.#tellHome(arrival.transferId);
  }

  /** Step 5 here. When home does not answer the alarm tells it; until then the way is a forward longer. */
  async #tellHome(transferId: string): Promise<void> {
    const arrival = this.#parts.records.arrival(transferId);
    const home = arrival?.state === 'active' && this.#homeToTell(arrival);
    if (!home) return;
    const { appointmentId } = arrival;
    const appointment = this.#parts.ledger.find(appointmentId);
    if (!appointment) {
      // It has moved on: the next holder's news is newer than ours.
      this.#parts.ledger.transaction(() => this.#parts.records.setArrival(transferId, 'done'));
      return;
    }
    const { route } = selfOf(this.#parts);
    const news = { appointmentId, route, version: appointment.version };
    const told = await askPeer(this.#parts, home, NEWS_MS, async (peer) => {
      await peer.learnHolder(news);
      return 'told' as const;
    });
    if (told === 'told') {
      this.#parts.ledger.transaction(() => this.#parts.records.setArrival(transferId, 'done'));
    }
  }

  /** The home calendar, unless it is this one, or the one that the appointment came from and that knows already. */
  #homeToTell({ appointmentId, from }: Arrival): string | undefined {
    const home = routeInId(appointmentId);
    return home === selfOf(this.#parts).route || home === from ? undefined : home;
  }
}

/** Whether what is held belongs to a later transfer than the request: by version, then by its owner's count. */
const isNewer = (earlier: Arrival, held: Appointment, { appointment, attempt }: Hold): boolean =>
  held.version > appointment.version ||
  (held.version === appointment.version && earlier.attempt >= attempt);
