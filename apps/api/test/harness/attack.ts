// A row of the table of attacks on identity, and how rows are written: many of a kind at a time, each with its name.

import type { ProblemCode } from '@rendezvous/contract';
import { type Configured, honest, type World } from './forgery.ts';

/** What a row sends with each of its requests. */
export interface Forged {
  readonly headers: HeadersInit;
  readonly query?: string;
  readonly origin?: string;
}

export interface Attack {
  readonly family: string;
  readonly name: string;
  readonly under: Configured;
  /** The refusal; or the role in which an honest caller is let in. */
  readonly expected: Refusal | { readonly role: string };
  forge(world: World): Promise<Forged>;
}

type Refusal = Extract<
  ProblemCode,
  'unauthenticated' | 'tenant_required' | 'forbidden' | 'unavailable'
>;

type Tokens = Readonly<Record<string, (world: World) => Promise<string>>>;
type Requests = Readonly<Record<string, (token: string, world: World) => Forged>>;

/** Tokens that nobody may believe. */
export const badTokens = (family: string, under: Configured, tokens: Tokens): Attack[] =>
  sent(family, under, 'unauthenticated', tokens);

/** Tokens of an honest attendant, whatever they look like. */
export const goodTokens = (family: string, under: Configured, tokens: Tokens): Attack[] =>
  sent(family, under, { role: 'attendant' }, tokens);

/** Tokens sent as they should be: alone in `Authorization`, with the tenant in `X-Tenant`. */
export const sent = (
  family: string,
  under: Configured,
  expected: Attack['expected'],
  tokens: Tokens,
): Attack[] =>
  Object.entries(tokens).map(([name, token]) => ({
    family,
    name,
    under,
    expected,
    forge: async (world) => ({ headers: bearer(await token(world), world) }),
  }));

/** Requests around an honest attendant's token. */
export const requests = (
  family: string,
  under: Configured,
  expected: Attack['expected'],
  rows: Requests,
): Attack[] =>
  Object.entries(rows).map(([name, request]) => ({
    family,
    name,
    under,
    expected,
    forge: async (world) => request(await honest(world, under), world),
  }));

export const bearer = (token: string, { tenant }: World): Record<string, string> => ({
  Authorization: `Bearer ${token}`,
  'X-Tenant': tenant.slug,
});
