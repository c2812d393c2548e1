// What every answer has to be, whatever was asked: never a 5xx, and each refusal one valid problem that says no more than it
// should. The judge knows the contract and the request, not what the request was meant to be.

import { env } from 'cloudflare:workers';
import {
  ANSWER_HEADERS,
  BROWSER_HEADERS,
  LANGUAGES,
  PROBLEMS,
  type Problem,
  problem,
  translate,
} from '@rendezvous/contract';
import type { Answer } from '../client.ts';
import { unspeakable } from '../languages.ts';
import { serving } from '../serving.ts';
import { formServing, WRAPPERS } from './forms.ts';
import { brokenByAccepted } from './judge-accepted.ts';
import { brokenOf, jsonOf } from './promises.ts';

/** The promises that an answer breaks; none, if all is well. */
export function brokenBy(request: Request, answer: Answer): string[] {
  return [
    ...brokenByAny(request, answer),
    ...(answer.status < 400 ? brokenByAccepted(request, answer) : brokenByRefusal(request, answer)),
  ];
}

const HEADERS = new Set(
  ['Content-Type', 'Content-Length', ...BROWSER_HEADERS, ...Object.keys(ANSWER_HEADERS)].map(
    (name) => name.toLowerCase(),
  ),
);
const PLAUSIBLE_ID = /^[\w.:-]{1,128}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function brokenByAny(request: Request, { status, headers, text }: Answer): string[] {
  const sent = request.headers.get('X-Request-Id') ?? '';
  const id = headers.get('X-Request-Id') ?? '';
  const secrets = [env.JWT_SECRET, env.CUSTOMER_ID_KEY, request.headers.get('Authorization')];
  return brokenOf({
    'it is no 5xx': status < 500,
    'it has our headers only': [...headers.keys()].every((name) => HEADERS.has(name)),
    'it has the request id that was sent, or a UUID': PLAUSIBLE_ID.test(sent)
      ? id === sent
      : UUID.test(id),
    'it is not cached': isForAll(request) || headers.get('Cache-Control') === 'no-store',
    'it tells no secret': !secrets.some(
      (secret) => secret && secret.length > 20 && text.includes(secret),
    ),
    'HEAD has no body': request.method !== 'HEAD' || text === '',
  });
}

/** What describes the API is the same for everybody. */
const isForAll = ({ method, url }: Request): boolean =>
  serving(method, new URL(url).pathname)?.[1].tag === 'Description';

/** What comes from inside: stacks, files, statements, errors of the platform and of the stores. */
const INSIDES =
  /\bat .+:\d+:\d+|\.[tj]s\b|node_modules|SQLITE|D1_|\b(SELECT|INSERT|UPDATE|DELETE) |Error\b|undefined|\[object|eyJ/;

function brokenByRefusal(request: Request, answer: Answer): string[] {
  const { status, headers } = answer;
  const broken = brokenOf({
    'a refusal is problem+json': headers.get('Content-Type') === 'application/problem+json',
    '405 tells what is allowed': status !== 405 || /^[A-Z, ]+$/.test(headers.get('Allow') ?? ''),
    '401 tells how to prove oneself':
      status !== 401 || /^Bearer /.test(headers.get('WWW-Authenticate') ?? ''),
  });
  if (request.method === 'HEAD') return broken;
  const read = problem.safeParse(jsonOf(answer.text));
  return read.success
    ? [...broken, ...brokenByProblem(request, answer, read.data)]
    : [...broken, `a refusal is a problem: ${read.error.message}`];
}

function brokenByProblem(request: Request, { status, headers }: Answer, said: Problem): string[] {
  const { code, detail, instance, conflicts, ...members } = said;
  const { origin, pathname } = new URL(request.url);
  const language = LANGUAGES.find((one) => one === headers.get('Content-Language'));
  return brokenOf({
    'its type is that of its code':
      members.type === `${origin}/problems/${code.replaceAll('_', '-')}`,
    'its title is that of its code, in its language':
      language !== undefined && members.title === translate(language, PROBLEMS[code].title),
    'what it says in English has its translations':
      language !== 'en' || unspeakable(members).length === 0,
    'its status is that of its code': [members.status, PROBLEMS[code].status].every(
      (one) => one === status,
    ),
    'its instance is the path': instance === pathname,
    'its request id is that of the header': members.request_id === headers.get('X-Request-Id'),
    'it tells nothing from inside': !INSIDES.test(JSON.stringify([detail, members.errors])),
    'slot_taken has conflicts': (conflicts !== undefined) === (code === 'slot_taken'),
    'version_mismatch has the version':
      (members.current_version !== undefined) === (code === 'version_mismatch'),
    'invalid has messages by field, the rest a detail':
      code === 'invalid'
        ? Object.values(members.errors).every(Array.isArray)
        : JSON.stringify(members.errors) === JSON.stringify({ detail }),
    'errors are of fields that the form has':
      code !== 'invalid' || areOfForm(request, Object.keys(members.errors)),
  });
}

function areOfForm(request: Request, fields: readonly string[]): boolean {
  const { body, query, collection } = formServing(request) ?? {};
  const known = [body, query].flatMap((schema) => Object.keys(schema?.shape ?? {}));
  const wrapper = collection ? WRAPPERS[collection] : 'appointment';
  const all = new Set([...known, wrapper, 'idempotency_key']);
  return fields.length > 0 && fields.every((field) => all.has(field));
}

/** Codes that are judged after the form, in the contract's order. */
const PAST_FORM = new Set<string>([
  ...['slot_taken', 'invalid_transition', 'appointment_closed', 'version_mismatch'],
  ...['idempotency_mismatch', 'idempotency_in_progress'],
]);

/** Whether the request surely passed the validation of its form. Probes and reads by id have no form to pass. */
export function isPastForm(request: Request, answer: Answer): boolean {
  const { body, query } = formServing(request) ?? {};
  if (!body && !query) return false;
  // Where a route serves the path, it is the id that is unknown: that is judged after the body.
  const isIdUnknown = body !== undefined && answer.status === 404;
  return answer.status < 300 || isIdUnknown || PAST_FORM.has(codeOf(answer) ?? '');
}

/** The code of a refusal that has a body. */
export const codeOf = ({ status, text }: Answer): string | undefined =>
  status < 400 ? undefined : problem.safeParse(jsonOf(text)).data?.code;
