// Logs are JSON lines. Personal data is redacted by field name and, in error texts, by pattern. A line is written for each
// request, so all this is one pass over its fields, and one more over the few texts that look as if they named somebody; and
// that line does not pass through the library, which would make a record of it, and a copy of the record, for its one reader.

import { AsyncLocalStorage } from 'node:async_hooks';
import { configureSync } from '@logtape/logtape';
import { JWT_PATTERN } from '@logtape/redaction';
import { EMAIL } from '@rendezvous/contract';

const PATTERNS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [new RegExp(EMAIL, 'g'), 'REDACTED@EMAIL.ADDRESS'],
  [JWT_PATTERN.pattern, '[JWT REDACTED]'],
  [/\+\d[\d\s().-]{6,}\d/g, 'REDACTED PHONE'],
];
/** What each match of a pattern holds; the patterns themselves look at each letter many times. */
const SUSPECT = /.@|\+\d|eyJ/;

const PERSONAL_FIELD = /name$|email|phone|authorization|token|secret|notes|description/i;

export function configureLogging(): void {
  configureSync({
    reset: true,
    contextLocalStorage: new AsyncLocalStorage(),
    sinks: {
      console: ({ timestamp, level, category, message, properties }) =>
        writeLine(
          level === 'warning' ? 'WARN' : level.toUpperCase(),
          category.join('.'),
          message.join(''),
          properties,
          timestamp,
        ),
    },
    loggers: [
      { category: 'rendezvous', lowestLevel: 'info', sinks: ['console'] },
      { category: ['logtape', 'meta'], lowestLevel: 'error', sinks: ['console'] },
    ],
  });
}

/** Writes one line. The properties are its own: nothing is added to them. */
export function writeLine(
  level: string,
  logger: string,
  message: string,
  properties: Readonly<Record<string, unknown>>,
  timestamp = Date.now(),
): void {
  const line = { '@timestamp': new Date(timestamp).toISOString(), level, message, logger };
  console.log(JSON.stringify({ ...line, ...properties }, withoutPersons));
}

/** Whatever stands under the name of a personal field is left out, however deep; a text tells nobody's address, number or token. */
function withoutPersons(field: string, value: unknown): unknown {
  if (PERSONAL_FIELD.test(field)) return undefined;
  if (typeof value !== 'string' || !SUSPECT.test(value)) return value;
  return PATTERNS.reduce(
    (text, [pattern, replacement]) => text.replace(pattern, replacement),
    value,
  );
}
