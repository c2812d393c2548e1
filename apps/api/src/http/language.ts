// The language that a caller reads: `Accept-Language` (RFC 9110 §12.5.4). Only words follow it; codes never do.

import { LANGUAGES, type Language } from '@rendezvous/contract';
import type { HttpContext } from './context.ts';

/** The language of this answer, which says so itself. */
export function speak(c: HttpContext): Language {
  const language = negotiate(c.req.header('Accept-Language'));
  c.header('Content-Language', language);
  c.header('Vary', 'Accept-Language', { append: true });
  return language;
}

// A language tag (RFC 5646) or `*`, with its weight.
const RANGE =
  /^\s*(?<tag>\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)\s*(?:;\s*q=(?<weight>0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i;

/**
 * The first of the caller's languages that we have, by weight, then in their order; English if there is none. Of a tag the
 * language itself counts, not the region: who reads `pt-PT` is served `pt-BR`. What is no range is passed over.
 */
export function negotiate(header = ''): Language {
  const ranges = header.split(',').flatMap((part) => {
    const { tag, weight = '1' } = RANGE.exec(part)?.groups ?? {};
    return tag ? { tag: tag.toLowerCase(), weight: Number(weight) } : [];
  });
  const refused = new Set(ranges.flatMap(({ tag, weight }) => (weight === 0 ? tag : [])));
  const spoken = LANGUAGES.filter((language) => !refused.has(language.toLowerCase()));
  const wanted = ranges.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    const language = spoken.find((one) => tag === '*' || primaryOf(one) === primaryOf(tag));
    if (language) return language;
  }
  return 'en';
}

const primaryOf = (tag: string): string | undefined => tag.split('-', 1)[0];
