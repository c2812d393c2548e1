// One run: builds, fills, looks whether what was filled in is what the API says, measures, counts.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from '../scripts/production/process.ts';
import { type Builds, build, gzippedKb } from './build.ts';
import { checkFill } from './check-fill.ts';
import { countsOf, cpuMsOf, prepareCounts } from './counted.ts';
import type { BenchDocument } from './document.ts';
import { measureDomain } from './domain.ts';
import { figuresOf } from './figures.ts';
import type { FloorName } from './floors.ts';
import type { Load } from './load.ts';
import { measure } from './measure.ts';
import { type Options, sizesUpTo } from './options.ts';
import type { Progress } from './progress.ts';
import { ServedTenant } from './served-tenant.ts';
import { fillState, startFloor, startProduct, stopAll } from './servers.ts';
import { startUpCpu } from './start-up.ts';
import { TENANT, token } from './tenant.ts';

export async function run(options: Options, progress: Progress): Promise<BenchDocument> {
  const folder = mkdtempSync(join(tmpdir(), 'rendezvous-bench-'));
  const end = async () => {
    await stopAll();
    rmSync(folder, { recursive: true, force: true });
  };
  // A million appointments are some gigabytes: they are not left behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void end().finally(() => process.exit(1)));
  }
  return runIn(folder, options, progress).finally(end);
}

async function runIn(folder: string, options: Options, progress: Progress): Promise<BenchDocument> {
  progress('Building', 0, 1);
  const builds = await build(join(folder, 'bundles'));
  const headers = {
    authorization: `Bearer ${await token()}`,
    'x-tenant': TENANT,
    'content-type': 'application/json',
  };
  const loadOf = ({ origin }: Server): Load => {
    return { origin, headers, connections: options.connections };
  };
  const homes: Home[] = [];
  for (const size of sizesUpTo(options.appointments)) {
    homes.push(await homeOf(size, folder, builds, loadOf, progress));
  }
  const floors = new Map<FloorName, Load>();
  for (const [name, bundle] of builds.floors) {
    floors.set(name, loadOf(await startFloor(bundle, join(folder, name), name)));
  }

  const tenants = homes.map(({ tenant }) => tenant);
  const rounds = await measure(tenants, floors, options, (done, all) =>
    progress(`Measuring, ${options.rounds} rounds`, done, all),
  );
  const largest = homes.at(-1);
  if (!largest) throw new Error('there is a largest tenant');
  progress('Counting', 0, 1);
  const { tenant, state, server } = largest;
  const cpuMs = await cpuMsOf(tenant, server.pid);
  await server.kill();
  const preparing = await startProduct(builds.counting, state);
  await prepareCounts(tenant.movedTo(preparing.origin));
  await preparing.kill();
  const counting = await startProduct(builds.counting, state);
  const counts = await countsOf(tenant.movedTo(counting.origin));
  await stopAll();
  progress('Starting up, and the domain alone', 0, 1);
  const alone = {
    startUpCpuMs: await startUpCpu(builds.product),
    bundleKb: gzippedKb(builds.product),
    domain: measureDomain(options.rounds),
  };
  return figuresOf(options, rounds, counts, cpuMs, alone);
}

/** A tenant, and where it lives. */
interface Home {
  readonly tenant: ServedTenant;
  readonly state: string;
  readonly server: Server;
}

async function homeOf(
  size: number,
  folder: string,
  builds: Builds,
  loadOf: (server: Server) => Load,
  progress: Progress,
): Promise<Home> {
  const state = join(folder, `tenant-${size}`);
  const population = await fillState(builds.product, state, size, (done) =>
    progress(`Filling ${size.toLocaleString('en')}`, done, size),
  );
  const server = await startProduct(builds.product, state);
  const tenant = new ServedTenant(population, loadOf(server));
  await checkFill(tenant);
  return { tenant, state, server };
}
