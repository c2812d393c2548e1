// Measures all requests of all tenants, and all floors, round by round: whatever disturbs the machine disturbs all alike.

import * as z from 'zod';
import type { RequestName } from './document.ts';
import type { Population } from './fill.ts';
import { FLOORS, type FloorName } from './floors.ts';
import { type Load, load, type Slice } from './load.ts';
import { Requests } from './requests.ts';

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

const WARM_UP_SECONDS = 0.3;
/** Requests a second that are expected of what was not measured yet. */
const FIRST_GUESS = 500;
/** A slice that is faster than the ones before it finds enough prepared. */
const MARGIN = 1.5;

const listed = z.object({ meta: z.object({ total_pages: z.number(), total_count: z.number() }) });

/** One tenant on its server. */
export class Tenant {
  readonly population: Population;
  readonly load: Load;
  readonly #requests: Requests;
  readonly #rates = new Map<RequestName, number>();

  constructor(population: Population, load: Load, requests = new Requests(population)) {
    this.population = population;
    this.load = load;
    this.#requests = requests;
  }

  /** The same tenant on another server, after the one that it was on. */
  movedTo(origin: string): Tenant {
    return new Tenant(this.population, { ...this.load, origin }, this.#requests);
  }

  async slice(request: RequestName, seconds: number): Promise<Slice> {
    const rate = this.#rates.get(request) ?? FIRST_GUESS;
    await this.prepare(request, Math.ceil(rate * seconds * MARGIN) + this.load.connections);
    const slice = await this.#ask(request, seconds);
    this.#rates.set(request, slice.requestsPerSecond);
    return slice;
  }

  /** Makes so many of these possible. */
  async prepare(request: RequestName, count: number): Promise<void> {
    if (request.startsWith('list')) this.#requests.pages = (await this.list()).total_pages;
    const missing = count - this.#requests.ready(request);
    if (missing <= 0) return;
    await this.#ask('book', Number.POSITIVE_INFINITY, missing);
    if (request === 'move') this.#requests.skipConfirming();
  }

  /** So many, one after the other, of what is prepared. */
  async oneByOne(request: RequestName, count: number): Promise<void> {
    await this.#ask(request, Number.POSITIVE_INFINITY, count, 1);
  }

  #ask(
    request: RequestName,
    seconds: number,
    atMost = Number.POSITIVE_INFINITY,
    connections = this.load.connections,
  ): Promise<Slice> {
    let left = atMost;
    return load(
      { ...this.load, connections },
      seconds,
      () => {
        left -= 1;
        return left < 0 ? undefined : this.#requests.next(request);
      },
      (answer) => this.#requests.answered(request, answer),
    );
  }

  /** What the list says of itself. */
  async list(): Promise<{ total_pages: number; total_count: number }> {
    return listed.parse(await this.ask('/appointments?page_size=20')).meta;
  }

  async ask(path: string): Promise<unknown> {
    const { origin, headers } = this.load;
    const answer = await fetch(`${origin}/api/v1${path}`, { headers });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  }
}

/** Slices by what was measured, in the order of the rounds. */
export type Slices<Name> = ReadonlyMap<Name, readonly Slice[]>;

export interface Rounds {
  readonly floors: Slices<FloorName>;
  /** Of each tenant. */
  readonly requests: readonly Slices<RequestName>[];
}

/** `onRound` is told how many slices are done of how many. */
export async function measure(
  tenants: readonly Tenant[],
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
  for (const { slice } of cells) await slice(Math.min(WARM_UP_SECONDS, seconds));
  for (let round = 0; round < rounds; round += 1) {
    for (const [nth, { slice, keep }] of cells.entries()) {
      keep(await slice(seconds));
      onSlice(round * cells.length + nth + 1, rounds * cells.length);
    }
  }
  return { floors: ofFloors, requests: ofRequests };
}

function push<Name>(slices: Map<Name, Slice[]> | undefined, name: Name, slice: Slice): void {
  slices?.set(name, [...(slices.get(name) ?? []), slice]);
}
