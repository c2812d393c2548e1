// What one request of each kind costs: counted in a build of its own, asked one after the other, and the CPU time that the
// measured build takes for it.

import { globSync, readFileSync } from 'node:fs';
import type { Counted, RequestName } from './document.ts';
import { REQUESTS, type Tenant } from './measure.ts';

/** Sums over some requests. */
export interface Counts {
  readonly d1: { rowsRead: number; rowsWritten: number; roundTrips: number };
  readonly objects: { rowsRead: number; rowsWritten: number; requests: number };
  objectMs: number;
}

const WRITES: readonly RequestName[] = ['book', 'confirm', 'move'];
/** More than the objects of a tenant with few agents: then several requests share an alarm. */
const COUNTED = 20;
const TIMED = 100;
/** A little longer than the alarm of a calendar waits, in milliseconds: what it does belongs to the request. */
const ALARM_MS = 3_000;

/** `counting` serves a copy of what `timed` does; `pid` leads the processes of `timed`. */
export async function count(
  counting: Tenant,
  timed: Tenant,
  pid: number,
): Promise<ReadonlyMap<RequestName, Counted>> {
  const counted = new Map<RequestName, Counted>();
  for (const request of REQUESTS.toReversed()) await counting.prepare(request, COUNTED);
  await alarms();
  await reset(counting);
  for (const request of REQUESTS) {
    await counting.oneByOne(request, COUNTED);
    if (WRITES.includes(request)) await alarms();
    const { d1, objects, objectMs } = perRequest(await reset(counting));
    counted.set(request, { d1, objects, objectMs, cpuMs: await cpuMsOf(timed, pid, request) });
  }
  return counted;
}

/** Waits until what was written before has rung. */
const alarms = () => new Promise((later) => setTimeout(later, ALARM_MS));

function perRequest({ d1, objects, objectMs }: Counts): Counts {
  return {
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
  };
}

/** What was counted since the last time. */
async function reset({ load: { origin } }: Tenant): Promise<Counts> {
  return (await (await fetch(`${origin}/counts`)).json()) as Counts; // of `counting-worker.ts`
}

async function cpuMsOf(tenant: Tenant, pid: number, request: RequestName): Promise<number> {
  await tenant.prepare(request, TIMED);
  const before = cpuMs(pid);
  await tenant.oneByOne(request, TIMED);
  return (cpuMs(pid) - before) / TIMED;
}

/** Of Linux, in hundredths of a second. */
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
