// A document as a run would give it, with made-up figures: what the report's tests and its maker look at.

import type {
  BenchDocument,
  Counted,
  Floor,
  Latency,
  Measured,
  RequestFigures,
  RequestName,
} from '../document.ts';

const PERCENTS = [0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9];

/** Latencies that grow towards a tail of seven times the median. */
const latency = (p50: number): Latency => {
  const at = (percent: number) => p50 * (0.6 + 0.4 * (50 / (100 - percent)) ** 0.4);
  return { p50: at(50), p99: at(99), distribution: PERCENTS.map((each) => [each, at(each)]) };
};

/** Five rounds around a median, the second of which met some noise. */
const measured = (requestsPerSecond: number): Measured => ({
  requestsPerSecond,
  latency: latency(16_000 / requestsPerSecond),
  rounds: [1, 0.93, 1.02, 0.985, 1.03].map((factor) => ({
    requestsPerSecond: requestsPerSecond * factor,
  })),
});

const floor = (name: Floor['name'], requestsPerSecond: number): Floor => ({
  name,
  ...measured(requestsPerSecond),
});

const FLOORS: readonly Floor[] = [
  floor('empty route', 9_840),
  floor('object read', 4_310),
  floor('object insert', 2_960),
  floor('object insert and D1 upsert', 912),
];

interface Kind {
  readonly request: RequestName;
  readonly requestsPerSecond: number;
  /** Throughput at the next size over this one's. */
  readonly slower: number;
  readonly floor?: Floor['name'];
  readonly counted: Counted;
}

const counted = (
  d1: readonly [number, number, number],
  objects: readonly [number, number, number],
  objectMs: number,
  cpuMs: number,
): Counted => ({
  d1: { rowsRead: d1[0], rowsWritten: d1[1], roundTrips: d1[2] },
  objects: { rowsRead: objects[0], rowsWritten: objects[1], requests: objects[2] },
  objectMs,
  cpuMs,
});

const KINDS: readonly Kind[] = [
  {
    request: 'book',
    requestsPerSecond: 604,
    slower: 0.97,
    floor: 'object insert and D1 upsert',
    counted: counted([9, 12, 2], [4, 7, 1], 3.1, 1.9),
  },
  {
    request: 'confirm',
    requestsPerSecond: 688,
    slower: 0.98,
    floor: 'object insert and D1 upsert',
    counted: counted([6, 7, 1], [3, 5, 1], 2.6, 1.4),
  },
  {
    request: 'move',
    requestsPerSecond: 371,
    slower: 0.95,
    counted: counted([11, 15, 2], [9, 14, 4], 5.9, 2.8),
  },
  {
    request: 'conflicts',
    requestsPerSecond: 3_190,
    slower: 0.99,
    floor: 'object read',
    counted: counted([0, 0, 0], [3, 0, 1], 0.3, 0.5),
  },
  {
    request: 'get',
    requestsPerSecond: 3_620,
    slower: 1,
    floor: 'object read',
    counted: counted([0, 0, 0], [2, 0, 1], 0.3, 0.4),
  },
  {
    request: 'list, page 1',
    requestsPerSecond: 1_240,
    slower: 0.93,
    counted: counted([74, 0, 1], [0, 0, 0], 0, 1.1),
  },
  {
    request: 'list, middle page',
    requestsPerSecond: 1_060,
    slower: 0.86,
    counted: counted([412, 0, 1], [0, 0, 0], 0, 1.2),
  },
  {
    request: 'list, last page',
    requestsPerSecond: 1_170,
    slower: 0.88,
    counted: counted([204, 0, 1], [0, 0, 0], 0, 1.2),
  },
];

const SIZES = [1_000, 100_000, 1_000_000];

const figures = (kind: Kind, appointments: number, step: number): RequestFigures => {
  const ran = measured(kind.requestsPerSecond * kind.slower ** step);
  const under = FLOORS.find(({ name }) => name === kind.floor);
  return {
    request: kind.request,
    appointments,
    measured: ran,
    ...(appointments === SIZES.at(-1) && { counted: kind.counted }),
    ...(under && {
      ofFloor: { floor: under.name, ratio: ran.requestsPerSecond / under.requestsPerSecond },
    }),
  };
};

export const SAMPLE: BenchDocument = {
  command: 'npm run bench -- --appointments 1000000',
  day: '2026-11-22',
  machine: { cpu: 'AMD EPYC 9B14', cores: 2, node: '24.21.0', workerd: '1.20261102.0' },
  rounds: 5,
  connections: 16,
  sizes: SIZES,
  floors: FLOORS,
  requests: SIZES.flatMap((size, step) => KINDS.map((kind) => figures(kind, size, step))),
  growth: KINDS.map(({ request, slower }) => ({ request, ratio: 1 / slower ** 2 })),
  domain: [
    { task: 'conflict check', by: '@rendezvous/domain', nanoseconds: 159.4 },
    { task: 'conflict check', by: 'date-fns', nanoseconds: 8_788.9 },
    { task: 'conflict check', by: 'luxon', nanoseconds: 1_278.9 },
    { task: 'interval overlap', by: '@rendezvous/domain', nanoseconds: 4.67 },
    { task: 'interval overlap', by: 'date-fns', nanoseconds: 655.6 },
    { task: 'interval overlap', by: 'luxon', nanoseconds: 123.4 },
    { task: 'transition', by: '@rendezvous/domain', nanoseconds: 72.3 },
    { task: 'page arithmetic', by: '@rendezvous/domain', nanoseconds: 4.73 },
  ],
  startUpCpuMs: 12.4,
  bundleKb: 110.5,
  cost: {
    lines: [
      {
        item: 'Worker requests',
        quantity: 6_000_000,
        unit: 'requests',
        pricePerMillion: 0.3,
        dollars: 1.8,
      },
      {
        item: 'Object duration at 128 MB',
        quantity: 806.4,
        unit: 'GB-s',
        pricePerMillion: 12.5,
        dollars: 0.01008,
      },
      {
        item: 'Object rows written',
        quantity: 12_000_000,
        unit: 'rows',
        pricePerMillion: 1,
        dollars: 12,
      },
      {
        item: 'D1 rows read',
        quantity: 1_473_000_000,
        unit: 'rows',
        pricePerMillion: 0.001,
        dollars: 1.473,
      },
      {
        item: 'D1 rows written',
        quantity: 19_000_000,
        unit: 'rows',
        pricePerMillion: 1,
        dollars: 19,
      },
    ],
    dollars: 34.28308,
  },
  targets: [
    {
      name: 'book, throughput over its floor',
      figure: 0.64,
      bound: 'at least',
      target: 0.6,
      isMet: true,
    },
    {
      name: 'get, throughput over its floor',
      figure: 0.84,
      bound: 'at least',
      target: 0.8,
      isMet: true,
    },
    {
      name: 'list, last page at 1,000,000, time per request over page 1 at 1,000',
      figure: 1.37,
      bound: 'at most',
      target: 2,
      isMet: true,
    },
    {
      name: 'book at 1,000,000, time per request over 1,000',
      figure: 1.06,
      bound: 'at most',
      target: 1.2,
      isMet: true,
    },
    {
      name: 'US dollars per million bookings',
      figure: 34.28308,
      bound: 'at most',
      target: 33,
      isMet: false,
    },
    {
      name: 'KB of the Worker, gzipped',
      figure: 110.5,
      bound: 'at most',
      target: 120,
      isMet: true,
    },
  ],
};
