// How a command runs, whatever it decides: one synchronous transaction in which it is replayed or decided, with nothing
// awaited between looking and taking; then its event goes to D1.

import type { Appointment, Instant, Interval, Refusal } from '@rendezvous/domain';
import {
  type CalendarRefusal,
  type Elsewhere,
  type Envelope,
  type Lookup,
  MAX_CONFLICTS_IN_REFUSAL,
  type Outcome,
} from './commands.ts';
import { contactChanges } from './contact-changes.ts';
import { outcomeKey } from './outcomes.ts';
import type { Parts } from './parts.ts';
import type { EventType } from './ports.ts';
import type { Departure } from './transfer-records.ts';

/** How long a command waits for an appointment that is leaving, in milliseconds. */
const TRANSFER_WAIT_MS = 5_000;

/** What a transaction settled: accepted as of event `seq` (0: nothing was written), or refused with nothing changed. */
export type Verdict =
  | { kind: 'accepted'; appointment: Appointment; replayed: boolean; seq: number }
  | { kind: 'refused'; refusal: CalendarRefusal };

export class CommandRunner {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Where the appointment is, as far as this calendar knows. */
  async locate(id: string): Promise<Lookup> {
    const standing = this.#parts.ledger.standing(id);
    if (standing?.place === 'here') return { kind: 'here', appointment: standing.appointment };
    const arrival = this.#parts.ledger.held(id)?.arrival;
    if (!arrival) {
      const route = standing?.movedTo;
      return route ? { kind: 'elsewhere', route } : { kind: 'unknown' };
    }
    // Whoever is sent here may know more than we do: the owner may have committed.
    const settled = await this.#parts.transfers.arrivals.settleHeld(arrival);
    if (settled === 'silent') return { kind: 'silent' };
    return settled === 'open' ? { kind: 'elsewhere', route: arrival.from } : this.locate(id);
  }

  /** One command: replayed when it was accepted before, else decided now; the clock is read once. */
  async run(envelope: Envelope, decide: (now: Instant) => Verdict): Promise<Outcome> {
    const verdict = this.#parts.ledger.transaction((): Verdict => {
      const now = this.#parts.clock.now();
      const verdict = this.#known(envelope, now, null) ?? decide(now);
      return this.#remembered(verdict, envelope, now, null);
    });
    return this.#settle(verdict);
  }

  /** One command on an appointment. While it is leaving the command waits, then finds it here again or is sent on. */
  async runOn(
    id: string,
    envelope: Envelope,
    decide: (current: Appointment, now: Instant) => Verdict | { kind: 'begun' },
  ): Promise<Outcome | Elsewhere> {
    const deadline = this.#parts.clock.now() + TRANSFER_WAIT_MS;
    for (;;) {
      const verdict = this.#parts.ledger.transaction(() => {
        const now = this.#parts.clock.now();
        const settled = this.#known(envelope, now, id);
        if (settled) return this.#remembered(settled, envelope, now, id);
        const departure = this.#parts.transfers.departures.of(id);
        if (departure?.state === 'open') return { kind: 'leaving', departure } as const;
        const current = this.#parts.ledger.find(id);
        if (!current) return { kind: 'absent' } as const;
        return this.#remembered(decide(current, now), envelope, now, id);
      });
      switch (verdict.kind) {
        case 'accepted':
        case 'refused':
          return this.#settle(verdict);
        case 'begun':
          continue;
        case 'absent': {
          const found = await this.locate(id);
          if (found.kind === 'elsewhere') return found;
          if (found.kind === 'here') continue;
          return refused({ code: found.kind === 'silent' ? 'unavailable' : 'not_found' });
        }
        case 'leaving': {
          const outcome = await this.#awaitDeparture(verdict.departure, envelope, deadline);
          if (outcome) return outcome;
        }
      }
    }
  }

  /** Waits for a departure. Undefined: it is over, and the command has to look again. */
  async #awaitDeparture(
    departure: Departure,
    envelope: Envelope,
    deadline: Instant,
  ): Promise<Outcome | undefined> {
    const mine = departure.envelope.commandId === envelope.commandId;
    const sameKey = outcomeKey(departure.envelope) === outcomeKey(envelope);
    if (sameKey && departure.envelope.retry?.request !== envelope.retry?.request) {
      const verdict = refused({ code: 'idempotency_mismatch' });
      const { ledger, clock } = this.#parts;
      const { appointmentId } = departure;
      return ledger.transaction(() =>
        this.#remembered(verdict, envelope, clock.now(), appointmentId),
      );
    }
    const driving = this.#parts.transfers.departures.drive(departure);
    const wait = deadline - this.#parts.clock.now();
    const driven = mine ? await driving : await this.#parts.clock.within(wait, driving);
    if (driven === 'late') {
      return refused({ code: sameKey ? 'idempotency_in_progress' : 'unavailable' });
    }
    if (!mine) return;
    switch (driven.kind) {
      case 'moved': {
        const { appointment, readModel, projectionMs } = driven;
        return { kind: 'accepted', appointment, replayed: false, readModel, projectionMs };
      }
      case 'taken':
        return refused({ code: 'slot_taken', conflicts: driven.conflicts });
      case 'silent':
        return refused({ code: 'unavailable' });
    }
  }

  async #settle(verdict: Verdict): Promise<Outcome> {
    if (verdict.kind === 'refused') return verdict;
    const { seq, ...accepted } = verdict;
    return { ...accepted, ...(await this.#parts.outbox.settle(seq)) };
  }

  /** What is known of a command before anything is decided: it is done, it is too late, or its retry was told no. */
  #known(envelope: Envelope, now: Instant, id: string | null): Verdict | undefined {
    const replayed = this.#replay(envelope, now, id);
    if (replayed) return replayed;
    const isOver = now > envelope.until || this.#parts.refusals.includes(envelope, id);
    return isOver ? refused({ code: 'unavailable' }) : undefined;
  }

  /** The verdict; a no is remembered in the transaction that says it. */
  #remembered<Settled extends Verdict | { kind: 'begun' }>(
    verdict: Settled,
    envelope: Envelope,
    now: Instant,
    id: string | null,
  ): Settled {
    if (verdict.kind === 'refused') this.#parts.refusals.add(envelope, id, verdict.refusal, now);
    return verdict;
  }

  #replay(envelope: Envelope, now: Instant, id: string | null): Verdict | undefined {
    const stored = this.#parts.outcomes.of(envelope, now, id);
    if (!stored) return;
    if (envelope.retry && envelope.retry.request !== stored.request) {
      return refused({ code: 'idempotency_mismatch' });
    }
    const { seq, appointment, commandId } = stored;
    // The same command again is the Worker asking for an answer that was lost: its caller has seen none yet.
    return { kind: 'accepted', appointment, replayed: commandId !== envelope.commandId, seq };
  }

  /** The event of a command, and with it the alarm that will deliver it; the row comes after it. Before its birth: null. */
  record(
    type: EventType,
    before: Appointment | null,
    appointment: Appointment,
    reason: string | null,
    envelope: Envelope,
    at = appointment.updatedAt,
  ): Verdict & { kind: 'accepted' } {
    const { version, contact } = appointment;
    const changed = contactChanges(before?.contact ?? null, contact);
    const event = { type, at, actor: envelope.actor, reason, version, appointment };
    const seq = this.#parts.journal.append({ ...event, contactChanges: changed }, envelope);
    this.#parts.outbox.arm();
    return { kind: 'accepted', appointment, replayed: false, seq };
  }

  refuse(refusal: Refusal, wanted: Interval | undefined, self: string | null): Verdict {
    if (refusal.code !== 'slot_taken' || !wanted) {
      if (refusal.code === 'slot_taken') throw new Error('a slot was judged that nobody wanted');
      return refused(refusal);
    }
    const conflicts = this.#parts.ledger.conflicts(wanted, self, MAX_CONFLICTS_IN_REFUSAL);
    return refused({ code: 'slot_taken', conflicts });
  }
}

const refused = (refusal: CalendarRefusal) => ({ kind: 'refused', refusal }) as const;
