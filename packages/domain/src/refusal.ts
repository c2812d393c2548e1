import type { Action, Status } from './lifecycle.ts';

/** A rule that a field broke, judged by facts, the clock or the appointment's state (not by the form). */
export type Rule = 'in_future' | 'exists' | 'active' | 'immutable' | 'changed_by_actions';

/** The fields that a decision can find fault with. */
export type Field = 'id' | 'status' | 'scheduledAt' | 'departmentId' | 'agentId' | 'customerId';

export interface Fault {
  readonly field: Field;
  readonly rule: Rule;
}

/** Every way a decision says no, with its facts. */
export type Refusal =
  | { readonly code: 'version_mismatch'; readonly currentVersion: number }
  | {
      readonly code: 'invalid_transition';
      readonly currentStatus: Status;
      readonly allowedActions: readonly Action[];
    }
  | { readonly code: 'appointment_closed'; readonly currentStatus: Status }
  /** All faults at once. */
  | { readonly code: 'invalid'; readonly faults: readonly Fault[] }
  /** A fact that the decision needs could not be had; nothing is known to be wrong. */
  | { readonly code: 'unavailable' }
  | { readonly code: 'slot_taken' };
