// Promise 6 where a key is used for more than one request: the first that is accepted has it for good, and only then, or
// while it is being decided, is another one told that the key is not its own.

import { type Attempt, bodyOf } from './client.ts';
import { Breach, type OpenDeparture, type RecordedEvent, rowsOf } from './watch.ts';
import type { World } from './world.ts';

/** What tells of the requests that had a key. */
export interface Traces {
  readonly events: readonly RecordedEvent[];
  readonly departures: readonly OpenDeparture[];
  /** Outcomes that calendars keep beside those of their events. */
  readonly kept: readonly { readonly key: string; readonly body: string }[];
}

/** A request that had a key: what it was, and since when at the earliest. */
interface Owner {
  readonly body: string;
  readonly since: number;
}

export const keptOf = (world: World): Traces['kept'] =>
  world.hosts.flatMap((host) =>
    rowsOf(host, 'SELECT outcome_key, request FROM outcomes WHERE request IS NOT NULL').map(
      ({ outcome_key, request }) => ({ key: String(outcome_key), body: String(request) }),
    ),
  );

export function keysAreKept(log: readonly Attempt[], traces: Traces): void {
  const byKey = Map.groupBy(
    log.filter(({ key }) => key !== null),
    ({ key }) => String(key),
  );
  const owners = ownersOf(byKey, traces);
  for (const [key, attempts] of byKey) {
    const [owner, another] = owners.get(key) ?? [];
    if (another) throw new Breach(`${key} was accepted for two requests`);
    if (owner) ownerIsKnown(key, owner, attempts);
    for (const made of attempts) {
      if (made.answer?.kind !== 'refused') continue;
      if (made.answer.refusal.code !== 'idempotency_mismatch') continue;
      const isReason =
        (owner && owner.body !== bodyOf(made.request) && owner.since <= made.answeredAt) ||
        traces.departures.some((departure) => departure.key === key && isInTheWay(departure, made));
      if (!isReason) throw new Breach(`${key} was nobody else's, but ${inWords(made)} was told so`);
    }
  }
}

/** Once its acceptance is known, the key answers everybody else with a mismatch, and its owner with a yes. */
function ownerIsKnown(key: string, owner: Owner, attempts: readonly Attempt[]): void {
  const known = attempts
    .filter(({ answer }) => answer?.kind === 'accepted')
    .reduce((first, { answeredAt }) => Math.min(first, answeredAt), Number.POSITIVE_INFINITY);
  for (const made of attempts) {
    if (made.invokedAt <= known || made.answer?.kind !== 'refused') continue;
    const isMismatch = made.answer.refusal.code === 'idempotency_mismatch';
    if (isMismatch && owner.body !== bodyOf(made.request)) continue;
    throw new Breach(`${key} was accepted, but ${inWords(made)} was refused`);
  }
}

/** The requests that each key was accepted for: by the ledgers, what they keep, and the clients. */
function ownersOf(
  byKey: ReadonlyMap<string, readonly Attempt[]>,
  { events, kept }: Traces,
): ReadonlyMap<string, readonly Owner[]> {
  const owners = new Map<string, Owner[]>();
  const add = (key: string, body: string, since: number) => {
    const known = owners.get(key) ?? [];
    if (!known.some((owner) => owner.body === body)) owners.set(key, [...known, { body, since }]);
  };
  for (const { outcomeKey, request, durableAt } of events) {
    if (outcomeKey !== null && request !== null) add(outcomeKey, request, durableAt);
  }
  // Of what changed nothing, and so is in no ledger, nobody saw since when.
  const asked = (key: string, body: string) =>
    byKey.get(key)?.find(({ request }) => bodyOf(request) === body)?.invokedAt ?? 0;
  for (const { key, body } of kept) add(key, body, asked(key, body));
  for (const [key, attempts] of byKey) {
    for (const { request, answer } of attempts) {
      const body = bodyOf(request);
      if (answer?.kind === 'accepted') add(key, body, asked(key, body));
    }
  }
  return owners;
}

/** Whether a move with this key and another body was being decided while this was asked. */
const isInTheWay = ({ request, openedAt, closedAt }: OpenDeparture, made: Attempt): boolean =>
  request !== bodyOf(made.request) && openedAt <= made.answeredAt && closedAt >= made.invokedAt;

const inWords = ({ request, commandId }: Attempt): string =>
  `${JSON.stringify(request)} (${commandId})`;
