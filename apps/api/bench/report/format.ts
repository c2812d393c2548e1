// Figures as a person reads them.

import { escapeHtml } from '../../src/description/html.ts';

export const text = escapeHtml;

/** Three significant digits, all digits of whole thousands: 4.67, 159, 8,789. */
export const figure = (value: number): string =>
  Math.abs(value) >= 1_000
    ? Math.round(value).toLocaleString('en')
    : value.toLocaleString('en', { maximumSignificantDigits: 3 });

/** Four significant digits: what is just short of a target must not look like it. */
export const precise = (value: number): string =>
  Number.isNaN(value) ? '–' : value.toLocaleString('en', { maximumSignificantDigits: 4 });

export const count = (value: number): string => value.toLocaleString('en');

/** What fits under a tick: 1k, 100k, 1M. */
export const short = (value: number): string =>
  value
    .toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 })
    .replace('K', 'k');

export const ratio = (value: number): string => `${value.toFixed(2)} ×`;

/** Cents, and for less than a dime tenths of a cent. */
export const dollars = (value: number): string => `$${value.toFixed(value < 0.1 ? 3 : 2)}`;

/** Of a million units: $0.30, $12.50, $0.001. */
export const price = (value: number): string => `$${value < 0.01 ? value : value.toFixed(2)}`;
