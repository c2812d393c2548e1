// One tenant on its server, and what somebody who measures it does there.

import * as z from 'zod';
import type { RequestName } from './document.ts';
import type { Population } from './fill.ts';
import { type Load, load, type Slice } from './load.ts';
import { Requests } from './requests.ts';
import { agentId } from './tenant.ts';

/** Requests a second that are expected of what was not measured yet. */
const FIRST_GUESS = 500;
/** A slice that is faster than the ones before it finds enough prepared. */
const MARGIN = 1.5;

const listed = z.object({ meta: z.object({ total_pages: z.number(), total_count: z.number() }) });

export class ServedTenant {
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
  movedTo(origin: string): ServedTenant {
    return new ServedTenant(this.population, { ...this.load, origin }, this.#requests);
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

  /** Asks every calendar something. */
  async wakeAll(): Promise<void> {
    for (let nth = 0; nth < this.population.agents; nth += 1) {
      const question = `user_id=${agentId(nth)}&scheduled_at=${new Date().toISOString()}`;
      await this.ask(`/appointments/conflicts?${question}`);
    }
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
