// The side of a move that an appointment leaves: steps 1, 3 and 5 of `transfer.ts`. Until the commit the appointment is owned
// here, and after it the departure is kept until the new holder has taken over.

import type { Appointment, Instant } from '@rendezvous/domain';
import type { CalendarName, Envelope } from './commands.ts';
import { contactChanges } from './contact-changes.ts';
import { askPeer, CALL_MS, FIRST_RETRY_MS, selfOf, type TransferParts } from './peer-call.ts';
import type {
  Activated,
  Activation,
  Hold,
  HoldAnswer,
  OutcomeCursor,
  OutcomePage,
  TransferState,
} from './transfer-messages.ts';
import type { Departure } from './transfer-records.ts';

/** How a departure ended, as far as it is known. */
export type Driven =
  | (Activated & { readonly kind: 'moved' })
  | { readonly kind: 'taken'; readonly conflicts: readonly Appointment[] }
  /** The other calendar did not answer: before the commit nothing has changed, after it the alarm goes on. */
  | { readonly kind: 'silent' };

export class Departures {
  readonly #parts: TransferParts;
  /** Departures that are being driven, by transfer. */
  readonly #underWay = new Map<string, Promise<Driven>>();

  constructor(parts: TransferParts) {
    this.#parts = parts;
  }

  /** Step 1, inside the transaction of the command. */
  begin(next: Appointment, to: CalendarName, envelope: Envelope): void {
    this.#parts.records.begin({ appointmentId: next.id, to, next, envelope });
    this.#parts.wakeups.within(FIRST_RETRY_MS);
  }

  /** The departure of this appointment that is not finished, if there is one. */
  of(appointmentId: string): Departure | undefined {
    return this.#parts.records.departureOf(appointmentId);
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

  /** What B asks A about a transfer that it holds time for. */
  state(appointmentId: string, transferId: string): TransferState {
    const departure = this.#parts.records.departureOf(appointmentId);
    if (departure?.transferId !== transferId) return { kind: 'unknown' };
    return departure.state === 'open'
      ? { kind: 'open' }
      : { kind: 'committed', activation: this.#toActivation(departure) };
  }

  /** More of the outcomes that a committed departure takes along. Nothing is added to them: the appointment is gone. */
  outcomesAfter(appointmentId: string, transferId: string, cursor: OutcomeCursor): OutcomePage {
    const isOurs = this.#parts.records.departureOf(appointmentId)?.transferId === transferId;
    const { outcomes, clock } = this.#parts;
    return isOurs
      ? outcomes.toCarry(appointmentId, clock.now(), cursor)
      : { outcomes: [], next: null };
  }

  /** What the alarm does for departures. */
  resume(): Promise<unknown> {
    return Promise.allSettled(
      this.#parts.records.departures().map((departure) => this.drive(departure)),
    );
  }

  async #drive(departure: Departure): Promise<Driven> {
    const { to, next } = departure;
    if (departure.state === 'open') {
      const hold: Hold = {
        transferId: departure.transferId,
        attempt: departure.attempt,
        from: selfOf(this.#parts).route,
        calendar: { ...to, tenant: selfOf(this.#parts).tenant },
        appointment: next,
      };
      const answer = await askPeer(this.#parts, to.route, CALL_MS, (peer) => peer.hold(hold));
      const committed = this.#commitOrAbort(departure, answer);
      if (!committed) {
        return typeof answer === 'object' && answer.kind === 'taken' ? answer : { kind: 'silent' };
      }
      departure = committed;
    }
    const activation = this.#toActivation(departure);
    const activated = await askPeer(this.#parts, to.route, CALL_MS, (peer) =>
      peer.activate(activation),
    );
    if (activated === 'silent') return { kind: 'silent' };
    this.#parts.ledger.transaction(() => this.#parts.records.close(departure));
    return { kind: 'moved', ...activated };
  }

  /** Step 3, or none of it: a commit that fails for whatever reason must not leave the appointment on its way for ever. */
  #commitOrAbort(departure: Departure, answer: HoldAnswer | 'silent'): Departure | undefined {
    const { ledger, records, clock } = this.#parts;
    try {
      return ledger.transaction(() => this.#commit(departure, answer, clock.now()));
    } catch (error) {
      ledger.transaction(() => records.abort(departure));
      throw error;
    }
  }

  /** Step 3. Returns the committed departure; undefined when it is over and everything is as it was. */
  #commit(
    { transferId, appointmentId, to, next, envelope }: Departure,
    answer: HoldAnswer | 'silent',
    now: Instant,
  ): Departure | undefined {
    const departure = this.#parts.records.departureOf(appointmentId);
    if (departure?.transferId !== transferId) return;
    if (departure.state === 'committed') return departure;
    const current = this.#parts.ledger.find(appointmentId);
    if (answer === 'silent' || answer.kind !== 'held' || !current) {
      if (answer !== 'silent' && answer.kind === 'taken') {
        const refusal = { code: 'slot_taken', conflicts: answer.conflicts } as const;
        this.#parts.refusals.add(envelope, appointmentId, refusal, now);
      }
      this.#parts.records.abort(departure);
      return;
    }
    this.#parts.journal.append(
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
    this.#parts.ledger.depart(appointmentId, to.route, next.version);
    this.#parts.outbox.arm();
    return { ...departure, state: 'committed' };
  }

  #toActivation({ transferId, appointmentId, next, envelope }: Departure): Activation {
    const { outcomes, refusals, clock, ledger } = this.#parts;
    const carried = outcomes.toCarry(appointmentId, clock.now(), FROM_THE_FIRST);
    const refused = refusals.toCarry(appointmentId, clock.now());
    // What is gone stands here as it was when it left.
    const left = ledger.standing(appointmentId)?.appointment ?? next;
    const changed = contactChanges(left.contact, next.contact);
    return { transferId, appointmentId, envelope, contactChanges: changed, carried, refused };
  }
}

const FROM_THE_FIRST: OutcomeCursor = { at: 0, key: '' };
