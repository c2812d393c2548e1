// The events of all ledgers as values, and the story of each appointment across them.

import type { Appointment } from '@rendezvous/domain';
import type { Books, Row } from './books.ts';

/** An appointment as an event tells of it: without the contact. */
export type Snapshot = Omit<Appointment, 'contact'>;

export interface StoredEvent {
  /** The route and the agent of the calendar that wrote it. */
  readonly route: string;
  readonly agentId: string;
  readonly seq: number;
  readonly type: string;
  /** Null of `released`. */
  readonly version: number | null;
  readonly outcomeKey: string | null;
  readonly commandId: string | null;
  readonly appointment: Snapshot;
}

/** All events, calendar by calendar, in order. */
export const eventsOf = ({ ledgers }: Books): StoredEvent[] =>
  ledgers.flatMap(({ route, agentId, events }) =>
    events.map((row) => ({
      route,
      agentId,
      seq: Number(row.seq),
      type: String(row.type),
      version: row.version === null ? null : Number(row.version),
      outcomeKey: textOf(row, 'outcome_key'),
      commandId: textOf(row, 'command_id'),
      appointment: JSON.parse(String(row.appointment)),
    })),
  );

/** By appointment: the events that made its versions, in their order. */
export function versionsOf(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  const made = events.filter(({ version }) => version !== null);
  const stories = Map.groupBy(made, ({ appointment }) => appointment.id);
  for (const story of stories.values()) story.sort((a, b) => (a.version ?? 0) - (b.version ?? 0));
  return stories;
}

/** The stretch of time that an appointment takes, or would take. */
export const timeOf = ({ scheduledAt, durationMinutes }: Snapshot) => ({
  startAt: scheduledAt,
  endAt: scheduledAt + durationMinutes * 60_000,
});

/** As a checker of its own has it: what a status means is not asked of the code that is judged. */
export const takesTime = (status: unknown): boolean =>
  status === 'scheduled' || status === 'confirmed';

const textOf = (row: Row, column: string): string | null =>
  row[column] == null ? null : String(row[column]);
