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
  for (const request of REQUESTS) {
    const { d1, objects, objectMs } = await countsOf(counting, request);
    const per = (sum: number) => sum / COUNTED;
    counted.set(request, {
      d1: {
        rowsRead: per(d1.rowsRead),
        rowsWritten: per(d1.rowsWritten),
        roundTrips: per(d1.roundTrips),
      },
      objects: {
        rowsRead: per(objects.rowsRead),
        rowsWritten: per(objects.rowsWritten),
        requests: per(objects.requests),
      },
      objectMs: per(objectMs),
      cpuMs: await cpuMsOf(timed, pid, request),
    });
  }
  return counted;
}

async function countsOf(tenant: Tenant, request: RequestName): Promise<Counts> {
  const writes = ['book', 'confirm', 'move'].includes(request);
  await tenant.prepare(request, COUNTED);
  if (writes) await alarms();
  await reset(tenant);
  await tenant.oneByOne(request, COUNTED);
  if (writes) await alarms();
  return reset(tenant);
}

const alarms = () => new Promise((later) => setTimeout(later, ALARM_MS));

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
