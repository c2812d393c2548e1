// What calendars say to each other when an appointment moves from one (`from`) to another. The protocol is in `transfer.ts`.

import type { Appointment, Instant } from '@rendezvous/domain';
import type { CalendarName, Envelope, Settlement } from './commands.ts';
import type { ContactField } from './contact-changes.ts';

/** Asks the other calendar to keep the time free for an appointment that may come. */
export interface Hold {
  readonly transferId: string;
  /** Grows with each transfer that its calendar begins: of two for the same version the later one counts. */
  readonly attempt: number;
  /** The route of the calendar that owns the appointment until it commits. */
  readonly from: string;
  /** The calendar that is asked. */
  readonly calendar: CalendarName;
  /** The appointment as it will be: other agent, perhaps other time, version + 1. */
  readonly appointment: Appointment;
}

export type HoldAnswer =
  | { readonly kind: 'held' }
  | { readonly kind: 'taken'; readonly conflicts: readonly Appointment[] }
  /** A newer transfer of the same appointment has been seen. */
  | { readonly kind: 'stale' };

/** Tells the other calendar that the appointment is its own now. */
export interface Activation {
  readonly transferId: string;
  readonly appointmentId: string;
  /** Of the command that moved it: its outcome is stored with the activation. */
  readonly envelope: Envelope;
  /** What the move did to the contact: only the old calendar knows the one of before. */
  readonly contactChanges: readonly ContactField[];
  /** The first of the stored outcomes of earlier commands on this appointment; the rest is asked for. */
  readonly carried: OutcomePage;
  /** All requests with a key that were told no lately. */
  readonly refused: readonly CarriedRefusal[];
}

/** Stored outcomes, as many as travel well in one message. */
export interface OutcomePage {
  readonly outcomes: readonly CarriedOutcome[];
  /** Where the next page begins; null when this is the last one. */
  readonly next: OutcomeCursor | null;
}

/** After this outcome: they are in the order of their time, then of their key. */
export interface OutcomeCursor {
  readonly at: number;
  readonly key: string;
}

export interface CarriedOutcome {
  readonly key: string;
  readonly at: number;
  readonly commandId: string;
  readonly request: string | null;
  /** The appointment after that command, as JSON. */
  readonly appointment: string;
}

/** A request with a key, and its last command that was refused. */
export interface CarriedRefusal {
  readonly key: string;
  readonly request: string;
  readonly until: Instant;
  readonly commandId: string;
}

export interface Activated extends Settlement {
  readonly appointment: Appointment;
}

/** What the owner says about a transfer when it is asked. `unknown`: it never was, or is over without a commit. */
export type TransferState =
  | { readonly kind: 'open' | 'unknown' }
  | { readonly kind: 'committed'; readonly activation: Activation };

/** Tells an appointment's home calendar who holds it now. */
export interface HolderNews {
  readonly appointmentId: string;
  readonly route: string;
  readonly version: number;
}
