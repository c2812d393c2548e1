import { pageOf } from '@rendezvous/domain';
import type { HttpContext } from './context.ts';
import { linkHeader } from './links.ts';

/** One page of a list, with the way to the others; `parameters` are those of its query, as they were written. */
export function answerPage(
  c: HttpContext,
  parameters: Record<string, string>,
  query: { readonly page: number; readonly page_size: number },
  data: readonly unknown[],
  totalCount: number,
): Response {
  const page = pageOf({ page: query.page, pageSize: query.page_size }, totalCount);
  c.header('Link', linkHeader(c.req.url, parameters, page));
  return c.json({
    data,
    meta: {
      current_page: page.currentPage,
      page_size: page.pageSize,
      total_pages: page.totalPages,
      total_count: page.totalCount,
    },
  });
}
