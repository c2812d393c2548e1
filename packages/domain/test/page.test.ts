import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetOf, pageOf } from '../src/index.ts';

const pageSize = fc.integer({ min: 1, max: 40 });
const totalCount = fc.integer({ min: 0, max: 200 });

describe('a page', () => {
  it.each([
    // page, size, count → pages, prev, next, last
    [1, 20, 0, 0, undefined, undefined, 1],
    [2, 20, 0, 0, 1, undefined, 1],
    [1, 20, 1, 1, undefined, undefined, 1],
    [1, 20, 20, 1, undefined, undefined, 1],
    [1, 20, 21, 2, undefined, 2, 2],
    [2, 20, 21, 2, 1, undefined, 2],
    [2, 20, 60, 3, 1, 3, 3],
    [3, 20, 60, 3, 2, undefined, 3],
    [4, 20, 60, 3, 3, undefined, 3],
    [9, 20, 60, 3, 3, undefined, 3],
    [1, 1, 3, 3, undefined, 2, 3],
  ] as const)(
    '%i of size %i among %i knows its neighbours',
    (page, size, count, totalPages, prev, next, last) => {
      expect(pageOf({ page, pageSize: size }, count)).toStrictEqual({
        currentPage: page,
        pageSize: size,
        totalPages,
        totalCount: count,
        first: 1,
        prev,
        next,
        last,
      });
    },
  );

  it('holds each item exactly once when all pages are put together, and none of them is empty', () =>
    fc.assert(
      fc.property(pageSize, totalCount, (size, count) => {
        const { totalPages } = pageOf({ page: 1, pageSize: size }, count);
        const items = Array.from({ length: count }, (_, index) => index);
        const pages = Array.from({ length: totalPages }, (_, index) => {
          const offset = offsetOf({ page: index + 1, pageSize: size });
          return items.slice(offset, offset + size);
        });
        expect(pages.flat()).toEqual(items);
        expect(pages.every((page) => page.length > 0)).toBe(true);
      }),
    ));

  it('leads by next from the first to the last, and by prev all the way back', () =>
    fc.assert(
      fc.property(pageSize, totalCount, (size, count) => {
        const walk = (start: number, step: 'prev' | 'next') => {
          const seen = [];
          let page: number | undefined = start;
          while (page !== undefined) {
            seen.push(page);
            page = pageOf({ page, pageSize: size }, count)[step];
          }
          return seen;
        };
        const { first, last } = pageOf({ page: 1, pageSize: size }, count);
        const forward = walk(first, 'next');
        expect(forward.at(-1)).toBe(last);
        expect(walk(last, 'prev').reverse()).toEqual(forward);
        expect(forward).toHaveLength(Math.max(Math.ceil(count / size), 1));
      }),
    ));

  it('past the end has nothing after it, and leads back to the last that holds something', () =>
    fc.assert(
      fc.property(pageSize, totalCount, fc.integer({ min: 1, max: 9 }), (size, count, beyond) => {
        const { last } = pageOf({ page: 1, pageSize: size }, count);
        const page = pageOf({ page: last + beyond, pageSize: size }, count);
        expect(page.currentPage).toBe(last + beyond);
        expect(page.prev).toBe(last);
        expect(page.next).toBeUndefined();
        expect(offsetOf({ page: last + beyond, pageSize: size })).toBeGreaterThanOrEqual(count);
      }),
    ));
});

describe('an offset', () => {
  it.each([
    [1, 20, 0],
    [2, 20, 20],
    [3, 7, 14],
  ])('of page %i of size %i is %i', (page, size, offset) => {
    expect(offsetOf({ page, pageSize: size })).toBe(offset);
  });

  it('stays an exact integer for any page', () => {
    const page = Number.MAX_SAFE_INTEGER;
    expect(offsetOf({ page, pageSize: 100 })).toBe(Number.MAX_SAFE_INTEGER);
    expect(offsetOf({ page, pageSize: 1 })).toBe(Number.MAX_SAFE_INTEGER - 1);
  });
});
