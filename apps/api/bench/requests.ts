// The eight requests as somebody makes them who means them all: a booking finds its slot free, a confirmation finds what was
// booked, a move what was confirmed, and each of them another one.

import * as z from 'zod';
import type { RequestName } from './document.ts';
import type { Population, Sampled } from './fill.ts';
import type { Ask } from './load.ts';
import {
  agentId,
  contactOf,
  customerId,
  customersFor,
  DEPARTMENTS,
  departmentId,
  midnightBefore,
  nthOf,
} from './tenant.ts';

const API = '/api/v1/appointments';
const PAGE_SIZE = 20;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const HOURS_A_YEAR = 365 * 24;
/** Walks through all hours of a year in an order of its own: it has no divisor in common with their number. */
const STRIDE = 5_003;

const booked = z.object({ id: z.string(), user_id: z.string() });
const single = z.object({ data: booked });
type Booked = z.infer<typeof booked>;

export class Requests {
  readonly #population: Population;
  readonly #tomorrow: number;
  #asked = 0;
  #booked = 0;
  readonly #toConfirm: Booked[] = [];
  readonly #toMove: Booked[] = [];
  #pages = 1;

  constructor(population: Population) {
    this.#population = population;
    this.#tomorrow = midnightBefore(Date.now()) + 24 * HOUR_MS;
  }

  /** How many pages the list has now. */
  set pages(pages: number) {
    this.#pages = pages;
  }

  /** How many of these can be asked before something has to be booked for them. */
  ready(request: RequestName): number {
    if (request === 'confirm') return this.#toConfirm.length;
    return request === 'move' ? this.#toMove.length : Number.POSITIVE_INFINITY;
  }

  /** To be told what a request was answered. What was booked can be confirmed, what was confirmed can be moved. */
  answered(request: RequestName, answer: string): void {
    if (request !== 'book' && request !== 'confirm') return;
    const { data } = single.parse(JSON.parse(answer));
    (request === 'book' ? this.#toConfirm : this.#toMove).push(data);
  }

  /** What was booked is to be moved without having been confirmed. */
  skipConfirming(): void {
    this.#toMove.push(...this.#toConfirm.splice(0));
  }

  /** The next of its kind; none when nothing is ready for it. */
  next(request: RequestName): Ask | undefined {
    this.#asked += 1;
    const one = this.#one();
    switch (request) {
      case 'book':
        return this.#book();
      case 'confirm': {
        const booked = this.#toConfirm.pop();
        return booked && { method: 'POST', path: `${API}/${booked.id}/confirm`, expected: 200 };
      }
      case 'move': {
        const booked = this.#toMove.pop();
        if (!booked) return;
        const body = JSON.stringify({ user_id: agentId(neighbourOf(nthOf(booked.user_id))) });
        return { method: 'PUT', path: `${API}/${booked.id}`, body, expected: 200 };
      }
      case 'conflicts': {
        const at = new Date(one.scheduledAt).toISOString();
        return get(`${API}/conflicts?user_id=${one.agentId}&scheduled_at=${at}`);
      }
      case 'get':
        return get(`${API}/${one.id}`);
      case 'list, page 1':
        return this.#list(1);
      case 'list, middle page':
        return this.#list(Math.ceil(this.#pages / 2));
      case 'list, last page':
        return this.#list(this.#pages);
    }
  }

  #one(): Sampled {
    const { sample } = this.#population;
    const one = sample[(this.#asked * STRIDE) % sample.length];
    if (!one) throw new Error('nothing was filled in');
    return one;
  }

  #list(page: number): Ask {
    return get(`${API}?page=${page}&page_size=${PAGE_SIZE}`);
  }

  /**
   * Each at the next agent; at each agent in another hour of the coming year, then of the one after it. Neighbours are booked
   * in different quarters of the hour: what one has can be moved to the other.
   */
  #book(): Ask {
    const agent = this.#booked % this.#population.agents;
    const turn = Math.floor(this.#booked / this.#population.agents);
    this.#booked += 1;
    const hour = Math.floor(turn / HOURS_A_YEAR) * HOURS_A_YEAR + ((turn * STRIDE) % HOURS_A_YEAR);
    const at = this.#tomorrow + hour * HOUR_MS + (agent % 2 === 0 ? 30 : 45) * MINUTE_MS;
    const customer = (turn * STRIDE + agent) % customersFor(this.#population.appointments);
    const { name, email } = contactOf(customer);
    const appointment = {
      title: 'Consulta de acompanhamento',
      description: 'Retorno sobre tratamento iniciado em janeiro',
      scheduled_at: new Date(at).toISOString(),
      duration_minutes: 15,
      department_id: departmentId(agent % DEPARTMENTS),
      user_id: agentId(agent),
      customer_id: customerId(customer),
      customer_name: name,
      customer_email: email,
    };
    return { method: 'POST', path: API, body: JSON.stringify({ appointment }), expected: 201 };
  }
}

const neighbourOf = (agent: number) => (agent % 2 === 0 ? agent + 1 : agent - 1);
const get = (path: string): Ask => ({ method: 'GET', path, expected: 200 });
