// Attacks on the choice of algorithm and key: the header of a token is the attacker's word about how to believe it.

import { base64url, exportSPKI, importJWK, type JWK } from 'jose';
import { badTokens, goodTokens } from './attack.ts';
import {
  bytes,
  claimsOf,
  compact,
  hmac,
  honest,
  JWKS_URL,
  type Key,
  keySetOf,
  secretOf,
  signature,
  unsigned,
  type World,
} from './forgery.ts';

const SPELLINGS = ['none', 'None', 'NONE', 'nOnE', 'none ', 'nοne', ''];
/** What is no algorithm's name, although some libraries take it for one. */
const ODD_NAMES = ['hs256', 'HS256 ', 'HMAC', 'HMACSHA256', '__proto__', 'constructor', 'toString'];
const NO_NAMES = [null, 256, true, ['HS256'], { alg: 'HS256' }];

const EVIL = 'https://evil.example/jwks.json';
/** Names of keys that lead a careless look-up to a file, a query, another server or a prototype. */
const TRICKS = [
  ...['../../../../../../dev/null', '/dev/null', 'file:///dev/null', EVIL, JWKS_URL],
  ...["x' UNION SELECT 'key", '| cat /etc/passwd', 'rsa-1\u0000', ' rsa-1', 'RSA-1', '*', ''],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '0'],
];
const NO_KIDS = [null, 0, true, ['rsa-1'], { kid: 'rsa-1' }];

const named = <Value>(values: readonly Value[], name: string, row: (value: Value) => Row): Rows =>
  Object.fromEntries(values.map((value) => [`${name} ${JSON.stringify(value)}`, row(value)]));
type Row = (world: World) => Promise<string>;
type Rows = Record<string, Row>;

/** A token that an HS256 secret signs, which is made of something that everybody knows. */
const confused =
  (secret: (world: World) => Promise<Uint8Array> | Uint8Array, kid = 'rsa-1'): Row =>
  async (world) =>
    compact({ alg: 'HS256', kid }, claimsOf(world), hmac(await secret(world)));

async function pemOf({ published }: Key): Promise<string> {
  const { use: _, ...jwk } = published;
  const key = await importJWK(jwk);
  if (key instanceof Uint8Array) throw new Error('a public key was wanted');
  return exportSPKI(key);
}
const derOf = async (key: Key): Promise<Uint8Array> =>
  base64url.decode(
    (await pemOf(key))
      .replace(/-----.*?-----|\s/g, '')
      .replace(/\+/g, '-')
      .replace(/\//g, '_'),
  );

const bySecret =
  (header: object): Row =>
  (world) =>
    compact(header, claimsOf(world), hmac(secretOf('HS256')));
const byIssuer =
  (alg: string, kid: string, key: (world: World) => Key): Row =>
  (world) =>
    compact({ alg, kid }, claimsOf(world), signature(key(world), alg));
const byStranger =
  (header: (jwk: JWK) => object): Row =>
  (world) =>
    compact(
      { alg: 'RS256', kid: 'rsa-1', ...header(world.stranger.rsa.published) },
      claimsOf(world),
      signature(world.stranger.rsa, 'RS256'),
    );

/** Headers that bring a key along, or say where one is. */
const BROUGHT: Record<string, (jwk: JWK) => object> = {
  'the key of a stranger': () => ({}),
  'its own key in jwk': (jwk) => ({ jwk }),
  'its own key in jwk, and no kid': (jwk) => ({ jwk, kid: undefined }),
  'its own key in x5c': (jwk) => ({ x5c: [jwk.n] }),
  'its own key set in jwks': (jwk) => ({ jwks: { keys: [jwk] } }),
  'its own key in key': (jwk) => ({ key: jwk }),
  'jku of its own': () => ({ jku: EVIL }),
  'jku of its own, required by crit': () => ({ jku: EVIL, crit: ['jku'] }),
  'jku that begins like the issuer': () => ({ jku: `${JWKS_URL}@evil.example/jwks.json` }),
  'jku of its own, and a new kid': () => ({ jku: EVIL, kid: 'mine' }),
  'x5u of its own': () => ({ x5u: EVIL }),
  'x5t of its own': () => ({ x5t: 'AAAA', 'x5t#S256': 'AAAA' }),
  'iss of its own in the header': () => ({ iss: 'https://evil.example' }),
};

const ALGORITHM = [
  ...goodTokens('algorithm', 'HS256', { HS256: bySecret({ alg: 'HS256' }) }),
  ...badTokens('algorithm', 'HS256', {
    ...named(
      SPELLINGS,
      'unsigned, alg',
      (alg) => (world) => compact({ alg, typ: 'JWT' }, claimsOf(world), unsigned),
    ),
    ...named(['none', ...ODD_NAMES, ...NO_NAMES], 'signed with the secret, alg', (alg) =>
      bySecret({ alg }),
    ),
    'no alg': bySecret({ typ: 'JWT' }),
    'alg given twice, none last': (world) =>
      compact('{"alg":"HS256","alg":"none"}', claimsOf(world), unsigned),
    'HS384 with the secret': (world) =>
      compact({ alg: 'HS384' }, claimsOf(world), hmac(secretOf('HS256'), 384)),
    'HS512 with the secret': (world) =>
      compact({ alg: 'HS512' }, claimsOf(world), hmac(secretOf('HS256'), 512)),
    'HS256 with an empty secret': confused(() => new Uint8Array()),
    'HS256 with another secret': confused(() => bytes('secret')),
    'RS256 of an issuer': (world) => honest(world, 'JWKS'),
    'ES256 of an issuer': byIssuer('ES256', 'ec-1', ({ ec }) => ec),
    'EdDSA of an issuer': byIssuer('EdDSA', 'ed-1', ({ ed }) => ed),
    'PS256 of an issuer': byIssuer('PS256', 'rsa-1', ({ rsa }) => rsa),
  }),
  ...goodTokens('algorithm', 'JWKS', {
    RS256: byIssuer('RS256', 'rsa-1', ({ rsa }) => rsa),
    ES256: byIssuer('ES256', 'ec-1', ({ ec }) => ec),
    EdDSA: byIssuer('EdDSA', 'ed-1', ({ ed }) => ed),
  }),
  ...badTokens('algorithm', 'JWKS', {
    ...named(
      SPELLINGS,
      'unsigned, alg',
      (alg) => (world) => compact({ alg, kid: 'rsa-1' }, claimsOf(world), unsigned),
    ),
    ...named(NO_NAMES, 'alg', (alg) => (world) => honest(world, 'JWKS', {}, { alg })),
    'HS256 with the public key as PEM': confused(async ({ rsa }) => bytes(await pemOf(rsa))),
    'HS256 with the public key as PEM and its last line end': confused(async ({ rsa }) =>
      bytes(`${(await pemOf(rsa)).trim()}\n`),
    ),
    'HS256 with the public key as PEM on one line': confused(async ({ rsa }) =>
      bytes((await pemOf(rsa)).replace(/\s/g, '')),
    ),
    'HS256 with the public key as DER': confused(({ rsa }) => derOf(rsa)),
    'HS256 with the public key as JSON': confused(({ rsa }) =>
      bytes(JSON.stringify(rsa.published)),
    ),
    'HS256 with the modulus': confused(({ rsa }) => base64url.decode(rsa.published.n ?? '')),
    'HS256 with the modulus as text': confused(({ rsa }) => bytes(rsa.published.n ?? '')),
    'HS256 with the exponent': confused(({ rsa }) => base64url.decode(rsa.published.e ?? '')),
    'HS256 with the key set': confused((world) => bytes(JSON.stringify(keySetOf(world)))),
    'HS256 with a point of the curve': confused(
      ({ ec }) => base64url.decode(ec.published.x ?? ''),
      'ec-1',
    ),
    'HS256 with the public key of EdDSA': confused(
      ({ ed }) => base64url.decode(ed.published.x ?? ''),
      'ed-1',
    ),
    'HS256 with an empty secret': confused(() => new Uint8Array()),
    'HS256 with the kid': confused(() => bytes('rsa-1')),
    'HS256 with a secret that is published': confused(() => secretOf('HS256'), 'oct-1'),
    ...Object.fromEntries(
      ['RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((alg) => [
        `${alg} of the issuer`,
        byIssuer(alg, 'rsa-1', ({ rsa }) => rsa),
      ]),
    ),
    'RS512 with the key that is published for it': byIssuer(
      'RS512',
      'rsa-512',
      ({ rsa512 }) => rsa512,
    ),
    'EdDSA by its other name': async (world) =>
      compact({ alg: 'Ed25519', kid: 'ed-1' }, claimsOf(world), signature(world.ed, 'EdDSA')),
  }),
];

const KEY = [
  ...goodTokens('key', 'HS256', {
    'of any name': bySecret({ alg: 'HS256', kid: '../../dev/null' }),
    'with others beside it': bySecret({
      alg: 'HS256',
      jku: EVIL,
      x5u: EVIL,
      jwk: { kty: 'oct', k: 'AA' },
    }),
  }),
  ...badTokens('key', 'HS256', {
    ...named(TRICKS, 'an empty secret under the kid', (kid) =>
      confused(() => new Uint8Array(), kid),
    ),
    "the kid's own query result as a secret": confused(() => bytes('key'), "x' UNION SELECT 'key"),
    'its own secret in jwk': (world) =>
      compact(
        { alg: 'HS256', jwk: { kty: 'oct', k: base64url.encode('mine') } },
        claimsOf(world),
        hmac(bytes('mine')),
      ),
  }),
  ...goodTokens('key', 'JWKS', {
    'without a name, when one alone fits': async (world) =>
      compact({ alg: 'ES256' }, claimsOf(world), signature(world.ec, 'ES256')),
    'with others beside it': (world) =>
      honest(world, 'JWKS', {}, { jku: EVIL, x5u: EVIL, x5c: ['AA'] }),
  }),
  ...badTokens('key', 'JWKS', {
    ...Object.fromEntries(
      Object.entries(BROUGHT).map(([name, header]) => [name, byStranger(header)]),
    ),
    ...named(
      [...TRICKS, ...NO_KIDS],
      'of the issuer under the kid',
      (kid) => (world) => honest(world, 'JWKS', {}, { kid }),
    ),
    'of a stranger, without a kid': byStranger(() => ({ kid: undefined })),
    'of the issuer under the kid of another': byIssuer('RS256', 'ec-1', ({ rsa }) => rsa),
    'ES256 under the kid of an RSA key': byIssuer('ES256', 'rsa-1', ({ ec }) => ec),
    'published for another algorithm': byIssuer('RS256', 'rsa-512', ({ rsa512 }) => rsa512),
    'published for encryption': byIssuer('RS256', 'rsa-enc', ({ encryption }) => encryption),
    'ES256 of a stranger': byIssuer('ES256', 'ec-1', ({ stranger }) => stranger.ec),
    'EdDSA of a stranger': byIssuer('EdDSA', 'ed-1', ({ stranger }) => stranger.ed),
  }),
];

export const ATTACKS_ON_KEYS = [...ALGORITHM, ...KEY];
