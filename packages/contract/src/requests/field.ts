// The kinds of field that bodies are made of. In a body text is trimmed and blank counts as empty (null).

import type { Instant } from '@rendezvous/domain';
import * as z from 'zod';
import { LATEST_START, parseInstant } from '../instant.ts';

/** Messages in the original's style. */
export const BLANK = "can't be blank";
export const INVALID = 'is invalid';

const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() || null : value);

/** A field that may be missing (undefined) or empty (null). */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(trimmed, schema.nullish());

/** A field that has to be there and not be empty. */
export const required = <Schema extends z.ZodType>(schema: Schema) =>
  optional(schema).transform((value, context): z.output<Schema> => {
    if (value !== undefined && value !== null) return value as z.output<Schema>; // nullish is ruled out
    context.addIssue(BLANK);
    return z.NEVER;
  });

/** A field that may be missing but not be empty. */
export const present = <Schema extends z.ZodType>(schema: Schema) =>
  optional(schema).transform((value, context): z.output<Schema> | undefined => {
    if (value !== null) return value as z.output<Schema> | undefined; // null is ruled out
    context.addIssue(BLANK);
    return z.NEVER;
  });

/** Text of at most `max` code points. Lone surrogates and NUL cannot be stored faithfully and are refused. */
export const text = (max: number) =>
  z
    .string(INVALID)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), INVALID)
    .refine((value) => [...value].length <= max, `should be at most ${max} character(s)`)
    .meta({ maxLength: max });

// Without the flag `i`, which a JSON Schema cannot tell.
export const ID_PATTERN = /^[0-9a-zA-Z]{8}(-[0-9a-zA-Z]{4}){3}-[0-9a-zA-Z]{12}$/;
/** An id: 8-4-4-4-12 of `[0-9a-z]` (the original's own examples hold letters past `f`), in lower case. */
export const id = z
  .string(INVALID)
  .regex(ID_PATTERN, INVALID)
  .transform((value) => value.toLowerCase());

/** An RFC 3339 date-time with `Z` or an offset, as milliseconds since 1970; a fraction of a second is dropped. */
export const instant = z
  .string(INVALID)
  .transform((value, context): Instant => {
    const at = parseInstant(value);
    if (at !== undefined && at <= LATEST_START) return at;
    context.addIssue(INVALID);
    return z.NEVER;
  })
  .meta({ format: 'date-time' });

/** Minutes, 1 to 1,440: an integer, not a numeric string. */
export const duration = z
  .number(INVALID)
  // Not z.int: its issue would keep the rules that look at several fields from being judged too.
  .refine(Number.isInteger, INVALID)
  .gt(0, 'must be greater than 0')
  .lte(1_440, 'must be less than or equal to 1440')
  .meta({ type: 'integer', description: 'In minutes.' });

/** True or false, as JSON writes them. */
export const switched = z.boolean(INVALID);

/** A plausible e-mail address of at most 254 code points. */
const EMAIL = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\.]+(\.[^\s@<>()[\],;:"\\.]+)+$/;
export const email = text(254)
  .refine((value) => EMAIL.test(value), INVALID)
  .meta({ format: 'idn-email', pattern: EMAIL.source });

/** E.164: `+` and 8 to 15 digits, after spaces, dots, dashes and parentheses are stripped. */
export const phone = z
  .string(INVALID)
  .transform((value) => value.replace(/[\s.()\p{Dash}]/gu, ''))
  .refine((value) => /^\+\d{8,15}$/.test(value), INVALID)
  .meta({
    description: 'E.164; spaces, dots, dashes and parentheses are stripped.',
    pattern: '^[\\s.()-]*\\+([\\s.()-]*\\d){8,15}[\\s.()-]*$',
  });
