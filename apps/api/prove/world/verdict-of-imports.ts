// Promise 2 for imports, line by line: what was reported imported is in the ledger as it was sent; what was refused is not,
// and was refused for a reason. `unavailable` may be either. That an id stands in one calendar is watched all the time.

import type { ImportReport } from '@rendezvous/contract';
import type { Attempt } from './client.ts';
import type { Line } from './import-lines.ts';
import { Breach, type RecordedEvent } from './watch.ts';
import { aliasOf } from './world.ts';

export function importsAreTrue(events: readonly RecordedEvent[], log: readonly Attempt[]): void {
  const byId = Map.groupBy(events, ({ id }) => id);
  for (const made of log) {
    const { request, answer } = made;
    if (request.kind !== 'import' || answer?.kind !== 'reported') continue;
    for (const [index, line] of request.lines.entries()) {
      const report = answer.reports[index];
      if (report?.id !== line.id)
        throw new Breach(`no report on line ${index + 1} of ${inWords(made)}`);
      const isRepeated = request.lines.slice(0, index).some(({ id }) => id === line.id);
      if (isRepeated && report.result === 'invalid') continue;
      judgeLine(made, line, report, byId.get(line.id) ?? [], log);
    }
  }
}

function judgeLine(
  made: Attempt,
  line: Line,
  { result, errors }: ImportReport,
  events: readonly RecordedEvent[],
  log: readonly Attempt[],
): void {
  const told = `${line.id} was reported ${result} to ${inWords(made)}`;
  const done = events.find(({ type, actor }) => type === 'imported' && actor === made.commandId);
  if (result === 'unavailable') return;
  if (result === 'imported') {
    if (!done || done.durableAt > made.answeredAt) throw new Breach(`lost: ${told}`);
    const { scheduledAt, durationMinutes, status } = done.appointment;
    const isSame =
      done.agent === aliasOf(line.agent) &&
      scheduledAt === line.startAt &&
      durationMinutes === line.minutes &&
      status === line.status;
    if (!isSame) throw new Breach(`not as it was sent: ${told}`);
    return;
  }
  if (done) throw new Breach(`done all the same: ${told}`);
  if (result === 'slot_taken') return;
  const isKnown = events.some(({ durableAt }) => durableAt <= made.answeredAt);
  if (Object.keys(errors ?? {}).join() !== 'id' || !(isKnown || isContended(made, line, log))) {
    throw new Breach(`without a reason: ${told}`);
  }
}

/** Whether another file wanted the id for another agent: its claim may have come first. */
const isContended = (made: Attempt, { id, agent }: Line, log: readonly Attempt[]): boolean =>
  log.some(
    ({ request, invokedAt }) =>
      request.kind === 'import' &&
      invokedAt <= made.answeredAt &&
      request.lines.some((line) => line.id === id && line.agent !== agent),
  );

const inWords = ({ request, commandId }: Attempt): string =>
  `${JSON.stringify(request)} (${commandId})`;
