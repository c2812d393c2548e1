// Runs a script in the project's own Node, after installing what the lockfile says. Plain JavaScript, because it is
// read by whatever Node the machine has (20 or later). Prints to stderr only: stdout belongs to the script.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.installed-lockfile');
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'pnpm-lock.yaml')))
  .digest('hex');
const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
if (!installed) install();

const child = spawn(ownNode(), process.argv.slice(2), {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH}` },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));

/** Linux has its Node from the registry. Elsewhere the machine's own serves when it is new enough. */
function ownNode() {
  const own = join(modules, '.bin', 'node');
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error('There is no Node 24 package for this platform: please run this with Node 24.');
  process.exit(1);
}

function install() {
  console.error(`Installing dependencies with ${packageManager} …`);
  const { status } = spawnSync('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    console.error('The installation failed; see above.');
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, wanted);
}
