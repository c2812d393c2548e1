import type { Page } from '@rendezvous/domain';

const RELATIONS = ['first', 'prev', 'next', 'last'] as const;

/** The `Link` header of a page (RFC 8288): the same request with another page number. */
export function linkHeader(url: string, page: Page): string {
  return RELATIONS.flatMap((relation) => {
    const number = page[relation];
    if (number === undefined) return [];
    const target = new URL(url);
    target.searchParams.set('page', String(number));
    target.searchParams.set('page_size', String(page.pageSize));
    return `<${target.href}>; rel="${relation}"`;
  }).join(', ');
}
