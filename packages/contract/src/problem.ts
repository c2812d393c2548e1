import { STATUSES } from '@rendezvous/domain';
import * as z from 'zod';
import { ACTION_WORDS, appointment } from './appointment.ts';

/** The closed list of problem codes, each with its HTTP status and its title (RFC 9457). */
export const PROBLEMS = {
  malformed_body: { status: 400, title: 'The body is not JSON' },
  tenant_required: { status: 400, title: 'The X-Tenant header is missing' },
  unauthenticated: { status: 401, title: 'A valid token is required' },
  forbidden: { status: 403, title: 'The token does not allow this' },
  not_found: { status: 404, title: 'There is no such resource' },
  method_not_allowed: { status: 405, title: 'The resource does not know this method' },
  slot_taken: { status: 409, title: "The agent's time is taken" },
  invalid_transition: { status: 409, title: 'The status does not allow this action' },
  appointment_closed: { status: 409, title: 'The appointment is closed' },
  idempotency_in_progress: { status: 409, title: 'A request with this key is still running' },
  version_mismatch: { status: 412, title: 'The resource has changed' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body has to be application/json' },
  invalid: { status: 422, title: 'Some fields are invalid' },
  idempotency_mismatch: { status: 422, title: 'The key was used for another request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'A store did not answer' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

// An object's own keys, read once: Object.keys forgets their type.
const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** Fields with their messages. */
export const fieldErrors = z.record(z.string(), z.array(z.string()).min(1));

/** `application/problem+json`: one shape for every refusal. */
export const problem = z.strictObject({
  type: z.url(),
  title: z.string(),
  status: z.int(),
  code: z.enum(CODES),
  detail: z.string(),
  instance: z.string(),
  request_id: z.string(),
  /** Fields with lists of messages for code `invalid`, `{"detail": "…"}` for everything else. */
  errors: z.union([z.strictObject({ detail: z.string() }), fieldErrors]),
  /** Of `slot_taken`: what is in the way, at most ten. */
  conflicts: z.array(appointment).max(10).optional(),
  /** Of `invalid_transition` and `appointment_closed`. */
  current_status: z.enum(STATUSES).optional(),
  allowed_actions: z.array(z.enum(ACTION_WORDS)).optional(),
  /** Of `version_mismatch`. */
  current_version: z.int().optional(),
});
export type Problem = z.infer<typeof problem>;
