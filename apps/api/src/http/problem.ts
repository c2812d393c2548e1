// Every way to say no, as HTTP: one exhaustive table from refusals to RFC 9457 problems.

import {
  BETWEEN_FIELDS,
  type Language,
  type Message,
  PROBLEMS,
  type Problem,
  type ProblemCode,
  problemPath,
  type Sentence,
  translate,
  translateErrors,
} from '@rendezvous/contract';
import type { Fault, Rule } from '@rendezvous/domain';
import type { CalendarRefusal } from '../calendar/commands.ts';
import type { HttpContext } from './context.ts';
import { speak } from './language.ts';
import { ACTION_TO_WORD, toWire } from './wire.ts';

/** Field names with lists of messages: in English, as all that is said here; `refuse` translates. */
export type FieldErrors = Record<string, Message[]>;

/** A refusal of the calendar, or one of the HTTP layer's own. */
export type HttpRefusal =
  | CalendarRefusal
  | { readonly code: 'unauthenticated'; readonly challenge: string }
  | { readonly code: 'forbidden'; readonly detail: Sentence }
  | { readonly code: 'method_not_allowed'; readonly allow: string }
  | { readonly code: 'form'; readonly errors: FieldErrors }
  | { readonly code: 'rate_limited'; readonly retryAfterSeconds: number }
  | {
      readonly code:
        | 'malformed_body'
        | 'tenant_required'
        | 'body_too_large'
        | 'unsupported_media_type'
        /** Answered as `unavailable`; what is missing is in the log. */
        | 'not_configured'
        | 'internal';
    };

type Members = Partial<
  Pick<Problem, 'conflicts' | 'current_status' | 'allowed_actions' | 'current_version'>
>;

/** A problem before it is written down: everything but what the request itself contributes. The fields at fault are its detail. */
type Draft = {
  readonly code: ProblemCode;
  readonly members?: Members;
  readonly headers?: Record<string, string>;
} & ({ readonly detail: Sentence } | { readonly errors: FieldErrors });

/** Seconds until a retry makes sense. */
const RETRY_AFTER = { 'Retry-After': '1' };

/** Answers with the problem that a refusal is. */
export function refuse(c: HttpContext, refusal: HttpRefusal): Response {
  const drafted = draft(refusal);
  const { code, members, headers } = drafted;
  const { status, title } = PROBLEMS[code];
  const language = speak(c);
  const { detail, errors } = inWords(drafted, language);
  const { origin, pathname } = new URL(c.req.url);
  const body: Problem = {
    type: `${origin}${problemPath(code)}`,
    title: translate(language, title),
    status,
    code,
    detail,
    instance: pathname,
    request_id: c.get('requestId'),
    errors,
    ...members,
  };
  c.set('problemCode', code);
  return c.body(JSON.stringify(body), status, {
    ...headers,
    'Content-Type': 'application/problem+json',
  });
}

function inWords(drafted: Draft, language: Language): Pick<Problem, 'detail' | 'errors'> {
  if ('detail' in drafted) {
    const detail = translate(language, drafted.detail);
    return { detail, errors: { detail } };
  }
  const errors = translateErrors(language, drafted.errors);
  const faults = Object.entries(errors).map(
    ([field, messages]) => `${field} ${messages.join(', ')}`,
  );
  return { detail: `${faults.join(translate(language, BETWEEN_FIELDS))}.`, errors };
}

function draft(refusal: HttpRefusal): Draft {
  switch (refusal.code) {
    case 'malformed_body':
      return { code: refusal.code, detail: 'The body could not be read as JSON.' };
    case 'tenant_required':
      return { code: refusal.code, detail: 'Name the tenant in the X-Tenant header.' };
    case 'unauthenticated':
      return {
        code: refusal.code,
        detail: 'Send a valid token as "Authorization: Bearer <JWT>".',
        headers: { 'WWW-Authenticate': `Bearer realm="rendezvous"${refusal.challenge}` },
      };
    case 'forbidden':
      return { code: refusal.code, detail: refusal.detail };
    case 'not_found':
      return { code: refusal.code, detail: 'Nothing is known under this path.' };
    case 'method_not_allowed':
      return {
        code: refusal.code,
        detail: `This resource knows ${refusal.allow}.`,
        headers: { Allow: refusal.allow },
      };
    case 'body_too_large':
      return { code: refusal.code, detail: 'The body exceeds the limit of this resource.' };
    case 'unsupported_media_type':
      return {
        code: refusal.code,
        detail: 'Send the body as the media type that this resource reads.',
      };
    case 'form':
      return { code: 'invalid', errors: refusal.errors };
    case 'invalid':
      return { code: 'invalid', errors: toFieldErrors(refusal.faults) };
    case 'slot_taken':
      return {
        code: refusal.code,
        detail: 'The time overlaps an active appointment of this agent.',
        members: { conflicts: refusal.conflicts.map(toWire) },
      };
    case 'invalid_transition':
      return {
        code: refusal.code,
        detail: `An appointment that is ${refusal.currentStatus} does not allow this action.`,
        members: {
          current_status: refusal.currentStatus,
          allowed_actions: refusal.allowedActions.map((action) => ACTION_TO_WORD[action]),
        },
      };
    case 'appointment_closed':
      return {
        code: refusal.code,
        detail: `An appointment that is ${refusal.currentStatus} keeps its time, agent, department and customer.`,
        members: { current_status: refusal.currentStatus },
      };
    case 'version_mismatch':
      return {
        code: refusal.code,
        detail: `The current version is ${refusal.currentVersion}.`,
        members: { current_version: refusal.currentVersion },
      };
    case 'idempotency_mismatch':
      return {
        code: refusal.code,
        detail: 'This Idempotency-Key was accepted with another request; use a new key.',
      };
    case 'idempotency_in_progress':
      return {
        code: refusal.code,
        detail: 'The request with this Idempotency-Key is still under way; ask again with it.',
        headers: RETRY_AFTER,
      };
    case 'rate_limited':
      return {
        code: refusal.code,
        detail: 'The limit for one caller is used up for now.',
        headers: { 'Retry-After': String(refusal.retryAfterSeconds) },
      };
    case 'unavailable':
      return {
        code: refusal.code,
        detail: 'A store did not answer. It is safe to retry with the same Idempotency-Key.',
        headers: RETRY_AFTER,
      };
    case 'not_configured':
      return {
        code: 'unavailable',
        detail: 'This server is not configured to serve requests to this address.',
        headers: RETRY_AFTER,
      };
    case 'internal':
      return { code: refusal.code, detail: 'The request id leads us to the cause.' };
  }
}

/** The fields of the domain as the wire calls them. */
const FIELD_NAMES: Readonly<Record<Fault['field'], string>> = {
  id: 'id',
  status: 'status',
  scheduledAt: 'scheduled_at',
  departmentId: 'department_id',
  agentId: 'user_id',
  customerId: 'customer_id',
};

const RULE_MESSAGES: Readonly<Record<Rule, Message>> = {
  in_future: 'must be in the future',
  exists: 'does not exist',
  active: 'is not active',
  immutable: "can't be changed",
  changed_by_actions: 'is changed by the actions',
};

const toFieldErrors = (faults: readonly Fault[]): FieldErrors =>
  Object.fromEntries(faults.map(({ field, rule }) => [FIELD_NAMES[field], [RULE_MESSAGES[rule]]]));
