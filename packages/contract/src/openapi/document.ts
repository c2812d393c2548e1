// The description of the API (OpenAPI 3.1), generated from the table of operations and the contract's own schemas.

import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';
import { ANSWER_HEADERS, REQUEST_HEADERS } from '../operations/headers.ts';
import { operations } from '../operations/index.ts';
import {
  type Operation,
  type OperationAnswer,
  PROBLEMS_ELSEWHERE,
  problemsOf,
  type RequestBody,
  requestHeadersOf,
  TAGS,
} from '../operations/operation.ts';
import { isPublic, type OperationId } from '../operations/routes.ts';
import { described, headersOf } from './headers.ts';
import { note, polish } from './json-schema.ts';
import { problemRefs, problemResponses } from './problem-responses.ts';

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
          responses: problemResponses(),
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
            ...contentOf(answer),
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

const contentOf = ({ media, schema, ...answer }: OperationAnswer) =>
  media && schema ? { content: { [media]: { schema, ...exampleOf(answer) } } } : {};

const exampleOf = ({ example }: { readonly example?: unknown }) =>
  example === undefined ? {} : { example };
