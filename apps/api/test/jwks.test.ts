// The issuer's keys change, and the issuer falls silent: who has a good token notices neither.

import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeySet } from '../src/http/key-set.ts';
import { askApp, environment } from './harness/app.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

const JWKS_URL = 'https://issuer.example/.well-known/jwks.json';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let tenant: Tenant;
beforeAll(async () => {
  tenant = await newTenant();
});

/** What the issuer publishes, or how it fails; and how often it was asked. */
let issuer: () => Promise<Response>;
let asked = 0;
beforeEach(() => {
  asked = 0;
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    expect(String(input)).toBe(JWKS_URL);
    expect(init?.redirect).toBe('manual');
    asked += 1;
    return issuer();
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const publish = (...keys: { jwk: JWK }[]) => {
  issuer = async () => Response.json({ keys: keys.map(({ jwk }) => jwk) });
};
const fail = () => {
  issuer = () => Promise.reject(new TypeError('network connection lost'));
};
const later = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });

interface Key {
  readonly jwk: JWK;
  readonly privateKey: CryptoKey;
}

async function newKey(kid?: string): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), ...(kid && { kid }) } };
}

const tokenOf = ({ jwk, privateKey }: Key, ttl = 48 * HOUR) => {
  const header: JWTHeaderParameters = { alg: 'ES256', ...(jwk.kid && { kid: jwk.kid }) };
  const exp = Math.floor((Date.now() + ttl) / SECOND);
  return new SignJWT({ sub: tenant.agent.id, tenant: tenant.slug, role: 'attendant', exp })
    .setProtectedHeader(header)
    .sign(privateKey);
};

/** A Worker that has not asked its issuer yet: the status of a list with a token. */
function newWorker() {
  const env = environment({ JWT_SECRET: undefined, JWKS_URL });
  return async (token: string) =>
    (await askApp(env, '/api/v1/appointments', { token, tenant: tenant.slug })).status;
}

describe('a rotation', () => {
  it('is noticed by the first token that names the new key, and asked about once', async () => {
    const [old, fresh] = [await newKey('old'), await newKey('new')];
    const list = newWorker();
    publish(old);
    expect(await list(await tokenOf(old))).toBe(200);
    publish(old, fresh);
    later(31 * SECOND);
    expect(await list(await tokenOf(fresh))).toBe(200);
    expect(await list(await tokenOf(old))).toBe(200);
    expect(asked).toBe(2);
  });

  it('is noticed although neither key has a name', async () => {
    const [old, fresh] = [await newKey(), await newKey()];
    const list = newWorker();
    publish(old);
    expect(await list(await tokenOf(old))).toBe(200);
    publish(fresh);
    later(31 * SECOND);
    expect(await list(await tokenOf(fresh))).toBe(200);
    expect(await list(await tokenOf(old))).toBe(401);
  });

  it('that withdraws a key is noticed after ten minutes at most', async () => {
    const [old, fresh] = [await newKey('old'), await newKey('new')];
    const list = newWorker();
    publish(old);
    expect(await list(await tokenOf(old))).toBe(200);
    publish(fresh);
    later(10 * MINUTE);
    expect(await list(await tokenOf(old))).toBe(401);
  });

  it.each(['answers', 'is down'])(
    'is asked about once in half a minute, whatever names are made up, while the issuer %s',
    async (state) => {
      const known = await newKey('known');
      const list = newWorker();
      publish(known);
      expect(await list(await tokenOf(known))).toBe(200);
      later(31 * SECOND);
      if (state === 'is down') fail();
      for (let attempt = 0; attempt < 20; attempt += 1) {
        const forged = await tokenOf(await newKey(`made-up-${attempt}`));
        // While nobody can say whose key it is, nobody says that the token is bad.
        expect(await list(forged)).toBe(state === 'answers' ? 401 : 503);
      }
      expect(asked).toBe(2);
      later(31 * SECOND);
      await list(await tokenOf(await newKey('made-up')));
      expect(asked).toBe(3);
    },
  );
});

describe('a token without a key’s name', () => {
  it('is believed with whichever of the published keys it was signed', async () => {
    const keys = [await newKey('a'), await newKey('b'), await newKey()];
    const list = newWorker();
    publish(...keys);
    for (const { privateKey } of keys) {
      expect(await list(await tokenOf({ jwk: {}, privateKey }))).toBe(200);
    }
    expect(await list(await tokenOf(await newKey()))).toBe(401);
    const [, { privateKey } = await newKey()] = keys;
    expect(asked).toBe(1);
    // One that has expired was signed with a known key: nobody has to be asked about it.
    fail();
    later(31 * SECOND);
    expect(await list(await tokenOf({ jwk: {}, privateKey }, -HOUR))).toBe(401);
    expect(asked).toBe(1);
  });
});

describe('while the issuer is down', () => {
  it('its keys serve on, and it is asked every half minute', async () => {
    const key = await newKey('k1');
    const list = newWorker();
    publish(key);
    const token = await tokenOf(key);
    expect(await list(token)).toBe(200);
    fail();
    later(11 * MINUTE);
    for (let request = 0; request < 5; request += 1) expect(await list(token)).toBe(200);
    expect(asked).toBe(2);
    later(23 * HOUR);
    expect(await list(token)).toBe(200);
    expect(asked).toBe(3);
  });

  it('its keys serve for a day, since it cannot withdraw them', async () => {
    const key = await newKey('k1');
    const list = newWorker();
    publish(key);
    const token = await tokenOf(key);
    expect(await list(token)).toBe(200);
    fail();
    later(24 * HOUR);
    expect(await list(token)).toBe(503);
    publish(key);
    expect(await list(token)).toBe(200);
  });

  it('bad tokens stay bad when their key is known', async () => {
    const key = await newKey('k1');
    const list = newWorker();
    publish(key);
    expect(await list(await tokenOf(key))).toBe(200);
    fail();
    later(11 * MINUTE);
    expect(await list(await tokenOf(await newKey('k1')))).toBe(401);
    expect(await list(await tokenOf(key, -HOUR))).toBe(401);
  });

  it.each<[string, () => Promise<Response>]>([
    ['answers 500', async () => Response.json({ keys: [] }, { status: 500 })],
    ['answers what is no key set', async () => Response.json({ keys: 'none' })],
    ['redirects', async () => Response.redirect('https://elsewhere.example/jwks.json')],
  ])('its keys serve on when it %s', async (_, answer) => {
    const key = await newKey('k1');
    const list = newWorker();
    publish(key);
    const token = await tokenOf(key);
    expect(await list(token)).toBe(200);
    issuer = answer;
    later(11 * MINUTE);
    expect(await list(token)).toBe(200);
  });

  it('and was never there, nobody is refused as a stranger: 503, and 401 once it is back', async () => {
    const list = newWorker();
    const forged = await tokenOf(await newKey('k1'));
    fail();
    expect(await list(forged)).toBe(503);
    publish(await newKey('k1'));
    expect(await list(forged)).toBe(401);
  });
});

it('an issuer on this machine opens nothing off the loopback', async () => {
  const key = await newKey('k1');
  vi.mocked(fetch).mockImplementation(async () => Response.json({ keys: [key.jwk] }));
  const env = environment({ JWT_SECRET: undefined, JWKS_URL: 'http://localhost:8788/jwks.json' });
  const asked = { token: await tokenOf(key), tenant: tenant.slug };
  const list = (origin: string) => askApp(env, '/api/v1/appointments', { ...asked, origin });
  (await list('http://localhost:8787')).list();
  (await list('https://rendezvous.example')).problem('unavailable');
});

describe('an issuer that does not answer', () => {
  it('is given up after 5 s, and keeps nobody waiting whose key is known', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const key = await newKey('k1');
    const keys = new KeySet(new URL(JWKS_URL));
    const token = await tokenOf(key);
    issuer = () => new Promise(() => {});
    const waiting = [keys.verify(token, {}), keys.verify(token, {})];
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect(await Promise.all(waiting)).toEqual(['silent', 'silent']);
    expect(asked).toBe(1);

    publish(key);
    expect(await keys.verify(token, {})).toMatchObject({ tenant: tenant.slug });
    issuer = () => new Promise(() => {});
    vi.setSystemTime(Date.now() + 31 * SECOND);
    const unknown = keys.verify(await tokenOf(await newKey('other')), {});
    expect(await keys.verify(token, {})).toMatchObject({ tenant: tenant.slug });
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect(await unknown).toBe('silent');
  });

  it('is asked anew when whoever asked it is dead', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const key = await newKey('k1');
    const keys = new KeySet(new URL(JWKS_URL));
    issuer = () => new Promise(() => {});
    // No timer of it ever rings.
    void keys.verify(await tokenOf(key), {});
    vi.setSystemTime(Date.now() + 5 * SECOND);
    publish(key);
    expect(await keys.verify(await tokenOf(key), {})).toBeTypeOf('object');
    expect(asked).toBe(2);
  });

  it('whose answer comes late does not bring back what it has withdrawn since', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const [old, fresh] = [await newKey('old'), await newKey('new')];
    const keys = new KeySet(new URL(JWKS_URL));
    let answerLate = (_: Response) => {};
    issuer = () => new Promise((resolve) => (answerLate = resolve));
    const first = keys.verify(await tokenOf(old), {});
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect(await first).toBe('silent');
    publish(fresh);
    expect(await keys.verify(await tokenOf(fresh), {})).toBeTypeOf('object');
    answerLate(Response.json({ keys: [old.jwk] }));
    await vi.advanceTimersByTimeAsync(0);
    expect(await keys.verify(await tokenOf(old), {})).toBeUndefined();
  });
});

it('many who come at once are answered with one question', async () => {
  const key = await newKey('k1');
  const list = newWorker();
  let answer = (_: Response) => {};
  issuer = () => new Promise((resolve) => (answer = resolve));
  const token = await tokenOf(key);
  const lists = Array.from({ length: 20 }, () => list(token));
  await vi.waitFor(() => expect(asked).toBe(1));
  answer(Response.json({ keys: [key.jwk] }));
  expect(new Set(await Promise.all(lists))).toEqual(new Set([200]));
  expect(asked).toBe(1);
});
