import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appointmentList } from '@rendezvous/contract';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');

/** A server that `npm start` started, in a process group of its own. */
interface Started {
  readonly process: ChildProcess;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  /** All it has printed. */
  output(): string;
  /** Resolves when it has printed this; rejects when it ends first. */
  printed(text: string): Promise<void>;
  /** SIGKILL to the whole group, as a crash would. */
  kill(): Promise<void>;
}

const running = new Set<Started>();
const states: string[] = [];

afterAll(async () => {
  for (const server of running) await server.kill();
  for (const state of states) rmSync(state, { recursive: true, force: true });
});

describe('npm start', () => {
  it('prints a curl that works when pasted', async () => {
    const port = await freePort();
    const server = start(newState(), port);
    await server.printed('Other roles:');
    const curl =
      server
        .output()
        .split('\n')
        .find((line) => line.startsWith('curl ')) ?? '';
    const answer = execFileSync('bash', ['-c', curl], { encoding: 'utf8' });
    expect(appointmentList.parse(JSON.parse(answer)).meta).toMatchObject({ page_size: 3 });
    await server.kill();
  });

  it('seeds 41 appointments once, although it was killed while it seeded', async () => {
    const state = newState();
    for (const moment of ['Migrating', 'Seeding', 'Starting', 'Importing']) {
      const interrupted = start(state, await freePort());
      await interrupted.printed(moment);
      await interrupted.kill();
    }
    for (let round = 0; round < 2; round += 1) {
      const port = await freePort();
      const server = start(state, port);
      await server.printed('Other roles:');
      expect((await fetch(`http://localhost:${port}/ready`)).status).toBe(200);
      expect(await countOf(port, 'avanter')).toBe(41);
      expect(await countOf(port, 'acme')).toBe(0);
      await server.kill();
    }
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'leaves nothing behind when it gets %s',
    async (signal) => {
      const port = await freePort();
      const server = start(newState(), port);
      await server.printed('Other roles:');
      server.process.kill(signal);
      await server.ended;
      await expect(fetch(`http://localhost:${port}/health`)).rejects.toThrow();
      // Its helpers end by themselves once it is gone; on a busy machine that takes a moment.
      await expect
        .poll(() => livingInGroup(server.process.pid ?? 0), { timeout: 20_000 })
        .toEqual([]);
    },
  );

  it('refuses a port that is in use, and says which one to try', async () => {
    const port = await freePort();
    const holder = createServer();
    await new Promise<void>((open) => holder.listen(port, 'localhost', open));
    const server = start(newState(), port);
    await expect(server.printed('Rendezvous is ready')).rejects.toThrow(`Port ${port} is in use`);
    holder.close();
  });
});

describe('npm run token', () => {
  it.each([
    [['--ttl', '-60s'], -60],
    [['--ttl=-60s'], -60],
    [['--ttl', '2h'], 7_200],
    [[], 3_600],
  ])('prints one bare JWT; %j lives for %i s', (args, seconds) => {
    const claims = claimsOf(token('--tenant', 'avanter', '--role', 'attendant', ...args));
    expect(claims.exp - claims.iat).toBe(seconds);
  });

  it.each([
    ['avanter', 'manager', 'd4e5f6a7-b8c9-4012-8def-123456789013'],
    ['acme', 'owner', '01a20000-0000-7000-8000-00000000ac03'],
    ['avanter', 'wizard', 'a1b2c3d4-e5f6-7890-abcd-ef1234567890'],
  ])('of %s defaults to its first %s, else to any user', (tenant, role, sub) => {
    expect(claimsOf(token('--tenant', tenant, '--role', role))).toMatchObject({
      tenant,
      role,
      sub,
    });
  });

  it('refuses what it does not understand, on stderr alone', () => {
    expect(() => token('--tenant', 'avanter', '--role', 'owner', '--ttl', '5')).toThrow(/--ttl is/);
    expect(() => token('--role', 'owner')).toThrow(/--tenant and --role/);
  });
});

function token(...args: string[]): string {
  return execFileSync('npm', ['run', '--silent', 'token', '--', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function claimsOf(jwt: string) {
  expect(jwt).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
}

async function countOf(port: number, tenant: string): Promise<number> {
  const response = await fetch(`http://localhost:${port}/api/v1/appointments`, {
    headers: {
      Authorization: `Bearer ${token('--tenant', tenant, '--role', 'attendant')}`,
      'X-Tenant': tenant,
    },
  });
  return appointmentList.parse(await response.json()).meta.total_count;
}

/** The commands of a process group, those left out that have ended and only wait to be collected (Linux). */
function livingInGroup(group: number): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // pid (command) state parent group …: the command may hold spaces.
        const [, command, state, , pgrp] =
          /^\d+ \((.*)\) (\S) (\d+) (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
        return Number(pgrp) === group && state !== 'Z' ? [command ?? ''] : [];
      } catch {
        return []; // It ended while we looked.
      }
    });
}

function newState(): string {
  const state = mkdtempSync(join(tmpdir(), 'rendezvous-'));
  states.push(state);
  return state;
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function start(state: string, port: number): Started {
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, PORT: String(port), RENDEZVOUS_STATE: state },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  const ended = new Promise<void>((end) => child.once('close', () => end()));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const server: Started = {
    process: child,
    ended,
    output: () => output,
    printed: (text) =>
      new Promise((seen, failed) => {
        const look = () => output.includes(text) && seen();
        listeners.add(look);
        void ended.then(() => failed(new Error(output)));
        look();
      }),
    kill: async () => {
      running.delete(server);
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
      await ended;
    },
  };
  running.add(server);
  return server;
}
