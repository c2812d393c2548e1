// What zod cannot say of its pipelines in JSON Schema: which fields of a body may be missing, null or blank. The schemas
// themselves are asked while the document is made, and what they said is worked in once it is complete.

import * as z from 'zod';
import type { CreateDocumentOptions } from 'zod-openapi';

type Context = Parameters<NonNullable<CreateDocumentOptions['override']>>[0];

/** Names of properties that do not take null; it does not get into the document. */
const NOT_NULL = 'x-not-null';

/** For zod-openapi: notes what only the schema itself can tell. */
export function note({ zodSchema, jsonSchema, io }: Context): void {
  if (zodSchema._zod.def.type !== 'object') return;
  if (io === 'output') {
    // Answers may gain members: a client is not told that there will be no others.
    delete jsonSchema.additionalProperties;
    return;
  }
  const { shape } = zodSchema._zod.def;
  const refusing = (value: unknown) =>
    Object.entries(shape).flatMap(([name, schema]) =>
      z.safeParse(schema, value).success ? [] : [name],
    );
  const required = refusing(undefined);
  if (required.length > 0) jsonSchema.required = required;
  else delete jsonSchema.required;
  jsonSchema[NOT_NULL] = refusing(null);
}

type Node = Record<string, unknown>;

/** What is no schema, but data. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const']);

/** The finished document with the notes worked in. */
export function polish<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(polish) as Value; // of the same elements
  if (typeof value !== 'object' || value === null) return value;
  const node: Node = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, DATA.has(key) ? inner : polish(inner)]),
  );
  return polished(node) as Value; // the same keywords, otherwise put
}

function polished({ [NOT_NULL]: notNull, ...node }: Node): Node {
  if (Array.isArray(notNull) && isNode(node.properties)) {
    for (const name of notNull) {
      const property = node.properties[name];
      if (isNode(property)) node.properties[name] = holdingSomething(property);
    }
  }
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
  // It is the text's, as a URL has it, before it is read as a number.
  if (node.type === 'integer') delete node.pattern;
  return withMergedNull(node);
}

/** `anyOf: [it, null]` as a type of its own, so that what describes it stands beside it. */
function withMergedNull({ anyOf, ...node }: Node): Node {
  const [inner, none, ...rest]: unknown[] = Array.isArray(anyOf) ? anyOf : [];
  const isNullable = isNode(inner) && isNode(none) && none.type === 'null' && rest.length === 0;
  return isNullable && typeof inner.type === 'string' && !('enum' in inner)
    ? { ...inner, ...node, type: [inner.type, 'null'] }
    : { ...node, ...(anyOf !== undefined && { anyOf }) };
}

/** A field that takes no null and, if it is free text, nothing blank. */
function holdingSomething({ anyOf, type, ...node }: Node): Node {
  if (Array.isArray(anyOf)) {
    const others = anyOf.filter((one) => !isNode(one) || one.type !== 'null');
    const [only] = others;
    return others.length === 1 && isNode(only)
      ? holdingSomething({ ...only, ...node })
      : { ...node, ...(type !== undefined && { type }), anyOf: others };
  }
  const [single] = Array.isArray(type) ? type.filter((one) => one !== 'null') : [type];
  const isFreeText =
    single === 'string' && !['pattern', 'enum', 'format'].some((key) => key in node);
  return {
    ...(single !== undefined && { type: single }),
    ...node,
    ...(isFreeText && { pattern: '\\S' }),
  };
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
