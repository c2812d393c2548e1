// The calendar's core: one agent's appointments. It sees only its ports, so it runs wherever they are implemented.

import {
  decideBooking,
  decideChange,
  decideTransition,
  type Instant,
  type Interval,
  intervalOf,
  type Occupied,
  sameContact,
  wantedInterval,
} from '@rendezvous/domain';
import { CommandRunner } from './command-runner.ts';
import {
  type Book,
  type CalendarName,
  type Change,
  CONFLICTS_PAGE,
  type Conflicts,
  type ConflictsQuery,
  type Elsewhere,
  type Import,
  type ImportResult,
  type Lookup,
  type Outcome,
  type Rebuild,
  type Transition,
} from './commands.ts';
import { importInto } from './import-into.ts';
import { assemble, type Parts } from './parts.ts';
import type { Ports } from './ports.ts';
import { routedId } from './route.ts';
import type {
  Activated,
  Activation,
  Hold,
  HoldAnswer,
  HolderNews,
  OutcomeCursor,
  OutcomePage,
  TransferState,
} from './transfer-messages.ts';

/** When the alarm tries again after it failed in a way that nobody foresaw, in milliseconds. */
const AFTER_A_BUG_MS = 20_000;
/** How long one call of a rebuild delivers, in milliseconds: with the last batch it is well within a long call. */
const REBUILD_STEP_MS = 4_000;

export class Calendar {
  readonly #parts: Parts;
  readonly #runner: CommandRunner;

  constructor(ports: Ports) {
    this.#parts = assemble(ports);
    this.#runner = new CommandRunner(this.#parts);
  }

  book({ envelope, calendar, wish, facts, newborn }: Book): Promise<Outcome> {
    return this.#runner.run(envelope, (now) => {
      const wanted = intervalOf(wish.scheduledAt, wish.durationMinutes);
      const booked = decideBooking(
        wish,
        this.#parts.ledger.occupiedBefore(wanted.endAt, 1),
        facts,
        now,
      );
      if (!booked.ok) return this.#runner.refuse(booked.refusal, wanted, null);

      this.#parts.ledger.claim(calendar);
      const appointment = { id: this.#mint(now, calendar.route), ...booked.value };
      const verdict = this.#runner.record('booked', null, appointment, null, envelope);
      this.#parts.ledger.insert(appointment, verdict.seq);
      if (newborn) this.#parts.journal.appendNewborn(verdict.seq, newborn, now);
      return verdict;
    });
  }

  change({ envelope, id, wish, facts, target }: Change): Promise<Outcome | Elsewhere> {
    return this.#runner.runOn(id, envelope, (current, now) => {
      const moves = wish.agentId !== undefined && wish.agentId !== current.agentId;
      const wanted = wantedInterval(current, wish);
      // Of a move the other calendar is the judge.
      const occupied = wanted && !moves ? this.#beside(id, wanted) : [];
      const changed = decideChange(current, wish, occupied, facts, now);
      if (!changed.ok) return this.#runner.refuse(changed.refusal, wanted, id);

      const { kind, appointment } = changed.value;
      if (kind === 'unchanged') {
        this.#parts.outcomes.keep(appointment, envelope, now);
        return { kind: 'accepted', appointment, replayed: false, seq: 0 };
      }
      if (moves && target) {
        this.#parts.transfers.departures.begin(appointment, target, envelope);
        return { kind: 'begun' };
      }
      if (!sameContact(appointment.contact, current.contact)) {
        this.#parts.ledger.former.keep(current, now);
      }
      const verdict = this.#runner.record('changed', current, appointment, null, envelope);
      this.#parts.ledger.update(appointment, verdict.seq);
      return verdict;
    });
  }

  transition({ envelope, id, wish }: Transition): Promise<Outcome | Elsewhere> {
    return this.#runner.runOn(id, envelope, (current, now) => {
      const moved = decideTransition(current, wish, now);
      if (!moved.ok) return this.#runner.refuse(moved.refusal, undefined, id);
      const next = moved.value;
      const reason = next.cancellationReason;
      const verdict = this.#runner.record(wish.action, current, next, reason, envelope);
      this.#parts.ledger.update(next, verdict.seq);
      return verdict;
    });
  }

  /** Where the appointment is, as far as this calendar knows; as JSON for whoever can read it, which a Worker of before cannot. */
  async get(id: string, form?: 'json'): Promise<Lookup | string> {
    if (form !== 'json') return this.#runner.locate(id);
    const json = this.#parts.ledger.findAsJson(id);
    return json
      ? `{"kind":"here","appointment":${json}}`
      : JSON.stringify(await this.#runner.locate(id));
  }

  /** A page of what overlaps the wanted interval: `CONFLICTS_PAGE` at most, from `from` on. */
  conflicts({ agentId, wanted, excludeId, from }: ConflictsQuery): Conflicts {
    this.#parts.ledger.assertAgent(agentId);
    return {
      written: this.#parts.ledger.calendar !== undefined,
      conflicts: this.#parts.ledger.conflicts(wanted, excludeId, CONFLICTS_PAGE, from),
    };
  }

  import(command: Import): Promise<ImportResult[]> {
    return importInto(this.#parts, this.#runner, command);
  }

  /** Those of the ids that stand in this calendar, or stood here and have moved on. */
  knownOf(ids: readonly string[]): string[] {
    return ids.filter((id) => this.#parts.ledger.knows(id));
  }

  /** Begins to replay the whole ledger into D1; `continueRebuild` and the alarm deliver. */
  async beginRebuild(calendar: CalendarName): Promise<Rebuild> {
    const { ledger, outbox } = this.#parts;
    ledger.assertAgent(calendar.agentId);
    const begun = await outbox.rebuild(calendar, (id) => ledger.find(id) !== undefined);
    if (!begun) return { kind: 'silent' };
    const { journal } = this.#parts;
    return { kind: 'rebuilding', events: journal.lastSeq(), left: journal.undeliveredCount() };
  }

  /** Goes on with it for a while. */
  async continueRebuild(): Promise<Rebuild> {
    const left = await this.#parts.outbox.deliverFor(REBUILD_STEP_MS);
    return { kind: 'rebuilding', events: this.#parts.journal.lastSeq(), left };
  }

  hold(request: Hold): HoldAnswer {
    return this.#parts.transfers.arrivals.hold(request);
  }

  activate(activation: Activation): Promise<Activated> {
    return this.#parts.transfers.arrivals.activate(activation);
  }

  transferState(appointmentId: string, transferId: string): TransferState {
    return this.#parts.transfers.departures.state(appointmentId, transferId);
  }

  outcomesAfter(appointmentId: string, transferId: string, cursor: OutcomeCursor): OutcomePage {
    return this.#parts.transfers.departures.outcomesAfter(appointmentId, transferId, cursor);
  }

  learnHolder(news: HolderNews): void {
    this.#parts.transfers.arrivals.learnHolder(news);
  }

  /** The alarm. Never throws: the platform drops an alarm that keeps throwing. */
  async wake(): Promise<void> {
    const { clock, wakeups, outcomes, refusals, outbox, transfers } = this.#parts;
    wakeups.forget();
    const done = await Promise.allSettled([
      outbox.drain(),
      transfers.resume(),
      (async () => outcomes.prune(clock.now()))(),
      (async () => refusals.prune(clock.now()))(),
    ]);
    if (done.some(({ status }) => status === 'rejected')) wakeups.within(AFTER_A_BUG_MS);
  }

  /** What decides: the last one that begins before the end, or the one before when that is itself, whose time is no obstacle. */
  #beside(id: string, { endAt }: Interval): Occupied[] {
    const [last] = this.#parts.ledger.occupiedBefore(endAt, 1);
    if (last?.id !== id) return last ? [last] : [];
    return this.#parts.ledger.occupiedBefore(endAt, 2);
  }

  /** An id that nothing stands under here: imports may have brought ids of our own shape. */
  #mint(now: Instant, route: string): string {
    const seq = this.#parts.journal.nextSeq();
    for (let at = now; ; at += 1) {
      const id = routedId(at, seq, route);
      if (!this.#parts.ledger.knows(id)) return id;
    }
  }
}
