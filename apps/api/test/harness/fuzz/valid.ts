// Inputs that a schema takes, made from the schema itself: a field that is new in the contract is fuzzed without a word
// here, or fails here and asks for its value.

import * as z from 'zod/mini';
import type { Dice } from './dice.ts';
import { TEXTS } from './hostile.ts';
import { type Setting, VALUES, type Values } from './values.ts';

/** An input that the schema takes. Most fields that may be left out are; `own` are values before those of all routes. */
export function validInput(
  schema: z.ZodMiniObject,
  own: Values,
  dice: Dice,
  setting: Setting,
): Record<string, unknown> {
  const fields = Object.entries(describe(schema).properties ?? {}).map(
    ([name, node]): [string, unknown] => {
      const choose = own[name] ?? VALUES[name];
      const value = choose ? choose(dice, setting) : something(node, dice);
      return [name, isText(node) && typeof value === 'number' ? String(value) : value];
    },
  );
  const few = Object.fromEntries(fields.filter(() => dice.chance(0.45)));
  const lack = schema.safeParse(few).error?.issues.map(({ path }) => path[0]) ?? [];
  const input = Object.fromEntries(fields.filter(([name]) => name in few || lack.includes(name)));
  const { error } = schema.safeParse(input);
  if (!error) return input;
  throw new Error(`teach the fuzz a valid value: ${error.message} ${JSON.stringify(input)}`);
}

type Node = z.core.JSONSchema._JSONSchema;

/** What a query takes is text, whatever it means. */
const isText = (node: Node): boolean => typeof node !== 'boolean' && node.type === 'string';

/** Something of the type that the schema names: all that is known of a field that nobody has told of. */
function something(node: Node, dice: Dice): unknown {
  if (typeof node === 'boolean') return dice.pick(TEXTS);
  const [variant = node] = node.anyOf ?? [];
  if (typeof variant === 'boolean') return dice.pick(TEXTS);
  if (variant.enum) return dice.pick(variant.enum);
  const [type = 'string'] = [variant.type].flat();
  const { minimum = 1, maximum = 1_000, properties = {} } = variant;
  switch (type) {
    case 'number':
    case 'integer':
      return minimum + dice.below(maximum - minimum);
    case 'boolean':
      return dice.chance(0.5);
    case 'array':
      return [];
    case 'object':
      return Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, something(inner, dice)]),
      );
    default:
      return dice.pick(TEXTS);
  }
}

const described = new WeakMap<z.ZodMiniObject, z.core.JSONSchema.BaseSchema>();

function describe(schema: z.ZodMiniObject): z.core.JSONSchema.BaseSchema {
  const before = described.get(schema);
  if (before) return before;
  // As the schema itself has it, not as it is described to people.
  const made = z.toJSONSchema(schema, {
    ...{ io: 'input', unrepresentable: 'any', metadata: z.registry() },
  });
  described.set(schema, made);
  return made;
}
