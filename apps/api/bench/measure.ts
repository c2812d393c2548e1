// Measures all requests of all tenants, and all floors, round by round: whatever disturbs the machine disturbs all alike.

import type { RequestName } from './document.ts';
import { FLOORS, type FloorName } from './floors.ts';
import { type Load, load, type Slice } from './load.ts';
import type { ServedTenant } from './served-tenant.ts';

/**
 * The order of a round: what only reads comes first, and finds as many appointments as are said; each floor stands beside what
 * it is the floor of.
 */
const ORDER = [
  'empty route',
  'get',
  'object read',
  'conflicts',
  'list, page 1',
  'list, middle page',
  'list, last page',
  'object insert',
  'book',
  'object insert and D1 upsert',
  'confirm',
  'move',
] as const satisfies readonly (RequestName | FloorName)[];

type Measurable = (typeof ORDER)[number];
const isFloor = (name: Measurable): name is FloorName => name in FLOORS;

/** In the order in which they are measured. */
export const REQUESTS: readonly RequestName[] = ORDER.filter(
  (name): name is Exclude<Measurable, FloorName> => !isFloor(name),
);

/** Before each slice: what slept since the round before is awake then, and names that were forgotten are known. */
const WARM_UP_SECONDS = 1;

/** Slices by what was measured, in the order of the rounds. */
export type Slices<Name> = ReadonlyMap<Name, readonly Slice[]>;

export interface Rounds {
  readonly floors: Slices<FloorName>;
  /** Of each tenant. */
  readonly requests: readonly Slices<RequestName>[];
}

/** `onSlice` is told how many slices are done of how many. */
export async function measure(
  tenants: readonly ServedTenant[],
  floors: ReadonlyMap<FloorName, Load>,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
  onSlice: (done: number, all: number) => void,
): Promise<Rounds> {
  const ofFloors = new Map<FloorName, Slice[]>();
  const ofRequests = tenants.map(() => new Map<RequestName, Slice[]>());
  let asked = 0;
  const ofFloor = (name: FloorName) => {
    const floor = floors.get(name);
    if (!floor) throw new Error(`${name} is not served`);
    return {
      slice: (time: number) => load(floor, time, () => FLOORS[name].ask(asked++)),
      keep: (slice: Slice) => push(ofFloors, name, slice),
    };
  };
  const ofRequest = (request: RequestName) =>
    tenants.map((tenant, index) => ({
      slice: (time: number) => tenant.slice(request, time),
      keep: (slice: Slice) => push(ofRequests[index], request, slice),
    }));
  const cells = ORDER.flatMap((name) => (isFloor(name) ? [ofFloor(name)] : ofRequest(name)));
  for (let round = 0; round < rounds; round += 1) {
    for (const [nth, { slice, keep }] of cells.entries()) {
      await slice(Math.min(WARM_UP_SECONDS, seconds));
      keep(await slice(seconds));
      onSlice(round * cells.length + nth + 1, rounds * cells.length);
    }
  }
  return { floors: ofFloors, requests: ofRequests };
}

function push<Name>(slices: Map<Name, Slice[]> | undefined, name: Name, slice: Slice): void {
  slices?.set(name, [...(slices.get(name) ?? []), slice]);
}
