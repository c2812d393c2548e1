// The document for the terminal.

import { type BenchDocument, countedOf, type Measured } from './document.ts';

export function toTable(document: BenchDocument): string {
  const { floors, requests, growth, domain, cost, targets } = document;
  return [
    heading(document),
    '',
    line('floor', '', SPEED),
    ...floors.map((floor) => line(floor.name, '', speed(floor))),
    '',
    line('request', 'appointments', [...SPEED, 'of its floor']),
    ...requests.map(({ request, appointments, measured, ofFloor }) =>
      line(request, count(appointments), [
        ...speed(measured),
        ofFloor ? `${ofFloor.ratio.toFixed(2)} × ${ofFloor.floor}` : '',
      ]),
    ),
    '',
    line('counted, one request', '', COUNTED),
    ...countedOf(document).map(({ request, counted: { d1, objects, objectMs, cpuMs } }) =>
      line(request, '', [
        ...[d1.rowsRead, d1.rowsWritten, d1.roundTrips].map(fixed),
        ...[objects.rowsRead, objects.rowsWritten, objects.requests].map(fixed),
        ...[objectMs, cpuMs].map(fixed),
      ]),
    ),
    '',
    line('time, largest over smallest', '', []),
    ...growth.map(({ request, ratio }) => line(request, `× ${ratio.toFixed(2)}`, [])),
    '',
    line('domain', '', ['ns a call']),
    ...domain.map(({ task, by, nanoseconds }) => line(`${task}, ${by}`, '', [fixed(nanoseconds)])),
    '',
    line('a million bookings', 'millions', ['$ each', '$']),
    ...cost.lines.map(({ item, quantity, pricePerMillion, dollars }) =>
      line(item, fixed(quantity / 1_000_000), [`${pricePerMillion}`, dollars.toFixed(2)]),
    ),
    line('in all', '', ['', cost.dollars.toFixed(2)]),
    '',
    ...targets.map(({ name, figure, bound, target, isMet }) => {
      return `${isMet ? 'met   ' : 'MISSED'}  ${name}: ${figure.toFixed(2)}, ${bound} ${target}`;
    }),
  ].join('\n');
}

const heading = ({ day, machine, rounds, connections }: BenchDocument) =>
  `${day}, ${machine.cores} × ${machine.cpu}, workerd ${machine.workerd}, ${rounds} rounds, ${connections} connections`;

const SPEED = ['requests/s', 'p50 ms', 'p99 ms'];
const speed = ({ requestsPerSecond, latency: { p50, p99 } }: Measured) => [
  requestsPerSecond.toFixed(0),
  p50.toFixed(1),
  p99.toFixed(1),
];

const COUNTED = [
  'D1 read',
  'D1 written',
  'round trips',
  'obj. read',
  'written',
  'requests',
  'awake ms',
  'CPU ms',
];

const fixed = (figure: number) => figure.toFixed(1);
const count = (figure: number) => figure.toLocaleString('en');
const line = (name: string, size: string, columns: readonly string[]) =>
  `${name.padEnd(28)}${size.padStart(12)}${columns.map((text) => `  ${text.padStart(10)}`).join('')}`;
