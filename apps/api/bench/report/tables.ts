// The tables: every figure of a document, in words that a screen reader can follow too.

import { type BenchDocument, countedOf, type RequestFigures, type Target } from '../document.ts';
import { count, dollars, figure, precise, price, ratio, short, text } from './format.ts';

/** `wide` tables may be scrolled sideways on a phone, by keyboard too. */
const table = (
  caption: string,
  head: readonly string[],
  rows: readonly string[],
  foot = '',
): string =>
  `<div class="wide" role="region" tabindex="0" aria-label="${text(caption)}">
<table>
<caption><span>${text(caption)}</span></caption>
<thead><tr>${head.map((each) => `<th scope="col">${text(each)}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
${foot && `<tfoot>${foot}</tfoot>\n`}</table>
</div>`;

/** Rows under one head: what is the same in all of them stands once. */
function group(head: string, rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => `<td>${cell}</td>`).join(''));
  const th = `<th scope="rowgroup" rowspan="${rows.length}">${text(head)}</th>`;
  return cells.map((row, index) => `<tr>${index === 0 ? th : ''}${row}</tr>`).join('\n');
}

/** Groups in the order in which they first appear. */
const groups = <Row>(
  all: readonly Row[],
  headOf: (row: Row) => string,
  cellsOf: (row: Row) => readonly string[],
): string[] => [...Map.groupBy(all, headOf)].map(([head, rows]) => group(head, rows.map(cellsOf)));

const row = (head: string, cells: readonly string[]): string =>
  `<tr><th scope="row">${text(head)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;

/** What should be reached: the bar is full at one and a half times the target, which the line marks. */
export const targets = ({ targets: all }: BenchDocument): string =>
  table(
    'Targets',
    ['Target', 'Measured', 'Wanted', '', 'Verdict'],
    all.map((target) =>
      row(target.name, [
        precise(target.figure),
        `${target.bound === 'at least' ? '≥' : '≤'} ${precise(target.target)}`,
        gauge(target),
        target.isMet
          ? '<strong class="met">✓ met</strong>'
          : '<strong class="missed">✗ missed</strong>',
      ]),
    ),
  );

function gauge({ figure: measured, target, isMet }: Target): string {
  const percent = Math.min((measured / target) * (200 / 3), 100) || 0;
  return `<span class="gauge ${isMet ? 'met' : 'missed'}" aria-hidden="true"><i style="width:${percent.toFixed(1)}%"></i></span>`;
}

export const floors = ({ floors: all }: BenchDocument): string =>
  table(
    'Floors, the least that could do the work on this runtime',
    ['Floor', 'requests/s', 'p50, ms', 'p99, ms', 'slowest to fastest round, requests/s'],
    all.map(({ name, ...measured }) => row(name, ran(measured))),
  );

const ran = ({ requestsPerSecond, latency, rounds }: RequestFigures['measured']): string[] => {
  const each = rounds.map((round) => round.requestsPerSecond);
  return [
    figure(requestsPerSecond),
    figure(latency.p50),
    figure(latency.p99),
    each.length > 0 ? `${figure(Math.min(...each))} – ${figure(Math.max(...each))}` : '–',
  ];
};

export const requests = (document: BenchDocument): string =>
  table(
    'Requests: medians of the rounds',
    [
      ...['Request', 'Appointments', 'requests/s', 'p50, ms', 'p99, ms'],
      ...['slowest to fastest round, requests/s', 'of its floor'],
    ],
    groups(
      document.requests,
      ({ request }) => request,
      ({ appointments, measured, ofFloor }) => [
        count(appointments),
        ...ran(measured),
        ofFloor ? `${ratio(ofFloor.ratio)} <small>${text(ofFloor.floor)}</small>` : '–',
      ],
    ),
  );

export const counted = (document: BenchDocument): string =>
  table(
    `What one request uses at ${short(document.sizes.at(-1) ?? 0)} appointments: D1, calendars (objects), time`,
    [
      ...['Request', 'D1 rows read', 'D1 rows written', 'D1 round trips'],
      ...['object rows read', 'object rows written', 'object requests', 'object ms', 'CPU ms'],
    ],
    countedOf(document).map(({ request, counted: { d1, objects, objectMs, cpuMs } }) =>
      row(request, [
        ...[d1.rowsRead, d1.rowsWritten, d1.roundTrips].map(figure),
        ...[objects.rowsRead, objects.rowsWritten, objects.requests].map(figure),
        ...[objectMs, cpuMs].map(figure),
      ]),
    ),
  );

export const grown = ({ growth, sizes }: BenchDocument): string =>
  table(
    `Growth: time per request at ${short(sizes.at(-1) ?? 0)} appointments over ${short(sizes[0] ?? 0)}`,
    ['Request', 'Ratio'],
    growth.map((one) => row(one.request, [ratio(one.ratio)])),
  );

export const domain = ({ domain: figures }: BenchDocument): string =>
  table(
    'Pure functions, nanoseconds per call',
    ['Task', 'By', 'ns per call'],
    groups(
      figures,
      ({ task }) => task,
      ({ by, nanoseconds }) => [text(by), figure(nanoseconds)],
    ),
  );

export function cost({ cost: { lines, dollars: sum } }: BenchDocument): string {
  const dearest = Math.max(...lines.map((line) => line.dollars));
  return table(
    'A million bookings: each booked, confirmed, read twice and listed twice',
    ['Item', 'Quantity', 'Price per million', 'US dollars', ''],
    lines.map((line) =>
      row(line.item, [
        `${figure(line.quantity)} ${text(line.unit)}`,
        price(line.pricePerMillion),
        dollars(line.dollars),
        `<span class="share" aria-hidden="true"><i style="width:${((line.dollars / dearest) * 100).toFixed(1)}%"></i></span>`,
      ]),
    ),
    `<tr><th scope="row" colspan="3">Together</th><td>${dollars(sum)}</td><td></td></tr>`,
  );
}
