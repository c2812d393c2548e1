// npm start with an issuer and a rate limit of one's own choice, as the README says.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { freePort } from './free-port.ts';

const ROOT = join(import.meta.dirname, '../../..');
const state = mkdtempSync(join(tmpdir(), 'rendezvous-'));
const started: ChildProcess[] = [];

afterAll(async () => {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null || !child.pid) continue;
    const ended = new Promise((end) => child.once('close', end));
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
  rmSync(state, { recursive: true, force: true });
});

it('believes the tokens of the local issuer alone, and counts what a caller asks for', async () => {
  const [port, issuerPort] = [await freePort(), await freePort()];
  await run('issuer', { PORT: String(issuerPort) }, 'A token for an hour');
  const issuer = `http://localhost:${issuerPort}`;
  await run(
    'start',
    {
      PORT: String(port),
      RENDEZVOUS_STATE: state,
      JWKS_URL: `${issuer}/.well-known/jwks.json`,
      RATE_LIMIT: '2',
    },
    'Other roles:',
  );
  const list = async (token: string) => {
    const headers = { Authorization: `Bearer ${token}`, 'X-Tenant': 'avanter' };
    return fetch(`http://localhost:${port}/api/v1/appointments`, { headers });
  };
  const stranger = 'eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl';
  expect((await list(stranger)).status).toBe(401);
  const token = await (await fetch(`${issuer}/token`)).text();
  const first = await list(token);
  expect(first.status).toBe(200);
  expect(first.headers.get('RateLimit-Policy')).toBe('"caller";q=2;w=60');
  // More than two windows let pass.
  const statuses: number[] = [];
  for (let request = 0; request < 5; request += 1) statuses.push((await list(token)).status);
  expect(statuses).toContain(429);
});

it('refuses a limit that makes no sense in one line', async () => {
  const child = spawn('npm', ['run', '--silent', 'start'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(await freePort()),
      RENDEZVOUS_STATE: state,
      RATE_LIMIT: 'lots',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  expect(await new Promise((end) => child.once('close', end))).toBe(1);
  expect(printed.trim()).toBe(
    'RATE_LIMIT has to be REQUESTS, REQUESTS/10 or REQUESTS/60, not "lots"',
  );
});

/** Starts a command of the root, and resolves when it has printed this. */
function run(script: string, environment: Record<string, string>, text: string): Promise<void> {
  const child = spawn('npm', ['run', script], {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  let output = '';
  return new Promise((seen, failed) => {
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      output += piece;
      if (output.includes(text)) seen();
    });
    child.once('close', () => failed(new Error(output)));
  });
}
