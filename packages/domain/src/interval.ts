/** A moment in time: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** One minute in milliseconds. */
export const MINUTE_MS = 60_000;

/**
 * A half-open stretch of time: it holds `startAt` and stops just before `endAt`. So 10:00–10:30 and
 * 10:30–11:00 are neighbours, not a conflict.
 */
export interface Interval {
  readonly startAt: Instant;
  readonly endAt: Instant;
}

/** The interval that starts at `startAt` and lasts `durationMinutes` (a whole number, 1 to 1,440). */
export const intervalOf = (startAt: Instant, durationMinutes: number): Interval => ({
  startAt,
  endAt: startAt + durationMinutes * MINUTE_MS,
});

/** Whether two half-open intervals share at least one moment. Symmetric; neighbours do not overlap. */
export const overlaps = (a: Interval, b: Interval): boolean =>
  a.startAt < b.endAt && b.startAt < a.endAt;
