// Headers as OpenAPI describes them.

import * as z from 'zod';
import type { oas31 } from 'zod-openapi';
import { type AnswerHeader, EVERY_ANSWER, type Header } from '../operations/headers.ts';

/** Those of an answer: its own, and those that every answer carries. */
export const headersOf = (names: readonly AnswerHeader[]) =>
  Object.fromEntries(
    [...EVERY_ANSWER, ...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );

/** A header as a header or a parameter describes it. */
export const described = ({ schema, description, optional }: Header) => {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema);
  return { description, required: !optional, schema: jsonSchema as oas31.SchemaObject }; // of a string: the same in both
};
