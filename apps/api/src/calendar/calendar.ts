// The calendar's core: one agent's appointments. It sees only its ports, so it runs wherever they are implemented.
// Each command is one synchronous transaction: nothing awaits between looking and taking.

import {
  type Appointment,
  decideBooking,
  decideChange,
  decideTransition,
  type Instant,
  type Interval,
  intervalOf,
  isOccupying,
  type Refusal,
  wantedInterval,
} from '@rendezvous/domain';
import {
  type Book,
  type CalendarRefusal,
  type Change,
  type Conflicts,
  type ConflictsQuery,
  type Elsewhere,
  type Envelope,
  type Import,
  type ImportedAppointment,
  type ImportResult,
  type Lookup,
  MAX_CONFLICTS_IN_REFUSAL,
  type Outcome,
  type ReadModelState,
  type Transition,
} from './commands.ts';
import { Journal, outcomeKey } from './journal.ts';
import { Ledger } from './ledger.ts';
import { Outbox } from './outbox.ts';
import type { EventType, Ports } from './ports.ts';
import { routedId } from './route.ts';
import { Transfers } from './transfer.ts';
import type {
  Activated,
  Activation,
  Hold,
  HoldAnswer,
  HolderNews,
  TransferState,
} from './transfer-messages.ts';
import { type Departure, TransferRecords } from './transfer-records.ts';
import { Wakeups } from './wakeups.ts';

/** How long a command waits for an appointment that is leaving, in milliseconds. */
const TRANSFER_WAIT_MS = 5_000;

// SQLite's own word for it.
const NO_LIMIT = -1;

/** A verdict is what the transaction settled: accepted as of event `seq`, or refused with nothing written. */
type Verdict =
  | { kind: 'accepted'; appointment: Appointment; replayed: boolean; seq: number }
  | { kind: 'refused'; refusal: CalendarRefusal };

export class Calendar {
  readonly #clock: Ports['clock'];
  readonly #ledger: Ledger;
  readonly #journal: Journal;
  readonly #wakeups: Wakeups;
  readonly #outbox: Outbox;
  readonly #records: TransferRecords;
  readonly #transfers: Transfers;

  constructor({ sql, clock, peers, readModel }: Ports) {
    const ledger = new Ledger(sql);
    const journal = new Journal(sql, ledger);
    const wakeups = new Wakeups(clock);
    const outbox = new Outbox(journal, clock, readModel, wakeups);
    const records = new TransferRecords(sql, ledger);
    this.#clock = clock;
    this.#ledger = ledger;
    this.#journal = journal;
    this.#wakeups = wakeups;
    this.#outbox = outbox;
    this.#records = records;
    this.#transfers = new Transfers({ clock, peers, ledger, journal, outbox, records, wakeups });
  }

  book({ envelope, calendar, wish, facts, newborn }: Book): Promise<Outcome> {
    return this.#command(envelope, (now) => {
      const wanted = intervalOf(wish.scheduledAt, wish.durationMinutes);
      const booked = decideBooking(wish, this.#ledger.occupiedBefore(wanted.endAt, 1), facts, now);
      if (!booked.ok) return this.#refuse(booked.refusal, wanted, null);

      this.#ledger.claim(calendar);
      const id = routedId(now, this.#journal.nextSeq(), calendar.route);
      const appointment = { id, ...booked.value };
      this.#ledger.insert(appointment);
      const verdict = this.#record('booked', appointment, null, envelope);
      if (newborn) this.#journal.appendNewborn(verdict.seq, newborn, now);
      return verdict;
    });
  }

  change({ envelope, id, wish, facts, target }: Change): Promise<Outcome | Elsewhere> {
    return this.#commandOn(id, envelope, (current, now) => {
      const moves = wish.agentId !== undefined && wish.agentId !== current.agentId;
      const wanted = wantedInterval(current, wish);
      // Its own time is no obstacle, so the last two decide. Of a move the other calendar is the judge.
      const occupied = wanted && !moves ? this.#ledger.occupiedBefore(wanted.endAt, 2) : [];
      const changed = decideChange(current, wish, occupied, facts, now);
      if (!changed.ok) return this.#refuse(changed.refusal, wanted, id);

      const { kind, appointment } = changed.value;
      if (kind === 'unchanged') {
        this.#journal.keep(appointment, envelope, now);
        return { kind: 'accepted', appointment, replayed: false, seq: 0 };
      }
      if (moves && target) {
        this.#transfers.begin(appointment, target, envelope);
        return { kind: 'begun' };
      }
      this.#ledger.update(appointment);
      return this.#record('changed', appointment, null, envelope);
    });
  }

  transition({ envelope, id, wish }: Transition): Promise<Outcome | Elsewhere> {
    return this.#commandOn(id, envelope, (current, now) => {
      const moved = decideTransition(current, wish, now);
      if (!moved.ok) return this.#refuse(moved.refusal, undefined, id);
      this.#ledger.update(moved.value);
      return this.#record(wish.action, moved.value, moved.value.cancellationReason, envelope);
    });
  }

  /** Where the appointment is, as far as this calendar knows. */
  async get(id: string): Promise<Lookup> {
    const standing = this.#ledger.standing(id);
    if (!standing) return { kind: 'unknown' };
    const { place, appointment, movedTo } = standing;
    if (place === 'here') return { kind: 'here', appointment };
    const arrival = place === 'held' ? this.#records.heldFor(id) : undefined;
    if (!arrival) return movedTo ? { kind: 'elsewhere', route: movedTo } : { kind: 'unknown' };
    // Whoever is sent here may know more than we do: the owner may have committed.
    const settled = await this.#transfers.settleHeld(arrival);
    if (settled === 'silent') return { kind: 'silent' };
    return settled === 'open' ? { kind: 'elsewhere', route: arrival.from } : this.get(id);
  }

  conflicts({ wanted, excludeId }: ConflictsQuery): Conflicts {
    return {
      written: this.#ledger.calendar !== undefined,
      conflicts: this.#ledger.conflicts(wanted, excludeId, NO_LIMIT),
    };
  }

  /** Takes over appointments as they are. Each is judged by itself, and one that is refused does not hold up the others. */
  async import({ calendar, actor, appointments }: Import): Promise<{
    results: ImportResult[];
    readModel: ReadModelState;
  }> {
    const results = this.#ledger.transaction(() => {
      const now = this.#clock.now();
      return appointments.map((appointment) => {
        if (this.#ledger.standing(appointment.id)) return 'exists';
        const wanted = intervalOf(appointment.scheduledAt, appointment.durationMinutes);
        if (isOccupying(appointment.status) && this.#ledger.conflicts(wanted, null, 1).length > 0) {
          return 'slot_taken';
        }
        this.#ledger.claim(calendar);
        const imported = arrive(appointment, now);
        this.#ledger.insert(imported);
        this.#journal.append(
          { type: 'imported', at: now, actor, reason: null, version: 1, appointment: imported },
          null,
        );
        this.#outbox.arm();
        return 'imported';
      });
    });
    const seq = results.includes('imported') ? this.#journal.nextSeq() - 1 : 0;
    return { results, readModel: await this.#outbox.settle(seq) };
  }

  hold(request: Hold): HoldAnswer {
    return this.#transfers.hold(request);
  }

  activate(activation: Activation): Promise<Activated> {
    return this.#transfers.activate(activation);
  }

  transferState(appointmentId: string, transferId: string): TransferState {
    return this.#transfers.transferState(appointmentId, transferId);
  }

  learnHolder(news: HolderNews): void {
    this.#transfers.learnHolder(news);
  }

  /** The alarm. Never throws. */
  async wake(): Promise<void> {
    this.#wakeups.rang();
    await Promise.all([this.#outbox.drain(), this.#transfers.resume()]);
  }

  /** One command: replayed when it was accepted before, else decided now; the clock is read once. */
  async #command(envelope: Envelope, decide: (now: Instant) => Verdict): Promise<Outcome> {
    const verdict = this.#ledger.transaction((): Verdict => {
      const now = this.#clock.now();
      return this.#replay(envelope, now, null) ?? decide(now);
    });
    return this.#settle(verdict);
  }

  /** One command on an appointment. While it is leaving the command waits, then finds it here again or is sent on. */
  async #commandOn(
    id: string,
    envelope: Envelope,
    decide: (current: Appointment, now: Instant) => Verdict | { kind: 'begun' },
  ): Promise<Outcome | Elsewhere> {
    const deadline = this.#clock.now() + TRANSFER_WAIT_MS;
    for (;;) {
      const verdict = this.#ledger.transaction(() => {
        const now = this.#clock.now();
        const replayed = this.#replay(envelope, now, id);
        if (replayed) return replayed;
        const departure = this.#transfers.departureOf(id);
        if (departure?.state === 'open') return { kind: 'leaving', departure } as const;
        const current = this.#ledger.find(id);
        return current ? decide(current, now) : ({ kind: 'absent' } as const);
      });
      switch (verdict.kind) {
        case 'accepted':
        case 'refused':
          return this.#settle(verdict);
        case 'begun':
          continue;
        case 'absent': {
          const found = await this.get(id);
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
      return refused({ code: 'idempotency_mismatch' });
    }
    const driving = this.#transfers.drive(departure);
    const wait = deadline - this.#clock.now();
    const driven = mine ? await driving : await this.#clock.within(wait, driving);
    if (driven === 'late') {
      return refused({ code: sameKey ? 'idempotency_in_progress' : 'unavailable' });
    }
    if (!mine) return;
    switch (driven.kind) {
      case 'moved': {
        const { appointment, readModel } = driven;
        return { kind: 'accepted', appointment, replayed: false, readModel };
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
    return { ...accepted, readModel: await this.#outbox.settle(seq) };
  }

  #replay(envelope: Envelope, now: Instant, id: string | null): Verdict | undefined {
    const stored = this.#journal.outcomeOf(envelope, now, id);
    if (!stored) return;
    if (envelope.retry && envelope.retry.request !== stored.request) {
      return refused({ code: 'idempotency_mismatch' });
    }
    const { seq, appointment, commandId } = stored;
    // The same command again is the Worker asking for an answer that was lost: its caller has seen none yet.
    return { kind: 'accepted', appointment, replayed: commandId !== envelope.commandId, seq };
  }

  /** The last write of a command: the event, and with it the alarm that will deliver it. */
  #record(
    type: EventType,
    appointment: Appointment,
    reason: string | null,
    envelope: Envelope,
  ): Verdict & { kind: 'accepted' } {
    const { updatedAt: at, version } = appointment;
    const event = { type, at, actor: envelope.actor, reason, version, appointment };
    const seq = this.#journal.append(event, envelope);
    this.#outbox.arm();
    return { kind: 'accepted', appointment, replayed: false, seq };
  }

  #refuse(refusal: Refusal, wanted: Interval | undefined, self: string | null): Verdict {
    if (refusal.code !== 'slot_taken' || !wanted) {
      if (refusal.code === 'slot_taken') throw new Error('a slot was judged that nobody wanted');
      return refused(refusal);
    }
    const conflicts = this.#ledger.conflicts(wanted, self, MAX_CONFLICTS_IN_REFUSAL);
    return refused({ code: 'slot_taken', conflicts });
  }
}

const refused = (refusal: CalendarRefusal) => ({ kind: 'refused', refusal }) as const;

const arrive = (
  { insertedAt, updatedAt, ...rest }: ImportedAppointment,
  now: Instant,
): Appointment => ({
  ...rest,
  insertedAt: insertedAt ?? now,
  updatedAt: updatedAt ?? insertedAt ?? now,
  version: 1,
});
