// Lists: a page at a time, or all that is in them.

import type { Answer } from './answer.ts';
import type { PageMeta } from './types.ts';

export interface Page<Item> extends Answer<Item[]> {
  readonly meta: PageMeta;
  /** Of a history: its end is still on the way. */
  readonly pending: boolean;
}

/**
 * A list, asked for when it is looked at: `for await` gives each item from the page that the query names to the end. Pages are
 * counted when they are asked for: an item that comes or goes meanwhile can shift another one over their edge.
 */
export interface List<Item> extends AsyncIterable<Item> {
  /** The page that the query names, alone. */
  page(): Promise<Page<Item>>;
  /** That page and all after it. */
  pages(): AsyncGenerator<Page<Item>>;
}

export function listOf<Item>(
  fetchPage: (next?: string) => Promise<Page<Item> & { readonly next: string | undefined }>,
): List<Item> {
  async function* pages() {
    let page = await fetchPage();
    yield page;
    while (page.next !== undefined) {
      page = await fetchPage(page.next);
      yield page;
    }
  }
  return {
    page: () => fetchPage(),
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { data } of pages()) yield* data;
    },
  };
}
