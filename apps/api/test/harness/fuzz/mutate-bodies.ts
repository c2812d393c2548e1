// Ways to spoil a body: as an object, as a text, as bytes.

import type { Dice } from './dice.ts';
import { type Draft, type Fields, type Mutation, mutationsOf, toBytes, toText } from './draft.ts';
import { KEYS, MONSTERS, NUMBERS, VALUES } from './hostile.ts';

/** Spoils one of the objects: replaces it with what `change` makes of it. */
const inOne = (change: (fields: Fields, dice: Dice) => Fields) => (draft: Draft, dice: Dice) => {
  const index = dice.below(draft.objects.length);
  draft.objects = draft.objects.map((fields, at) => (at === index ? change(fields, dice) : fields));
};

/** Spoils one of the fields: replaces it with those that `change` makes of it. */
const inField = (change: (key: string, value: string, dice: Dice) => Fields) =>
  inOne((fields, dice) => {
    const index = dice.below(fields.length);
    return fields.flatMap(([key, value], at) =>
      at === index ? change(key, value, dice) : [[key, value] as const],
    );
  });

const OBJECTS = mutationsOf('objects', {
  'another value': inField((key, _, dice) => [[key, dice.pick(VALUES)]]),
  'another number': inField((key, _, dice) => [[key, dice.pick(NUMBERS)]]),
  'rare monster': inField((key, _, dice) => [[key, dice.pick(MONSTERS)]]),
  'no value': inField((key) => [[key, 'null']]),
  'missing field': inField(() => []),
  'value in a list': inField((key, value) => [[key, `[${value}]`]]),
  'value as a text': inField((key, value) => [[key, JSON.stringify(value)]]),
  'padded text': inField((key, value) => [[key, value.replace(/^"(.*)"$/, '" \\t\\u00a0$1\\n "')]]),
  'duplicate key before': inField((key, value, dice) => [
    [key, dice.pick(VALUES)],
    [key, value],
  ]),
  'duplicate key after': inField((key, value, dice) => [
    [key, value],
    [key, dice.pick(VALUES)],
  ]),
  'escaped key': inField((key, value) => [
    [
      key.replace(/^"(.)/, (_, first: string) => `"\\u00${first.charCodeAt(0).toString(16)}`),
      value,
    ],
  ]),
  'unknown key': inOne((fields, dice) => [
    [JSON.stringify(dice.pick(KEYS)), dice.pick(VALUES)],
    ...fields,
  ]),
  'prototype key': inOne((fields, dice) => [
    ...(dice.chance(0.5) ? fields : []),
    [`"${dice.pick(['__proto__', 'constructor', 'prototype'])}"`, toText(fields)],
  ]),
  'many keys': inOne((fields, dice) => [
    ...Array.from({ length: 300 }, (_, index) => [`"k${index}"`, dice.pick(NUMBERS)] as const),
    ...fields,
  ]),
  'no field': inOne(() => []),
  'the other wrapping': (draft) => {
    draft.wrapped = !draft.wrapped;
  },
  'wrapped twice': inOne((fields) => [['"appointment"', toText(fields)]]),
  'wrapped nothing': inOne((fields, dice) => [...fields, ['"appointment"', dice.pick(VALUES)]]),
});

/** Spoils the text at a place of the die's choosing. */
const at =
  (change: (before: string, after: string, dice: Dice) => string) => (draft: Draft, dice: Dice) => {
    const text = draft.text ?? '';
    const place = dice.below(text.length + 1);
    draft.text = change(text.slice(0, place), text.slice(place), dice);
  };
const whole = (change: (text: string, dice: Dice) => string) => (draft: Draft, dice: Dice) => {
  draft.text = change(draft.text ?? '', dice);
};

const TEXT = mutationsOf('text', {
  'cut off': at((before) => before),
  'a character too much': at(
    (before, after, dice) => before + dice.pick([...'{}[]",:\\\u0000\u2028n']) + after,
  ),
  'a character too little': at((before, after) => before + after.slice(1)),
  'no object': whole((_, dice) => dice.pick(VALUES)),
  'in a list': whole((text) => `[${text}]`),
  'white space': whole((text) => ` \r\n\t${text.replaceAll(',"', ' ,\r\t"')}\n `),
  'byte order mark': whole((text) => `\uFEFF${text}`),
  comment: whole((text) => `/* {} */ ${text} // x`),
  'trailing comma': whole((text) => text.replace(/\}$/, ',}')),
  twice: whole((text) => text + text),
  'lines of another system': whole((text) => `\r\n${text.replaceAll('\n', '\r\n\r\n')}\r\n`),
  'form fields': whole(() => 'title=x&scheduled_at=2040-01-01T10%3A00%3A00Z'),
  'escaped slashes': whole((text) => text.replaceAll('/', '\\/').replaceAll('-', '\\u002d')),
  empty: whole(() => ''),
  'rare pit': whole((text) => '['.repeat(30_000) + text),
  'rare blank line': whole((text) => text + ' '.repeat(300_000)),
  'rare lines': whole((text) => `${text}${'\n{}'.repeat(400)}`),
});

const spliced = (bytes: Uint8Array, place: number, cut: number, added: readonly number[]) =>
  Uint8Array.from([...bytes.subarray(0, place), ...added, ...bytes.subarray(place + cut)]);

/** Bytes that are no UTF-8: alone, too long, cut off, surrogates, past the end. */
const NO_UTF8 = [
  [0x80],
  [0xff],
  [0xc0, 0xaf],
  [0xe2, 0x82],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
];

const BYTES = mutationsOf('bytes', {
  'no UTF-8': (draft, dice) => {
    const bytes = draft.bytes ?? new Uint8Array();
    // In the middle of it: within a text of JSON more often than not.
    draft.bytes = spliced(bytes, dice.below(bytes.length + 1), 0, dice.pick(NO_UTF8));
  },
  'another byte': (draft, dice) => {
    const bytes = draft.bytes ?? new Uint8Array();
    draft.bytes = spliced(bytes, dice.below(bytes.length + 1), 1, [dice.below(256)]);
  },
  'UTF-16': (draft) => {
    const text = `\uFEFF${draft.text ?? ''}`;
    draft.bytes = Uint8Array.from(
      [...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
    );
  },
  noise: (draft, dice) => {
    draft.bytes = Uint8Array.from({ length: dice.below(200) }, () => dice.below(256));
  },
  'rare 65 KiB': (draft) => {
    draft.bytes = toBytes((draft.text ?? '') + ' '.repeat(65 * 1024));
  },
});

export const BODY_MUTATIONS: readonly Mutation[] = [...OBJECTS, ...TEXT, ...BYTES];
