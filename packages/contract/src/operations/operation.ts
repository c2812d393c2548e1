// An operation: where it is, what it takes and what it answers. What follows from these is derived, not repeated.

import type * as z from 'zod';
import type { ZodMiniObject } from 'zod/mini';
import type { ProblemCode } from '../problem.ts';
import type { AnswerHeader, RequestHeader } from './headers.ts';
import { isPublic, type Route } from './routes.ts';

export const TAGS = {
  Appointments: 'Book, list, change and close appointments.',
  Departments: 'What an appointment is about.',
  Users: 'The people of the contact centre. Whoever is booked is an agent.',
  Customers: 'Those whom appointments are made with.',
  Tenant: 'What is done to a tenant as a whole.',
  Health: 'Whether the service runs.',
  Description: 'What describes the API to machines and to people.',
} as const;
export type Tag = keyof typeof TAGS;

export interface Operation extends Route {
  readonly tag: Tag;
  readonly description: string;
  /** Of the path. */
  readonly parameters?: z.ZodObject;
  readonly query?: ZodMiniObject;
  readonly body?: RequestBody;
  /** Those of its own; `requestHeadersOf` adds what every operation reads. */
  readonly headers?: readonly RequestHeader[];
  /** By status. */
  readonly answers: Readonly<Record<number, OperationAnswer>>;
  /** Those of its own; `problemsOf` adds what follows from the rest. */
  readonly problems?: readonly ProblemCode[];
}

/** What the map of the API does not say of an operation. */
export type Description = Omit<Operation, keyof Route>;

export type MediaType =
  | 'application/json'
  | 'application/x-ndjson'
  | 'application/linkset+json'
  | 'text/html'
  | 'text/plain';

export interface RequestBody {
  /** The object itself; of NDJSON, a line. */
  readonly schema: z.core.$ZodType;
  readonly media: 'application/json' | 'application/x-ndjson';
  /** The key that the object may come wrapped in; wrapped wins over bare. */
  readonly wrapper?: string;
  readonly required: boolean;
  /** The body as it is sent; of NDJSON, a line. */
  readonly example?: unknown;
}

/** Without media type and schema it has no body. */
export interface OperationAnswer {
  readonly description: string;
  readonly media?: MediaType;
  /** The whole answer; of NDJSON, a line. */
  readonly schema?: z.ZodType;
  readonly headers?: readonly AnswerHeader[];
  readonly example?: unknown;
}

/** What a write to a calendar may be told about its `Idempotency-Key`. */
export const RETRIES = [
  'idempotency_mismatch',
  'idempotency_in_progress',
] as const satisfies ProblemCode[];

/** All codes that an operation can answer. */
export function problemsOf(operation: Operation): ProblemCode[] {
  const { path, body, query, headers = [], problems = [] } = operation;
  const follow = (is: unknown, ...codes: ProblemCode[]) => (is ? codes : []);
  return [
    ...new Set([
      ...follow(!isPublic(operation), 'unauthenticated', 'tenant_required', 'forbidden'),
      ...follow(!isPublic(operation), 'rate_limited', 'unavailable'),
      ...follow(path.includes('{'), 'not_found'),
      ...follow(body, 'body_too_large', 'invalid'),
      ...follow(body?.media === 'application/json', 'malformed_body'),
      ...follow(body?.required, 'unsupported_media_type'),
      ...follow(query || headers.includes('Idempotency-Key'), 'invalid'),
      ...follow(headers.includes('If-Match'), 'version_mismatch'),
      ...problems,
      'internal' as const,
    ]),
  ];
}

/** What a path that no operation has can answer, and a method that a path does not know. */
const UNSERVED = [
  'unauthenticated',
  'tenant_required',
  'forbidden',
  'rate_limited',
  'unavailable',
  'internal',
] as const satisfies ProblemCode[];
export const PROBLEMS_ELSEWHERE = {
  'unknown path': [...UNSERVED, 'not_found'],
  'unknown method': [...UNSERVED, 'method_not_allowed'],
} as const satisfies Record<string, ProblemCode[]>;

/** All headers that an operation reads, `Authorization` apart. */
export const requestHeadersOf = (operation: Operation): RequestHeader[] => [
  ...(isPublic(operation) ? [] : (['X-Tenant'] as const)),
  ...(operation.headers ?? []),
  'Accept-Language',
  'X-Request-Id',
];
