// What an attacker works with: tokens put together by hand, part by part, since jose refuses to make most of them; and a
// world in which both configurations of identity exist, with the keys of their issuer and of a stranger.

import { env } from 'cloudflare:workers';
import { base64url, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Env } from '../../src/env.ts';
import { environment } from './app.ts';
import { newTenant, type Tenant } from './tenant.ts';

export const JWKS_URL = 'https://issuer.example/.well-known/jwks.json';
export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'rendezvous';
export const LOCAL_SECRET = 'local-and-long-enough-for-the-tests';

/** A key pair, and the name that its public half is published under. */
export interface Key {
  readonly kid: string;
  readonly secret: JsonWebKey;
  readonly published: JWK;
}

/** How the Worker is configured: `strict` is HS256 with issuer and audience, `local` HS256 with a secret of `npm start`. */
export type Configured = 'HS256' | 'JWKS' | 'strict' | 'local';

export interface World {
  readonly tenant: Tenant;
  readonly foreign: Tenant;
  readonly environments: Readonly<Record<Configured, Env>>;
  /** The issuer's keys, all of them published: `rsa512` for RS512 alone, `encryption` for no signatures at all. */
  readonly rsa: Key;
  readonly ec: Key;
  readonly ed: Key;
  readonly rsa512: Key;
  readonly encryption: Key;
  /** Keys that nobody publishes, under the names of the issuer's. */
  readonly stranger: { readonly rsa: Key; readonly ec: Key; readonly ed: Key };
}

export async function newWorld(): Promise<World> {
  const [tenant, foreign] = [await newTenant(), await newTenant()];
  return {
    tenant,
    foreign,
    environments: {
      HS256: environment(),
      JWKS: environment({ JWT_SECRET: undefined, JWKS_URL }),
      strict: environment({ JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE }),
      local: environment({ JWT_SECRET: LOCAL_SECRET }),
    },
    rsa: await newKey('RS256', 'rsa-1'),
    ec: await newKey('ES256', 'ec-1'),
    ed: await newKey('EdDSA', 'ed-1'),
    rsa512: await newKey('RS512', 'rsa-512'),
    encryption: await newKey('RS256', 'rsa-enc', 'enc'),
    stranger: {
      rsa: await newKey('RS256', 'rsa-1'),
      ec: await newKey('ES256', 'ec-1'),
      ed: await newKey('EdDSA', 'ed-1'),
    },
  };
}

async function newKey(alg: string, kid: string, use = 'sig'): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const published = { ...(await exportJWK(publicKey)), kid, alg, use };
  const secret = await crypto.subtle.exportKey('jwk', privateKey);
  if (secret instanceof ArrayBuffer) throw new Error('a key in JSON was wanted');
  // The same key serves algorithms that it was not made for.
  const { alg: _, key_ops: __, ...anyUse } = secret;
  return { kid, secret: anyUse, published };
}

/** What the issuer publishes; a shared secret is among it, which no token may be signed with all the same. */
export const keySetOf = ({ rsa, ec, ed, rsa512, encryption }: World) => ({
  keys: [
    ...[rsa, ec, ed, rsa512, encryption].map(({ published }) => published),
    { kty: 'oct', kid: 'oct-1', alg: 'HS256', k: base64url.encode(secretOf('HS256')) },
  ],
});

export const secretOf = (configured: Configured): Uint8Array =>
  bytes(configured === 'local' ? LOCAL_SECRET : String(env.JWT_SECRET));

export const now = (): number => Math.floor(Date.now() / 1_000);

/** The claims of an honest attendant: the tenant's agent. */
export const claimsOf = ({ tenant }: World): Record<string, unknown> => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: tenant.agent.id,
  tenant: tenant.slug,
  role: 'attendant',
  exp: now() + 3_600,
});

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A part of a token before it is encoded: an object becomes JSON, text and bytes go as they are. */
export type Part = object | string | Uint8Array;

export const encode = (part: Part): string =>
  base64url.encode(
    typeof part === 'string' || part instanceof Uint8Array ? part : JSON.stringify(part),
  );

export type Sign = (input: Uint8Array) => Promise<Uint8Array>;

/** A token of these parts. */
export async function compact(header: Part, payload: Part, sign: Sign): Promise<string> {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${encode(await sign(bytes(input)))}`;
}

/** No signature at all. */
export const unsigned: Sign = async () => new Uint8Array();

/** HMAC with a secret, of 256 bits unless told otherwise. */
export const hmac =
  (secret: Uint8Array, bits = 256): Sign =>
  async (input) => {
    // No key can be empty here; a zero byte is the same key, since HMAC fills keys up with zeros.
    const raw = secret.length > 0 ? secret : new Uint8Array(1);
    const algorithm = { name: 'HMAC', hash: `SHA-${bits}` };
    const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', key, input));
  };

/** A signature with the private half of a key, as the algorithm of that name makes it. */
export const signature =
  ({ secret }: Key, alg: string): Sign =>
  async (input) => {
    const hash = `SHA-${alg.slice(2)}`;
    const algorithm = {
      RS: { name: 'RSASSA-PKCS1-v1_5', hash },
      PS: { name: 'RSA-PSS', hash, saltLength: Number(alg.slice(2)) / 8 },
      ES: { name: 'ECDSA', hash, namedCurve: 'P-256' },
      Ed: { name: 'Ed25519' },
    }[alg.slice(0, 2)];
    if (!algorithm) throw new Error(`nobody signs with ${alg}`);
    const key = await crypto.subtle.importKey('jwk', secret, algorithm, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign(algorithm, key, input));
  };

/** An honest token for a configuration, with these claims and header parameters on top; undefined takes one away. */
export const honest = (
  world: World,
  configured: Configured,
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> =>
  compact(
    configured === 'JWKS'
      ? { alg: 'RS256', kid: world.rsa.kid, typ: 'JWT', ...header }
      : { alg: 'HS256', typ: 'JWT', ...header },
    { ...claimsOf(world), ...claims },
    configured === 'JWKS' ? signature(world.rsa, 'RS256') : hmac(secretOf(configured)),
  );
