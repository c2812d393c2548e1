// Reading a request's body, judged in the contract's order: 413, 415, 400, 422.

import type { Message } from '@rendezvous/contract';
import type * as z from 'zod/mini';
import { bytesOf, chunksOf } from './chunks.ts';
import type { HttpContext } from './context.ts';
import type { FieldErrors, HttpRefusal } from './problem.ts';

export type Read<Value> =
  | { readonly ok: true; readonly value: Value; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly refusal: HttpRefusal };

/** 64 KiB; imports have a limit of their own. */
const MAX_BODY_BYTES = 64 * 1024;
/** How long such a body may take to arrive, in milliseconds. */
const BODY_DEADLINE_MS = 30_000;

const no = (refusal: HttpRefusal) => ({ ok: false, refusal }) as const;

/** A body that has to be there and be `application/json`: the object itself, or wrapped in the name of what it is. */
export async function readBody<Schema extends z.ZodMiniType>(
  c: HttpContext,
  schema: Schema,
  wrapper = 'appointment',
): Promise<Read<z.output<Schema>>> {
  const bytes = await readBytes(c, MAX_BODY_BYTES);
  if (!bytes) return no({ code: 'body_too_large' });
  if (!isMediaType(c, 'application/json')) return no({ code: 'unsupported_media_type' });
  const json = parseJson(decodeUtf8(bytes));
  return json
    ? parseForm(c, schema, unwrap(json.value, wrapper), bytes, wrapper)
    : no({ code: 'malformed_body' });
}

/** A body that may be missing. What is there is read as JSON, whatever its media type says. */
export async function readOptionalBody<Schema extends z.ZodMiniType>(
  c: HttpContext,
  schema: Schema,
): Promise<Read<z.output<Schema>>> {
  const read = await readOptionalJson(c);
  return read.ok ? parseForm(c, schema, unwrap(read.value ?? {}, 'appointment'), read.bytes) : read;
}

/** A body that nobody needs: it has to be JSON when it is there, and none of it is looked at. */
export async function readUnusedBody(c: HttpContext): Promise<Read<{ reason?: never }>> {
  const read = await readOptionalJson(c);
  if (!read.ok) return read;
  const errors = keyErrors(c);
  return Object.keys(errors).length === 0
    ? { ok: true, value: {}, bytes: read.bytes }
    : no({ code: 'form', errors });
}

async function readOptionalJson(c: HttpContext): Promise<Read<unknown>> {
  const bytes = await readBytes(c, MAX_BODY_BYTES);
  if (!bytes) return no({ code: 'body_too_large' });
  const json = bytes.length > 0 ? parseJson(decodeUtf8(bytes)) : { value: undefined };
  return json ? { ok: true, value: json.value, bytes } : no({ code: 'malformed_body' });
}

/** A query string against its schema. */
export function readQueryString<Schema extends z.ZodMiniType>(
  schema: Schema,
  query: Record<string, string>,
):
  | { readonly ok: true; readonly value: z.output<Schema> }
  | { readonly ok: false; readonly refusal: HttpRefusal } {
  const parsed = schema.safeParse(query);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : no({ code: 'form', errors: toFieldErrors(parsed.error) });
}

/** All bytes of the body, or undefined when there are more than `max`: the rest is not read. */
async function readBytes(c: HttpContext, max: number): Promise<Uint8Array | undefined> {
  const declared = c.req.header('Content-Length');
  if (Number(declared ?? 0) > max) return;
  if (declared !== undefined) return bytesOf(c.req.raw, BODY_DEADLINE_MS);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const deadlineAt = Date.now() + BODY_DEADLINE_MS;
  for await (const chunk of chunksOf(c.req.raw.body, () => Math.max(deadlineAt - Date.now(), 0))) {
    length += chunk.length;
    if (length > max) return;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

export function isMediaType(c: HttpContext, mediaType: string): boolean {
  const [essence = ''] = (c.req.header('Content-Type') ?? '').split(';');
  return essence.trim().toLowerCase() === mediaType;
}

/** Zod's issues as the original's shape: field names with lists of messages. `whole` names what is no object at all. */
export function toFieldErrors(error: z.core.$ZodError, whole = 'appointment'): FieldErrors {
  const errors: FieldErrors = {};
  for (const { path, message } of error.issues) {
    const field = String(path[0] ?? whole);
    // A schema's message is any string to the compiler; a test of the contract holds each to the catalogue.
    errors[field] = [...new Set([...(errors[field] ?? []), message as Message])];
  }
  return errors;
}

/** The bytes as text, or undefined when they are not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return;
  }
}

/** The value of a JSON text, or undefined when it is none. */
export function parseJson(text: string | undefined): { value: unknown } | undefined {
  if (text === undefined) return;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return;
  }
}

/** Wrapped wins over bare. */
const unwrap = (value: unknown, wrapper: string): unknown =>
  isObject(value) && Object.hasOwn(value, wrapper) ? value[wrapper] : value;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseForm<Schema extends z.ZodMiniType>(
  c: HttpContext,
  schema: Schema,
  value: unknown,
  bytes: Uint8Array,
  wrapper = 'appointment',
): Read<z.output<Schema>> {
  const parsed = isObject(value) ? schema.safeParse(value) : undefined;
  const bodyErrors: FieldErrors = !parsed
    ? { [wrapper]: ['is invalid'] }
    : parsed.success
      ? {}
      : toFieldErrors(parsed.error, wrapper);
  const errors = { ...bodyErrors, ...keyErrors(c) };
  return parsed?.success && Object.keys(errors).length === 0
    ? { ok: true, value: parsed.data, bytes }
    : no({ code: 'form', errors });
}

/** `Idempotency-Key`: 1 to 255 visible ASCII characters. */
export function keyErrors(c: HttpContext): FieldErrors {
  const key = c.req.header('Idempotency-Key');
  return key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)
    ? {}
    : { idempotency_key: ['is invalid'] };
}
