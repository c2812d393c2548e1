import type { Precondition } from '@rendezvous/domain';

/**
 * Reads `If-Match` (RFC 9110 §13.1.1): `*`, or a list of entity tags, weak ones included. Anything else matches nothing,
 * so that a caller who meant to be careful is not taken for one who does not care.
 */
export function parseIfMatch(header: string | undefined): Precondition {
  if (header === undefined) return 'none';
  if (header.trim() === '*') return 'any';
  if (!ENTITY_TAGS.test(header)) return [];
  return [...header.matchAll(ENTITY_TAG)].flatMap(([, tag = '']) =>
    /^[1-9]\d{0,14}$/.test(tag) ? Number(tag) : [],
  );
}

// An opaque tag may hold commas, and a list may hold empty elements (RFC 9110 §5.6.1, §8.8.3).
const ENTITY_TAG = /(?:W\/)?"([^"]*)"/g;
const ENTITY_TAGS = /^[\s,]*(?:W\/)?"[^"]*"(?:\s*,[\s,]*(?:W\/)?"[^"]*")*[\s,]*$/;

/** The entity tag of a version. */
export const entityTag = (version: number): string => `"${version}"`;
