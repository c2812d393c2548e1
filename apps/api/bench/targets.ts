// What the figures should reach.

import type { BenchDocument, RequestName, Target } from './document.ts';
import { FLOOR_OF, type FloorName } from './floors.ts';
import { ratioOf, timeRatio } from './statistics.ts';

type Figures = Pick<
  BenchDocument,
  'sizes' | 'floors' | 'requests' | 'startUpCpuMs' | 'bundleKb' | 'cost'
>;

export function targetsOf(figures: Figures): Target[] {
  const { sizes, floors, requests, startUpCpuMs, bundleKb, cost } = figures;
  const [smallest = 0, largest = 0] = [sizes[0], sizes.at(-1)];
  const over = (request: RequestName, floor: FloorName | undefined = FLOOR_OF[request]) => {
    const measured = requests.find(
      (one) => one.request === request && one.appointments === smallest,
    )?.measured;
    const least = floors.find(({ name }) => name === floor);
    return measured && least ? ratioOf(measured, least) : Number.NaN;
  };
  const [small, large] = [smallest, largest].map((size) => size.toLocaleString('en'));
  return [
    atLeast(
      0.6,
      `book at ${small}, throughput over that of an object's insert and D1's upsert`,
      over('book'),
    ),
    // An object that does something durable; and one that only reads, which is the harder to reach.
    atLeast(
      0.8,
      `get at ${small}, throughput over that of an object's insert`,
      over('get', 'object insert'),
    ),
    atLeast(0.8, `get at ${small}, throughput over that of an object's read`, over('get')),
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
    atMost(120, 'KB of the Worker, gzipped', bundleKb),
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
