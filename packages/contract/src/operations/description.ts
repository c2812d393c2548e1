import * as z from 'zod';
import { apiCatalog, demoToken, openApiAnswer } from '../answers/description.ts';
import { problemPath } from '../problem.ts';
import type { Description, OperationAnswer } from './operation.ts';
import type { OperationId } from './routes.ts';

const RESOURCE = { tag: 'Description' } as const;

/** The last part of a problem's page. */
const problemInPath = z.object({
  code: z.string().meta({ param: { example: problemPath('slot_taken').split('/').at(-1) } }),
});

const page = {
  description: 'A page for people.',
  media: 'text/html',
  schema: z.string(),
  headers: ['Content-Security-Policy'],
} as const satisfies OperationAnswer;

export const descriptionOperations = {
  getOpenApi: {
    ...RESOURCE,
    description: 'The description of the API as OpenAPI 3.1.',
    answers: {
      200: { description: 'The document.', media: 'application/json', schema: openApiAnswer },
    },
    problems: ['unavailable'],
  },
  getDocs: {
    ...RESOURCE,
    description:
      'A page that shows this document and sends requests. It loads nothing from elsewhere.',
    answers: { 200: page },
  },
  getDemoToken: {
    ...RESOURCE,
    description:
      'For the documentation’s own page, and on the loopback of a developer’s machine only.',
    answers: {
      200: { description: 'The token.', media: 'application/json', schema: demoToken },
    },
    problems: ['not_found'],
  },
  getLlmsText: {
    ...RESOURCE,
    description: 'What there is, in Markdown.',
    answers: { 200: { description: 'The text.', media: 'text/plain', schema: z.string() } },
  },
  getApiCatalog: {
    ...RESOURCE,
    description: 'The catalogue of RFC 9727.',
    answers: {
      200: {
        description: 'A linkset.',
        media: 'application/linkset+json',
        schema: apiCatalog,
        headers: ['Link'],
      },
    },
  },
  listProblems: {
    ...RESOURCE,
    description: 'Every code with its page.',
    answers: { 200: page },
  },
  getProblem: {
    ...RESOURCE,
    parameters: problemInPath,
    description: 'Its cause and its cure: the page that the `type` of a problem leads to.',
    answers: { 200: page },
  },
} as const satisfies Partial<Record<OperationId, Description>>;
