import type { Page } from '@rendezvous/domain';

const RELATIONS = ['first', 'prev', 'next', 'last'] as const;

/** The `Link` header of a page (RFC 8288): the same list with another page number. */
export function linkHeader(url: string, parameters: Record<string, string>, page: Page): string {
  const { origin, pathname } = new URL(url);
  return RELATIONS.flatMap((relation) => {
    const number = page[relation];
    if (number === undefined) return [];
    const query = new URLSearchParams({ ...parameters, page: String(number) });
    return `<${origin}${pathname}?${query}>; rel="${relation}"`;
  }).join(', ');
}
