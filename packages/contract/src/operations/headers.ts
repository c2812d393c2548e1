// The headers that requests and answers carry, each described once.

import * as z from 'zod';
import { LANGUAGES } from '../language/translate.ts';

export interface Header {
  readonly schema: z.ZodType<string>;
  readonly description: string;
  /** Of an answer: whether one that documents the header always has it. */
  readonly optional?: true;
}

/** What requests may carry besides `Authorization`. */
export const REQUEST_HEADERS = {
  'X-Tenant': {
    schema: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/),
    description: 'The tenant. It has to be the one that the token is for.',
  },
  'X-Request-Id': {
    schema: z.string().regex(/^[\w.:-]{1,128}$/),
    description: 'An id of your own for this request; the answer and our log carry it.',
    optional: true,
  },
  'Accept-Language': {
    schema: z.string(),
    description: 'The language of refusals: English, French or Brazilian Portuguese.',
    optional: true,
  },
  'Idempotency-Key': {
    schema: z.string().regex(/^[\x21-\x7e]{1,255}$/),
    description:
      'Makes a retry safe: a request that was accepted with this key in the last 24 hours is not carried out again, and its answer is repeated.',
    optional: true,
  },
  'If-Match': {
    schema: z.string(),
    description:
      'The `ETag` of the version that you know, a list of them, or `*`: when what the path names has changed since, nothing is done.',
    optional: true,
  },
} as const satisfies Record<string, Header>;
export type RequestHeader = keyof typeof REQUEST_HEADERS;

/** What answers carry. */
export const ANSWER_HEADERS = {
  'X-Request-Id': {
    schema: z.string().regex(/^[\w.:-]{1,128}$/),
    description: 'The id of this request: yours, if you sent one.',
  },
  'Server-Timing': {
    schema: z.string(),
    description: 'Milliseconds that the steps of this request took.',
  },
  'Cache-Control': { schema: z.string(), description: 'Whether the answer may be kept.' },
  'X-Content-Type-Options': {
    schema: z.literal('nosniff'),
    description: 'The media type is what it says.',
  },
  ETag: {
    schema: z.string().regex(/^"[^"]+"$/),
    description: 'The version of what was answered, for `If-Match` or `If-None-Match`.',
  },
  Location: { schema: z.string(), description: 'Where the new resource is.' },
  Link: {
    schema: z.string(),
    description:
      'What this leads to (RFC 8288); of a list its `first`, `prev`, `next` and `last` page.',
  },
  'Content-Security-Policy': {
    schema: z.string().startsWith("default-src 'none'"),
    description: 'What the page may load: nothing from elsewhere.',
  },
  'Idempotent-Replayed': {
    schema: z.literal('true'),
    description: 'The answer of an earlier request with the same `Idempotency-Key`.',
    optional: true,
  },
  'Rendezvous-Read-Model': {
    schema: z.literal('pending'),
    description: 'The change stands; lists will show it in a moment.',
    optional: true,
  },
  'Retry-After': {
    schema: z.string().regex(/^\d+$/),
    description: 'Seconds until a retry makes sense.',
  },
  'WWW-Authenticate': {
    schema: z.string().regex(/^Bearer /),
    description: 'How to prove who you are (RFC 6750).',
  },
  'Content-Language': {
    schema: z.enum(LANGUAGES),
    description: 'The language of what is said.',
  },
  Vary: { schema: z.string(), description: 'The request headers that the answer depends on.' },
  RateLimit: {
    schema: z.string(),
    description: 'What is left of the limit, and seconds until it is whole again.',
    optional: true,
  },
  'RateLimit-Policy': {
    schema: z.string(),
    description: 'How many requests each caller may make in how many seconds.',
    optional: true,
  },
  Allow: { schema: z.string(), description: 'The methods that the path knows.' },
} as const satisfies Record<string, Header>;
export type AnswerHeader = keyof typeof ANSWER_HEADERS;

/** What every answer carries, whatever it says. */
export const EVERY_ANSWER: readonly AnswerHeader[] = [
  'X-Request-Id',
  'Server-Timing',
  'Cache-Control',
  'X-Content-Type-Options',
  'RateLimit-Policy',
];

/** What answers tell browsers alone (CORS and the like); no client of the API reads it. */
export const BROWSER_HEADERS: readonly string[] = [
  'Access-Control-Allow-Headers',
  'Access-Control-Allow-Methods',
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
  'Access-Control-Max-Age',
  'Content-Security-Policy',
  'Cross-Origin-Resource-Policy',
  'Referrer-Policy',
  'Strict-Transport-Security',
  'Vary',
];
