// The description of the API (OpenAPI 3.1), generated from the table of operations and the contract's own schemas.

import * as z from 'zod';
import {
  createDocument,
  type oas31,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';
import { problemExample } from '../operations/examples.ts';
import {
  ANSWER_HEADERS,
  type AnswerHeader,
  EVERY_ANSWER,
  type Header,
  REQUEST_HEADERS,
} from '../operations/headers.ts';
import { type OperationId, operations } from '../operations/index.ts';
import {
  isPublic,
  type Operation,
  PROBLEMS_ELSEWHERE,
  problemsOf,
  type RequestBody,
  requestHeadersOf,
  TAGS,
} from '../operations/operation.ts';
import { headersOfProblem, PROBLEMS, type ProblemCode, problem } from '../problem.ts';
import { note, polish } from './json-schema.ts';

export type Document = ReturnType<typeof createDocument>;

const ABOUT = `Rendezvous schedules video calls between a contact centre's agents and its customers. An agent is never
booked twice for the same time, and no accepted appointment is lost.

* **Who asks**: \`Authorization: Bearer <JWT>\` and \`X-Tenant: <slug>\`. Roles, lowest first: attendant, supervisor, manager, owner.
* **Bodies** are JSON in UTF-8 with keys in snake_case. Text is trimmed, and blank counts as empty; NUL and lone surrogates are refused. Lengths
count code points. Unknown keys are ignored.
* **Times** come in as RFC 3339 with \`Z\` or an offset, and go out in UTC.
* **Refusals** are problems (RFC 9457): each [code](/problems) has a page with its cause and cure. A path that is not listed here answers
\`not_found\` (or, without a token, \`unauthenticated\`), a method that is not listed \`method_not_allowed\` with \`Allow\`. HEAD is answered wherever GET is.
* **Retries** are safe with an \`Idempotency-Key\`, and no update is lost with \`If-Match\`.`;

/** `version` is that of the API. */
export const openApiDocument = (version: string): Document =>
  polish(
    createDocument(
      {
        openapi: '3.1.1',
        info: {
          title: 'Rendezvous',
          version,
          description: ABOUT,
          license: { name: 'MIT', identifier: 'MIT' },
        },
        servers: [{ url: '/', description: 'Where this document comes from.' }],
        tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
        paths: Object.fromEntries(
          [...Map.groupBy(operations, ([, { path }]) => path)].map(([path, entries]) => [
            path,
            Object.fromEntries(
              entries.map(([id, operation]) => [
                operation.method.toLowerCase(),
                toOpenApi(id, operation),
              ]),
            ),
          ]),
        ),
        'x-problems-elsewhere': Object.fromEntries(
          Object.entries(PROBLEMS_ELSEWHERE).map(([where, codes]) => [where, problemRefs(codes)]),
        ),
        components: {
          parameters: Object.fromEntries(
            Object.entries(REQUEST_HEADERS).map(([name, header]) => [
              name,
              { name, in: 'header', ...described(header) },
            ]),
          ),
          headers: Object.fromEntries(
            Object.entries(ANSWER_HEADERS).map(([name, header]) => [name, described(header)]),
          ),
          responses: Object.fromEntries(
            [...problemResponses()].map(([name, codes]) => [name, problemResponse(codes)]),
          ),
          securitySchemes: {
            token: {
              type: 'http',
              scheme: 'bearer',
              bearerFormat: 'JWT',
              description: 'With the claims of user, tenant and role, and an expiry.',
            },
          },
        },
      },
      { override: note, allowEmptySchema: { pipe: true } },
    ),
  );

function toOpenApi(id: OperationId, operation: Operation): ZodOpenApiOperationObject {
  const { tag, summary, description, lowestRole, parameters, query, body, answers } = operation;
  const role = isPublic(operation)
    ? 'Needs no token.'
    : `Needs the role \`${lowestRole}\` or a higher one.`;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: `${description}\n\n${role}`,
    security: isPublic(operation) ? [] : [{ token: [] }],
    'x-lowest-role': lowestRole,
    requestParams: { ...(parameters && { path: parameters }), ...(query && { query }) },
    parameters: requestHeadersOf(operation).map((name) => ({
      $ref: `#/components/parameters/${name}`,
    })),
    ...(body && { requestBody: toRequestBody(body) }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          {
            description: answer.description,
            headers: headersOf(answer.headers ?? []),
            content: { [answer.media]: { schema: answer.schema, ...exampleOf(answer) } },
          },
        ]),
      ),
      ...problemRefs(problemsOf(operation)),
    },
  };
}

/** Wrapped or bare. */
const toRequestBody = (body: RequestBody) => ({
  required: body.required,
  content: {
    [body.media]: {
      schema: body.wrapper
        ? z.union([z.object({ [body.wrapper]: body.schema }), body.schema])
        : body.schema,
      ...exampleOf(body),
    },
  },
});

const exampleOf = ({ example }: { readonly example?: unknown }) =>
  example === undefined ? {} : { example };

const headersOf = (names: readonly AnswerHeader[]) =>
  Object.fromEntries(
    [...EVERY_ANSWER, ...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );

/** A header as a header or a parameter describes it. */
const described = ({ schema, description, optional }: Header) => {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema);
  return { description, required: !optional, schema: jsonSchema as oas31.SchemaObject }; // of a string: the same in both
};

const byStatus = (codes: readonly ProblemCode[]) =>
  [...Map.groupBy(codes, (code) => PROBLEMS[code].status)].sort(([a], [b]) => a - b);

const responseName = (codes: readonly ProblemCode[]): string => codes.toSorted().join('-or-');

const problemRefs = (codes: readonly ProblemCode[]) =>
  Object.fromEntries(
    byStatus(codes).map(([status, some]) => [
      status,
      { $ref: `#/components/responses/${responseName(some)}` },
    ]),
  );

/** Each set of codes that share a status somewhere, once. */
const problemResponses = (): Map<string, ProblemCode[]> =>
  new Map(
    [
      ...operations.map(([, operation]) => problemsOf(operation)),
      ...Object.values(PROBLEMS_ELSEWHERE),
    ]
      .flatMap((codes) => byStatus(codes))
      .map(([, codes]) => [responseName(codes), codes]),
  );

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
