// Logs are JSON lines. Personal data is redacted by field name and, in error texts, by pattern. A line is written for each
// request, so all this is one pass over its fields, and one more over the few lines that look as if they named somebody.

import { AsyncLocalStorage } from 'node:async_hooks';
import { configureSync, type LogRecord } from '@logtape/logtape';
import { JWT_PATTERN } from '@logtape/redaction';
import { EMAIL } from '@rendezvous/contract';

const PATTERNS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [new RegExp(EMAIL, 'g'), 'REDACTED@EMAIL.ADDRESS'],
  [JWT_PATTERN.pattern, '[JWT REDACTED]'],
  [/\+\d[\d\s().-]{6,}\d/g, 'REDACTED PHONE'],
];
/** What each match of a pattern holds; the patterns themselves look at each letter many times. */
const SUSPECT = /[^"]@|\+\d|eyJ/;

const PERSONAL_FIELD = /name$|email|phone|authorization|token|secret|notes|description/i;

export function configureLogging(): void {
  configureSync({
    reset: true,
    contextLocalStorage: new AsyncLocalStorage(),
    sinks: { console: (record) => console.log(redacted(toLine(record))) },
    loggers: [
      { category: 'rendezvous', lowestLevel: 'info', sinks: ['console'] },
      { category: ['logtape', 'meta'], lowestLevel: 'error', sinks: ['console'] },
    ],
  });
}

const toLine = ({ timestamp, level, message, category, properties }: LogRecord): string =>
  JSON.stringify(
    {
      '@timestamp': new Date(timestamp).toISOString(),
      level: level === 'warning' ? 'WARN' : level.toUpperCase(),
      message: message.join(''),
      logger: category.join('.'),
      ...properties,
    },
    withoutPersons,
  );

/** Whatever stands under the name of a personal field is left out, however deep. */
const withoutPersons = (field: string, value: unknown): unknown =>
  PERSONAL_FIELD.test(field) ? undefined : value;

const redacted = (line: string): string =>
  SUSPECT.test(line)
    ? PATTERNS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line)
    : line;
