// The kinds of field that bodies are made of. In a body text is trimmed and blank counts as empty (null). Requests are read with
// zod/mini: every start of the Worker compiles what they need, and it is a quarter of zod.

import type { Instant } from '@rendezvous/domain';
import * as z from 'zod/mini';
import { EMAIL, withoutPunctuation } from '../contact.ts';
import { LATEST_START, parseInstant } from '../instant.ts';

/** Messages in the original's style. */
export const BLANK = "can't be blank";
export const INVALID = 'is invalid';

const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() || null : value);

/** A field that may be missing (undefined) or empty (null). */
export const optional = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(z.transform(trimmed), z.nullish(schema));

/** What a transform says no with. */
export function refuse(context: z.core.ParsePayload, message: string): never {
  context.issues.push({ code: 'custom', message, input: context.value });
  return z.NEVER;
}

/** A field that has to be there and not be empty. */
export const required = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(
    optional(schema),
    z.transform(
      (value, context): z.output<Schema> =>
        // Nullish is ruled out.
        value === undefined || value === null
          ? refuse(context, BLANK)
          : (value as z.output<Schema>),
    ),
  );

/** A field that may be missing but not be empty. */
export const present = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(
    optional(schema),
    z.transform((value, context): z.output<Schema> | undefined =>
      // Null is ruled out.
      value === null ? refuse(context, BLANK) : (value as z.output<Schema> | undefined),
    ),
  );

/** Text of at most `max` code points. Lone surrogates and NUL cannot be stored faithfully and are refused. */
export const text = (max: number) =>
  z
    .string(INVALID)
    .check(
      z.refine((value) => value.isWellFormed() && !value.includes('\0'), INVALID),
      z.refine((value) => [...value].length <= max, `should be at most ${max} character(s)`),
    )
    .register(z.globalRegistry, { maxLength: max });

// Without the flag `i`, which a JSON Schema cannot tell.
export const ID_PATTERN = /^[0-9a-zA-Z]{8}(-[0-9a-zA-Z]{4}){3}-[0-9a-zA-Z]{12}$/;
/** An id: 8-4-4-4-12 of `[0-9a-z]` (the original's own examples hold letters past `f`), in lower case. */
export const id = z.pipe(
  z.string(INVALID).check(z.regex(ID_PATTERN, INVALID)),
  z.transform((value) => value.toLowerCase()),
);

/** An RFC 3339 date-time with `Z` or an offset, as milliseconds since 1970; a fraction of a second is dropped. */
export const instant = z
  .pipe(
    z.string(INVALID),
    z.transform((value, context): Instant => {
      const at = parseInstant(value);
      return at !== undefined && at <= LATEST_START ? at : refuse(context, INVALID);
    }),
  )
  .register(z.globalRegistry, { format: 'date-time' });

/** Minutes, 1 to 1,440: an integer, not a numeric string. */
export const duration = z
  .number(INVALID)
  .check(
    // Not z.int: its issue would keep the rules that look at several fields from being judged too.
    z.refine(Number.isInteger, INVALID),
    z.gt(0, 'must be greater than 0'),
    z.lte(1_440, 'must be less than or equal to 1440'),
  )
  .register(z.globalRegistry, { type: 'integer', description: 'In minutes.' });

/** True or false, as JSON writes them. */
export const switched = z.boolean(INVALID);

/** A plausible e-mail address of at most 254 code points. */
const WHOLE_EMAIL = new RegExp(`^${EMAIL.source}$`);
export const email = text(254)
  .check(z.refine((value) => WHOLE_EMAIL.test(value), INVALID))
  .register(z.globalRegistry, { format: 'idn-email', pattern: WHOLE_EMAIL.source });

/** E.164: `+` and 8 to 15 digits, after spaces, dots, dashes and parentheses are stripped. */
export const phone = z
  .pipe(z.string(INVALID), z.transform(withoutPunctuation))
  .check(z.refine((value) => /^\+\d{8,15}$/.test(value), INVALID))
  .register(z.globalRegistry, {
    description: 'E.164; spaces, dots, dashes and parentheses are stripped.',
    pattern: '^[\\s.()-]*\\+([\\s.()-]*\\d){8,15}[\\s.()-]*$',
  });
