// From a log and the ledgers to one history per calendar, for the checker. An answer says what happened and when it was
// asked for and answered; of a request without an answer the ledger says whether it took effect, and when is left open.

import type { Status } from '@rendezvous/domain';
import type { CalendarOp } from '../history/calendar-model.ts';
import type { Operation } from '../history/linearizability.ts';
import { type Attempt, bodyOf, type Request } from './client.ts';
import type { RecordedEvent } from './watch.ts';
import { aliasOf, aliasOfAgent } from './world.ts';

type CalendarHistory = Map<string, Operation<CalendarOp>[]>;
type Window = Pick<Operation<CalendarOp>, 'invokedAt' | 'answeredAt'>;

/** What is known to have happened, by calendar. */
export function historiesOf(
  events: readonly RecordedEvent[],
  log: readonly Attempt[],
): CalendarHistory {
  const histories: CalendarHistory = new Map();
  const add = (agent: string, op: CalendarOp, window: Window) => {
    const { invokedAt, answeredAt } = window;
    histories.set(agent, [...(histories.get(agent) ?? []), { op, invokedAt, answeredAt }]);
  };
  const windows = windowsOf(log);
  const holders = new Map(events.map(({ id, version, agent }) => [`${id} ${version}`, agent]));
  for (const event of events) {
    const window = windows.get(nameOfEvent(event));
    if (!window || event.version === null) continue;
    for (const [agent, op] of effectsOf(event, holders)) add(agent, op, window);
  }
  const versions = versionsOf(events, windows);
  for (const made of log) {
    for (const [agent, op] of crowdsOf(made)) add(agent, op, made);
    const shown = shownBy(made, versions);
    if (shown) add(shown[0], shown[1], made);
  }
  return histories;
}

/** Holds of moves that may have come to nothing: nobody saw whether and when. */
export function possibleHolds(
  agent: string,
  events: readonly RecordedEvent[],
  log: readonly Attempt[],
): Operation<CalendarOp>[] {
  return log.flatMap(({ request, commandId, invokedAt, answer }) => {
    if (request.kind !== 'change' || request.agent === undefined) return [];
    if (aliasOf(request.agent) !== agent) return [];
    if (answer?.kind === 'accepted' && answer.replayed) return [];
    const window = { invokedAt, answeredAt: Number.POSITIVE_INFINITY, optional: true };
    return timesWanted(request, events).flatMap((time, index): Operation<CalendarOp>[] => {
      const transfer = `${commandId} ${index}`;
      return [
        { op: { kind: 'hold', transfer, id: request.id, ...time }, ...window },
        { op: { kind: 'letGo', transfer }, ...window },
      ];
    });
  });
}

/** What the ledger calls a request: by its key and its body, without a key by its command. */
const nameOf = (keyOrCommand: string | null, body: string | null): string =>
  body === null ? String(keyOrCommand) : `${keyOrCommand} ${body}`;

const nameOfEvent = ({ type, id, actor, outcomeKey, request }: RecordedEvent): string =>
  type === 'imported' ? nameOf(actor, id) : nameOf(outcomeKey, request);

/** A version of an appointment, and between which turns it may have been the one that stood. */
interface Version {
  readonly event: RecordedEvent;
  readonly from: number;
  readonly until: number;
}

function versionsOf(
  events: readonly RecordedEvent[],
  windows: ReadonlyMap<string, Window>,
): ReadonlyMap<string, readonly Version[]> {
  const windowOf = (event: RecordedEvent) => windows.get(nameOfEvent(event));
  const byId = Map.groupBy(
    events.filter(({ version }) => version !== null),
    ({ id }) => id,
  );
  return new Map(
    [...byId].map(([id, theirs]) => {
      const inOrder = theirs.toSorted((a, b) => Number(a.version) - Number(b.version));
      return [
        id,
        inOrder.map((event, index): Version => {
          const next = inOrder[index + 1];
          const until = (next && windowOf(next)?.answeredAt) ?? Number.POSITIVE_INFINITY;
          return { event, from: windowOf(event)?.invokedAt ?? 0, until };
        }),
      ];
    }),
  );
}

/** From the first try to the first answer, by what the ledger calls a request. */
function windowsOf(log: readonly Attempt[]): Map<string, Window> {
  const windows = new Map<string, Window>();
  for (const { request, key, commandId, invokedAt, answeredAt, answer } of log) {
    if (request.kind === 'import') {
      for (const { id } of request.lines) {
        const isDone =
          answer?.kind === 'reported' &&
          answer.reports.some((report) => report.id === id && report.result === 'imported');
        const window = { invokedAt, answeredAt: isDone ? answeredAt : Number.POSITIVE_INFINITY };
        windows.set(nameOf(commandId, id), window);
      }
      continue;
    }
    const name = key === null ? commandId : nameOf(key, bodyOf(request));
    const known = windows.get(name) ?? { invokedAt, answeredAt: Number.POSITIVE_INFINITY };
    const answered = answer?.kind === 'accepted' ? answeredAt : Number.POSITIVE_INFINITY;
    windows.set(name, {
      invokedAt: Math.min(known.invokedAt, invokedAt),
      answeredAt: Math.min(known.answeredAt, answered),
    });
  }
  return windows;
}

/** What an event says of its calendar, and a move of the calendar that it came from too. */
function effectsOf(
  { agent, id, version, type, outcomeKey, appointment }: RecordedEvent,
  holders: ReadonlyMap<string, string>,
): [string, CalendarOp][] {
  const time = timeOf(appointment);
  const status = appointment.status as Status; // as the ledger wrote it
  switch (type) {
    case 'booked':
      return [[agent, { kind: 'book', id, ...time }]];
    case 'imported':
      return [[agent, { kind: 'import', id, version: 1, status, ...time }]];
    case 'changed':
      return [[agent, { kind: 'change', id, version: Number(version), ...time }]];
    case 'moved': {
      const transfer = String(outcomeKey);
      const from = holders.get(`${id} ${Number(version) - 1}`) ?? 'nobody';
      return [
        [agent, { kind: 'hold', transfer, id, ...time }],
        [agent, { kind: 'arrive', transfer, id, version: Number(version), status, ...time }],
        [from, { kind: 'depart', id, version: Number(version) }],
      ];
    }
    default:
      return [[agent, { kind: 'transition', id, version: Number(version), status }]];
  }
}

/** What an answer showed without anything having happened. */
function shownBy(
  made: Attempt,
  versions: ReadonlyMap<string, readonly Version[]>,
): [string, CalendarOp] | undefined {
  const { request, answer, answeredBy } = made;
  const speaker = String(answeredBy);
  switch (answer?.kind) {
    case 'read': {
      const { id, version, status } = answer.appointment;
      return [speaker, { kind: 'seen', id, version, status, ...timeOf(answer.appointment) }];
    }
    case 'listed': {
      if (request.kind !== 'conflicts') return;
      const conflicts = answer.conflicts.map(({ id }) => id);
      const { agent, startAt, minutes } = request;
      const time = { startAt, endAt: startAt + minutes * 60_000 };
      return [aliasOf(agent), { kind: 'conflicts', excludeId: null, conflicts, ...time }];
    }
    case 'refused': {
      const { refusal } = answer;
      const id = 'id' in request ? request.id : null;
      if (refusal.code === 'slot_taken')
        return takenOf(made, refusal.conflicts, speaker, versions.get(String(id)) ?? []);
      if (id === null) return;
      if (refusal.code === 'version_mismatch') {
        return [speaker, { kind: 'seen', id, version: refusal.currentVersion }];
      }
      return 'currentStatus' in refusal
        ? [speaker, { kind: 'seen', id, status: refusal.currentStatus }]
        : undefined;
    }
    default:
      return;
  }
}

/** Lines of an import that found their time taken. */
const crowdsOf = ({ request, answer }: Attempt): [string, CalendarOp][] =>
  request.kind === 'import' && answer?.kind === 'reported'
    ? request.lines.flatMap((line, index): [string, CalendarOp][] => {
        if (answer.reports[index]?.result !== 'slot_taken') return [];
        const time = { startAt: line.startAt, endAt: line.startAt + line.minutes * 60_000 };
        return [[aliasOf(line.agent), { kind: 'occupied', ...time }]];
      })
    : [];

/**
 * Refused for want of time; of a move it is the other calendar that says so. What a request does not name of its time it
 * takes from the appointment as it was at some moment meanwhile.
 */
function takenOf(
  made: Attempt,
  conflicting: readonly { readonly id: string; readonly agentId: string }[],
  speaker: string,
  versions: readonly Version[],
): [string, CalendarOp] | undefined {
  const { request } = made;
  if (request.kind !== 'book' && request.kind !== 'change') return;
  const conflicts = conflicting.map(({ id }) => id);
  const [first] = conflicting;
  const agent = first ? aliasOfAgent(first.agentId) : speaker;
  if (request.kind === 'book') {
    const time = { startAt: request.startAt, endAt: request.startAt + request.minutes * 60_000 };
    return [agent, { kind: 'taken', excludeId: null, conflicts, ...time }];
  }
  const standing = versions.filter(
    ({ from, until }) => from <= made.answeredAt && until >= made.invokedAt,
  );
  const times = timesWanted(
    request,
    standing.map(({ event }) => event),
  );
  return [agent, { kind: 'takenAtOneOf', times, excludeId: request.id, conflicts }];
}

/** The times that a move may have asked for: what it does not name it takes from the appointment as it was at some moment. */
function timesWanted(
  { id, startAt, minutes }: Request & { kind: 'change' },
  events: readonly RecordedEvent[],
): ReturnType<typeof timeOf>[] {
  const versions = events.filter((event) => event.id === id).map(({ appointment }) => appointment);
  const times = versions.map(({ scheduledAt, durationMinutes }) =>
    timeOf({ scheduledAt: startAt ?? scheduledAt, durationMinutes: minutes ?? durationMinutes }),
  );
  return [...new Map(times.map((time) => [`${time.startAt} ${time.endAt}`, time])).values()];
}

function timeOf(appointment: {
  readonly scheduledAt?: unknown;
  readonly durationMinutes?: unknown;
}) {
  const startAt = Number(appointment.scheduledAt);
  return { startAt, endAt: startAt + Number(appointment.durationMinutes) * 60_000 };
}
