// The two errors: the API said no, or it could not be heard.

import type { Appointment, Problem, ProblemCode } from './types.ts';

interface Facts {
  readonly slot_taken: {
    /** What is in the way, at most ten. */
    readonly conflicts: Appointment[];
  };
  readonly invalid_transition: {
    readonly current_status: Appointment['status'];
    readonly allowed_actions: Appointment['allowed_actions'];
  };
  readonly appointment_closed: { readonly current_status: Appointment['status'] };
  readonly version_mismatch: { readonly current_version: number };
}

interface Told<Code extends ProblemCode> extends Error {
  readonly code: Code;
  readonly status: number;
  /** The page that says cause and cure. */
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  /** Of `invalid`: field names with lists of messages. */
  readonly errors: Code extends 'invalid' ? Record<string, string[]> : { detail: string };
  readonly requestId: string;
  /** Seconds until a retry makes sense, where the API said so. */
  readonly retryAfter: number | undefined;
  /** Of the write that was refused: a retry with it has one effect. */
  readonly idempotencyKey: string | undefined;
}

/** The API said no. What it says besides depends on the `code`: compare it, and the type follows. */
export type RendezvousProblem = {
  [Code in ProblemCode]: Told<Code> & (Code extends keyof Facts ? Facts[Code] : unknown);
}[ProblemCode];

interface Circumstances {
  readonly retryAfter?: number | undefined;
  readonly idempotencyKey?: string | undefined;
}

class ProblemError extends Error {
  override readonly name = 'RendezvousProblem';

  constructor({ request_id: requestId, ...told }: Problem, circumstances: Circumstances) {
    super(`${told.code}: ${told.detail}`);
    Object.assign(this, told, { requestId }, circumstances);
  }
}

/** For `instanceof`. */
export const RendezvousProblem = ProblemError as unknown as {
  // A class cannot say that its instances are one of several types.
  new (problem: Problem, circumstances: Circumstances): RendezvousProblem;
  readonly prototype: RendezvousProblem;
};

/**
 * No answer of the API came: the network failed, time ran out, the answer broke off, or something in between answered. Whether a
 * write had its effect is not known; a retry with the same `idempotencyKey` is safe.
 */
export class RendezvousUnreachable extends Error {
  override readonly name = 'RendezvousUnreachable';
  /** Of what answered in the API's place, if anything did. */
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly idempotencyKey: string | undefined;

  constructor(
    { status, ...circumstances }: { readonly status?: number } & Circumstances,
    cause?: unknown,
  ) {
    super(status === undefined ? 'No answer came.' : `No answer of the API, but HTTP ${status}.`, {
      cause,
    });
    this.status = status;
    this.retryAfter = circumstances.retryAfter;
    this.idempotencyKey = circumstances.idempotencyKey;
  }
}
