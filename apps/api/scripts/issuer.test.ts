// npm run issuer: a real issuer, asked by the Worker's own key set over a real network.

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { KeySet } from '../src/http/key-set.ts';
import { freePort } from './free-port.ts';

let issuer: ChildProcess;
let origin: string;

beforeEach(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  issuer = spawn(process.execPath, [join(import.meta.dirname, 'issuer.ts')], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await new Promise<void>((listening, failed) => {
    issuer.stdout?.once('data', () => listening());
    issuer.once('close', (code) => failed(new Error(`the issuer ended with ${code}`)));
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await stop();
});

async function stop(): Promise<void> {
  if (issuer.exitCode !== null || issuer.signalCode !== null) return;
  const ended = new Promise((end) => issuer.once('close', end));
  issuer.kill('SIGKILL');
  await ended;
}

const token = async (query = '') => (await fetch(`${origin}/token${query}`)).text();
const newKeySet = () => new KeySet(new URL(`${origin}/.well-known/jwks.json`));
const later = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });

it('signs what it is asked for', async () => {
  const claims = { tenant: 'acme', role: 'owner', sub: 'u-1' };
  const signed = await token('?tenant=acme&role=owner&user=u-1&ttl=60');
  expect(await newKeySet().verify(signed, { issuer: origin })).toMatchObject(claims);
  expect(await newKeySet().verify(await token('?ttl=-60'), {})).toBeUndefined();
  expect((await fetch(`${origin}/token?ttl=soon`)).status).toBe(400);
});

it('rotates on demand: the new key is believed, the old one serves on, and is withdrawn by the next', async () => {
  const keys = newKeySet();
  const first = await token();
  expect(await keys.verify(first, {})).toBeTypeOf('object');
  await fetch(`${origin}/rotate`, { method: 'POST' });
  const second = await token();
  expect(decodeProtectedHeader(second).kid).not.toBe(decodeProtectedHeader(first).kid);
  later(31_000);
  expect(await keys.verify(second, {})).toBeTypeOf('object');
  expect(await keys.verify(first, {})).toBeTypeOf('object');
  await fetch(`${origin}/rotate`, { method: 'POST' });
  later(31_000);
  expect(await keys.verify(await token(), {})).toBeTypeOf('object');
  expect(await keys.verify(first, {})).toBeUndefined();
});

it('may be stopped: whose keys were had is still known, of others nothing is', async () => {
  const [keys, stranger] = [newKeySet(), newKeySet()];
  const signed = await token();
  expect(await keys.verify(signed, {})).toBeTypeOf('object');
  await stop();
  later(11 * 60_000);
  expect(await keys.verify(signed, {})).toBeTypeOf('object');
  expect(await stranger.verify(signed, {})).toBe('silent');
});
