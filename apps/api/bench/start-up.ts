// What a fresh isolate does before its first request: V8 compiles the bundle and evaluates its top level.

import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const RUNS = 20;

/** Imports the module of its argument, and prints the CPU time that this took, in microseconds. */
const PROGRAM = `
import { registerHooks } from 'node:module';
const PLATFORM = 'data:text/javascript,export class DurableObject {}';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'cloudflare:workers' ? { url: PLATFORM, shortCircuit: true } : next(specifier, context),
});
// Node's own way to a module is warm by then.
await import('data:text/javascript,import "cloudflare:workers"; import "node:async_hooks"');
const before = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(before);
console.log(user + system);
`;

/**
 * Milliseconds of CPU time until a bundle is ready for its first request: the median of twenty processes of Node (V8 as in
 * workerd), one after the other. All their threads count, reading the file too; nothing is kept from one to the next.
 */
export async function startUpCpu(bundle: string): Promise<number> {
  const run = promisify(execFile);
  const args = ['--input-type=module', '--eval', PROGRAM, pathToFileURL(bundle).href];
  const times: number[] = [];
  for (let nth = 0; nth < RUNS; nth += 1) {
    const { stdout } = await run(process.execPath, args, { env: {} });
    times.push(Number(stdout) / 1_000);
  }
  const [middle = Number.NaN] = times.sort((a, b) => a - b).slice(RUNS / 2);
  return middle;
}
