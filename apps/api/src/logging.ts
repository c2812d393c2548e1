// Logs are JSON lines. Personal data is redacted by field name and, in error texts, by pattern.

import { AsyncLocalStorage } from 'node:async_hooks';
import { configureSync, getJsonLinesFormatter, type LogRecord } from '@logtape/logtape';
import {
  EMAIL_ADDRESS_PATTERN,
  JWT_PATTERN,
  redactByField,
  redactByPattern,
} from '@logtape/redaction';

const PHONE_PATTERN = { pattern: /\+\d[\d\s().-]{6,}\d/g, replacement: 'REDACTED PHONE' };

const PERSONAL_FIELDS = [
  /name$/i,
  /email/i,
  /phone/i,
  /authorization/i,
  /token/i,
  /secret/i,
  /notes/i,
  /description/i,
];

export function configureLogging(): void {
  const formatter = redactByPattern(
    getJsonLinesFormatter({ properties: 'flatten', categorySeparator: '.' }),
    [EMAIL_ADDRESS_PATTERN, JWT_PATTERN, PHONE_PATTERN],
  );
  configureSync({
    reset: true,
    contextLocalStorage: new AsyncLocalStorage(),
    sinks: {
      console: redactByField((record: LogRecord) => console.log(formatter(record).trimEnd()), {
        fieldPatterns: PERSONAL_FIELDS,
      }),
    },
    loggers: [
      { category: 'rendezvous', lowestLevel: 'info', sinks: ['console'] },
      { category: ['logtape', 'meta'], lowestLevel: 'error', sinks: ['console'] },
    ],
  });
}
