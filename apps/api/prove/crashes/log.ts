// What the writers remember: every command, every attempt at it, and every answer.

import type { ActionWord, Problem, WireAppointment } from '@rendezvous/contract';

/** What a writer wants. Instants are milliseconds since 1970. */
export type Wish =
  | {
      readonly kind: 'book';
      readonly agentId: string;
      readonly startAt: number;
      readonly minutes: number;
    }
  | {
      readonly kind: 'change';
      readonly id: string;
      readonly agentId?: string;
      readonly startAt?: number;
      readonly minutes?: number;
      readonly ifMatch?: number;
    }
  | {
      readonly kind: 'act';
      readonly id: string;
      readonly action: ActionWord;
      readonly ifMatch?: number;
    }
  | { readonly kind: 'get'; readonly id: string }
  | {
      readonly kind: 'conflicts';
      readonly agentId: string;
      readonly startAt: number;
      readonly minutes: number;
    }
  | { readonly kind: 'list' };

export interface Answer {
  readonly status: number;
  /** Of a write or a GET by id that succeeded. */
  readonly appointment?: WireAppointment;
  /** Of a list or of `conflicts`. */
  readonly appointments?: readonly WireAppointment[];
  readonly totalCount?: number;
  /** Of everything that did not succeed. */
  readonly problem?: Problem;
  /** `Idempotent-Replayed: true`. */
  readonly replayed: boolean;
  /** `Rendezvous-Read-Model: pending`. */
  readonly pending: boolean;
}

export interface Attempt {
  /** Which life of the server it was sent to. */
  readonly life: number;
  /** By the monotonic clock of the writers, in milliseconds. */
  readonly invokedAt: number;
  /** When the answer had come, or the connection broke; Infinity while it is under way. */
  endedAt: number;
  /** Undefined: none came. */
  answer: Answer | undefined;
  /** What is wrong with an answer that is not of the contract. */
  garbled?: string;
}

export interface Command {
  readonly writer: string;
  readonly wish: Wish;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** With the query. */
  readonly path: string;
  /** The same bytes in every attempt. */
  readonly body: string | undefined;
  /** Its Idempotency-Key, which is also the title that it gives a booking and the notes that it gives a change; null for reads. */
  readonly key: string | null;
  readonly attempts: Attempt[];
}

/** Appointments as the writers last heard of them. */
export interface Heard {
  readonly id: string;
  readonly agentId: string;
  readonly startAt: number;
  readonly status: WireAppointment['status'];
  readonly version: number;
}

/** How many of the times that were asked for last somebody else may ask for as well. */
const COVETED = 3;

/** Somebody's time. */
export interface Spot {
  readonly agentId: string;
  readonly startAt: number;
}

export class Log {
  readonly commands: Command[] = [];
  readonly heard = new Map<string, Heard>();
  /** What was asked for last. */
  readonly coveted: Spot[] = [];
  /** What contradicted itself as soon as it was heard. */
  readonly breaches: string[] = [];
  /** Moves that were asked for, and how long one takes, in milliseconds. */
  movesBegun = 0;
  moveMs = 20;
  /** When the last answer came. */
  heardAt = 0;

  /** Notes what somebody is about to ask for. */
  covet({ wish }: Command): void {
    const known = 'id' in wish ? this.heard.get(wish.id) : undefined;
    const { agentId, startAt } = { ...known, ...wish };
    if (agentId === undefined || startAt === undefined) return;
    this.coveted.push({ agentId, startAt });
    this.coveted.splice(0, this.coveted.length - COVETED);
  }

  /** Notes what an answer tells of an appointment. */
  hear({ id, user_id, scheduled_at, status, version }: WireAppointment): void {
    if ((this.heard.get(id)?.version ?? 0) >= version) return;
    this.heard.set(id, {
      id,
      agentId: user_id,
      startAt: Date.parse(scheduled_at),
      status,
      version,
    });
  }
}

export const isAccepted = (answer: Answer | undefined): answer is Answer =>
  answer !== undefined && answer.status < 300;

/** Whether nothing is known after this answer: the same request with the same key is to be sent again. */
export const isOpen = (answer: Answer | undefined): boolean =>
  answer === undefined ||
  answer.status >= 500 ||
  answer.problem?.code === 'idempotency_in_progress';

/** Said no, and so changed nothing. */
export const isRefused = (answer: Answer | undefined): answer is Answer =>
  !isOpen(answer) && !isAccepted(answer);

/** The first answer that accepted this command. */
export const acceptedAnswerOf = ({ attempts }: Command): Answer | undefined =>
  attempts.map(({ answer }) => answer).find(isAccepted);

/** How a write ended, as far as its writer can know. Refused: and no earlier attempt can come after that. */
export function fateOf(command: Command): 'accepted' | 'refused' | 'unknown' {
  if (acceptedAnswerOf(command)) return 'accepted';
  return isRefused(command.attempts.at(-1)?.answer) ? 'refused' : 'unknown';
}

export const isMove = ({ wish }: Command): boolean =>
  wish.kind === 'change' && wish.agentId !== undefined;
