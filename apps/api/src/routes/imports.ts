// /imports/appointments: appointments of an old system, one JSON object a line, one report a line back, in order. Both
// are streamed, and a line that is refused does not hold up the others.

import { getLogger } from '@logtape/logtape';
import { type ImportReport, type Language, translateErrors } from '@rendezvous/contract';
import { isMediaType, keyErrors } from '../http/body.ts';
import type { HttpContext, HttpHandler } from '../http/context.ts';
import { speak } from '../http/language.ts';
import { type Line, readLines, writeLines } from '../http/ndjson.ts';
import { refuse } from '../http/problem.ts';
import { importBatch } from './import-batch.ts';

const log = getLogger(['rendezvous', 'import']);

const MEDIA_TYPE = 'application/x-ndjson';
const LIMITS = { maxBytes: 16 * 1024 * 1024, maxLines: 10_000, maxLineLength: 256 * 1024 };
/** Lines that are looked up and handed on together. */
const BATCH_LINES = 200;

export const importAppointments: HttpHandler = async (c) => {
  if (Number(c.req.header('Content-Length') ?? 0) > LIMITS.maxBytes) {
    return refuse(c, { code: 'body_too_large' });
  }
  if (!isMediaType(c, MEDIA_TYPE)) return refuse(c, { code: 'unsupported_media_type' });
  // A file that is sent again changes nothing, so a key is checked but not needed.
  const errors = keyErrors(c);
  if (Object.keys(errors).length > 0) return refuse(c, { code: 'form', errors });
  const reader = new AbortController();
  const told = inLanguage(speak(c), reports(c, reader.signal));
  return c.body(writeLines(told, reader), 200, { 'Content-Type': MEDIA_TYPE });
};

async function* reports(c: HttpContext, closed: AbortSignal): AsyncGenerator<ImportReport> {
  const scope = { env: c.env, tenant: c.get('caller').tenant, actor: c.get('caller').userId };
  let batch: Line[] = [];
  for await (const line of readLines(c.req.raw.body, LIMITS)) {
    if ('cutAt' in line) {
      const { cutAt, why } = line;
      const { tenant } = scope;
      log.warn('cut off', { request_id: c.get('requestId'), tenant, line: cutAt, why });
      // Whoever has hung up would not learn what became of these.
      if (closed.aborted) return;
      yield* await importBatch(scope, batch);
      // What came before has been taken; what comes after is not read.
      yield { line: cutAt, id: null, result: 'invalid', errors: { body: [`is ${why}`] } };
      return;
    }
    batch.push(line);
    if (batch.length === BATCH_LINES) {
      yield* await importBatch(scope, batch);
      batch = [];
    }
  }
  yield* await importBatch(scope, batch);
}

async function* inLanguage(
  language: Language,
  said: AsyncGenerator<ImportReport>,
): AsyncGenerator<ImportReport> {
  for await (const report of said) {
    const { errors } = report;
    yield errors ? { ...report, errors: translateErrors(language, errors) } : report;
  }
}
