// What one request of each kind costs: counted on a build of its own, asked one after the other, and the CPU time that the
// measured build takes for it.

import { globSync, readFileSync } from 'node:fs';
import type { RequestName } from './document.ts';
import { REQUESTS } from './measure.ts';
import type { ServedTenant } from './served-tenant.ts';

/** Sums over some requests, or what one of them costs. */
export interface Counts {
  readonly d1: { rowsRead: number; rowsWritten: number; roundTrips: number };
  readonly objects: { rowsRead: number; rowsWritten: number; requests: number };
  objectMs: number;
}

/** No more than the agents of 100,000 appointments: there each request has an alarm of its own. */
const COUNTED = 20;
const TIMED = 100;
/**
 * Makes it possible to count, on a server of the build that counts which is not the one that is counted on: there every calendar
 * sleeps. The server before was ended while calendars had something left to do. They go on when they are woken, which is now.
 */
export async function prepareCounts(tenant: ServedTenant): Promise<void> {
  // The move first: it takes what was booked for a confirmation.
  for (const request of REQUESTS.toReversed()) await tenant.prepare(request, COUNTED);
  await tenant.wakeAll();
  await reset(tenant);
}

/** `tenant` is on a server of the build that counts, and prepared for it. */
export async function countsOf(tenant: ServedTenant): Promise<ReadonlyMap<RequestName, Counts>> {
  const counted = new Map<RequestName, Counts>();
  for (const request of REQUESTS) {
    await tenant.oneByOne(request, COUNTED);
    counted.set(request, perRequest(await reset(tenant)));
  }
  return counted;
}

/** CPU time of one request of each kind in milliseconds. `tenant` is on a server of the measured build, which `pid` leads. */
export async function cpuMsOf(
  tenant: ServedTenant,
  pid: number,
): Promise<ReadonlyMap<RequestName, number>> {
  const spent = new Map<RequestName, number>();
  for (const request of REQUESTS) {
    await tenant.prepare(request, TIMED);
    const before = cpuMs(pid);
    await tenant.oneByOne(request, TIMED);
    spent.set(request, (cpuMs(pid) - before) / TIMED);
  }
  return spent;
}

/** What was counted since the last time, with the alarms that were asked for: it is waited for them. */
async function reset({ load: { origin } }: ServedTenant): Promise<Counts> {
  return (await (await fetch(`${origin}/counts`)).json()) as Counts; // of `counting-worker.ts`
}

const perRequest = ({ d1, objects, objectMs }: Counts): Counts => ({
  d1: {
    rowsRead: d1.rowsRead / COUNTED,
    rowsWritten: d1.rowsWritten / COUNTED,
    roundTrips: d1.roundTrips / COUNTED,
  },
  objects: {
    rowsRead: objects.rowsRead / COUNTED,
    rowsWritten: objects.rowsWritten / COUNTED,
    requests: objects.requests / COUNTED,
  },
  objectMs: objectMs / COUNTED,
});

/** Of Linux, in milliseconds. */
const TICK_MS = 10;

/** CPU time so far of the process that `pid` has started, workerd; 0 where there is no `/proc`. */
function cpuMs(pid: number): number {
  const children = globSync(`/proc/${pid}/task/*/children`).flatMap((file) =>
    readFileSync(file, 'utf8').split(' ').filter(Boolean),
  );
  return children
    .map((child) => {
      // The name, in parentheses, may hold spaces.
      const fields = readFileSync(`/proc/${child}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    })
    .reduce((sum, ms) => sum + ms, 0);
}
