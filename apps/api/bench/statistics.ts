// From what was measured round by round to the figures.

import type { Measured, RequestFigures, RequestName } from './document.ts';
import type { Slice } from './load.ts';

const PERCENTS = [0, 10, 25, 50, 75, 90, 95, 99, 99.9, 100];

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** The latency that so many of 100 do not exceed. */
function percentile(ascending: Float64Array, percent: number): number {
  const rank = Math.ceil((percent / 100) * ascending.length);
  return ascending[Math.max(rank - 1, 0)] ?? 0;
}

export function measuredOf(slices: readonly Slice[]): Measured {
  const all = Float64Array.from(slices.flatMap(({ latencies }) => [...latencies])).sort();
  const medianOf = (percent: number) =>
    median(slices.map(({ latencies }) => percentile(latencies, percent)));
  return {
    requestsPerSecond: median(slices.map(({ requestsPerSecond }) => requestsPerSecond)),
    latency: {
      p50: medianOf(50),
      p99: medianOf(99),
      distribution: PERCENTS.map((percent) => [percent, percentile(all, percent)] as const),
    },
    rounds: slices.map(({ requestsPerSecond }) => ({ requestsPerSecond })),
  };
}

/** Of two that were measured in the same rounds: the median of their ratios. */
export const ratioOf = (one: Measured, other: Measured): number =>
  median(
    one.rounds.map(
      ({ requestsPerSecond }, round) =>
        requestsPerSecond / (other.rounds[round]?.requestsPerSecond ?? Number.NaN),
    ),
  );

type Which = readonly [request: RequestName, appointments: number | undefined];

/** The time that one takes over that which the other takes: the throughputs the other way round. */
export function timeRatio(requests: readonly RequestFigures[], one: Which, other: Which): number {
  const find = ([name, size]: Which) =>
    requests.find(({ request, appointments }) => request === name && appointments === size);
  const [slow, quick] = [find(one), find(other)];
  return slow && quick ? ratioOf(quick.measured, slow.measured) : Number.NaN;
}
