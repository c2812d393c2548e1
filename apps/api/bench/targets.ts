// What the figures should reach.

import type { BenchDocument, RequestName, Target } from './document.ts';
import { timeRatio } from './statistics.ts';

type Figures = Pick<BenchDocument, 'sizes' | 'requests' | 'startUpCpuMs' | 'cost'>;

export function targetsOf({ sizes, requests, startUpCpuMs, cost }: Figures): Target[] {
  const [smallest = 0, largest = 0] = [sizes[0], sizes.at(-1)];
  const ofFloor = (name: RequestName) =>
    requests.find(({ request, appointments }) => request === name && appointments === smallest)
      ?.ofFloor?.ratio ?? Number.NaN;
  const [small, large] = [smallest, largest].map((size) => size.toLocaleString('en'));
  return [
    atLeast(0.6, `book at ${small}, throughput over that of its floor`, ofFloor('book')),
    atLeast(0.8, `get at ${small}, throughput over that of its floor`, ofFloor('get')),
    atMost(
      2,
      `list, last page at ${large}, time per request over that of page 1 at ${small}`,
      timeRatio(requests, ['list, last page', largest], ['list, page 1', smallest]),
    ),
    atMost(
      1.2,
      `book at ${large}, time per request over that at ${small}`,
      timeRatio(requests, ['book', largest], ['book', smallest]),
    ),
    atMost(15, 'CPU milliseconds of a start-up', startUpCpuMs),
    atMost(33, 'US dollars per million bookings', cost.dollars),
  ];
}

const atLeast = (target: number, name: string, figure: number): Target => ({
  name,
  figure,
  bound: 'at least',
  target,
  isMet: figure >= target,
});

const atMost = (target: number, name: string, figure: number): Target => ({
  name,
  figure,
  bound: 'at most',
  target,
  isMet: figure <= target,
});
