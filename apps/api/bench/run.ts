// One run: builds, fills, looks whether what was filled in is what the API says, measures, counts.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.ts';
import { checkFill } from './check-fill.ts';
import { count } from './counted.ts';
import type { BenchDocument, RequestFigures } from './document.ts';
import { FLOOR_OF, type FloorName } from './floors.ts';
import type { Load } from './load.ts';
import { machine } from './machine.ts';
import { measure, REQUESTS, Tenant } from './measure.ts';
import { type Options, sizesUpTo } from './options.ts';
import type { Progress } from './progress.ts';
import { copyState, fillState, startFloor, startProduct, stopAll } from './servers.ts';
import { measuredOf, ratioOf } from './statistics.ts';
import { targetsOf } from './targets.ts';
import { TENANT, token } from './tenant.ts';

export async function run(options: Options, progress: Progress): Promise<BenchDocument> {
  const folder = mkdtempSync(join(tmpdir(), 'rendezvous-bench-'));
  try {
    return await runIn(folder, options, progress);
  } finally {
    await stopAll();
    rmSync(folder, { recursive: true });
  }
}

async function runIn(folder: string, options: Options, progress: Progress): Promise<BenchDocument> {
  const { appointments, rounds, connections } = options;
  const sizes = sizesUpTo(appointments);
  progress('Building', 0, 1);
  const builds = await build(join(folder, 'bundles'));
  const headers = {
    authorization: `Bearer ${await token()}`,
    'x-tenant': TENANT,
    'content-type': 'application/json',
  };
  const loadOf = (origin: string): Load => ({ origin, headers, connections });

  const tenants: Tenant[] = [];
  let [counting, timedPid]: [Tenant | undefined, number] = [undefined, 0];
  for (const size of sizes) {
    const state = join(folder, `tenant-${size}`);
    const told = (done: number) => progress(`Filling ${size.toLocaleString('en')}`, done, size);
    const population = await fillState(builds.product, state, size, told);
    if (size === appointments) {
      const copy = copyState(state, join(folder, 'counting'));
      const server = await startProduct(builds.counting, copy);
      counting = new Tenant(population, loadOf(server.origin));
    }
    const server = await startProduct(builds.product, state);
    timedPid = server.pid;
    const tenant = new Tenant(population, loadOf(server.origin));
    await checkFill(tenant);
    tenants.push(tenant);
  }
  const floors = new Map<FloorName, Load>();
  for (const [name, bundle] of builds.floors) {
    const { origin } = await startFloor(bundle, join(folder, name), name);
    floors.set(name, loadOf(origin));
  }

  const measured = await measure(tenants, floors, options, (done, all) =>
    progress(`Measuring, ${rounds} rounds`, done, all),
  );
  const largest = tenants.at(-1);
  if (!counting || !largest) throw new Error('there is a largest tenant');
  progress('Counting', 0, 1);
  const counted = await count(counting, largest, timedPid);

  const floorFigures = [...measured.floors].map(([name, slices]) => {
    return { name, ...measuredOf(slices) };
  });
  const requests = sizes.flatMap((size, index) =>
    REQUESTS.map((request): RequestFigures => {
      const figures = measuredOf(measured.requests[index]?.get(request) ?? []);
      const floor = floorFigures.find(({ name }) => name === FLOOR_OF[request]);
      const costs = counted.get(request);
      if (!costs) throw new Error(`${request} was not counted`);
      return {
        request,
        appointments: size,
        measured: figures,
        counted: costs,
        ...(floor && { ofFloor: { floor: floor.name, ratio: ratioOf(figures, floor) } }),
      };
    }),
  );
  const cost = { lines: [], dollars: 0 };
  return {
    command: `npm run bench -- --appointments ${appointments} --rounds ${rounds} --seconds ${options.seconds} --connections ${connections}`,
    day: new Date().toISOString().slice(0, 10),
    machine: machine(),
    rounds,
    connections,
    sizes,
    floors: floorFigures,
    requests,
    growth: REQUESTS.map((request) => ({ request, ratio: growthOf(requests, request, sizes) })),
    domain: [],
    cost,
    targets: targetsOf({ sizes, requests, cost }),
  };
}

/** Time per request at the largest size over that at the smallest. */
function growthOf(
  requests: readonly RequestFigures[],
  name: RequestFigures['request'],
  sizes: readonly number[],
): number {
  const at = (size: number | undefined) =>
    requests.find(({ request, appointments }) => request === name && appointments === size);
  const [small, large] = [at(sizes[0]), at(sizes.at(-1))];
  return small && large ? ratioOf(small.measured, large.measured) : Number.NaN;
}
