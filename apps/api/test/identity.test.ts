// Whose tokens are believed, as configured: names of claims, issuer and audience, a shared secret or a published key set.

import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Env } from '../src/env.ts';
import { askApp, environment } from './harness/app.ts';
import { booking, sign } from './harness/client.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await newTenant();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const claims = (): JWTPayload => ({
  sub: tenant.agent.id,
  tenant: tenant.slug,
  role: 'attendant',
  exp: Math.floor(Date.now() / 1000) + 3_600,
});

/** The answer to a list with this token. */
const listWith = async (token: string, env: Env, origin?: string) =>
  askApp(env, '/api/v1/appointments', {
    token,
    tenant: tenant.slug,
    ...(origin === undefined ? {} : { origin }),
  });

describe('claims', () => {
  it('have the names that the configuration gives them', async () => {
    const env = environment({
      JWT_USER_CLAIM: 'https://rendezvous.example/user',
      JWT_TENANT_CLAIM: 'https://rendezvous.example/tenant',
      JWT_ROLE_CLAIM: 'papel',
    });
    const token = await sign({
      'https://rendezvous.example/user': tenant.otherAgent.id,
      'https://rendezvous.example/tenant': tenant.slug,
      papel: 'attendant',
      sub: 'auth0|123',
      tenant: 'another',
    });
    const booked = await askApp(env, '/api/v1/appointments', {
      token,
      tenant: tenant.slug,
      method: 'POST',
      body: JSON.stringify(booking(tenant)),
    });
    expect(booked.appointment(201).user_id).toBe(tenant.otherAgent.id);
    (await listWith(await sign(claims()), env)).problem('unauthenticated');
  });

  it('iss, aud and nbf are honoured where they are configured or sent', async () => {
    const env = environment({ JWT_ISSUER: 'https://issuer.example', JWT_AUDIENCE: 'rendezvous' });
    const iss = 'https://issuer.example';
    const aud = ['other', 'rendezvous'];
    const good = { ...claims(), iss, aud };
    const status = async (payload: JWTPayload, of = env) =>
      (await listWith(await sign(payload), of)).status;
    const inAnHour = Math.floor(Date.now() / 1000) + 3_600;
    expect(await status(good)).toBe(200);
    expect(await status({ ...good, iss: 'https://other.example' })).toBe(401);
    expect(await status({ ...claims(), aud })).toBe(401);
    expect(await status({ ...good, aud: 'other' })).toBe(401);
    expect(await status({ ...claims(), iss })).toBe(401);
    expect(await status({ ...good, nbf: inAnHour })).toBe(401);
    expect(await status({ ...good, iss: 'x', aud: 'y' }, environment())).toBe(200);
  });
});

const JWKS_URL = 'https://issuer.example/.well-known/jwks.json';
const withKeySet = () => environment({ JWT_SECRET: undefined, JWKS_URL });

/** Publishes these keys in place of the network; the spy counts the requests. */
const publish = (answer: () => Response | Promise<Response>) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    expect(String(input)).toBe(JWKS_URL);
    return answer();
  });

interface Issuer {
  readonly jwk: JWK;
  readonly publicKey: CryptoKey;
  token(payload?: JWTPayload): Promise<string>;
}

async function newIssuer(alg: string, kid: string): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return {
    publicKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
    token: (payload = claims()) =>
      new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(privateKey),
  };
}

describe('a published key set', () => {
  it.each(['RS256', 'ES256', 'EdDSA'])('is believed for %s, and read once', async (alg) => {
    const [issuer, stranger] = [await newIssuer(alg, 'k1'), await newIssuer(alg, 'k1')];
    const fetched = publish(() => Response.json({ keys: [issuer.jwk] }));
    const env = withKeySet();
    for (let request = 0; request < 3; request += 1) {
      (await listWith(await issuer.token(), env)).list();
    }
    (await listWith(await stranger.token(), env)).problem('unauthenticated');
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('makes no other algorithm acceptable', async () => {
    const [issuer, other] = [await newIssuer('RS256', 'k1'), await newIssuer('RS512', 'k2')];
    publish(() => Response.json({ keys: [issuer.jwk, other.jwk] }));
    const env = withKeySet();
    // The public key as if it were a shared secret.
    const pem = new TextEncoder().encode(await exportSPKI(issuer.publicKey));
    const confused = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(pem);
    for (const token of [confused, await other.token(), await sign(claims())]) {
      (await listWith(token, env)).problem('unauthenticated');
    }
    (await listWith(await issuer.token(), environment())).problem('unauthenticated');
  });

  it('may change: a new key is believed half a minute after it was published', async () => {
    const [old, fresh] = [await newIssuer('ES256', 'old'), await newIssuer('ES256', 'new')];
    let keys = [old.jwk];
    publish(() => Response.json({ keys }));
    const env = withKeySet();
    (await listWith(await old.token(), env)).list();
    keys = [old.jwk, fresh.jwk];
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    (await listWith(await fresh.token(), env)).list();
  });

  it.each<[string, () => Response | Promise<Response>]>([
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['does not answer in time', () => Promise.reject(new DOMException('', 'TimeoutError'))],
    ['is answered with 500', () => new Response('', { status: 500 })],
    ['is no JSON', () => new Response('<html>')],
    ['is no key set', () => Response.json({ keys: 'none' })],
  ])('that %s makes no token bad: 503, and fine again afterwards', async (_, failing) => {
    const issuer = await newIssuer('ES256', 'k1');
    const env = withKeySet();
    publish(failing);
    const answer = await listWith(await issuer.token(), env);
    answer.problem('unavailable');
    expect(answer.headers.get('Retry-After')).not.toBeNull();
    vi.restoreAllMocks();
    publish(() => Response.json({ keys: [issuer.jwk] }));
    (await listWith(await issuer.token(), env)).list();
  });
});

describe('a Worker that is not configured', () => {
  it.each<[string, Parameters<typeof environment>[0]]>([
    ['neither a secret nor a key set', { JWT_SECRET: undefined }],
    ['an empty secret', { JWT_SECRET: '' }],
    ['both a secret and a key set', { JWKS_URL }],
    ['a key set at no URL', { JWT_SECRET: undefined, JWKS_URL: 'jwks' }],
    [
      'a key set that travels in the open',
      { JWT_SECRET: undefined, JWKS_URL: 'http://a.example/' },
    ],
    ['no key for customer ids', { CUSTOMER_ID_KEY: undefined }],
  ])('serves nothing with %s', async (_, overrides) => {
    const fetched = publish(() => Response.json({ keys: [] }));
    const env = environment(overrides);
    (await listWith(await sign(claims()), env)).problem('unavailable');
    (await askApp(env, '/api/v1/appointments')).problem('unavailable');
    (await askApp(env, '/ready')).problem('unavailable');
    expect(fetched).not.toHaveBeenCalled();
  });

  it('serves nothing off the loopback with a secret of local development', async () => {
    const secret = 'local-and-long-enough-for-the-tests';
    const env = environment({ JWT_SECRET: secret });
    const token = await new SignJWT(claims())
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret));
    const far = ['https://rendezvous.example', 'http://localhost.example', 'http://10.0.0.1:8787'];
    for (const origin of far) (await listWith(token, env, origin)).problem('unavailable');
    const near = ['http://localhost', 'http://localhost:8787', 'http://127.0.0.1', 'http://[::1]'];
    for (const origin of near) (await listWith(token, env, origin)).list();
    (await listWith(await sign(claims()), environment(), 'https://rendezvous.example')).list();
  });
});
