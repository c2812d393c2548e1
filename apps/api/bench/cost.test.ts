import { describe, expect, it } from 'vitest';
import { cost } from './cost.ts';
import type { Counted, RequestName } from './document.ts';

type Numbers = readonly [
  d1Read: number,
  d1Written: number,
  objectRead: number,
  objectWritten: number,
  objectRequests: number,
  objectMs: number,
  cpuMs: number,
];

const counted = ([
  d1Read,
  d1Written,
  read,
  written,
  requests,
  objectMs,
  cpuMs,
]: Numbers): Counted => ({
  d1: { rowsRead: d1Read, rowsWritten: d1Written, roundTrips: 1 },
  objects: { rowsRead: read, rowsWritten: written, requests },
  objectMs,
  cpuMs,
});

const NOTHING = { requestsPerSecond: 0, latency: { p50: 0, p99: 0, distribution: [] }, rounds: [] };

const figures = (appointments: number, numbers: Partial<Record<RequestName, Numbers>>) =>
  Object.entries(numbers).map(([request, of]) => ({
    request: request as RequestName, // the keys of a partial record of them
    appointments,
    measured: NOTHING,
    counted: counted(of),
  }));

const MEASURED = figures(1_000_000, {
  book: [5, 12, 5, 8, 1, 4, 2],
  confirm: [3, 7, 4, 6, 1, 3, 1],
  move: [900, 900, 900, 900, 900, 900, 900],
  get: [0, 0, 2, 0, 1, 0.5, 0.25],
  'list, page 1': [100, 0, 0, 0, 0, 0, 1],
  'list, middle page': [2_000, 0, 0, 0, 0, 0, 3],
  'list, last page': [900, 900, 900, 900, 900, 900, 900],
});

const dollarsOf = (item: string) =>
  cost(MEASURED).lines.find((line) => line.item === item)?.dollars;

describe('the cost of a million bookings', () => {
  // By hand, for one booking: book + confirm + 2 gets + list page 1 + list middle page.
  it.each([
    ['Worker requests', 1.8], // 6 × $0.30
    ['Worker CPU time', 0.15], // (2 + 1 + 2 × 0.25 + 1 + 3) ms × $0.02
    ['Object requests, alarms too', 0.6], // (1 + 1 + 2) × $0.15
    ['Object duration at 128 MB', 0.0128], // (4 + 3 + 2 × 0.5) ms = 0.008 s × 0.128 GB × $12.50
    ['Object rows read', 0.013], // (5 + 4 + 2 × 2) × $0.001
    ['Object rows written, alarms too', 14], // 8 + 6
    ['D1 rows read', 2.108], // (5 + 3 + 100 + 2,000) × $0.001
    ['D1 rows written', 19], // 12 + 7
  ])('has a line for %s: $%f', (item, dollars) => {
    expect(dollarsOf(item)).toBeCloseTo(dollars, 9);
  });

  it('is the sum of its lines, and each line its quantity at its price', () => {
    const { lines, dollars } = cost(MEASURED);
    expect(dollars).toBeCloseTo(37.6838, 9);
    for (const line of lines) {
      expect((line.quantity / 1e6) * line.pricePerMillion).toBeCloseTo(line.dollars, 9);
    }
  });

  it('is that of the largest tenant', () => {
    const small = figures(1_000, { book: [0, 0, 0, 0, 0, 0, 0] });
    expect(cost([...small, ...MEASURED]).dollars).toBeCloseTo(37.6838, 9);
  });

  it('is not told when a part of it was not measured', () => {
    expect(() => cost(figures(1_000, { book: [5, 12, 5, 8, 1, 4, 2] }))).toThrow(
      '1000 appointments: confirm',
    );
  });
});
