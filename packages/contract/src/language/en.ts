// All that is said about a refusal, in English, which is the key to every other language: a text that does not stand here
// does not compile where it is said, and a language that lacks one of these does not compile either.

import type { Status } from '@rendezvous/domain';
import type { PROBLEMS, ProblemCode } from '../problem.ts';

/** What may stand in the slots of a text, `{so}`. */
export interface Slots {
  readonly number: number;
  readonly status: Status;
  /** As in `Allow`. */
  readonly methods: string;
  readonly role: string;
}

/** What is said of a field; it follows the field's name. */
export const MESSAGES = [
  "can't be blank",
  'is invalid',
  'must be greater than {number}',
  'must be less than or equal to {number}',
  'should be at most {number} character(s)',
  'must be before or equal to date_to',
  'must be in the future',
  'does not exist',
  'is not active',
  "can't be changed",
  'is changed by the actions',
  'has already been taken',
  'is reserved',
  'is the same customer',
  'sorts at most {number} appointments by this key: narrow the filters',
  'is incomplete',
  'is too large',
  'is not UTF-8',
  'is not JSON',
] as const;

/** The details of problems. */
export const SENTENCES = [
  'The body could not be read as JSON.',
  'Name the tenant in the X-Tenant header.',
  'Send a valid token as "Authorization: Bearer <JWT>".',
  'The token is for another tenant.',
  'This needs the role {role} or a higher one.',
  'Nothing is known under this path.',
  'This resource knows {methods}.',
  'The body exceeds the limit of this resource.',
  'Send the body as the media type that this resource reads.',
  'The time overlaps an active appointment of this agent.',
  'An appointment that is {status} does not allow this action.',
  'An appointment that is {status} keeps its time, agent, department and customer.',
  'The current version is {number}.',
  'This Idempotency-Key was accepted with another request; use a new key.',
  'The request with this Idempotency-Key is still under way; ask again with it.',
  'A store did not answer. It is safe to retry with the same Idempotency-Key.',
  'This server is not configured to serve requests to this address.',
  'The request id leads us to the cause.',
  'The role of this user is above your own.',
  'Nobody can give a role above their own.',
  'A tenant keeps at least one active owner.',
  'Nobody can change their own role or whether they are active; ask somebody else who may.',
  'The limit for one caller is used up for now.',
] as const;

/** Stands between the fields of a detail that names several. */
export const BETWEEN_FIELDS = '; ';

/** Every text with its slots open. The titles stand in the table of problems. */
export type Template =
  | (typeof MESSAGES)[number]
  | (typeof SENTENCES)[number]
  | (typeof PROBLEMS)[ProblemCode]['title']
  | typeof BETWEEN_FIELDS;

/** The texts with their slots filled, as they are said. */
export type Message = Filled<(typeof MESSAGES)[number]>;
export type Sentence = Filled<(typeof SENTENCES)[number]>;

type Filled<Text extends string> =
  Text extends `${infer Before}{${infer Slot extends keyof Slots}}${infer After}`
    ? `${Before}${Slots[Slot]}${Filled<After>}`
    : Text;

/** A language other than English. */
export interface Catalogue {
  readonly statuses: Readonly<Record<Status, string>>;
  readonly texts: Readonly<Record<Template, string>>;
}
