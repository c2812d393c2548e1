import type { Precondition } from '@rendezvous/domain';

/**
 * Reads `If-Match` (RFC 9110 §13.1.1): `*`, or a list of entity tags, weak ones included. Anything else matches nothing,
 * so that a caller who meant to be careful is not taken for one who does not care.
 */
export function parseIfMatch(header: string | undefined): Precondition {
  if (header === undefined) return 'none';
  if (header.trim() === '*') return 'any';
  const tags = header.split(',').map((tag) => /^\s*(?:W\/)?"([^"]*)"\s*$/.exec(tag)?.[1]);
  if (tags.includes(undefined)) return [];
  return tags.flatMap((tag) => (/^[1-9]\d{0,14}$/.test(tag ?? '') ? Number(tag) : []));
}

/** The entity tag of a version. */
export const entityTag = (version: number): string => `"${version}"`;
