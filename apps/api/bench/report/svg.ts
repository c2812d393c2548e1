// Observable Plot without a browser: a plot as a string of SVG, as wide as a phone, in the colours of report.css.

import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** Native width in pixels. A plot is never scaled up, and on a phone hardly down: its texts stay readable. */
const WIDTH = 356;

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** `label` is what is read to those who do not see it. */
export function svg(label: string, options: Plot.PlotOptions): string {
  const plot = Plot.plot({
    width: WIDTH,
    className: 'plot',
    document,
    ...options,
  });
  // Plot gives every part of the drawing a label of its own; as an image it is read as one.
  plot.setAttribute('role', 'img');
  plot.setAttribute('aria-label', label);
  return plot.outerHTML;
}

/** One colour a size, the largest is the strongest; the CSS knows four. */
export const colourOfSize = (index: number, sizes: number): string =>
  `var(--size-${Math.min(Math.max(4 - (sizes - 1 - index), 1), 4)})`;
