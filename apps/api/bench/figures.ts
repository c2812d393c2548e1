// The document, from what was measured and counted.

import { cost as costOf } from './cost.ts';
import type { Counts } from './counted.ts';
import type { BenchDocument, RequestFigures, RequestName } from './document.ts';
import { FLOOR_OF } from './floors.ts';
import { machine } from './machine.ts';
import { REQUESTS, type Rounds } from './measure.ts';
import { type Options, sizesUpTo } from './options.ts';
import { measuredOf, ratioOf, timeRatio } from './statistics.ts';
import { targetsOf } from './targets.ts';

export function figuresOf(
  { appointments, rounds, seconds, connections }: Options,
  measured: Rounds,
  counts: ReadonlyMap<RequestName, Counts>,
  cpuMs: ReadonlyMap<RequestName, number>,
  { domain, startUpCpuMs, bundleKb }: Pick<BenchDocument, 'domain' | 'startUpCpuMs' | 'bundleKb'>,
): BenchDocument {
  const sizes = sizesUpTo(appointments);
  const floors = [...measured.floors].map(([name, slices]) => ({ name, ...measuredOf(slices) }));
  const requests = sizes.flatMap((size, index) =>
    REQUESTS.map((request): RequestFigures => {
      const figures = measuredOf(measured.requests[index]?.get(request) ?? []);
      const floor = floors.find(({ name }) => name === FLOOR_OF[request]);
      const counted = counts.get(request);
      if (!counted) throw new Error(`${request} was not counted`);
      return {
        request,
        appointments: size,
        measured: figures,
        ...(size === sizes.at(-1) && {
          counted: { ...counted, cpuMs: cpuMs.get(request) ?? 0 },
        }),
        ...(floor && { ofFloor: { floor: floor.name, ratio: ratioOf(figures, floor) } }),
      };
    }),
  );
  const cost = costOf(requests);
  return {
    command: `npm run bench -- --appointments ${appointments} --rounds ${rounds} --seconds ${seconds} --connections ${connections}`,
    day: new Date().toISOString().slice(0, 10),
    machine: machine(),
    rounds,
    connections,
    sizes,
    floors,
    requests,
    growth: REQUESTS.map((request) => ({
      request,
      ratio: timeRatio(requests, [request, sizes.at(-1)], [request, sizes[0]]),
    })),
    domain,
    startUpCpuMs,
    bundleKb,
    cost,
    targets: targetsOf({ sizes, floors, requests, startUpCpuMs, bundleKb, cost }),
  };
}
