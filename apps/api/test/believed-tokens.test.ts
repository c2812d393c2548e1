// A token that was believed is believed again without being checked in full, and not a moment or a key longer.

import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Env } from '../src/env.ts';
import { askApp, environment } from './harness/app.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

const SECRET = 'a-secret-that-is-long-enough';
const JWKS_URL = 'https://issuer.example/.well-known/jwks.json';
const MINUTE = 60_000;

let tenant: Tenant;
beforeAll(async () => {
  tenant = await newTenant();
});
beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const later = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
const claims = () => ({ sub: tenant.agent.id, tenant: tenant.slug, role: 'attendant' });
const inMinutes = (minutes: number) => Math.floor((Date.now() + minutes * MINUTE) / 1_000);
const tokenBy = (secret: string, minutes = 60) =>
  new SignJWT({ ...claims(), exp: inMinutes(minutes) })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
const statusOf = async (env: Env, token: string) =>
  (await askApp(env, '/api/v1/appointments', { token, tenant: tenant.slug })).status;

describe('a token that was believed', () => {
  it('has its signature checked once', async () => {
    const env = environment({ JWT_SECRET: SECRET });
    const token = await tokenBy(SECRET);
    const verify = vi.spyOn(crypto.subtle, 'verify');
    for (let request = 0; request < 3; request += 1) expect(await statusOf(env, token)).toBe(200);
    expect(verify).toHaveBeenCalledTimes(1);
  });

  it('is refused from the second in which it expires', async () => {
    const env = environment({ JWT_SECRET: SECRET });
    const token = await tokenBy(SECRET, 5);
    expect(await statusOf(env, token)).toBe(200);
    later(4 * MINUTE);
    expect(await statusOf(env, token)).toBe(200);
    later(MINUTE);
    expect(await statusOf(env, token)).toBe(401);
  });

  it('lends nothing to one that differs in a letter', async () => {
    const env = environment({ JWT_SECRET: SECRET });
    const token = await tokenBy(SECRET);
    expect(await statusOf(env, token)).toBe(200);
    const at = token.lastIndexOf('.') + 1;
    const forged = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    expect(await statusOf(env, forged)).toBe(401);
    expect(await statusOf(env, token)).toBe(200);
  });

  it('is a stranger where the secret or what is asked of tokens is another', async () => {
    const token = await tokenBy(SECRET);
    expect(await statusOf(environment({ JWT_SECRET: SECRET }), token)).toBe(200);
    expect(await statusOf(environment({ JWT_SECRET: `not ${SECRET}` }), token)).toBe(401);
    const withIssuer = environment({ JWT_SECRET: SECRET, JWT_ISSUER: 'us' });
    expect(await statusOf(withIssuer, token)).toBe(401);
  });

  it('is refused when its key is no longer published', async () => {
    const keys = [];
    for (const kid of ['old', 'new']) {
      const { publicKey, privateKey } = await generateKeyPair('ES256');
      keys.push({ kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid } });
    }
    const [old, fresh] = keys;
    if (!old || !fresh) throw new Error('there are two keys');
    let published = [old.jwk];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () =>
      Response.json({ keys: published }),
    );
    const env = environment({ JWT_SECRET: undefined, JWKS_URL });
    const token = await new SignJWT({ ...claims(), exp: inMinutes(60) })
      .setProtectedHeader({ alg: 'ES256', kid: old.kid })
      .sign(old.privateKey);
    expect(await statusOf(env, token)).toBe(200);
    published = [fresh.jwk];
    expect(await statusOf(env, token)).toBe(200);
    later(10 * MINUTE);
    expect(await statusOf(env, token)).toBe(401);
  });
});
