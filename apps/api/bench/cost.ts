// What a million bookings cost on Cloudflare, from what one request of each kind was counted to use.
//
// Prices: the pages "Pricing" of Workers (Standard), of Durable Objects (paid plan, SQLite storage) and of D1 on
// developers.cloudflare.com, read in copies of them on 2026-11-22. Every unit is paid for: the included amounts and the subscription of $5 a
// month are not subtracted or added. A `setAlarm` is billed as a row written, an alarm that rings and every RPC as a request
// to the object: what was counted holds them. Where it cannot be known the dearer case is taken: no object shares its time
// with another request, and CPU time of objects, which their duration pays for, is billed as the Worker's too.
// Storage is not in it: it is paid per month and not per booking ($0.75 a GB in D1, $0.20 in objects), and rows do not tell
// bytes.

import type { CostLine, Counted, RequestFigures, RequestName } from './document.ts';

/** A booking's life: how often each request is made for one. */
export const LIFE_OF_A_BOOKING = {
  book: 1,
  confirm: 1,
  get: 2,
  'list, page 1': 1,
  'list, middle page': 1,
} as const satisfies Partial<Record<RequestName, number>>;

/** The memory that an object is billed for, in GB. */
const OBJECT_GB = 0.128;

interface Meter {
  readonly item: string;
  readonly unit: string;
  readonly pricePerMillion: number;
  /** Units that one request uses. */
  readonly of: (counted: Counted) => number;
}

const METERS: readonly Meter[] = [
  { item: 'Worker requests', unit: 'requests', pricePerMillion: 0.3, of: () => 1 },
  { item: 'Worker CPU time', unit: 'ms', pricePerMillion: 0.02, of: ({ cpuMs }) => cpuMs },
  {
    item: 'Object requests, alarms too',
    unit: 'requests',
    pricePerMillion: 0.15,
    of: ({ objects }) => objects.requests,
  },
  {
    item: 'Object duration at 128 MB',
    unit: 'GB-s',
    pricePerMillion: 12.5,
    of: ({ objectMs }) => (objectMs / 1_000) * OBJECT_GB,
  },
  {
    item: 'Object rows read',
    unit: 'rows',
    pricePerMillion: 0.001,
    of: ({ objects }) => objects.rowsRead,
  },
  {
    item: 'Object rows written, alarms too',
    unit: 'rows',
    pricePerMillion: 1,
    of: ({ objects }) => objects.rowsWritten,
  },
  { item: 'D1 rows read', unit: 'rows', pricePerMillion: 0.001, of: ({ d1 }) => d1.rowsRead },
  { item: 'D1 rows written', unit: 'rows', pricePerMillion: 1, of: ({ d1 }) => d1.rowsWritten },
];

/** The bill, at the largest number of appointments that was measured. Throws when a request of that life was not. */
export function cost(requests: readonly RequestFigures[]): {
  readonly lines: readonly CostLine[];
  readonly dollars: number;
} {
  const life = countedLife(requests);
  const lines = METERS.map(({ item, unit, pricePerMillion, of }) => {
    // What one booking uses: millions of units for a million of them, and prices are per million.
    const millions = life.reduce((sum, { counted, times }) => sum + of(counted) * times, 0);
    return {
      item,
      quantity: millions * 1_000_000,
      unit,
      pricePerMillion,
      dollars: millions * pricePerMillion,
    };
  });
  return { lines, dollars: lines.reduce((sum, { dollars }) => sum + dollars, 0) };
}

function countedLife(requests: readonly RequestFigures[]) {
  const largest = Math.max(...requests.map(({ appointments }) => appointments));
  return Object.entries(LIFE_OF_A_BOOKING).map(([name, times]) => {
    const figures = requests.find(
      ({ request, appointments }) => request === name && appointments === largest,
    );
    if (!figures?.counted) throw new Error(`not counted at ${largest} appointments: ${name}`);
    return { counted: figures.counted, times };
  });
}
