// What crosses the RPC between the Worker and a calendar. Plain data both ways: refusals are values.

import type {
  Appointment,
  BookCommand,
  BookingFacts,
  ChangeCommand,
  ChangeFacts,
  Customer,
  Instant,
  Interval,
  Refusal,
  TransitionCommand,
} from '@rendezvous/domain';

/** Which calendar this is; stored by its first write. */
export interface CalendarName {
  readonly tenant: string;
  readonly route: string;
  readonly agentId: string;
}

/**
 * How far apart the clocks of a Worker and a calendar may be, in milliseconds. The platform keeps them within a few; what
 * compares the two is right up to this.
 */
export const CLOCK_SKEW_MS = 3_000;

/** What every write carries beside its wish. */
export interface Envelope {
  /** Fresh for each HTTP request and the same in each retry of its RPC: a command takes effect once. */
  readonly commandId: string;
  /** The user who asks. */
  readonly actor: string;
  /** After this moment it is not carried out any more: nobody waits for it, and its caller may have been told no. */
  readonly until: Instant;
  /** From `Idempotency-Key`: its scope and its request, both as SHA-256 digests. */
  readonly retry: { readonly scope: string; readonly request: string } | null;
}

export interface Book {
  readonly envelope: Envelope;
  readonly calendar: CalendarName;
  readonly wish: BookCommand;
  readonly facts: BookingFacts;
  /** The customer of the facts, when it is not in the directory yet. */
  readonly newborn: Customer | null;
}

export interface Change {
  readonly envelope: Envelope;
  readonly id: string;
  readonly wish: ChangeCommand;
  readonly facts: ChangeFacts;
  /** The calendar of the agent that the wish names, if it names one. */
  readonly target: CalendarName | null;
}

export interface Transition {
  readonly envelope: Envelope;
  readonly id: string;
  readonly wish: TransitionCommand;
}

export interface ConflictsQuery {
  readonly agentId: string;
  readonly wanted: Interval;
  readonly excludeId: string | null;
  /** The earliest start that is asked for: with the first page any, then just after the last one's. */
  readonly from: Instant;
}

/** Conflicts that one call returns at most: a hundred of the largest appointments are well below the RPC's 32 MiB. */
export const CONFLICTS_PAGE = 100;

export interface Conflicts {
  /** Whether an appointment was ever written to this calendar; if not, the agent may not exist. */
  readonly written: boolean;
  readonly conflicts: readonly Appointment[];
}

export interface Import {
  readonly calendar: CalendarName;
  readonly actor: string;
  /** Fresh for each hand-over and the same in its retries: what it imported is imported, not existing. */
  readonly commandId: string;
  /** As in an envelope. */
  readonly until: Instant;
  /** As the old system had them; a missing timestamp is the moment of the import. */
  readonly appointments: readonly ImportedAppointment[];
}

export type ImportedAppointment = Omit<Appointment, 'insertedAt' | 'updatedAt' | 'version'> & {
  readonly insertedAt: Instant | null;
  readonly updatedAt: Instant | null;
};

export type ImportResult = 'imported' | 'exists' | 'slot_taken' | 'unavailable';

/** Every way a calendar says no. */
export type CalendarRefusal =
  | Exclude<Refusal, { code: 'slot_taken' }>
  /** What is in the way, earliest first, at most `MAX_CONFLICTS_IN_REFUSAL`. */
  | { readonly code: 'slot_taken'; readonly conflicts: readonly Appointment[] }
  | { readonly code: 'not_found' }
  /** The key was used for another request. */
  | { readonly code: 'idempotency_mismatch' }
  /** The request with this key is still under way. */
  | { readonly code: 'idempotency_in_progress' };

/** `api.md`: `conflicts` of a refusal holds at most 10. */
export const MAX_CONFLICTS_IN_REFUSAL = 10;

/** Whether D1 is known to hold what was accepted. */
export type ReadModelState = 'current' | 'pending';

/** What became of the copy to D1 by the time of the answer, and how long the answer waited for it, in milliseconds. */
export interface Settlement {
  readonly readModel: ReadModelState;
  readonly projectionMs: number;
}

export type Outcome =
  | (Settlement & {
      readonly kind: 'accepted';
      readonly appointment: Appointment;
      /** The same request was accepted before; this is its outcome. */
      readonly replayed: boolean;
    })
  | { readonly kind: 'refused'; readonly refusal: CalendarRefusal };

/** The appointment has moved on: ask the calendar on this route. */
export interface Elsewhere {
  readonly kind: 'elsewhere';
  readonly route: string;
}

/** What a calendar knows about an id. */
export type Lookup =
  | { readonly kind: 'here'; readonly appointment: Appointment }
  | Elsewhere
  | { readonly kind: 'unknown' | 'silent' };

/** How far the replay of a calendar into D1 has come. */
export type Rebuild =
  | {
      readonly kind: 'rebuilding';
      /** Events of the calendar. */
      readonly events: number;
      /** Those that D1 does not have yet. */
      readonly left: number;
    }
  | { readonly kind: 'silent' };
