import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { appointmentList } from '@rendezvous/contract';
import { afterAll, describe, expect, it } from 'vitest';
import { freePort, killAll, newState, start } from './started.ts';

const ROOT = join(import.meta.dirname, '../../..');

afterAll(killAll);

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
