// Attacks on a token's form: a signature that is missing, mended or moved, and tokens that are no signed claims at all.

import { base64url, CompactEncrypt, importJWK } from 'jose';
import { badTokens, goodTokens } from './attack.ts';
import {
  bytes,
  type Configured,
  claimsOf,
  compact,
  encode,
  hmac,
  honest,
  type Part,
  secretOf,
  signature,
  type World,
} from './forgery.ts';

type Row = (world: World) => Promise<string>;
type Rows = Record<string, Row>;

const BOTH: readonly Configured[] = ['HS256', 'JWKS'];

/** The three parts of an honest token, put together in another way. */
const remade =
  (under: Configured, make: (header: string, payload: string, signature: string) => string): Row =>
  async (world) => {
    const [header = '', payload = '', signature = ''] = (await honest(world, under)).split('.');
    return make(header, payload, signature);
  };

/** An honest token whose claims were changed after it was signed. */
const tampered =
  (under: Configured, claims: (world: World) => object): Row =>
  async (world) => {
    const [header = '', , signature = ''] = (await honest(world, under)).split('.');
    return `${header}.${encode({ ...claimsOf(world), ...claims(world) })}.${signature}`;
  };

/** An honest token with a header that was changed after it was signed. */
const reheaded = (under: Configured, header: object): Row =>
  remade(under, (was, payload, signature) => {
    const before: object = JSON.parse(new TextDecoder().decode(base64url.decode(was)));
    return `${encode({ ...before, ...header })}.${payload}.${signature}`;
  });

/** The signature of a token whose signature is written differently in base64 and in base64url. */
const inBase64 =
  (under: Configured): Row =>
  async (world) => {
    for (let jti = 0; ; jti += 1) {
      const [header, payload, signature = ''] = (await honest(world, under, { jti })).split('.');
      if (!/[-_]/.test(signature)) continue;
      return `${header}.${payload}.${signature.replaceAll('-', '+').replaceAll('_', '/')}`;
    }
  };

const withBytes = (change: (signature: Uint8Array) => Uint8Array) => (signature: string) =>
  base64url.encode(change(base64url.decode(signature)));

const signatures = (under: Configured): Rows => ({
  'is empty': remade(under, (h, p) => `${h}.${p}.`),
  'is missing': remade(under, (h, p) => `${h}.${p}`),
  'is the only part': remade(under, (_h, _p, s) => s),
  'is alone with the header': remade(under, (h, _p, s) => `${h}..${s}`),
  'is alone with the claims': remade(under, (_h, p, s) => `.${p}.${s}`),
  'lacks its last byte': remade(
    under,
    (h, p, s) => `${h}.${p}.${withBytes((b) => b.slice(0, -1))(s)}`,
  ),
  'lacks its first byte': remade(
    under,
    (h, p, s) => `${h}.${p}.${withBytes((b) => b.slice(1))(s)}`,
  ),
  'lacks its last letter': remade(under, (h, p, s) => `${h}.${p}.${s.slice(0, -1)}`),
  'has a byte more': remade(
    under,
    (h, p, s) => `${h}.${p}.${withBytes((b) => new Uint8Array([...b, 0]))(s)}`,
  ),
  'is there twice': remade(under, (h, p, s) => `${h}.${p}.${s}${s}`),
  'is zero': remade(under, (h, p, s) => `${h}.${p}.${withBytes((b) => b.fill(0))(s)}`),
  'has one bit turned': remade(
    under,
    (h, p, s) =>
      `${h}.${p}.${withBytes((b) => b.map((byte, at) => (at === 0 ? byte ^ 1 : byte)))(s)}`,
  ),
  'is padded': remade(under, (h, p, s) => `${h}.${p}.${s}${'='.repeat(4 - (s.length % 4))}`),
  'is in base64': inBase64(under),
  'is followed by a dot': remade(under, (h, p, s) => `${h}.${p}.${s}.`),
  'is followed by another part': remade(under, (h, p, s) => `${h}.${p}.${s}.${s}`),
  'is followed by a comma': remade(under, (h, p, s) => `${h}.${p}.${s},`),
  'is followed by garbage': remade(under, (h, p, s) => `${h}.${p}.${s}!`),
  'is quoted': remade(under, (h, p, s) => `"${h}.${p}.${s}"`),
  'is encoded for a URL': remade(under, (h, p, s) => `${h}%2E${p}%2E${s}`),
  'is of a token for nobody': async (world) => {
    const [, , stolen] = (await honest(world, under, { sub: 'nobody' })).split('.');
    const [header, payload] = (await honest(world, under)).split('.');
    return `${header}.${payload}.${stolen}`;
  },
  'is kept with another tenant': tampered(under, ({ foreign }) => ({ tenant: foreign.slug })),
  'is kept with another role': tampered(under, () => ({ role: 'owner' })),
  'is kept with another user': tampered(under, ({ tenant }) => ({ sub: tenant.manager.id })),
  'is kept with a longer life': tampered(under, () => ({ exp: 9_999_999_999 })),
  'is kept with another type': reheaded(under, { typ: 'at+jwt' }),
  'is kept with alg none': reheaded(under, { alg: 'none' }),
  'is kept with padded claims': remade(under, (h, p, s) => `${h}.${p}=.${s}`),
});

const signer = (world: World, under: Configured) =>
  under === 'JWKS' ? signature(world.rsa, 'RS256') : hmac(secretOf(under));
const headerOf = (under: Configured) =>
  under === 'JWKS' ? { alg: 'RS256', kid: 'rsa-1' } : { alg: 'HS256' };

/** Signed by the issuer, but not as claims. */
const signed =
  (under: Configured, header: object, payload?: (world: World) => Part | Promise<Part>): Row =>
  async (world) =>
    compact(
      { ...headerOf(under), ...header },
      (await payload?.(world)) ?? claimsOf(world),
      signer(world, under),
    );

/** RFC 7797: the claims as they are, not encoded. */
const unencoded =
  (under: Configured, header: object): Row =>
  async (world) => {
    const [claims, head] = [
      JSON.stringify(claimsOf(world)),
      encode({ ...headerOf(under), ...header }),
    ];
    return `${head}.${claims}.${base64url.encode(await signer(world, under)(bytes(`${head}.${claims}`)))}`;
  };

/** Claims that are encrypted for the Worker, which proves nothing about who wrote them. */
const encrypted =
  (under: Configured): Row =>
  async (world) =>
    new CompactEncrypt(bytes(JSON.stringify(claimsOf(world))))
      .setProtectedHeader({ alg: under === 'JWKS' ? 'RSA-OAEP-256' : 'dir', enc: 'A256GCM' })
      .encrypt(
        under === 'JWKS'
          ? await importJWK({ ...world.rsa.published, alg: 'RSA-OAEP-256', use: 'enc' })
          : secretOf(under).slice(0, 32),
      );

const deflated = async (world: World): Promise<Uint8Array> => {
  const claims = new Response(JSON.stringify(claimsOf(world))).body;
  const packed = claims?.pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
};

const structures = (under: Configured): Rows => ({
  'wants an extension that nobody knows': signed(under, { crit: ['wish'], wish: true }),
  'wants a claim to be understood': signed(under, { crit: ['exp'], exp: 1 }),
  'wants what it does not have': signed(under, { crit: ['b64'] }),
  'wants nothing at all': signed(under, { crit: [] }),
  'wants in words': signed(under, { crit: 'b64', b64: true }),
  'wants a prototype': signed(under, { crit: ['__proto__'] }),
  'has claims that are not encoded': unencoded(under, { b64: false, crit: ['b64'] }),
  'has claims that are not encoded, and does not say so': unencoded(under, { b64: false }),
  'has claims that are encoded, and says they are not': signed(under, {
    b64: false,
    crit: ['b64'],
  }),
  'has claims that are packed': signed(under, { zip: 'DEF' }, deflated),
  'holds another token': signed(under, { cty: 'JWT' }, (world) => honest(world, under)),
  'is encrypted': encrypted(under),
  'has five parts': (world) => honest(world, under).then((token) => `${token}.AAAA.AAAA`),
  'is JSON': remade(under, (h, p, s) => JSON.stringify({ protected: h, payload: p, signature: s })),
  'has a header that is a list': remade(
    under,
    (_h, p, s) => `${encode([{ alg: 'none' }])}.${p}.${s}`,
  ),
  'has a header that is no JSON': remade(under, (_h, p, s) => `${encode('{"alg":')}.${p}.${s}`),
  'has a header of 5,000 levels': remade(
    under,
    (_h, p, s) => `${encode(`{"alg":${'['.repeat(5_000)}`)}.${p}.${s}`,
  ),
  'has a list of claims': signed(under, {}, (world) => [claimsOf(world)]),
  'has claims that are text': signed(under, {}, (world) =>
    JSON.stringify(JSON.stringify(claimsOf(world))),
  ),
  'has null for claims': signed(under, {}, () => 'null'),
  'has no claims': signed(under, {}, () => ''),
  'has claims that are not UTF-8': signed(
    under,
    {},
    (world) =>
      new Uint8Array([...bytes(JSON.stringify(claimsOf(world)).slice(0, -2)), 0xff, 0x22, 0x7d]),
  ),
  'is a megabyte of one letter': async () => 'A'.repeat(1_000_000),
  'is a megabyte of dots': async () => '.'.repeat(1_000_000),
  'is a megabyte of header': remade(under, (h, p, s) => `${h}${'A'.repeat(1_000_000)}.${p}.${s}`),
  'is a megabyte of signature': remade(under, (h, p, s) => `${h}.${p}.${s.repeat(20_000)}`),
});

export const ATTACKS_ON_SIGNATURES = BOTH.flatMap((under) => [
  ...goodTokens('signature', under, { 'is as it was made': (world) => honest(world, under) }),
  ...badTokens('signature', under, signatures(under)),
  ...goodTokens('structure', under, {
    'has more claims than anybody reads': (world) =>
      honest(world, under, { scope: 'a b', nested: { deep: ['x'] }, pad: 'x'.repeat(5_000) }),
    'has a header parameter that nobody reads': (world) =>
      honest(world, under, {}, { typ: 'at+jwt', wish: true }),
  }),
  ...badTokens('structure', under, structures(under)),
]);
