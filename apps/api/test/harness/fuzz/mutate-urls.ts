// Ways to spoil what stands in the URL, and the method in front of it.

import type { Dice } from './dice.ts';
import { type Draft, type Mutation, mutationsOf } from './draft.ts';
import { IDS, KEYS, TEXTS, TIMES } from './hostile.ts';

/** Text as it may stand in a query, however strange. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
/** What stands in a URL as it is. */
const RAW = [
  ...['%', '%zz', '%E0%A4', '%ff%fe', '%ED%A0%80', '%00', '%0d%0aSet-Cookie:%20evil=1', '+', '%2B'],
  ...['%u0041', '%25%30%30', '%C0%AF', 'é', '[]', '{}', '"<>`|^'],
];
const RAW_IN_QUERY = [...RAW, 'a%26b', '=', '==', ';', '%23'];
const NO_NUMBERS = ['1e3', '-1', '1.5', '0x10', ' 1 ', '0', '-0'];
const NOWHERE = [
  ...['/', '/api', '/api/v1', '/api/v2/appointments', '/appointments', '/.env', '//', '/health/x'],
  ...['/*', '/api/v1/*', '/:id', '/api/v1/appointments/:id/*'],
];

const anything = (dice: Dice): string =>
  dice.chance(0.3)
    ? dice.pick(RAW_IN_QUERY)
    : encoded(dice.pick(dice.pick([TEXTS, IDS, TIMES, NO_NUMBERS])));

const inOne =
  (change: (name: string, value: string, dice: Dice) => string[]) => (draft: Draft, dice: Dice) => {
    const index = dice.below(draft.query.length);
    draft.query = draft.query.flatMap((parameter, at) => {
      const [name = '', ...value] = parameter.split('=');
      return at === index ? change(name, value.join('='), dice) : [parameter];
    });
  };
const added = (make: (dice: Dice) => string[]) => (draft: Draft, dice: Dice) => {
  draft.query = dice.chance(0.5)
    ? [...make(dice), ...draft.query]
    : [...draft.query, ...make(dice)];
};

const QUERY = mutationsOf('query', {
  'another value': inOne((name, _, dice) => [`${name}=${anything(dice)}`]),
  'missing parameter': inOne(() => []),
  'empty parameter': inOne((name, _, dice) => [dice.pick([name, `${name}=`, `${name}=%20`])]),
  'repeated before': inOne((name, value, dice) => [
    `${name}=${anything(dice)}`,
    `${name}=${value}`,
  ]),
  'repeated after': inOne((name, value, dice) => [`${name}=${value}`, `${name}=${anything(dice)}`]),
  'list of values': inOne((name, value, dice) => [`${name}=${value},${anything(dice)}`]),
  brackets: inOne((name, value, dice) => [
    `${name}${dice.pick(['[]', '[0]', '[$ne]', '%5B%5D'])}=${value}`,
  ]),
  'another case': inOne((name, value) => [`${name.toUpperCase()}=${value}`]),
  'encoded name': inOne((name, value) => [
    `%${name.charCodeAt(0).toString(16)}${name.slice(1)}=${value}`,
  ]),
  'padded value': inOne((name, value) => [`${name}=%20%09${value}%0a`]),
  'space for a plus': inOne((name) => [`${name}=2040-01-01T10:00:00 02:00`]),
  'unknown parameter': added((dice) => [`${encoded(dice.pick(KEYS))}=${anything(dice)}`]),
  'nameless parameter': added((dice) => [`=${anything(dice)}`, '&', '=']),
  'prototype parameter': added((dice) => [
    `${dice.pick(['__proto__', 'constructor', '__proto__[page]', 'toString', 'valueOf'])}=${anything(dice)}`,
  ]),
  'long value': added((dice) => [`x=${dice.pick(['x', '%F0%9F%98%80', '('])}`.padEnd(8_000, '(')]),
  'many parameters': added(() => Array.from({ length: 300 }, (_, index) => `k${index}=${index}`)),
});

/** Replaces one of the segments. */
const inSegment =
  (change: (segment: string, dice: Dice) => string) => (draft: Draft, dice: Dice) => {
    const segments = draft.path.split('/');
    const index = 1 + dice.below(segments.length - 1);
    draft.path = segments
      .map((segment, at) => (at === index ? change(segment, dice) : segment))
      .join('/');
  };

const PATH = mutationsOf('path', {
  'another segment': inSegment((_, dice) => encoded(dice.pick([...IDS, ...TEXTS]))),
  'raw segment': inSegment((_, dice) => dice.pick(RAW)),
  'encoded letter': inSegment(
    (segment) => `%${segment.charCodeAt(0).toString(16).padStart(2, '0')}${segment.slice(1)}`,
  ),
  'encoded twice': inSegment(
    (segment) => `%25${segment.charCodeAt(0).toString(16)}${segment.slice(1)}`,
  ),
  'upper case': inSegment((segment) => segment.toUpperCase()),
  appended: inSegment(
    (segment, dice) => segment + dice.pick(['%20', '%00', ';a=b', '.json', '%0a', '/', '%2F', '~']),
  ),
  'slash too much': inSegment((segment) => `/${segment}`),
  climbing: inSegment(
    (segment, dice) => `${segment}/${dice.pick(['..', '%2e%2e', '.', '..%2f', '..;'])}`,
  ),
  'long segment': inSegment((segment) => segment.padEnd(4_000, 'x')),
  'trailing slash': (draft) => {
    draft.path += '/';
  },
  deeper: (draft, dice) => {
    draft.path += `/${dice.pick(['confirm', 'nothing', 'conflicts', '%00', '..', 'x/y/z'])}`;
  },
  nowhere: (draft, dice) => {
    draft.path = dice.pick(NOWHERE);
  },
});

const METHODS = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'patch', 'X'],
];

const METHOD = mutationsOf('method', {
  'another method': (draft, dice) => {
    draft.method = dice.pick(METHODS);
  },
});

export const URL_MUTATIONS: readonly Mutation[] = [...QUERY, ...PATH, ...METHOD];
