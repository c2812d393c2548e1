// What the command can be told.

import { parseArgs } from 'node:util';

export interface Options {
  readonly appointments: number;
  readonly rounds: number;
  /** How long each request is measured in each round. */
  readonly seconds: number;
  readonly connections: number;
  readonly json: boolean;
  /** The file that the report is written to. */
  readonly report: string;
}

export const USAGE = `npm run bench [-- options]

  --appointments N   measures tenants of 1,000, 100,000 and 1,000,000 appointments below N, and one of N (100000)
  --rounds R         medians of R rounds (5)
  --seconds S        each request is measured for S seconds a round (1)
  --connections C    connections that ask at once (16)
  --json             one JSON document on stdout and nothing else; without it a table
  --report FILE      the report in HTML (bench.html)`;

/** Undefined when help is asked for. Throws with a sentence for people. */
export function parseOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      appointments: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1' },
      connections: { type: 'string', default: '16' },
      json: { type: 'boolean', default: false },
      report: { type: 'string', default: 'bench.html' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return;
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error('--seconds has to be a positive number');
  return {
    appointments: wholeNumber('--appointments', values.appointments, 100),
    rounds: wholeNumber('--rounds', values.rounds, 1),
    seconds,
    connections: wholeNumber('--connections', values.connections, 1),
    json: values.json,
    report: values.report,
  };
}

/** Sizes of the tenants that are measured, ascending. */
export const sizesUpTo = (appointments: number): number[] => [
  ...[1_000, 100_000, 1_000_000].filter((size) => size < appointments),
  appointments,
];

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text.replaceAll('_', ''));
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`${name} has to be a whole number from ${least}`);
}
