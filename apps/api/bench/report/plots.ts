// The plots of requests, a row each: every plot shows one thing, small, beside its neighbours on the same scale.

import * as Plot from '@observablehq/plot';
import type { BenchDocument, RequestFigures } from '../document.ts';
import { figure, ratio, short } from './format.ts';
import { colourOfSize, svg } from './svg.ts';

const REQUEST_AXIS = { label: null, tickSize: 0, tickPadding: 8 };
/** Room for the names of requests, and for figures at the end of a row. */
const ROWS = { marginLeft: 116, marginRight: 52, marginTop: 8, marginBottom: 40 };
const ROW_HEIGHT = 30;

const INK = 'var(--ink)';
const FLOOR = 'var(--floor)';

const rowsOf = (requests: readonly RequestFigures[]) => [
  ...new Set(requests.map(({ request }) => request)),
];

const heightOf = (rows: number) => rows * ROW_HEIGHT + ROWS.marginTop + ROWS.marginBottom;

/** Requests per second at one size: the median, its rounds as dots, its floor as a line, and their ratio. */
export function throughput(document: BenchDocument, size: number): string {
  const requests = document.requests.filter(({ appointments }) => appointments === size);
  const floors = new Map(
    document.floors.map(({ name, requestsPerSecond }) => [name, requestsPerSecond]),
  );
  const compared = requests.flatMap(({ request, ofFloor }) =>
    ofFloor ? [{ request, floor: floors.get(ofFloor.floor) ?? Number.NaN }] : [],
  );
  const rounds = requests.flatMap(({ request, measured }) =>
    measured.rounds.map(({ requestsPerSecond }) => ({ request, requestsPerSecond })),
  );
  // One scale for all sizes, so that their plots can be compared.
  const top = Math.max(
    ...document.requests.flatMap(({ measured, ofFloor }) => [
      ...measured.rounds.map(({ requestsPerSecond }) => requestsPerSecond),
      (ofFloor && floors.get(ofFloor.floor)) ?? 0,
    ]),
  );
  return svg(`Requests per second at ${short(size)} appointments, beside their floors`, {
    ...ROWS,
    marginRight: 102,
    height: heightOf(requests.length),
    x: { label: 'requests/s', domain: [0, top], ticks: 4, tickFormat: short, labelAnchor: 'right' },
    y: { ...REQUEST_AXIS, domain: rowsOf(requests) },
    marks: [
      Plot.gridX({ ticks: 4 }),
      Plot.barX(requests, {
        x: ({ measured }: RequestFigures) => measured.requestsPerSecond,
        y: 'request',
        fill: 'var(--bar)',
        insetTop: 4,
        insetBottom: 4,
        rx: 2,
      }),
      Plot.dot(rounds, {
        x: 'requestsPerSecond',
        y: 'request',
        r: 2,
        fill: INK,
        fillOpacity: 0.55,
      }),
      Plot.tickX(compared, { x: 'floor', y: 'request', stroke: FLOOR, strokeWidth: 2.5 }),
      endsOfRows(requests, 'request', ({ measured }) => figure(measured.requestsPerSecond)),
      Plot.text(requests, {
        y: 'request',
        text: ({ ofFloor }: RequestFigures) => (ofFloor ? ratio(ofFloor.ratio) : ''),
        frameAnchor: 'right',
        textAnchor: 'end',
        dx: 98,
        fill: FLOOR,
      }),
    ],
  });
}

/** How many times as long each request takes at the largest size as at the smallest. */
export const growth = ({ growth: grown }: BenchDocument): string =>
  svg('Time per request at the largest size over the smallest', {
    ...ROWS,
    height: heightOf(grown.length),
    x: {
      label: 'times the time',
      domain: [0, Math.max(2, ...grown.map((one) => one.ratio))],
      ticks: 4,
      labelAnchor: 'right',
    },
    y: { ...REQUEST_AXIS, domain: grown.map(({ request }) => request) },
    marks: [
      Plot.gridX({ ticks: 4 }),
      Plot.ruleX([1], { stroke: 'var(--faint)' }),
      Plot.ruleY(grown, { y: 'request', x1: 1, x2: 'ratio', stroke: 'var(--bar)', strokeWidth: 3 }),
      Plot.dot(grown, { x: 'ratio', y: 'request', r: 5, fill: 'var(--size-4)' }),
      endsOfRows(grown, 'request', (one) => ratio(one.ratio)),
    ],
  });

/** The median latency of each request, a dot a size. */
export const medians = (document: BenchDocument): string =>
  dotsOfSizes(document, 'Median latency in milliseconds, by size', {
    label: 'p50, ms',
    of: ({ measured }) => measured.latency.p50,
  });

/** Rows that a request reads in D1 and its calendars, at the largest size. */
export const rowsRead = (document: BenchDocument): string =>
  dotsOfSizes(document, 'Rows read by one request at the largest size', {
    label: 'rows read',
    of: ({ counted }) => counted && counted.d1.rowsRead + counted.objects.rowsRead,
  });

interface Dots {
  readonly label: string;
  /** Undefined: no dot. */
  readonly of: (figures: RequestFigures) => number | undefined;
}

function dotsOfSizes(document: BenchDocument, title: string, { label, of }: Dots): string {
  const { requests, sizes } = document;
  const dots = requests.flatMap((figures) => {
    const { request, appointments } = figures;
    const value = of(figures);
    return value === undefined ? [] : [{ request, value, size: sizes.indexOf(appointments) }];
  });
  const names = rowsOf(requests);
  const largest = dots.filter(({ size }) => size === sizes.length - 1);
  return svg(title, {
    ...ROWS,
    height: heightOf(names.length),
    x: { label, ticks: 4, tickFormat: short, labelAnchor: 'right', zero: true },
    y: { ...REQUEST_AXIS, domain: names },
    marks: [
      Plot.gridX({ ticks: 4 }),
      Plot.ruleY(
        dots,
        Plot.groupY(
          { x1: 'min', x2: 'max' },
          { x1: 'value', x2: 'value', y: 'request', stroke: 'var(--bar)', strokeWidth: 3 },
        ),
      ),
      Plot.dot(dots, {
        x: 'value',
        y: 'request',
        r: 5,
        fill: ({ size }: { size: number }) => colourOfSize(size, sizes.length),
      }),
      endsOfRows(largest, 'request', ({ value }) => figure(value)),
    ],
  });
}

/** Rounds as parts of their median, at one size. */
export function spread(document: BenchDocument, size: number): string {
  const requests = document.requests.filter(({ appointments }) => appointments === size);
  const off = (of: RequestFigures) =>
    of.measured.rounds.map((round) => ({
      request: of.request,
      percent: (round.requestsPerSecond / of.measured.requestsPerSecond - 1) * 100,
    }));
  const everywhere = document.requests.flatMap(off).map(({ percent }) => Math.abs(percent));
  const reach = Math.max(5, ...everywhere) * 1.05;
  return svg(`Rounds off their median at ${short(size)} appointments, in percent`, {
    ...ROWS,
    height: heightOf(requests.length),
    x: { label: '% off the median', domain: [-reach, reach], ticks: 5, labelAnchor: 'right' },
    y: { ...REQUEST_AXIS, domain: rowsOf(requests) },
    marks: [
      Plot.gridX({ ticks: 5 }),
      Plot.ruleX([0], { stroke: 'var(--faint)' }),
      Plot.dot(requests.flatMap(off), {
        x: 'percent',
        y: 'request',
        r: 4,
        fill: 'var(--size-4)',
        fillOpacity: 0.65,
      }),
      endsOfRows(
        requests,
        'request',
        (one) => `± ${Math.max(0, ...off(one).map(({ percent }) => Math.abs(percent))).toFixed(1)}`,
      ),
    ],
  });
}

/** Figures in a column at the right. */
const endsOfRows = <Row>(
  rows: readonly Row[],
  y: keyof Row & string,
  textOf: (row: Row) => string,
) =>
  Plot.text(rows, {
    y,
    text: textOf,
    frameAnchor: 'right',
    textAnchor: 'end',
    dx: 48,
    fill: INK,
  });
