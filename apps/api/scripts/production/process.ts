// A server in a process group of its own, as whoever kills it sees it. Its first line is its address.

import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

export interface Server {
  readonly origin: string;
  /** The leader of its process group. */
  readonly pid: number;
  /** SIGKILL to the whole process group; resolves when nothing of it can write any more. */
  kill(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;

/** Runs a script with these options, as JSON, for its argument. */
export async function startServer(script: string, options: object): Promise<Server> {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    detached: true,
    env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' },
    // It ends with its stdin, so that it does not outlive us.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
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
    pid: child.pid ?? 0,
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
