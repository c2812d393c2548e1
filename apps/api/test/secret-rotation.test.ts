// A shared secret is replaced without anybody being logged out: the one before it is believed for as long as it is configured.

import { type JWTPayload, SignJWT } from 'jose';
import { beforeAll, it } from 'vitest';
import type { Env } from '../src/env.ts';
import { askApp, environment } from './harness/app.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

const [OLD, NEW] = ['the-old-secret-is-long-enough', 'the-new-secret-is-long-enough'];
const HOUR_S = 3_600;

let tenant: Tenant;
beforeAll(async () => {
  tenant = await newTenant();
});

const tokenBy = (secret: string, claims: JWTPayload = {}) =>
  new SignJWT({
    sub: tenant.agent.id,
    tenant: tenant.slug,
    role: 'attendant',
    exp: Math.floor(Date.now() / 1_000) + HOUR_S,
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));

const list = (env: Env, token: string, origin?: string) =>
  askApp(env, '/api/v1/appointments', {
    token,
    tenant: tenant.slug,
    ...(origin === undefined ? {} : { origin }),
  });

it('tokens of both secrets are believed meanwhile, and those of the old one no longer afterwards', async () => {
  const [meanwhile, afterwards] = [
    environment({ JWT_SECRET: NEW, JWT_SECRET_PREVIOUS: OLD }),
    environment({ JWT_SECRET: NEW }),
  ];
  for (const secret of [OLD, NEW]) (await list(meanwhile, await tokenBy(secret))).list();
  (await list(afterwards, await tokenBy(NEW))).list();
  (await list(afterwards, await tokenBy(OLD))).problem('unauthenticated');
});

it('the old secret is no laxer: expired, foreign and empty ones are refused', async () => {
  const env = environment({ JWT_SECRET: NEW, JWT_SECRET_PREVIOUS: OLD, JWT_ISSUER: 'us' });
  (await list(env, await tokenBy(OLD, { iss: 'us' }))).list();
  for (const claims of [{ iss: 'us', exp: 1 }, { iss: 'them' }]) {
    (await list(env, await tokenBy(OLD, claims))).problem('unauthenticated');
  }
  (await list(env, await tokenBy('another', { iss: 'us' }))).problem('unauthenticated');
  const none = environment({ JWT_SECRET: NEW, JWT_SECRET_PREVIOUS: '' });
  (await list(none, await tokenBy('\0'))).problem('unauthenticated');
});

it('a secret of local development opens nothing off the loopback as the old one either', async () => {
  const local = 'local-and-long-enough-for-the-tests';
  const env = environment({ JWT_SECRET: NEW, JWT_SECRET_PREVIOUS: local });
  const far = await list(env, await tokenBy(local), 'https://rendezvous.example');
  far.problem('unavailable');
});

it('it goes with a secret, not with a key set', async () => {
  const JWKS_URL = 'https://issuer.example/jwks.json';
  const env = environment({ JWT_SECRET: undefined, JWT_SECRET_PREVIOUS: OLD, JWKS_URL });
  (await list(env, await tokenBy(OLD))).problem('unavailable');
});
