/** Which page is asked for: both are whole numbers from 1 up. */
export interface PageRequest {
  readonly page: number;
  readonly pageSize: number;
}

/** Where a page stands among all pages. A neighbour that does not exist is undefined. */
export interface Page {
  readonly currentPage: number;
  readonly pageSize: number;
  /** 0 when there is nothing. */
  readonly totalPages: number;
  readonly totalCount: number;
  readonly first: number;
  readonly prev: number | undefined;
  readonly next: number | undefined;
  readonly last: number;
}

/** How many items stand before the page; bounded so that it stays an exact integer for any page. */
export const offsetOf = ({ page, pageSize }: PageRequest): number =>
  Math.min((page - 1) * pageSize, Number.MAX_SAFE_INTEGER);

/** Page arithmetic. A page past the end is legal: it is empty, and its `prev` is the last page that is not. */
export function pageOf({ page, pageSize }: PageRequest, totalCount: number): Page {
  const totalPages = Math.ceil(totalCount / pageSize);
  const last = Math.max(totalPages, 1);
  return {
    currentPage: page,
    pageSize,
    totalPages,
    totalCount,
    first: 1,
    prev: page > 1 ? Math.min(page - 1, last) : undefined,
    next: page < totalPages ? page + 1 : undefined,
    last,
  };
}
