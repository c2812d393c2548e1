import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Client, client, ORIGIN } from './harness/client.ts';
import { importAll } from './harness/imports.ts';
import { newTenant } from './harness/tenant.ts';

let attendant: Client;
// Seven appointments on the first seven days of a year, told apart by their notes: a to g.
beforeAll(async () => {
  const tenant = await newTenant();
  attendant = client(tenant);
  const lines = [...'abcdefg'].map((notes, index) => {
    return { id: v7(), notes, scheduled_at: `2020-01-0${index + 1}T10:00:00Z` };
  });
  await importAll(tenant, lines);
});

const get = (query: string) => attendant.get(`/appointments?${query}`);
const labels = (answer: Answer) =>
  answer
    .list()
    .data.map(({ notes }) => notes)
    .join('');

describe('pages', () => {
  const FILTER =
    'status=completed,cancelled&date_from=2020-01-02T02:00:00%2B02:00&date_to=2020-01-06';

  /** The `Link` header: each relation with the query of its target. */
  const links = (answer: Answer): Record<string, Record<string, string>> =>
    Object.fromEntries(
      [...(answer.headers.get('Link') ?? '').matchAll(/<([^>]+)>; rel="([^"]+)"/g)].map(
        ([, target = '', relation = '']) => {
          const { origin, pathname, searchParams } = new URL(target);
          expect(origin + pathname).toBe(`${ORIGIN}/api/v1/appointments`);
          return [relation, Object.fromEntries(searchParams)];
        },
      ),
    );

  it.each([
    [1, 'bc', { first: '1', next: '2', last: '3' }],
    [2, 'de', { first: '1', prev: '1', next: '3', last: '3' }],
    [3, 'f', { first: '1', prev: '2', last: '3' }],
    [9, '', { first: '1', prev: '3', last: '3' }],
  ])(
    'page %i holds "%s" and links to its neighbours, filters kept',
    async (page, held, numbers) => {
      const listed = await get(`${FILTER}&page_size=2&page=${page}`);
      expect(labels(listed)).toBe(held);
      expect(listed.list().meta).toEqual({
        current_page: page,
        page_size: 2,
        total_pages: 3,
        total_count: 5,
      });
      const kept = { ...Object.fromEntries(new URLSearchParams(FILTER)), page_size: '2' };
      expect(links(listed)).toEqual(
        Object.fromEntries(
          Object.entries(numbers).map(([relation, number]) => [
            relation,
            { ...kept, page: number },
          ]),
        ),
      );
    },
  );

  it('can be walked from the first to the last by their links', async () => {
    let walked = '';
    for (let query: string | undefined = `${FILTER}&page_size=2&sort_order=desc`; query; ) {
      const listed = await get(query);
      walked += labels(listed);
      const { next } = links(listed);
      query = next && new URLSearchParams(next).toString();
    }
    expect(walked).toBe('fedcb');
  });

  it('are none when there is nothing, and the first is still there to be asked for', async () => {
    const listed = await get('date_from=2042-01-01');
    expect(listed.list()).toEqual({
      data: [],
      meta: { current_page: 1, page_size: 20, total_pages: 0, total_count: 0 },
    });
    expect(Object.keys(links(listed))).toEqual(['first', 'last']);
  });

  it('hold at most 100, and say so', async () => {
    const own = await newTenant();
    await importAll(
      own,
      Array.from({ length: 101 }, () => ({ id: v7() })),
    );
    for (const [query, size, pages] of [
      ['', 20, 6],
      ['?page_size=100', 100, 2],
      ['?page_size=101', 100, 2],
      ['?page_size=99999999999999999999', 100, 2],
    ] as const) {
      const { data, meta } = (await client(own).get(`/appointments${query}`)).list();
      expect([data.length, meta.page_size, meta.total_pages], query).toEqual([size, size, pages]);
    }
  });
});
