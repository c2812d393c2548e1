import * as z from 'zod';
import { apiCatalog, demoToken, openApiAnswer, problemInPath } from '../description.ts';
import type { Operation, OperationAnswer } from './operation.ts';

const RESOURCE = { method: 'GET', tag: 'Description', lowestRole: 'public' } as const;

const page = {
  description: 'A page for people.',
  media: 'text/html',
  schema: z.string(),
  headers: ['Content-Security-Policy'],
} as const satisfies OperationAnswer;

export const descriptionOperations = {
  getOpenApi: {
    ...RESOURCE,
    path: '/openapi.json',
    summary: 'This document',
    description: 'The description of the API as OpenAPI 3.1.',
    answers: {
      200: { description: 'The document.', media: 'application/json', schema: openApiAnswer },
    },
    problems: ['unavailable'],
  },
  getDocs: {
    ...RESOURCE,
    path: '/docs',
    summary: 'The documentation, to read and to try',
    description:
      'A page that shows this document and sends requests. It loads nothing from elsewhere.',
    answers: { 200: page },
  },
  getDemoToken: {
    ...RESOURCE,
    path: '/docs/token',
    summary: 'A token for the local demo',
    description:
      'For the documentation’s own page, and on the loopback of a developer’s machine only.',
    answers: {
      200: { description: 'The token.', media: 'application/json', schema: demoToken },
    },
    problems: ['not_found'],
  },
  getLlmsText: {
    ...RESOURCE,
    path: '/llms.txt',
    summary: 'The API in short, for language models',
    description: 'What there is, in Markdown.',
    answers: { 200: { description: 'The text.', media: 'text/plain', schema: z.string() } },
  },
  getApiCatalog: {
    ...RESOURCE,
    path: '/.well-known/api-catalog',
    summary: 'Where the API and its description are',
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
    path: '/problems',
    summary: 'All problems',
    description: 'Every code with its page.',
    answers: { 200: page },
  },
  getProblem: {
    ...RESOURCE,
    path: '/problems/{code}',
    parameters: problemInPath,
    summary: 'What a problem means',
    description: 'Its cause and its cure: the page that the `type` of a problem leads to.',
    answers: { 200: page },
  },
} as const satisfies Record<string, Operation>;
