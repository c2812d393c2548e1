// The pages of an appointment's history.

import { v7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Client, client, ORIGIN } from './harness/client.ts';
import { resetFaults, roundTrips } from './harness/faults.ts';
import { newTenant } from './harness/tenant.ts';

let attendant: Client;
const pathOf = (id: string, query = '') => `/appointments/${id}/history${query}`;
const ask = (id: string, query = '') => attendant.get(pathOf(id, query));

describe('pages', () => {
  let id: string;
  beforeEach(async () => {
    attendant = client(await newTenant());
    ({ id } = await attendant.book({ notes: '1' }));
    for (const notes of ['2', '3', '4', '5']) await attendant.put(`/appointments/${id}`, { notes });
  });

  it.each([
    ['page_size=2', '12'],
    ['page_size=2&page=2', '34'],
    ['page_size=2&page=3', '5'],
    ['page_size=2&page=4', ''],
    ['page_size=5', '12345'],
    ['page_size=2&sort_order=desc', '54'],
    ['page_size=2&sort_order=desc&page=2', '32'],
    ['page_size=2&sort_order=desc&page=3', '1'],
    ['page_size=2&sort_order=desc&page=4', ''],
    ['page=99999999999999999999', ''],
    ['page_size=&page=&sort_order=&colour=blue', '12345'],
  ])('%s holds "%s", each with what it changed', async (query, held) => {
    const answer = await ask(id, `?${query}`);
    const { data, meta } = answer.history();
    expect(data.map(({ changes }) => changes.notes?.to).join('')).toBe(held);
    for (const { version, changes } of data) {
      expect(changes.notes?.from).toBe(version === 1 ? null : String(version - 1));
      expect(Object.keys(changes).length > 1).toBe(version === 1);
    }
    expect([meta.total_count, answer.status]).toEqual([5, 200]);
    expect(answer.headers.get('Rendezvous-Read-Model')).toBeNull();
  });

  it('link to one another', async () => {
    const link = (await ask(id, '?page_size=2&page=2&sort_order=desc')).headers.get('Link') ?? '';
    const targets = [...link.matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(
      ([, target = '', relation]) => {
        const { origin, pathname, searchParams } = new URL(target);
        expect(origin + pathname).toBe(`${ORIGIN}/api/v1${pathOf(id)}`);
        return [relation, searchParams.toString()];
      },
    );
    expect(targets).toEqual(
      Object.entries({ first: 1, prev: 1, next: 3, last: 3 }).map(([relation, page]) => [
        relation,
        `page_size=2&sort_order=desc&page=${page}`,
      ]),
    );
  });

  it('are refused for what they do not know, before the id is looked at', async () => {
    for (const of of [id, v7()]) {
      const refused = await ask(of, '?page=0&page_size=x&sort_order=up');
      expect(refused.errors()).toEqual({
        page: ['must be greater than 0'],
        page_size: ['is invalid'],
        sort_order: ['is invalid'],
      });
    }
  });

  it('cost one round trip to D1 and no call, however long the history', async () => {
    for (const query of ['?page_size=1', '?page_size=100', '?page=9']) {
      resetFaults();
      await ask(id, query);
      expect([roundTrips.worker, roundTrips.rpc], query).toEqual([1, 0]);
    }
  });
});
