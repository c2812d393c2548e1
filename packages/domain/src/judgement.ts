// The steps that the decisions share: precondition, references, the clock, the slot.

import type { Lookup } from './facts.ts';
import { type Instant, type Interval, overlaps } from './interval.ts';
import type { Fault, Field, Refusal } from './refusal.ts';

/** Occupied time of one agent: the interval and the appointment that takes it. */
export interface Occupied extends Interval {
  readonly id: string;
}

/** A parsed `If-Match` (RFC 9110 §13.1.1): absent, any version, or one of these. */
export type Precondition = 'none' | 'any' | readonly number[];

/** Refuses when the current version is not among those that the caller has seen. */
export function judgeVersion(precondition: Precondition, version: number): Refusal | undefined {
  if (precondition === 'none' || precondition === 'any' || precondition.includes(version)) return;
  return { code: 'version_mismatch', currentVersion: version };
}

/** `scheduled_at` must be later than the clock at the moment of the decision; the same moment is too late. */
export const judgeFuture = (startAt: Instant, now: Instant): Fault[] =>
  startAt > now ? [] : [{ field: 'scheduledAt', rule: 'in_future' }];

/** An unknown or inactive reference is a fault; a silent one is not: see `refuseFaults`. */
export function judgeReference(field: Field, lookup: Lookup<unknown>): Fault[] {
  if (lookup.kind === 'unknown') return [{ field, rule: 'exists' }];
  if (lookup.kind === 'inactive') return [{ field, rule: 'active' }];
  return [];
}

/** Faults win over silence: what is known to be wrong is said at once. */
export function refuseFaults(
  faults: readonly Fault[],
  lookups: readonly (Lookup<unknown> | undefined)[],
): Refusal | undefined {
  if (faults.length > 0) return { code: 'invalid', faults };
  if (lookups.some((lookup) => lookup?.kind === 'silent')) return { code: 'unavailable' };
  return;
}

/**
 * Refuses a wanted interval that overlaps occupied time. `self` is the appointment that is being changed:
 * its own time is no obstacle.
 */
export const judgeSlot = (
  wanted: Interval,
  occupied: readonly Occupied[],
  self?: string,
): Refusal | undefined =>
  occupied.some((taken) => taken.id !== self && overlaps(taken, wanted))
    ? { code: 'slot_taken' }
    : undefined;
