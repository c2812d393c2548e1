// What is done to one calendar and asked of it, each with the answer that it got.

import type { Status } from '@rendezvous/domain';

/** An operation with the answer that it got. Times are instants; one transfer is one hold, however often it was asked for. */
export type CalendarOp =
  /** Accepted: version 1, scheduled. */
  | ({ readonly kind: 'book'; readonly id: string } & Time)
  /** Accepted: where it is now, and the version it has now. Without a version nobody saw which. */
  | ({ readonly kind: 'change'; readonly id: string; readonly version?: Maybe<number> } & Time)
  /** Accepted: the status and the version it has now. */
  | {
      readonly kind: 'transition';
      readonly id: string;
      readonly version?: Maybe<number>;
      readonly status: Status;
    }
  /** Refused with `slot_taken`: what overlaps, by start, ten at most. */
  | ({ readonly kind: 'taken' } & Question)
  /** The same, when the time that was asked for is one of several: nobody saw which. */
  | {
      readonly kind: 'takenAtOneOf';
      readonly times: readonly Time[];
      readonly excludeId: string | null;
      readonly conflicts: readonly string[];
    }
  /** An import's `slot_taken`, which does not say by what. */
  | ({ readonly kind: 'occupied' } & Time)
  /** The query: everything that overlaps, by start. */
  | ({ readonly kind: 'conflicts' } & Question)
  /** An answer that showed the appointment as it is: a read, a refusal that names what is, a change that changed nothing. */
  | ({ readonly kind: 'seen'; readonly id: string } & {
      readonly [Key in keyof Standing]?: Maybe<Standing[Key]>;
    })
  /** An answer that the appointment is not here. */
  | { readonly kind: 'absent'; readonly id: string }
  | ({ readonly kind: 'import'; readonly id: string } & Standing & { readonly version: 1 })
  /** Leaves. `version` is the one that its new holder gives it. */
  | { readonly kind: 'depart'; readonly id: string; readonly version: number }
  | ({ readonly kind: 'hold'; readonly transfer: string; readonly id: string } & Time)
  /** The hold ends and the appointment does not come. */
  | { readonly kind: 'letGo'; readonly transfer: string }
  /** The hold becomes the appointment. */
  | ({ readonly kind: 'arrive'; readonly transfer: string; readonly id: string } & Standing);

export type Maybe<Value> = Value | undefined;

export interface Time {
  readonly startAt: number;
  readonly endAt: number;
}

interface Question extends Time {
  readonly excludeId: string | null;
  readonly conflicts: readonly string[];
}

export interface Standing extends Time {
  readonly version: number;
  readonly status: Status;
}

export interface Held extends Time {
  readonly id: string;
}
