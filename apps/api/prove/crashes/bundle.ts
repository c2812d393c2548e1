// What is crashed: the Worker as it would be deployed, and the same with a failing D1 in front of it.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface Bundles {
  /** The production build. */
  readonly production: string;
  /** The same source, bundled in the same way, behind `worker-with-failing-d1.ts`. */
  readonly failingD1: string;
}

const API = join(import.meta.dirname, '../..');
const WRANGLER = join(
  createRequire(import.meta.url).resolve('wrangler/package.json'),
  '../bin/wrangler.js',
);

/** Bundles both into this folder; the paths are those of their main modules. */
export async function bundle(folder: string): Promise<Bundles> {
  const entries = [[], ['prove/crashes/worker-with-failing-d1.ts']];
  const [production, failingD1] = entries.map((entry, index) => ({
    entry,
    outdir: join(folder, String(index)),
  }));
  if (!production || !failingD1) throw new Error('there are two bundles');
  await Promise.all([production, failingD1].map(({ entry, outdir }) => dryRun(entry, outdir)));
  return {
    production: join(production.outdir, 'index.js'),
    failingD1: join(failingD1.outdir, 'worker-with-failing-d1.js'),
  };
}

/** What `npm run bundle` does. */
async function dryRun(entry: readonly string[], outdir: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [WRANGLER, 'deploy', ...entry, '--dry-run', '--env=', '--outdir', outdir],
    { cwd: API, env: { ...process.env, ...QUIET }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const code = await new Promise((end) => child.once('close', end));
  if (code !== 0) throw new Error(`the bundle failed:\n${printed}`);
}

const QUIET = {
  CI: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_WRITE_LOGS: 'false',
};
