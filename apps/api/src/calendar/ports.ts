// All that the calendar's core sees of the world. Whoever implements these can run the core: the Durable
// Object does, and so can plain Node.

import type { Appointment, Customer, Instant } from '@rendezvous/domain';
import type { CalendarName } from './commands.ts';
import type { ContactField } from './contact-changes.ts';
import type { Memory } from './memory.ts';
import type {
  Activated,
  Activation,
  Hold,
  HoldAnswer,
  HolderNews,
  OutcomeCursor,
  OutcomePage,
  TransferState,
} from './transfer-messages.ts';

export type SqlValue = string | number | null;
export type SqlRow = Record<string, SqlValue>;

/** The ledger's database: synchronous, and owned by this calendar alone. */
export interface Sql {
  all(query: string, ...bindings: SqlValue[]): SqlRow[];
  /** Runs the body as one transaction with nothing in between; a throw rolls back. */
  transaction<Value>(body: () => Value): Value;
}

export interface Clock {
  now(): Instant;
  /** Asks for one `wake()` at this moment; replaces an earlier wish. Durable together with the transaction around it. */
  wakeAt(at: Instant): void;
  /** The promise's value, or `late` when it takes longer. A late promise goes on; its failure is swallowed. */
  within<Value>(ms: number, promise: Promise<Value>): Promise<Value | 'late'>;
}

/** The other calendars of the tenant. A call that is lost or fails rejects; whether it arrived is not known then. */
export interface Peers {
  at(tenant: string, route: string): Peer;
}

/** What calendars say to each other about an appointment that moves between them. */
export interface Peer {
  hold(request: Hold): Promise<HoldAnswer>;
  activate(activation: Activation): Promise<Activated>;
  transferState(appointmentId: string, transferId: string): Promise<TransferState>;
  outcomesAfter(
    appointmentId: string,
    transferId: string,
    cursor: OutcomeCursor,
  ): Promise<OutcomePage>;
  learnHolder(news: HolderNews): Promise<void>;
}

/** Where the calendar's changes are copied to. Rejects when the copy is not known to have succeeded. */
export interface ReadModel {
  project(projection: Projection): Promise<void>;
  /** The appointments that the copy has in the name of this agent, and this calendar's events of those and of these `ids`. */
  copied(of: CalendarName, ids: readonly string[]): Promise<Copied>;
  /** Removes it. */
  remove(of: CalendarName, strays: Copied): Promise<void>;
}

/** Appointments in the version that the copy has, and events. */
export interface Copied {
  readonly appointments: readonly { readonly id: string; readonly version: number }[];
  readonly events: readonly CopiedEvent[];
}

/** An event, by the appointment that it is of and its number in its calendar. */
export interface CopiedEvent {
  readonly id: string;
  readonly seq: number;
}

/** All of them together. */
export interface Ports {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly peers: Peers;
  readonly readModel: ReadModel;
  /** Outcomes that travel in one message between calendars at most, if fewer than usual. */
  readonly pageOutcomes?: number;
  /** An empty one, if somebody wants to look into it. */
  readonly memory?: Memory;
}

/** Consecutive events of one calendar with the appointments that they touched, as these are now. */
export interface Projection {
  readonly tenant: string;
  /** The route of the calendar. */
  readonly calendar: string;
  readonly appointments: readonly Appointment[];
  readonly events: readonly LedgerEvent[];
  readonly newborns: readonly Newborn[];
  /** Of a rebuild: what the copy has in this version already is written again. */
  readonly rebuild: boolean;
}

export const EVENT_TYPES = [
  'booked',
  'changed',
  'confirm',
  'cancel',
  'complete',
  'no_show',
  'imported',
  'moved',
  'released',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The appointment after a change. The contact is left out: it stands in the appointment's row alone. */
export type Snapshot = Omit<Appointment, 'contact'> & {
  /** What the change did to the contact; missing when that is nothing, and from events of before this was noted. */
  readonly contactChanges?: readonly ContactField[];
};

/** One line of the history. */
export interface LedgerEvent {
  readonly seq: number;
  readonly type: EventType;
  readonly at: Instant;
  /** The user who asked for it. */
  readonly actor: string;
  readonly reason: string | null;
  /** The version that the change made; null of `released`, which makes none: the new holder's `moved` does. */
  readonly version: number | null;
  readonly appointment: Snapshot;
}

/** A customer who was born with a booking and is not in the directory yet. */
export interface Newborn extends Customer {
  readonly bornAt: Instant;
}
