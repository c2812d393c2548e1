// The side of a move that an appointment comes to: steps 2, 4 and 5 of `transfer.ts`. What is held here occupies, and is let
// go only when the calendar that owns the appointment does not know the transfer.

import { type Appointment, intervalOf, overlaps } from '@rendezvous/domain';
import type { Arrival } from './appointment-row.ts';
import { MAX_CONFLICTS_IN_REFUSAL } from './commands.ts';
import type { Held } from './ledger.ts';
import { askPeer, CALL_MS, FIRST_RETRY_MS, selfOf, type TransferParts } from './peer-call.ts';
import { routeInId } from './route.ts';
import type { Activated, Activation, Hold, HoldAnswer, HolderNews } from './transfer-messages.ts';
import type { Untold } from './transfer-records.ts';

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
      const { appointment, calendar } = request;
      const standing = this.#parts.ledger.standing(appointment.id);
      // It has come with this transfer or a later one, whether it is still here or has moved on.
      const isHere = standing?.place === 'here';
      if (isHere || (standing && standing.version >= appointment.version)) return { kind: 'stale' };
      const earlier = this.#parts.ledger.held(appointment.id);
      if (earlier?.arrival.transferId === request.transferId) return { kind: 'held' };
      if (earlier && isNewer(earlier, request)) return { kind: 'stale' };
      const wanted = intervalOf(appointment.scheduledAt, appointment.durationMinutes);
      // The owner began anew, so the transfer that time was held for is over.
      if (earlier) this.#parts.ledger.letGo(appointment.id);
      const [last] = this.#parts.ledger.occupiedBefore(wanted.endAt, 1);
      if (last && overlaps(last, wanted)) {
        const conflicts = this.#parts.ledger.conflicts(wanted, null, MAX_CONFLICTS_IN_REFUSAL);
        return { kind: 'taken', conflicts };
      }
      this.#parts.ledger.claim(calendar);
      this.#parts.ledger.hold(appointment, request);
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
      this.#tellHome(activation.appointmentId),
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
      if (!this.#heldFor(appointmentId, transferId)) return;
      if (state.kind === 'committed') this.#activate(state.activation);
      else this.#parts.ledger.letGo(appointmentId);
    });
    return 'settled';
  }

  /** What the alarm does for arrivals. */
  async resume(): Promise<void> {
    const { ledger, records } = this.#parts;
    await Promise.allSettled(ledger.arrivals().map((arrival) => this.settleHeld(arrival)));
    await Promise.allSettled(records.untold().map((untold) => this.#tell(untold)));
  }

  /** What time is held for on behalf of this very transfer. */
  #heldFor(appointmentId: string, transferId: string): Held | undefined {
    const held = this.#parts.ledger.held(appointmentId);
    return held?.arrival.transferId === transferId ? held : undefined;
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
    const held = this.#heldFor(appointmentId, transferId);
    if (!held) {
      // Again: the outcome of then, whatever has been done to the appointment since.
      const { outcomes, ledger, clock } = this.#parts;
      const outcome = outcomes.of(envelope, clock.now(), appointmentId);
      const standing = ledger.standing(appointmentId)?.appointment;
      if (outcome) return outcome;
      if (standing) return { appointment: standing, seq: 0 };
      throw new Error('a transfer was committed that nobody holds time for');
    }
    const { appointment, arrival } = held;
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
    const { version } = appointment;
    if (this.#isHomeToBeTold(arrival)) this.#parts.records.oweNews({ appointmentId, version });
    this.#parts.outbox.arm();
    return { appointment, seq };
  }

  /**
   * Stores the outcomes that did not fit into the activation; false when the old calendar did not send them. They do no
   * harm if it comes to nothing.
   */
  async #fetchRest({ transferId, appointmentId, carried }: Activation): Promise<boolean> {
    const { ledger, outcomes } = this.#parts;
    const held = this.#heldFor(appointmentId, transferId);
    if (!held) return true;
    for (let { next } = carried; next; ) {
      const cursor = next;
      const page = await askPeer(this.#parts, held.arrival.from, CALL_MS, (peer) =>
        peer.outcomesAfter(appointmentId, transferId, cursor),
      );
      if (page === 'silent') return false;
      ledger.transaction(() => outcomes.carry(appointmentId, page.outcomes));
      next = page.next;
    }
    return true;
  }

  /** Step 5 here. When home does not answer the alarm tells it; until then the way is a forward longer. */
  async #tellHome(appointmentId: string): Promise<void> {
    const untold = this.#parts.records.untoldOf(appointmentId);
    if (untold) await this.#tell(untold);
  }

  async #tell(untold: Untold): Promise<void> {
    const { appointmentId } = untold;
    const { ledger, records } = this.#parts;
    const home = routeInId(appointmentId);
    const appointment = ledger.find(appointmentId);
    if (!home || !appointment) {
      // It has moved on: the next holder's news is newer than ours.
      ledger.transaction(() => records.told(untold));
      return;
    }
    const { route } = selfOf(this.#parts);
    const news = { appointmentId, route, version: appointment.version };
    const told = await askPeer(this.#parts, home, NEWS_MS, async (peer) => {
      await peer.learnHolder(news);
      return 'told' as const;
    });
    if (told === 'told') ledger.transaction(() => records.told(untold));
  }

  /** Unless home is this calendar, or the one that the appointment came from and that knows already. */
  #isHomeToBeTold({ appointmentId, from }: Arrival): boolean {
    const home = routeInId(appointmentId);
    return home !== undefined && home !== selfOf(this.#parts).route && home !== from;
  }
}

/** Whether what is held belongs to a later transfer than the request: by version, then by its owner's count. */
const isNewer = ({ arrival, appointment: held }: Held, { appointment, attempt }: Hold): boolean =>
  held.version > appointment.version ||
  (held.version === appointment.version && arrival.attempt >= attempt);
