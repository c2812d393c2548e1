// Latency distributions: a curve by percentile.

import * as Plot from '@observablehq/plot';
import type { BenchDocument } from '../document.ts';
import { figure, short } from './format.ts';
import { colourOfSize, svg } from './svg.ts';

/** Latency by percentile of one request, a curve a size and one of its floor; half of the width is for the slowest tenth. */
export function latencies(document: BenchDocument, request: string): string {
  const curves = document.requests.filter((one) => one.request === request);
  const floor = document.floors.find(({ name }) =>
    curves.some((one) => one.ofFloor?.floor === name),
  );
  return curvesOf(document, `Latency by percentile: ${request}`, [
    ...(floor
      ? [{ name: 'floor', colour: 'var(--floor)', distribution: floor.latency.distribution }]
      : []),
    ...curves.map(({ appointments, measured }) => ({
      name: short(appointments),
      colour: colourOfSize(document.sizes.indexOf(appointments), document.sizes.length),
      distribution: measured.latency.distribution,
    })),
  ]);
}

export const colourOfFloor = (index: number): string => `var(--floor-${Math.min(index + 1, 4)})`;

/** The floors' latency by percentile. */
export const latenciesOfFloors = (document: BenchDocument): string =>
  curvesOf(
    document,
    'Latency by percentile: the floors',
    document.floors.map(({ name, latency }, index) => ({
      name,
      colour: colourOfFloor(index),
      distribution: latency.distribution,
    })),
  );

interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly distribution: readonly (readonly [number, number])[];
}

/** As HdrHistogram draws it: one more nine is one step to the right. */
const rarity = (percent: number) => 100 / (100 - percent);
const NINES = [50, 90, 99, 99.9, 99.99];
/** Where the axis of milliseconds is marked. */
const MARKS_MS = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000];

/** On logarithmic axes nothing is drawn at nought, and the hundredth percentile would never come. */
const isDrawable = ([percent, ms]: readonly [number, number]) => percent < 100 && ms > 0;

/** The scales are those of all curves of the document, so that plots can be compared. */
function curvesOf(document: BenchDocument, label: string, curves: readonly Curve[]): string {
  const all = [...document.requests.map(({ measured }) => measured), ...document.floors]
    .flatMap(({ latency }) => latency.distribution)
    .filter(isDrawable);
  const points = curves.flatMap(({ name, colour, distribution }) =>
    distribution
      .filter(isDrawable)
      .map(([percent, ms]) => ({ name, colour, rarity: rarity(percent), ms })),
  );
  const last = Math.max(...all.map(([percent]) => percent), 99);
  const nines = NINES.filter((nine) => nine <= last).map(rarity);
  const times = all.map(([, ms]) => ms);
  const [least, most] = [Math.min(...times), Math.max(...times)];
  const marked = MARKS_MS.filter((ms) => ms >= least && ms <= most);
  return svg(label, {
    height: 190,
    marginLeft: 44,
    marginRight: 16,
    marginTop: 20,
    marginBottom: 28,
    x: {
      type: 'log',
      domain: [1, rarity(last)],
      ticks: nines,
      tickFormat: (each: number) => `p${Number((100 - 100 / each).toFixed(2))}`,
      label: null,
    },
    y: {
      type: 'log',
      domain: [least, most],
      ticks: marked,
      tickFormat: figure,
      label: 'ms',
    },
    marks: [
      Plot.gridY({ ticks: marked }),
      Plot.gridX({ ticks: nines }),
      Plot.line(points, { x: 'rarity', y: 'ms', z: 'name', stroke: 'colour', strokeWidth: 2 }),
    ],
    color: { type: 'identity' },
  });
}
