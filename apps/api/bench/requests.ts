// The eight requests as somebody makes them who means them all: a booking finds its slot free, a confirmation and a move find
// an appointment that is still scheduled. No two are the same.

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

const answered = z.object({ data: z.object({ id: z.string(), user_id: z.string() }) });

export class Requests {
  readonly #population: Population;
  readonly #tomorrow: number;
  #asked = 0;
  /** Slots at the half hour and at the last quarter that have been given away. */
  #bookings = 0;
  #moves = 0;
  #toConfirm: string[] = [];
  #toMove: { readonly id: string; readonly to: string }[] = [];
  #pages = 1;

  constructor(population: Population) {
    this.#population = population;
    this.#tomorrow = midnightBefore(Date.now()) + 24 * HOUR_MS;
  }

  /** How many pages the list has now. */
  set pages(pages: number) {
    this.#pages = pages;
  }

  /** What has to be booked before one of these can be asked; `prepared` is to be told the answer. */
  preparation(request: RequestName): Ask | undefined {
    if (request === 'confirm') return this.#book();
    if (request !== 'move') return;
    // From agents of even number, at a time at which those of odd number have nothing.
    const pairs = Math.floor(this.#population.agents / 2);
    const nth = this.#moves;
    this.#moves += 1;
    return this.#bookingAt(2 * (nth % pairs), Math.floor(nth / pairs), 45);
  }

  prepared(request: RequestName, answer: string): void {
    const { data } = answered.parse(JSON.parse(answer));
    if (request === 'confirm') this.#toConfirm.push(data.id);
    else this.#toMove.push({ id: data.id, to: agentId(nthOf(data.user_id) + 1) });
  }

  /** The next of its kind; none when nothing is prepared any more. */
  next(request: RequestName): Ask | undefined {
    this.#asked += 1;
    const one = this.#one();
    switch (request) {
      case 'book':
        return this.#book();
      case 'confirm': {
        const id = this.#toConfirm.pop();
        return id === undefined
          ? undefined
          : { method: 'POST', path: `${API}/${id}/confirm`, expected: 200 };
      }
      case 'move': {
        const move = this.#toMove.pop();
        return (
          move && {
            method: 'PUT',
            path: `${API}/${move.id}`,
            body: JSON.stringify({ appointment: { user_id: move.to } }),
            expected: 200,
          }
        );
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

  /** Each at the next agent; at each agent in another hour of the coming year, then of the one after it. */
  #book(): Ask {
    const { agents } = this.#population;
    const nth = this.#bookings;
    this.#bookings += 1;
    return this.#bookingAt(nth % agents, Math.floor(nth / agents), 30);
  }

  #bookingAt(agent: number, turn: number, minute: number): Ask {
    const hour = Math.floor(turn / HOURS_A_YEAR) * HOURS_A_YEAR + ((turn * STRIDE) % HOURS_A_YEAR);
    const at = this.#tomorrow + hour * HOUR_MS + minute * MINUTE_MS;
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

const get = (path: string): Ask => ({ method: 'GET', path, expected: 200 });
