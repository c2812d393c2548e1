// One data point a request in Workers Analytics Engine, for rates and latencies of routes. How to read them: `RUNBOOK.md`.
// No person is in it: a route is a pattern, a tenant is a company.

import type { Env } from '../env.ts';

export interface Measured {
  readonly tenant: string | undefined;
  readonly method: string;
  /** The pattern, never the path. */
  readonly route: string;
  readonly status: number;
  /** Of the problem that was answered. */
  readonly code: string | undefined;
  readonly durationMs: number;
}

/** Never throws: what is measured does not depend on whether it is. */
export function measure({ METRICS }: Env, measured: Measured): void {
  const { tenant = '', method, route, status, code = '', durationMs } = measured;
  try {
    METRICS?.writeDataPoint({
      // What is sampled together: a tenant that asks much does not thin out the others.
      indexes: [tenant],
      blobs: [method, route, String(status), code],
      doubles: [durationMs],
    });
  } catch {
    // Nothing would be gained by saying so in each line of the log.
  }
}
