// Nanoseconds per call: the domain's functions, and the libraries' where they do the same work.

import * as Plot from '@observablehq/plot';
import type { DomainFigure } from '../document.ts';
import { figure, short } from './format.ts';
import { svg } from './svg.ts';

/** One bar a contestant. `named` is what the rows are called by: who did it, or what was done. */
export const nanoseconds = (
  title: string,
  figures: readonly DomainFigure[],
  named: 'by' | 'task',
): string =>
  svg(`Nanoseconds per call: ${title}`, {
    marginLeft: 138,
    marginRight: 52,
    marginTop: 8,
    marginBottom: 40,
    height: 30 * figures.length + 48,
    x: { label: 'ns per call', ticks: 4, tickFormat: short, labelAnchor: 'right', zero: true },
    y: { label: null, tickSize: 0, tickPadding: 8, domain: figures.map((one) => one[named]) },
    marks: [
      Plot.gridX({ ticks: 4 }),
      Plot.barX(figures, {
        x: 'nanoseconds',
        y: named,
        fill: ({ by }: DomainFigure) =>
          by === '@rendezvous/domain' ? 'var(--size-4)' : 'var(--other)',
        insetTop: 4,
        insetBottom: 4,
        rx: 2,
      }),
      Plot.text(figures, {
        y: named,
        text: (one: DomainFigure) => figure(one.nanoseconds),
        frameAnchor: 'right',
        textAnchor: 'end',
        dx: 48,
        fill: 'var(--ink)',
      }),
    ],
  });
