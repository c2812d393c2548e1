// Ways to spoil headers. Line breaks cannot be sent in one: whoever makes the request refuses them.

import type { Dice } from './dice.ts';
import { type Draft, type Mutation, mutationsOf } from './draft.ts';
import type { World } from './world.ts';

/** Puts the header in place of those of its name. */
const put =
  (name: string, choose: (dice: Dice, world: World) => string) =>
  (draft: Draft, dice: Dice, world: World) => {
    draft.headers = [...without(draft, name), [name, choose(dice, world)]];
  };
/** Puts the header behind those of its name: what arrives is both, with a comma. */
const add =
  (name: string, choose: (dice: Dice, world: World) => string) =>
  (draft: Draft, dice: Dice, world: World) => {
    draft.headers = [...draft.headers, [name, choose(dice, world)]];
  };
const without = ({ headers }: Draft, name: string) => headers.filter(([own]) => own !== name);

/** What any header may hold: tabs, control characters that are let through, percent signs, length. */
const STRANGE = [
  ...['', ' ', 'a\tb', '\u0001', '%0d%0aX-Evil: 1', 'x'.repeat(16_000), '"', ',', '*', '\\', '{}'],
  ...['__proto__', '-1', '0'],
];

const MEDIA_TYPES = [
  ...['text/plain', 'application/json; charset=utf-16', 'APPLICATION/JSON', 'application/json;;'],
  ...['application/jsonp', 'application/problem+json', 'multipart/form-data; boundary=x'],
  ...['application/x-www-form-urlencoded', 'application/json, text/plain', 'application/x-ndjson'],
  ...[' application/json ', 'json', '*/*', ...STRANGE],
];
const ENTITY_TAGS = [
  ...['*', '"1"', 'W/"1"', '"1", "2", "3"', '1', '"0"', '"-1"', '"01"', '"1e0"'],
  ...['"99999999999999999999"', 'w/"1"', ' * ', '"1', '""', ',,"1",,', '"a,b", W/"2"'],
  ...[`${'"x",'.repeat(2_000)}"1"`, ...STRANGE],
];
const LANGUAGES = [
  ...[
    'fr',
    'pt-PT, en;q=0.1',
    'FR-ca;q=1.000, *;q=0',
    'en;q=0, *',
    'de',
    'fr;q=x',
    'fr;q=0.0000001',
  ],
  ...[
    'fr,'.repeat(4_000),
    `fr${'-a'.repeat(4_000)}`,
    `en;q=0,${'*;q=0,'.repeat(2_000)}`,
    ...STRANGE,
  ],
];
const REQUEST_IDS = [
  ...['abc-123', 'a.b:c_d', 'x'.repeat(128), 'x'.repeat(129), 'a b', '<script>', ...STRANGE],
];

export const HEADER_MUTATIONS: readonly Mutation[] = mutationsOf('headers', {
  'media type': put('Content-Type', (dice) => dice.pick(MEDIA_TYPES)),
  'no media type': (draft) => {
    draft.headers = without(draft, 'Content-Type');
  },
  precondition: put('If-Match', (dice) => dice.pick(ENTITY_TAGS)),
  key: put('Idempotency-Key', (dice) => `key-${dice.below(40)}`),
  'strange key': put('Idempotency-Key', (dice) =>
    dice.pick(['x'.repeat(255), 'x'.repeat(256), 'a b', '!~', ...STRANGE]),
  ),
  'two keys': add('Idempotency-Key', (dice) => `key-${dice.below(40)}`),
  'request id': put('X-Request-Id', (dice) => dice.pick(REQUEST_IDS)),
  'no tenant': (draft) => {
    draft.headers = without(draft, 'X-Tenant');
  },
  'another tenant': put('X-Tenant', (dice, { foreign, tenant }) =>
    dice.pick([foreign.slug, tenant.slug.toUpperCase(), `${tenant.slug}/`, ...STRANGE]),
  ),
  'padded tenant': put('X-Tenant', (_, { tenant }) => `  ${tenant.slug}\t`),
  'two tenants': add('X-Tenant', (_, { tenant }) => tenant.slug),
  'no token': (draft) => {
    draft.headers = without(draft, 'Authorization');
  },
  'bad token': put('Authorization', (dice, { badTokens }) => `Bearer ${dice.pick(badTokens)}`),
  'strange caller': put('Authorization', (dice, { strangers }) => `Bearer ${dice.pick(strangers)}`),
  'spoilt token': put('Authorization', (dice, { tokens: { owner } }) => {
    const place = dice.below(owner.length);
    const spoilt = dice.pick(['', '.', 'A', ' ', '%']);
    return `Bearer ${owner.slice(0, place)}${spoilt}${owner.slice(place + 1)}`;
  }),
  'another scheme': put(
    'Authorization',
    (dice, { tokens }) =>
      `${dice.pick(['bearer', 'BEARER  ', 'Basic', 'Bearer:', ''])} ${tokens.owner}`,
  ),
  'strange credentials': put('Authorization', (dice) => dice.pick(STRANGE)),
  'lower role': put(
    'Authorization',
    (dice, { tokens }) => `Bearer ${dice.pick(Object.values(tokens))}`,
  ),
  'what is accepted': put('Accept', (dice) =>
    dice.pick(['text/html', 'application/xml;q=0.9', 'application/json;q=0', '*/*', ...STRANGE]),
  ),
  language: put('Accept-Language', (dice) => dice.pick(LANGUAGES)),
  caches: put('If-None-Match', (dice) => dice.pick(ENTITY_TAGS)),
  'method override': put('X-HTTP-Method-Override', () => 'DELETE'),
  forwarding: put('X-Forwarded-Host', (dice) =>
    dice.pick(['evil.example', 'localhost:1', ...STRANGE]),
  ),
  encoding: put('Content-Encoding', (dice) => dice.pick(['gzip', 'br', 'identity', ...STRANGE])),
  range: put('Range', () => 'bytes=0-1'),
  cookie: put('Cookie', (dice) => dice.pick(STRANGE)),
  'many headers': (draft) => {
    draft.headers = [
      ...draft.headers,
      ...Array.from({ length: 100 }, (_, index) => [`X-${index}`, `${index}`] as const),
    ];
  },
  length: put('Content-Length', (dice) =>
    dice.pick(['0', '1', '-1', '1e9', 'NaN', '99999999', '0x10', ...STRANGE]),
  ),
});
