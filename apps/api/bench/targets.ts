// What the figures should reach.

import type { BenchDocument, RequestFigures, RequestName, Target } from './document.ts';
import { ratioOf } from './statistics.ts';

type Figures = Pick<BenchDocument, 'sizes' | 'requests' | 'cost'>;

export function targetsOf({ sizes, requests, cost }: Figures): Target[] {
  const [smallest, largest] = [sizes[0], sizes.at(-1)];
  const find = (name: RequestName, size: number | undefined): RequestFigures | undefined =>
    requests.find(({ request, appointments }) => request === name && appointments === size);
  const growth = (name: RequestName, of: RequestName) => {
    const [large, small] = [find(name, largest), find(of, smallest)];
    return large && small ? ratioOf(small.measured, large.measured) : Number.NaN;
  };
  const n = (size = 0) => size.toLocaleString('en');
  return [
    atLeast(0.6, 'book, throughput over its floor', find('book', smallest)?.ofFloor?.ratio),
    atLeast(0.8, 'get, throughput over its floor', find('get', smallest)?.ofFloor?.ratio),
    atMost(
      2,
      `list, last page at ${n(largest)}, time per request over page 1 at ${n(smallest)}`,
      growth('list, last page', 'list, page 1'),
    ),
    atMost(
      1.2,
      `book at ${n(largest)}, time per request over ${n(smallest)}`,
      growth('book', 'book'),
    ),
    ...(cost.lines.length > 0 ? [atMost(33, 'US dollars per million bookings', cost.dollars)] : []),
  ];
}

const atLeast = (target: number, name: string, figure = Number.NaN): Target => ({
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
