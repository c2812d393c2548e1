interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** One line each, for people: why this is answered, and what helps. */
  readonly cause: string;
  readonly cure: string;
  /** What the answer carries besides. */
  readonly headers?: readonly ('Retry-After' | 'RateLimit' | 'WWW-Authenticate' | 'Allow')[];
}

/** The closed list of problem codes (RFC 9457), each with its HTTP status, its title and its page. */
export const PROBLEMS = {
  malformed_body: {
    status: 400,
    title: 'The body is not JSON',
    cause: 'The body could not be read as JSON in UTF-8, or broke off before its end.',
    cure: 'Send one complete JSON value. Most HTTP libraries can serialise it for you.',
  },
  tenant_required: {
    status: 400,
    title: 'The X-Tenant header is missing',
    cause: 'Every request under /api/v1 names its tenant, and this one did not.',
    cure: 'Send the header X-Tenant with the tenant that your token is for.',
  },
  unauthenticated: {
    status: 401,
    title: 'A valid token is required',
    cause:
      'There is no bearer token, or it has expired, lacks a claim, or was signed by somebody else.',
    cure: 'Get a new token from your issuer and send it as "Authorization: Bearer <JWT>".',
    headers: ['WWW-Authenticate'],
  },
  forbidden: {
    status: 403,
    title: 'The token does not allow this',
    cause:
      'The role in the token is too low for this operation, or the token is for another tenant.',
    cure: 'Compare X-Tenant with the token, or ask somebody with the role that the detail names.',
  },
  not_found: {
    status: 404,
    title: 'There is no such resource',
    cause: 'The path is not part of this API, or the tenant has nothing with this id.',
    cure: 'Check the path and the id. What belongs to another tenant is not found either.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The resource does not know this method',
    cause: 'The path exists, but not with this method.',
    cure: 'Use one of the methods that the header Allow lists.',
    headers: ['Allow'],
  },
  slot_taken: {
    status: 409,
    title: "The agent's time is taken",
    cause: 'The time overlaps a scheduled or confirmed appointment of the same agent.',
    cure: 'Pick another time or another agent; "conflicts" lists what is in the way.',
  },
  invalid_transition: {
    status: 409,
    title: 'The status does not allow this action',
    cause:
      'The appointment is completed, cancelled or marked as no-show, or was confirmed already.',
    cure: 'Read "current_status" and choose among "allowed_actions".',
  },
  appointment_closed: {
    status: 409,
    title: 'The appointment is closed',
    cause:
      'A completed, cancelled or missed appointment keeps its time, agent, department and customer.',
    cure: 'Change its texts alone, or book a new appointment.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'A request with this key is still running',
    cause: 'An earlier request with the same Idempotency-Key has not been answered yet.',
    cure: 'Wait as long as Retry-After says, and send the same request with the same key again.',
    headers: ['Retry-After'],
  },
  version_mismatch: {
    status: 412,
    title: 'The resource has changed',
    cause: 'If-Match names a version that is not the current one: somebody else was faster.',
    cure: 'Read it again, look at what changed, and repeat with its new ETag.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    cause: 'A body may have 64 KiB, an import 16 MiB.',
    cure: 'Send less; cut an import into several files.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body has to be application/json',
    cause: 'The Content-Type is missing or is not the one that this operation reads.',
    cure: 'Send "Content-Type: application/json", or "application/x-ndjson" for an import.',
  },
  invalid: {
    status: 422,
    title: 'Some fields are invalid',
    cause: 'The request was understood, and some of its fields break a rule. Nothing was changed.',
    cure: 'Correct the fields that "errors" names; all of them are said at once.',
  },
  idempotency_mismatch: {
    status: 422,
    title: 'The key was used for another request',
    cause: 'This Idempotency-Key was accepted with another body in the last 24 hours.',
    cure: 'Use a new key for a new request, and the same body for a retry.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    cause: 'More requests came than the limit allows.',
    cure: 'Wait as long as Retry-After says, and ask less often.',
    headers: ['Retry-After', 'RateLimit'],
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    cause: 'A bug of ours. The request may have had its effect.',
    cure: 'Tell us the "request_id". A retry with the same Idempotency-Key is safe.',
  },
  unavailable: {
    status: 503,
    title: 'A store did not answer',
    cause:
      'A part of the service is silent or not configured. The request may have had its effect.',
    cure: 'Wait as long as Retry-After says, and retry with the same Idempotency-Key.',
    headers: ['Retry-After'],
  },
} as const satisfies Record<string, ProblemKind>;

/** What an answer with this problem carries besides. */
export const headersOfProblem = (code: ProblemCode) => {
  const kind: ProblemKind = PROBLEMS[code];
  return [...(kind.headers ?? []), 'Content-Language', 'Vary'] as const;
};

/** The path of the page that a problem's `type` leads to. */
export const problemPath = (code: string): string => `/problems/${code.replaceAll('_', '-')}`;

export type ProblemCode = keyof typeof PROBLEMS;

// An object's own keys, read once: Object.keys forgets their type.
export const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** The codes by the last part of their pages. */
export const PROBLEM_PAGES: ReadonlyMap<string, ProblemCode> = new Map(
  CODES.map((code) => [problemPath(code).split('/').at(-1) ?? '', code]),
);
