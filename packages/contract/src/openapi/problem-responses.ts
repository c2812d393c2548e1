// Refusals as OpenAPI describes them: a response for each set of codes that share a status somewhere.

import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { problem } from '../answers/problem.ts';
import { problemExample } from '../operations/examples.ts';
import { ANSWER_HEADERS, type AnswerHeader } from '../operations/headers.ts';
import { operations } from '../operations/index.ts';
import { PROBLEMS_ELSEWHERE, problemsOf } from '../operations/operation.ts';
import { headersOfProblem, PROBLEMS, type ProblemCode } from '../problem.ts';
import { described, headersOf } from './headers.ts';

/** The responses with these codes, by status. */
export const problemRefs = (codes: readonly ProblemCode[]) =>
  Object.fromEntries(
    byStatus(codes).map(([status, some]) => [
      status,
      { $ref: `#/components/responses/${responseName(some)}` },
    ]),
  );

/** All of them, by name. */
export const problemResponses = (): Record<string, ZodOpenApiResponseObject> =>
  Object.fromEntries(
    [
      ...operations.map(([, operation]) => problemsOf(operation)),
      ...Object.values(PROBLEMS_ELSEWHERE),
    ]
      .flatMap((codes) => byStatus(codes))
      .map(([, codes]) => [responseName(codes), problemResponse(codes)]),
  );

const byStatus = (codes: readonly ProblemCode[]) =>
  [...Map.groupBy(codes, (code) => PROBLEMS[code].status)].sort(([a], [b]) => a - b);

const responseName = (codes: readonly ProblemCode[]): string => codes.toSorted().join('-or-');

function problemResponse(codes: readonly ProblemCode[]): ZodOpenApiResponseObject {
  const carried = codes.map((code) => new Set<AnswerHeader>(headersOfProblem(code)));
  const always = [...(carried[0] ?? [])].filter((name) => carried.every((some) => some.has(name)));
  const sometimes = carried.flatMap((some) => [...some]).filter((name) => !always.includes(name));
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].cause}`).join('\n\n'),
    headers: {
      ...headersOf(always),
      ...Object.fromEntries(
        sometimes.map((name) => [name, { ...described(ANSWER_HEADERS[name]), required: false }]),
      ),
    },
    content: {
      'application/problem+json': {
        schema: problem,
        examples: Object.fromEntries(codes.map((code) => [code, { value: problemExample(code) }])),
      },
    },
  };
}
