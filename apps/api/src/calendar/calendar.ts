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
  type Envelope,
  type Import,
  type ImportedAppointment,
  type ImportResult,
  MAX_CONFLICTS_IN_REFUSAL,
  type Outcome,
  type ReadModelState,
  type Transition,
} from './commands.ts';
import { Journal } from './journal.ts';
import { Ledger } from './ledger.ts';
import { Outbox } from './outbox.ts';
import type { Clock, EventType, ReadModel, Sql } from './ports.ts';
import { routedId } from './route.ts';

// SQLite's own word for it.
const NO_LIMIT = -1;

/** A verdict is what the transaction settled: accepted as of event `seq`, or refused with nothing written. */
type Verdict =
  | { kind: 'accepted'; appointment: Appointment; replayed: boolean; seq: number }
  | { kind: 'refused'; refusal: CalendarRefusal };

export class Calendar {
  readonly #clock: Clock;
  readonly #ledger: Ledger;
  readonly #journal: Journal;
  readonly #outbox: Outbox;

  constructor(ports: { sql: Sql; clock: Clock; readModel: ReadModel }) {
    this.#clock = ports.clock;
    this.#ledger = new Ledger(ports.sql);
    this.#journal = new Journal(ports.sql, this.#ledger);
    this.#outbox = new Outbox(this.#journal, ports.clock, ports.readModel);
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

  change({ envelope, id, wish, facts }: Change): Promise<Outcome> {
    return this.#command(envelope, (now) => {
      const current = this.#ledger.find(id);
      if (!current) return { kind: 'refused', refusal: { code: 'not_found' } };

      const wanted = wantedInterval(current, wish);
      // Its own time is no obstacle, so the last two decide.
      const occupied = wanted ? this.#ledger.occupiedBefore(wanted.endAt, 2) : [];
      const changed = decideChange(current, wish, occupied, facts, now);
      if (!changed.ok) return this.#refuse(changed.refusal, wanted, id);

      const { kind, appointment } = changed.value;
      if (appointment.agentId !== current.agentId) {
        // Appointments do not move between calendars yet.
        const faults = [{ field: 'agentId', rule: 'immutable' }] as const;
        return { kind: 'refused', refusal: { code: 'invalid', faults } };
      }
      if (kind === 'unchanged') return { kind: 'accepted', appointment, replayed: false, seq: 0 };
      this.#ledger.update(appointment);
      return this.#record('changed', appointment, null, envelope);
    });
  }

  transition({ envelope, id, wish }: Transition): Promise<Outcome> {
    return this.#command(envelope, (now) => {
      const current = this.#ledger.find(id);
      if (!current) return { kind: 'refused', refusal: { code: 'not_found' } };

      const moved = decideTransition(current, wish, now);
      if (!moved.ok) return this.#refuse(moved.refusal, undefined, id);
      this.#ledger.update(moved.value);
      return this.#record(wish.action, moved.value, moved.value.cancellationReason, envelope);
    });
  }

  get(id: string): Appointment | undefined {
    return this.#ledger.find(id);
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
        if (this.#ledger.find(appointment.id)) return 'exists';
        const wanted = intervalOf(appointment.scheduledAt, appointment.durationMinutes);
        if (isOccupying(appointment.status) && this.#ledger.conflicts(wanted, null, 1).length > 0) {
          return 'slot_taken';
        }
        this.#ledger.claim(calendar);
        const imported = arrive(appointment, now);
        this.#ledger.insert(imported);
        this.#journal.append(
          { type: 'imported', at: now, actor, reason: null, appointment: imported },
          null,
        );
        this.#outbox.arm();
        return 'imported';
      });
    });
    const seq = results.includes('imported') ? this.#journal.nextSeq() - 1 : 0;
    return { results, readModel: await this.#outbox.settle(seq) };
  }

  /** The alarm. Never throws. */
  wake(): Promise<void> {
    return this.#outbox.wake();
  }

  /** One command: replayed when it was accepted before, else decided now; the clock is read once. */
  async #command(envelope: Envelope, decide: (now: Instant) => Verdict): Promise<Outcome> {
    const verdict = this.#ledger.transaction((): Verdict => {
      const now = this.#clock.now();
      return this.#replay(envelope, now) ?? decide(now);
    });
    if (verdict.kind === 'refused') return verdict;
    const { seq, ...accepted } = verdict;
    return { ...accepted, readModel: await this.#outbox.settle(seq) };
  }

  #replay(envelope: Envelope, now: Instant): Verdict | undefined {
    const stored = this.#journal.outcomeOf(envelope, now);
    if (!stored) return;
    if (envelope.retry && envelope.retry.request !== stored.request) {
      return { kind: 'refused', refusal: { code: 'idempotency_mismatch' } };
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
    const event = { type, at: appointment.updatedAt, actor: envelope.actor, reason, appointment };
    const seq = this.#journal.append(event, envelope);
    this.#outbox.arm();
    return { kind: 'accepted', appointment, replayed: false, seq };
  }

  #refuse(refusal: Refusal, wanted: Interval | undefined, self: string | null): Verdict {
    if (refusal.code !== 'slot_taken' || !wanted) {
      if (refusal.code === 'slot_taken') throw new Error('a slot was judged that nobody wanted');
      return { kind: 'refused', refusal };
    }
    const conflicts = this.#ledger.conflicts(wanted, self, MAX_CONFLICTS_IN_REFUSAL);
    return { kind: 'refused', refusal: { code: 'slot_taken', conflicts } };
  }
}

const arrive = (
  { insertedAt, updatedAt, ...rest }: ImportedAppointment,
  now: Instant,
): Appointment => ({
  ...rest,
  insertedAt: insertedAt ?? now,
  updatedAt: updatedAt ?? insertedAt ?? now,
  version: 1,
});
