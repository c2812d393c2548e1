// Promises 2 and 6 from inside: what the writers were told, against what the ledgers hold.

import type { WireAppointment } from '@rendezvous/contract';
import type { Books } from './books.ts';
import { outcomeKeyOf } from './cast.ts';
import { eventsOf, type Snapshot, type StoredEvent } from './events.ts';
import type { Findings } from './findings.ts';
import { type Answer, type Command, fateOf, isAccepted } from './log.ts';

export function checkAnswers(books: Books, commands: readonly Command[], findings: Findings): void {
  const events = eventsOf(books).filter(({ outcomeKey }) => outcomeKey !== null);
  const effects = Map.groupBy(events, ({ outcomeKey }) => String(outcomeKey));
  const carried = books.ledgers.flatMap(({ outcomes }) => outcomes);
  const carriedKeys = new Set(carried.map(({ outcome_key }) => outcome_key));
  const versions = new Map(books.copy.appointments.map(({ id, version }) => [id, Number(version)]));
  const asked = new Set<string>();

  for (const command of commands) {
    for (const { answer } of command.attempts) {
      findings.check(2, !answer?.problem || FORESEEN.has(answer.problem.code), () => {
        return `${nameOf(command)} was answered ${JSON.stringify(answer?.problem)}`;
      });
    }
    const key = keyOf(command);
    if (key === undefined) continue;
    asked.add(key);
    const found = effects.get(key) ?? [];
    findings.check(6, found.length <= 1, () => {
      return `${nameOf(command)} took effect ${found.length} times: ${found.map(placeOf).join(', ')}`;
    });
    const [effect] = found;
    switch (fateOf(command)) {
      case 'accepted':
        checkAccepted(command, effect, findings);
        checkInD1(command, versions, findings);
        break;
      case 'refused':
        findings.check(2, !effect && !carriedKeys.has(key), () => {
          return `${nameOf(command)} was refused and took effect${effect ? ` in ${placeOf(effect)}` : ''}`;
        });
        break;
      case 'unknown':
        if (effect) checkWish(command, effect.appointment, findings);
    }
  }
  for (const [key, [effect]] of effects) {
    findings.check(2, asked.has(key), () => `nobody asked for ${effect && placeOf(effect)}`);
  }
  for (const row of carried) {
    const { id, version } = JSON.parse(String(row.appointment));
    const [effect] = effects.get(String(row.outcome_key)) ?? [];
    findings.same(
      6,
      `the outcome ${row.outcome_key} that came with ${row.appointment_id}`,
      [row.command_id, id, version],
      [effect?.commandId, effect?.appointment.id, effect?.version],
    );
  }
}

/** Every way in which a command of a writer may be turned away: an appointment that was accepted is never unknown. */
const FORESEEN = new Set([
  ...['slot_taken', 'invalid_transition', 'appointment_closed', 'version_mismatch'],
  ...['idempotency_in_progress', 'unavailable'],
]);

/** What a ledger files this command under; undefined for a read. */
export const keyOf = ({ writer, method, path, key }: Command): string | undefined =>
  key === null ? undefined : outcomeKeyOf(writer, method, `/api/v1${path}`, key);

/** For people. */
export const nameOf = ({ key, method, path }: Command): string => `${key} (${method} ${path})`;
const placeOf = ({ agentId, seq, type }: StoredEvent): string =>
  `event ${seq} (${type}) of ${agentId}`;

function checkAccepted(
  command: Command,
  effect: StoredEvent | undefined,
  findings: Findings,
): void {
  findings.check(2, effect !== undefined, () => `${nameOf(command)} was accepted and is lost`);
  if (!effect) return;
  checkWish(command, effect.appointment, findings);
  for (const { appointment } of acceptedAnswersOf(command)) {
    findings.same(
      6,
      `answer to ${nameOf(command)}`,
      appointment && factsOfAnswer(appointment),
      factsOfSnapshot(effect.appointment),
    );
  }
}

/** An answer that was not `pending` said that D1 has it. */
function checkInD1(
  command: Command,
  versions: ReadonlyMap<unknown, number>,
  findings: Findings,
): void {
  for (const { appointment, pending, replayed } of acceptedAnswersOf(command)) {
    if (pending || replayed || !appointment) continue;
    const version = versions.get(appointment.id) ?? 0;
    findings.check(5, version >= appointment.version, () => {
      return `D1 has ${appointment.id} at ${version}; the answer to ${nameOf(command)} said that it had ${appointment.version}`;
    });
  }
}

/** It did what was asked. */
function checkWish(command: Command, done: Snapshot, findings: Findings): void {
  const { wish, key } = command;
  const what = `effect of ${nameOf(command)}`;
  if (wish.kind === 'book') {
    const { title, agentId, scheduledAt, durationMinutes } = done;
    const { startAt, minutes } = wish;
    const asked = [key, wish.agentId, startAt, minutes];
    findings.same(2, what, [title, agentId, scheduledAt, durationMinutes], asked);
  }
  if (wish.kind === 'change') {
    const { id, agentId = done.agentId, startAt = done.scheduledAt } = wish;
    const { minutes = done.durationMinutes } = wish;
    const did = [done.id, done.notes, done.agentId, done.scheduledAt, done.durationMinutes];
    findings.same(2, what, did, [id, key, agentId, startAt, minutes]);
    if (wish.ifMatch !== undefined) {
      findings.same(2, `${what} with If-Match`, done.version, wish.ifMatch + 1);
    }
  }
  if (wish.kind === 'act') {
    findings.same(2, what, [done.id, done.status], [wish.id, STATUS_AFTER[wish.action]]);
  }
}

const STATUS_AFTER = {
  confirm: 'confirmed',
  cancel: 'cancelled',
  complete: 'completed',
  'no-show': 'no_show',
} as const;

const acceptedAnswersOf = ({ attempts }: Command): Answer[] =>
  attempts.map(({ answer }) => answer).filter(isAccepted);

const factsOfAnswer = (answer: WireAppointment) => [
  ...[answer.id, answer.version, answer.title, answer.status, answer.user_id, answer.customer_id],
  ...[answer.scheduled_at, answer.duration_minutes, answer.notes, answer.cancellation_reason],
  ...[answer.inserted_at, answer.updated_at],
];

const factsOfSnapshot = (done: Snapshot) => [
  ...[done.id, done.version, done.title, done.status, done.agentId, done.customerId],
  ...[toText(done.scheduledAt), done.durationMinutes, done.notes, done.cancellationReason],
  ...[toText(done.insertedAt), toText(done.updatedAt)],
];

const toText = (instant: number): string =>
  new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');
