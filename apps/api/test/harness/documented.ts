// Every answer that a test gets is held against the description of the API: an operation answers what its entry documents,
// in status, media type, headers and body, and so do paths and methods that no operation serves.

import { type Schema, Validator } from '@cfworker/json-schema';
import {
  ANSWER_HEADERS,
  type AnswerHeader,
  API_VERSION,
  BROWSER_HEADERS,
  EVERY_ANSWER,
  headersOfProblem,
  type Operation,
  PROBLEMS,
  PROBLEMS_ELSEWHERE,
  type ProblemCode,
  problem,
  problemsOf,
} from '@rendezvous/contract';
import { openApiDocument } from '@rendezvous/contract/openapi';
import { operationsAt, serving } from './serving.ts';

const document = JSON.parse(JSON.stringify(openApiDocument(API_VERSION)));
const { components } = document;

/** What is wrong with an answer, as far as the description of the API goes; `text` is its body, unless it is streamed. */
export function undocumented(
  { method, url }: { readonly method: string; readonly url: string },
  { status, headers }: { readonly status: number; readonly headers: Headers },
  text: string | undefined,
): string[] {
  // A preflight is answered for every path; it belongs to browsers, not to the API.
  if (method === 'OPTIONS' && status === 204) return [];
  const { pathname } = new URL(url);
  const [, operation] = serving(method, pathname) ?? [];
  const body = method === 'HEAD' ? undefined : text;
  const faults =
    status >= 400
      ? faultsOfProblem(codesAt(method, pathname), status, headers, body)
      : operation
        ? faultsOfAnswer(operation, status, headers, body)
        : ['no operation is documented'];
  return faults.map((fault) => `${method} ${pathname} ${status}: ${fault}`);
}

function codesAt(method: string, pathname: string): readonly ProblemCode[] {
  const [, operation] = serving(method, pathname) ?? [];
  if (operation) return problemsOf(operation);
  const isKnown = operationsAt(pathname).length > 0;
  return PROBLEMS_ELSEWHERE[isKnown ? 'unknown method' : 'unknown path'];
}

function faultsOfAnswer(
  operation: Operation,
  status: number,
  headers: Headers,
  text: string | undefined,
): string[] {
  const answer = operation.answers[status];
  if (!answer) return ['the status is not documented'];
  const { media, schema } = answer;
  const faults = faultsOfHeaders(headers, media, answer.headers ?? []);
  if (text === undefined) return faults;
  if (!media || !schema) return text === '' ? faults : [...faults, 'no body is documented'];
  const { content } =
    document.paths[operation.path][operation.method.toLowerCase()].responses[status];
  return [
    ...faults,
    ...partsOf(media, text).flatMap((part) => {
      const read = schema.safeParse(part);
      return [
        ...(read.success ? [] : [`the contract's schema: ${read.error.message}`]),
        ...faultsOfSchema(content[media].schema, part),
      ];
    }),
  ];
}

/** What the schema describes: the whole, or of NDJSON each line. */
function partsOf(media: string, text: string): unknown[] {
  if (media.startsWith('text/')) return [text];
  const texts = media === 'application/x-ndjson' ? text.split('\n').filter(Boolean) : [text];
  return texts.map((part): unknown => JSON.parse(part));
}

function faultsOfProblem(
  codes: readonly ProblemCode[],
  status: number,
  headers: Headers,
  text: string | undefined,
): string[] {
  const possible = codes.filter((code) => PROBLEMS[code].status === status);
  if (possible.length === 0) return ['the status is not documented'];
  const media = 'application/problem+json';
  // Without its body, HEAD says only that it is one of them.
  if (text === undefined) {
    const [code = 'internal'] = possible;
    return faultsOfHeaders(headers, media, headersOfProblem(code));
  }
  const read = problem.safeParse(JSON.parse(text));
  if (!read.success) return [`it is no problem: ${read.error.message}`];
  const { code } = read.data;
  return [
    ...(possible.includes(code) ? [] : [`the code ${code} is not documented`]),
    ...faultsOfHeaders(headers, media, headersOfProblem(code)),
    ...faultsOfSchema({ $ref: '#/components/schemas/Problem' }, read.data),
  ];
}

function faultsOfHeaders(
  headers: Headers,
  media: string | undefined,
  own: readonly AnswerHeader[],
): string[] {
  const documented = [...EVERY_ANSWER, ...own];
  const known = ['Content-Type', 'Content-Length', ...BROWSER_HEADERS, ...documented].map((name) =>
    name.toLowerCase(),
  );
  const type = headers.get('Content-Type')?.split(';')[0];
  return [
    ...(type === media ? [] : [`the media type is ${type}, not ${media}`]),
    ...[...headers.keys()]
      .filter((name) => !known.includes(name))
      .map((name) => `the header ${name}`),
    ...documented.flatMap((name) => {
      const value = headers.get(name);
      const { schema, ...header } = ANSWER_HEADERS[name];
      if (value === null) return 'optional' in header ? [] : `the header ${name} is missing`;
      return schema.safeParse(value).success ? [] : `the header ${name} is ${value}`;
    }),
  ];
}

const validators = new Map<string, Validator>();

/** The JSON Schema of the document itself, by an interpreter: the runtime of the tests allows no `eval`. */
function faultsOfSchema(schema: Schema, value: unknown): string[] {
  const key = JSON.stringify(schema);
  const validator =
    validators.get(key) ?? new Validator({ ...schema, components }, '2020-12', true);
  validators.set(key, validator);
  const { valid, errors } = validator.validate(value);
  return valid ? [] : [`the document's schema: ${errors.map(({ error }) => error).join(' ')}`];
}
