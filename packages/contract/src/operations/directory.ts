// What the operations of departments, users and customers have in common.

import * as z from 'zod';
import type { ProblemCode } from '../problem.ts';
import type { OperationAnswer } from './operation.ts';

/** The id in a path; of the document's example, this one. */
export const idInPath = (example: string) =>
  z.object({ id: z.string().meta({ param: { example } }) });

/** What a write to the directory may be told about its `Idempotency-Key`: it is never left half done. */
export const RETRY = ['idempotency_mismatch'] as const satisfies ProblemCode[];

export const one = <Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  example: object,
) =>
  ({
    description,
    media: 'application/json',
    schema,
    headers: ['ETag'],
    example: { data: example },
  }) as const satisfies OperationAnswer;

export const page = <Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  ...examples: object[]
) =>
  ({
    description,
    media: 'application/json',
    schema,
    headers: ['Link'],
    example: {
      data: examples,
      meta: { current_page: 1, page_size: 20, total_pages: 1, total_count: examples.length },
    },
  }) as const satisfies OperationAnswer;

/** The same after a write, which may have been carried out before. */
export const written = <Answer extends ReturnType<typeof one>>(
  answer: Answer,
  example: object,
  ...headers: 'Location'[]
) =>
  ({
    ...answer,
    headers: ['ETag', 'Idempotent-Replayed', ...headers],
    example: { data: example },
  }) as const satisfies OperationAnswer;
