// Instants on the wire: RFC 3339 with `Z` or an offset in, whole seconds with `Z` out.

import type { Instant } from '@rendezvous/domain';

const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,32})?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
const FULL_DATE = /^\d{4}-\d{2}-\d{2}$/;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** One day in milliseconds. */
export const DAY_MS = 24 * 60 * MINUTE_MS;

// The four-digit years of RFC 3339.
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59Z');
/** The latest start of an appointment: its end, at most 24 hours later, can still be written. */
export const LATEST_START: Instant = LATEST - DAY_MS;

/**
 * Reads an RFC 3339 date-time. A naive time, a bare date or a day that does not exist is undefined; a fraction is dropped.
 * So is a leap second (`:60`) undefined: no clock of the platform can tell it from its neighbours.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = RFC_3339.exec(text);
  if (!match) return;
  const [, year, month, day, hour, minute, second, sign, offsetHour = '00', offsetMinute = '00'] =
    match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const at = Date.parse(`${local}Z`);
  // Date.parse rolls February 30 over into March; reading it back finds that out, and 24:00:00 too.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 19) !== local) return;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * MINUTE_MS;
  const instant = sign === '-' ? at + offset : at - offset;
  return instant < EARLIEST || instant > LATEST ? undefined : instant;
}

/** Reads a bare date as its first moment in UTC. */
export function parseDate(text: string): Instant | undefined {
  return FULL_DATE.test(text) ? parseInstant(`${text}T00:00:00Z`) : undefined;
}

/** Writes `YYYY-MM-DDTHH:MM:SSZ`; a fraction of a second is dropped. */
export const formatInstant = (instant: Instant): string =>
  `${new Date(instant).toISOString().slice(0, 19)}Z`;
