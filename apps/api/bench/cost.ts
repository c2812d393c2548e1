// What a million bookings cost on Cloudflare, from what one request of each kind was counted to use.
//
// Prices: "Workers & Pages: Pricing" (Standard), "Durable Objects: Pricing" (paid plan, SQLite storage) and "D1: Pricing" of
// developers.cloudflare.com, read on 2026-11-22. Every unit is paid for: the included amounts and the subscription of $5 a
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

/** The bill, at the largest number of appointments that was measured. Throws when a request of that life was not. */
export function cost(requests: readonly RequestFigures[]): {
  readonly lines: readonly CostLine[];
  readonly dollars: number;
} {
  const life = countedLife(requests);
  const all = (of: (counted: Counted) => number) =>
    life.reduce((sum, { counted, times }) => sum + of(counted) * times, 0);

  const lines = [
    line(
      'Worker requests',
      'requests',
      0.3,
      all(() => 1),
    ),
    line(
      'Worker CPU time',
      'ms',
      0.02,
      all(({ cpuMs }) => cpuMs),
    ),
    line(
      'Object requests, alarms too',
      'requests',
      0.15,
      all(({ objects }) => objects.requests),
    ),
    line(
      'Object duration at 128 MB',
      'GB-s',
      12.5,
      all(({ objectMs }) => objectMs / 1_000) * OBJECT_GB,
    ),
    line(
      'Object rows read',
      'rows',
      0.001,
      all(({ objects }) => objects.rowsRead),
    ),
    line(
      'Object rows written, alarms too',
      'rows',
      1,
      all(({ objects }) => objects.rowsWritten),
    ),
    line(
      'D1 rows read',
      'rows',
      0.001,
      all(({ d1 }) => d1.rowsRead),
    ),
    line(
      'D1 rows written',
      'rows',
      1,
      all(({ d1 }) => d1.rowsWritten),
    ),
  ];
  return { lines, dollars: lines.reduce((sum, { dollars }) => sum + dollars, 0) };
}

/** A million bookings use a million times what one does, and prices are per million: one booking's units are the factor. */
const line = (
  item: string,
  unit: string,
  pricePerMillion: number,
  perBooking: number,
): CostLine => ({
  item,
  quantity: perBooking * 1_000_000,
  unit,
  pricePerMillion,
  dollars: perBooking * pricePerMillion,
});

function countedLife(requests: readonly RequestFigures[]) {
  const largest = Math.max(...requests.map(({ appointments }) => appointments));
  return Object.entries(LIFE_OF_A_BOOKING).map(([name, times]) => {
    const figures = requests.find(
      ({ request, appointments }) => request === name && appointments === largest,
    );
    if (!figures) throw new Error(`not measured at ${largest} appointments: ${name}`);
    return { counted: figures.counted, times };
  });
}
