// Answers about records of the directory: one, a page of them, and what came of a write.

import { knownParameters, readQuery } from '@rendezvous/contract';
import type * as z from 'zod/mini';
import { databaseOf } from '../read-model/database-of.ts';
import { type Objection, type RecordWrite, writeRecord } from '../read-model/record-write.ts';
import { findRecord, type Kind, listRecords, type RecordQuery } from '../read-model/records.ts';
import { readQueryString } from './body.ts';
import { type HttpContext, timed } from './context.ts';
import { answerPage } from './pages.ts';
import { entityTag } from './precondition.ts';
import { type FieldErrors, type HttpRefusal, refuse } from './problem.ts';
import { envelopeOf } from './retry.ts';

/** What every record has. */
interface Versioned {
  readonly id: string;
  readonly version: number;
}

/** The record with this id, with its `ETag`. */
export async function answerRecord<Wire extends Versioned>(
  c: HttpContext,
  kind: Kind<Wire>,
  id: string,
): Promise<Response> {
  const { tenant } = c.get('caller');
  const record = await timed(c, 'directory', () =>
    findRecord(databaseOf(c.env, tenant), tenant, kind, id),
  );
  if (record === 'silent') return refuse(c, { code: 'unavailable' });
  if (!record) return refuse(c, { code: 'not_found' });
  c.header('ETag', entityTag(record.version));
  return c.json({ data: record });
}

/** The page that the query string asks for. */
export async function answerRecords<Wire, Schema extends z.ZodMiniObject>(
  c: HttpContext,
  kind: Kind<Wire>,
  schema: Schema,
  toQuery: (query: z.output<Schema>) => RecordQuery,
): Promise<Response> {
  const parameters = readQuery(new URL(c.req.url).searchParams);
  const read = readQueryString(schema, parameters);
  if (!read.ok) return refuse(c, read.refusal);

  const query = toQuery(read.value);
  const { tenant } = c.get('caller');
  const listed = await timed(c, 'list', () =>
    listRecords(databaseOf(c.env, tenant), tenant, kind, query),
  );
  if (listed === 'silent') return refuse(c, { code: 'unavailable' });
  const known = knownParameters(schema, parameters, query);
  return answerPage(c, known, query, listed.records, listed.totalCount);
}

/** Writes, and answers with the record as it is then; `bytes` is the body as it came. */
export async function answerWrite<Wire extends Versioned>(
  c: HttpContext,
  bytes: Uint8Array,
  write: RecordWrite<Wire>,
  status: 200 | 201 = 200,
): Promise<Response> {
  const envelope = await envelopeOf(c, bytes);
  const { tenant } = c.get('caller');
  const written = await timed(c, 'directory', () =>
    writeRecord(databaseOf(c.env, tenant), tenant, envelope, write),
  );
  switch (written.kind) {
    case 'silent':
      return refuse(c, { code: 'unavailable' });
    case 'mismatch':
      return refuse(c, { code: 'idempotency_mismatch' });
    case 'refused':
      return refuse(c, toRefusal(written.objections, written.record?.version ?? 0));
    case 'accepted': {
      const { record, replayed } = written;
      if (replayed) c.header('Idempotent-Replayed', 'true');
      if (status === 201) c.header('Location', `/api/v1/${write.kind.table}/${record.id}`);
      c.header('ETag', entityTag(record.version));
      return c.json({ data: record }, status);
    }
  }
}

/** The first objection; of fields, all of them at once. */
function toRefusal(objections: readonly Objection[], currentVersion: number): HttpRefusal {
  const [first] = objections;
  if (first?.code === 'forbidden') return first;
  if (first?.code === 'version_mismatch') return { code: first.code, currentVersion };
  if (first?.code === 'not_found') return { code: first.code };
  const errors: FieldErrors = {};
  for (const objection of objections) {
    if (objection.code === 'invalid') errors[objection.field] = [objection.message];
  }
  return { code: 'form', errors };
}
