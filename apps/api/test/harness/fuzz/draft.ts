// A request that is being made: its parts as text, so that each can be spoilt in ways that no object could express.

import type { Dice } from './dice.ts';
import type { World } from './world.ts';

/** Keys and values of one JSON object, both as JSON texts; keys may come twice. */
export type Fields = (readonly [key: string, value: string])[];

export interface Draft {
  method: string;
  path: string;
  /** Parameters as they stand in the URL: `name=value`. */
  query: string[];
  headers: (readonly [name: string, value: string])[];
  /** The body's objects: one of JSON, any number of NDJSON, none when there is no body. */
  objects: Fields[];
  /** Whether the object stands in an object of its own, and under which name. */
  wrapped: boolean;
  readonly wrapper: string;
  text: string | undefined;
  bytes: Uint8Array<ArrayBuffer> | undefined;
}

/** The parts of a request, in the order in which they are spoilt: the body's objects become text, the text bytes. */
export const PARTS = ['objects', 'text', 'bytes', 'query', 'path', 'headers', 'method'] as const;
export type Part = (typeof PARTS)[number];

/** Spoils one part, more or less: what it makes may still be good. */
export interface Mutation {
  readonly name: string;
  readonly part: Part;
  readonly weight: number;
  readonly apply: (draft: Draft, dice: Dice, world: World) => void;
}

/** Mutations of one part. A name that begins with `rare` comes once in a while: what it makes is slow. */
export const mutationsOf = (
  part: Part,
  named: Readonly<Record<string, Mutation['apply']>>,
): Mutation[] =>
  Object.entries(named).map(([name, apply]) => ({
    name: `${part}: ${name}`,
    part,
    weight: name.startsWith('rare') ? 0.04 : 1,
    apply,
  }));

export const toFields = (object: object): Fields =>
  Object.entries(object).flatMap(([key, value]) =>
    value === undefined ? [] : [[JSON.stringify(key), JSON.stringify(value)] as const],
  );

/** An object of these fields, as JSON. */
export const toText = (fields: Fields): string =>
  `{${fields.map(([key, value]) => `${key}:${value}`).join(',')}}`;

/** Text as the bytes that it is sent as. */
export const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(new TextEncoder().encode(text));

/** The text of the objects: one, wrapped or bare, or one a line. */
export const textOf = ({ objects, wrapped, wrapper }: Draft): string =>
  objects
    .map((fields) => (wrapped ? `{"${wrapper}":${toText(fields)}}` : toText(fields)))
    .join('\n');
