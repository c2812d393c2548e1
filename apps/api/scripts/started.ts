// `npm start` as a person runs it, for tests: a real process with a folder of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

/** Ends what this file's tests started, and removes its folders. */
export async function killAll(): Promise<void> {
  for (const server of running) await server.kill();
  for (const state of states) rmSync(state, { recursive: true, force: true });
}

export function newState(): string {
  const state = mkdtempSync(join(tmpdir(), 'rendezvous-'));
  states.push(state);
  return state;
}

export function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export function start(state: string, port: number): Started {
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
