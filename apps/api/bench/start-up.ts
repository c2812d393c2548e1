// What a fresh isolate does before its first request: V8 compiles the bundle and evaluates its top level.

import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const RUNS = 20;

/** Makes Node read a bundle as workerd does: as a module, and with the platform's own module at hand. */
const AS_WORKERD = `
import { registerHooks } from 'node:module';
const bundle = process.argv[1];
const PLATFORM = 'data:text/javascript,export class DurableObject {}';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'cloudflare:workers'
      ? { url: PLATFORM, shortCircuit: true }
      // Said, because Node finds it out by compiling the file once more.
      : specifier === bundle ? { url: bundle, format: 'module', shortCircuit: true } : next(specifier, context),
});
// Node's own way to a module is warm by then.
await import('data:text/javascript,import "cloudflare:workers"; import "node:async_hooks"');
`;

/** Prints the CPU time that a start-up took, in microseconds. */
const TIMED = `${AS_WORKERD}
const before = process.cpuUsage();
await import(bundle);
const { user, system } = process.cpuUsage(before);
console.log(user + system);
`;

/** Prints the names that a start-up left in the global object, in JSON. */
const LOOKED_AT = `${AS_WORKERD}
const before = new Set(Object.getOwnPropertyNames(globalThis));
await import(bundle);
console.log(JSON.stringify(Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name))));
`;

/**
 * Milliseconds of CPU time until a bundle is ready for its first request: the median of twenty processes of Node (V8 as in
 * workerd), one after the other. All their threads count, reading the file too; nothing is kept from one to the next.
 */
export async function startUpCpu(bundle: string): Promise<number> {
  const times: number[] = [];
  for (let nth = 0; nth < RUNS; nth += 1) times.push(Number(await run(TIMED, bundle)) / 1_000);
  const [middle = Number.NaN] = times.sort((a, b) => a - b).slice(RUNS / 2);
  return middle;
}

/** What a bundle has put into the global object by then. */
export const startUpGlobals = async (bundle: string): Promise<readonly string[]> =>
  JSON.parse(await run(LOOKED_AT, bundle));

async function run(program: string, bundle: string): Promise<string> {
  const args = ['--input-type=module', '--eval', program, pathToFileURL(bundle).href];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: {} });
  return stdout;
}
