// A server as whoever kills it sees it.

import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Spell } from './weather.ts';

export interface ServerOptions {
  /** The main module of the bundle. */
  readonly bundle: string;
  /** The folder that outlives the server. */
  readonly state: string;
  readonly weather: readonly Spell[];
}

export interface Server {
  readonly origin: string;
  /** SIGKILL to the whole process group; resolves when nothing of it can write any more. */
  kill(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;

/** Starts a server in a process group of its own. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'serve.ts'), JSON.stringify(options)],
    {
      detached: true,
      env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' },
      // It ends with its stdin, so that it does not outlive us.
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<void>((end) => child.once('close', () => end()));
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const late = setTimeout(() => killGroup(child.pid), READY_WITHIN_MS);
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    void ended.then(() => reject(new Error(`the server did not start:\n${complaints}`)));
  });
  const origin = await ready.finally(() => clearTimeout(late));
  return {
    origin,
    kill: async () => {
      killGroup(child.pid);
      await ended;
      // A process that is killed closes its files before it is gone: once nobody listens, nobody writes.
      while (await isListening(origin)) await new Promise((next) => setTimeout(next, 2));
    },
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function isListening(origin: string): Promise<boolean> {
  const { hostname, port } = new URL(origin);
  return new Promise((found) => {
    const probe = connect(Number(port), hostname)
      .once('connect', () => {
        probe.destroy();
        found(true);
      })
      .once('error', () => found(false));
  });
}
