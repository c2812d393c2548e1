// What `npm run bench` has measured: one document. The terminal's table, `--json` and the HTML report are all made from it.

/** Latencies in milliseconds, as the client saw them. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  /** The latency below which so many of 100 requests were: `[percent, ms]`, ascending. */
  readonly distribution: readonly (readonly [number, number])[];
}

/** Medians over the rounds, and what each round measured. */
export interface Measured {
  readonly requestsPerSecond: number;
  readonly latency: Latency;
  readonly rounds: readonly { readonly requestsPerSecond: number }[];
}

/** What one request of its kind costs, counted at the bindings and in the ledgers. */
export interface Counted {
  readonly d1: {
    readonly rowsRead: number;
    readonly rowsWritten: number;
    readonly roundTrips: number;
  };
  readonly objects: {
    readonly rowsRead: number;
    readonly rowsWritten: number;
    readonly requests: number;
  };
  /** Wall-clock time for which an object is awake for it, in milliseconds. */
  readonly objectMs: number;
  /** CPU time of the Worker and the objects for it, in milliseconds. */
  readonly cpuMs: number;
}

/** The least that could do the same work on this runtime. */
export interface Floor extends Measured {
  readonly name: 'empty route' | 'object insert' | 'object insert and D1 upsert' | 'object read';
}

export type RequestName =
  | 'book'
  | 'confirm'
  | 'move'
  | 'conflicts'
  | 'get'
  | 'list, page 1'
  | 'list, middle page'
  | 'list, last page';

export interface RequestFigures {
  readonly request: RequestName;
  /** How many appointments the tenant has. */
  readonly appointments: number;
  readonly measured: Measured;
  /** At the largest size alone. */
  readonly counted?: Counted;
  /** Throughput over that of the floor that does the same writes or reads, where there is one. */
  readonly ofFloor?: { readonly floor: Floor['name']; readonly ratio: number };
}

/** A pure function's work, and the same work done by a library. */
export interface DomainFigure {
  readonly task: 'conflict check' | 'transition' | 'page arithmetic' | 'interval overlap';
  readonly by: '@rendezvous/domain' | 'date-fns' | 'luxon';
  /** Nanoseconds per call, median over the rounds. */
  readonly nanoseconds: number;
}

/** One line of the bill for a million bookings (each: book, confirm, 2 gets, 2 lists), in US dollars. */
export interface CostLine {
  readonly item: string;
  readonly quantity: number;
  readonly unit: string;
  /** US dollars per million units, as published. */
  readonly pricePerMillion: number;
  readonly dollars: number;
}

/** A ratio or figure with what it should reach. */
export interface Target {
  readonly name: string;
  readonly figure: number;
  readonly bound: 'at least' | 'at most';
  readonly target: number;
  readonly isMet: boolean;
}

export interface BenchDocument {
  readonly command: string;
  /** ISO 8601 date. */
  readonly day: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
    readonly workerd: string;
  };
  readonly rounds: number;
  readonly connections: number;
  /** How many appointments the tenants have, ascending. */
  readonly sizes: readonly number[];
  readonly floors: readonly Floor[];
  readonly requests: readonly RequestFigures[];
  /** Of each request, at the largest size over the smallest. */
  readonly growth: readonly { readonly request: RequestName; readonly ratio: number }[];
  readonly domain: readonly DomainFigure[];
  /** CPU time until the bundle is ready for its first request, in milliseconds. */
  readonly startUpCpuMs: number;
  /** What is deployed, gzipped, in thousands of bytes. */
  readonly bundleKb: number;
  readonly cost: { readonly lines: readonly CostLine[]; readonly dollars: number };
  readonly targets: readonly Target[];
}

/** The requests that were counted. */
export const countedOf = ({ requests }: BenchDocument) =>
  requests.flatMap(({ request, counted }) => (counted ? [{ request, counted }] : []));
