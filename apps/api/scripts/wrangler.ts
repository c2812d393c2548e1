// Wrangler as a child process: in this process group, quiet, offline, with nothing shared between two servers.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const API = join(import.meta.dirname, '..');
const WRANGLER = join(
  createRequire(import.meta.url).resolve('wrangler/package.json'),
  '../bin/wrangler.js',
);

/** No named environment; without it wrangler warns that there are some. */
const TOP_LEVEL = '--env=';

const environmentOf = (state: string) => ({
  ...process.env,
  CI: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  // Wrangler is 15 MB of program, which Node need not compile each time.
  NODE_COMPILE_CACHE: join(state, 'compiled'),
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_REGISTRY_PATH: join(state, 'registry'),
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_WRITE_LOGS: 'false',
});

/** Runs a command to its end. Throws with what it printed when it fails. */
export async function wrangler(state: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [WRANGLER, ...args, TOP_LEVEL], {
    cwd: API,
    env: environmentOf(state),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  }
  const code = await new Promise((end) => child.once('close', end));
  if (code !== 0) throw new Error(`wrangler ${args.join(' ')} failed:\n${printed.join('')}`);
}

/** Starts a server; the promise is its exit code. It ends with this process, and this process ends when it does not start. */
export function startWrangler(state: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [WRANGLER, ...args, TOP_LEVEL], {
    cwd: API,
    env: environmentOf(state),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  process.on('exit', () => child.kill('SIGTERM'));
  return new Promise((end) => {
    child.once('exit', (code) => {
      end(code ?? 0);
      process.exit(code ?? 0);
    });
  });
}
