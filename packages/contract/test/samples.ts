import type * as z from 'zod/mini';

/** A well-formed id with letters past `f`, as the original's examples have them. */
export const ID = '018f4e2a-1b2c-7d3e-8f40-51a2b3c4zzzz';
export const OTHER_ID = '018f4e2a-1b2c-7d3e-8f40-000000000001';

/** What a schema says to a value: its output, or its messages by field (`''` for the whole). */
export function read<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): { value: z.output<Schema> } | { errors: Record<string, string[]> } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const errors: Record<string, string[]> = {};
  for (const { path, message } of parsed.error.issues) {
    const field = path.join('.');
    errors[field] = [...(errors[field] ?? []), message];
  }
  return { errors };
}

export const BLANK = { errors: { '': ["can't be blank"] } };
export const INVALID = { errors: { '': ['is invalid'] } };
