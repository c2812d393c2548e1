// The command as a person runs it, small: whether what it says is whole and right. How fast anything is, is not asked here.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { BenchDocument } from './document.ts';
import { figuresOf } from './figures.ts';
import { load } from './load.ts';
import { REQUESTS } from './measure.ts';
import { parseOptions, sizesUpTo } from './options.ts';
import { measuredOf, ratioOf } from './statistics.ts';

const run = promisify(execFile);

it('measures and counts every request, on a tenant that is filled as the API says', async () => {
  const args = '--appointments 1000 --rounds 1 --seconds 0.1 --connections 4 --json'.split(' ');
  const folder = mkdtempSync(join(tmpdir(), 'rendezvous-bench-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  args.push('--report', join(folder, 'report.html'));
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'bench.ts'), ...args]);
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
  const { sizes, floors, requests, growth, targets }: BenchDocument = JSON.parse(stdout);
  expect(sizes).toEqual([1_000]);
  expect(floors).toHaveLength(4);
  expect(requests).toHaveLength(8);
  for (const { requestsPerSecond, latency } of [
    ...floors,
    ...requests.map((one) => one.measured),
  ]) {
    expect(requestsPerSecond).toBeGreaterThan(0);
    expect(latency.p50).toBeGreaterThan(0);
    expect(latency.p99).toBeGreaterThanOrEqual(latency.p50);
  }
  expect(growth.map(({ ratio }) => ratio)).toEqual(requests.map(() => 1));
  expect(targets.every(({ figure }) => figure > 0)).toBe(true);

  const countedOf = (name: string) => {
    const figures = requests.find(({ request }) => request === name);
    return { ...figures?.counted?.d1, ...figures?.counted?.objects };
  };
  // Read by its calendar; its alarms, of before, have rung.
  expect(countedOf('get')).toMatchObject({ rowsWritten: 0, requests: 1 });
  expect(countedOf('list, page 1')).toMatchObject({ roundTrips: 1, requests: 0 });
  expect(countedOf('book').roundTrips).toBe(2);
  expect(countedOf('confirm').roundTrips).toBe(1);
  for (const name of ['book', 'confirm', 'move']) {
    expect(
      requests.find(({ request }) => request === name)?.counted?.d1.rowsWritten,
    ).toBeGreaterThan(0);
    expect(countedOf(name).rowsWritten).toBeGreaterThan(0);
  }
}, 120_000);

it('tells what one request costs at the size that it was counted at, and at no other', () => {
  const options = parseOptions(['--appointments', '2000', '--rounds', '1']);
  if (!options) throw new Error('nobody asked for help');
  const none = {
    d1: { rowsRead: 1, rowsWritten: 0, roundTrips: 0 },
    objects: { rowsRead: 0, rowsWritten: 0, requests: 0 },
    objectMs: 0,
  };
  const { requests } = figuresOf(
    options,
    { floors: new Map(), requests: [new Map(), new Map()] },
    new Map(REQUESTS.map((request) => [request, none])),
    new Map(),
    { domain: [], startUpCpuMs: 0, bundleKb: 0 },
  );
  for (const { appointments, counted } of requests) {
    expect(counted?.d1.rowsRead).toBe(appointments === 2_000 ? 1 : undefined);
  }
});

it('measures no refusals: one answer with another status ends it', async () => {
  let asked = 0;
  const server = createServer((_, answer) => {
    asked += 1;
    answer.writeHead(asked === 7 ? 409 : 200).end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const target = { origin: `http://127.0.0.1:${port}`, headers: {}, connections: 2 };
  const ask = { method: 'GET', path: '/', expected: 200 } as const;
  try {
    await expect(load(target, 60, () => ask)).rejects.toThrow('GET / was answered 409');
    let left = 5;
    const slice = await load(target, 60, () => (left-- > 0 ? ask : undefined));
    expect(slice.latencies).toHaveLength(5);
  } finally {
    server.close();
  }
});

it('takes medians of rounds, and of ratios round by round', () => {
  const slice = (requestsPerSecond: number, ...latencies: number[]) => ({
    requestsPerSecond,
    latencies: Float64Array.from(latencies),
  });
  const one = measuredOf([slice(100, 1, 2, 3), slice(300, 1, 4, 9), slice(200, 5, 6, 7)]);
  expect(one).toMatchObject({ requestsPerSecond: 200, latency: { p50: 4, p99: 7 } });
  expect(one.latency.distribution.at(0)).toEqual([0, 1]);
  expect(one.latency.distribution.at(-1)).toEqual([100, 9]);
  const other = measuredOf([slice(100, 1), slice(150, 1), slice(400, 1)]);
  expect(ratioOf(one, other)).toBe(1);
});

it('reads its options, and says what is wrong with them', () => {
  expect(parseOptions([])).toEqual({
    appointments: 100_000,
    rounds: 5,
    seconds: 1,
    connections: 16,
    json: false,
    report: 'bench.html',
  });
  expect(sizesUpTo(1_000_000)).toEqual([1_000, 100_000, 1_000_000]);
  expect(sizesUpTo(1_000)).toEqual([1_000]);
  expect(sizesUpTo(20_000)).toEqual([1_000, 20_000]);
  expect(() => parseOptions(['--rounds', '0'])).toThrow('--rounds has to be a whole number from 1');
  expect(() => parseOptions(['--seconds', 'two'])).toThrow('--seconds');
});
