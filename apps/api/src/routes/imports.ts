// /imports/appointments: appointments of an old system, one JSON object a line, one report a line back, in order. A line
// that is refused does not hold up the others.

import { type ImportLine, type ImportReport, importLine } from '@rendezvous/contract';
import { ask, nameOf } from '../calendar/calendar-of.ts';
import type { ImportedAppointment, ImportResult } from '../calendar/commands.ts';
import { routeInId } from '../calendar/route.ts';
import {
  decodeUtf8,
  isMediaType,
  keyErrors,
  parseJson,
  readBytes,
  toFieldErrors,
} from '../http/body.ts';
import { type HttpContext, type HttpHandler, timed } from '../http/context.ts';
import { type FieldErrors, refuse } from '../http/problem.ts';
import { type ImportFacts, lookUpImport } from '../read-model/import-facts.ts';

const MEDIA_TYPE = 'application/x-ndjson';
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_LINES = 10_000;
/** Lines that go to one calendar in one call: one transaction there. */
const LINES_PER_CALL = 100;

const TAKEN: FieldErrors = { id: ['has already been taken'] };

/** A line that passed the form, with its place in the file. */
interface Candidate {
  readonly line: number;
  readonly body: ImportLine;
}

export const importAppointments: HttpHandler = async (c) => {
  const bytes = await readBytes(c, MAX_BYTES);
  if (!bytes) return refuse(c, { code: 'body_too_large' });
  if (!isMediaType(c, MEDIA_TYPE)) return refuse(c, { code: 'unsupported_media_type' });
  const lines = decodeUtf8(bytes)?.split('\n');
  if (!lines) return refuse(c, { code: 'malformed_body' });
  if (lines.length > MAX_LINES + 1) return refuse(c, { code: 'body_too_large' });
  // A file that is sent again changes nothing, so a key is checked but not needed.
  const errors = keyErrors(c);
  if (Object.keys(errors).length > 0) return refuse(c, { code: 'form', errors });

  const reports = new Map<number, ImportReport>();
  const refuseLine = (line: number, id: string | null, errors: FieldErrors) =>
    reports.set(line, { line, id, result: 'invalid', errors });

  const candidates: Candidate[] = [];
  lines.forEach((text, index) => {
    if (text.trim() === '') return;
    const parsed = parseLine(text);
    if ('errors' in parsed) refuseLine(index + 1, parsed.id, parsed.errors);
    else candidates.push({ line: index + 1, body: parsed.body });
  });

  const { tenant } = c.get('caller');
  const facts = await timed(c, 'directory', () =>
    lookUpImport(
      c.env.DB,
      tenant,
      candidates.map(({ body }) => body),
    ),
  );
  if (facts === 'silent') return refuse(c, { code: 'unavailable' });

  const seen = new Set(facts.taken);
  const accepted: Candidate[] = [];
  for (const candidate of candidates) {
    const { line, body } = candidate;
    const errors = seen.has(body.id) ? TAKEN : missingReferences(body, facts);
    if (Object.keys(errors).length > 0) refuseLine(line, body.id, errors);
    else accepted.push(candidate);
    seen.add(body.id);
  }

  const byAgent = Map.groupBy(accepted, ({ body }) => body.user_id);
  for (const [agentId, theirs] of byAgent) {
    for (let start = 0; start < theirs.length; start += LINES_PER_CALL) {
      const chunk = theirs.slice(start, start + LINES_PER_CALL);
      const results = await importInto(c, agentId, chunk, facts);
      chunk.forEach(({ line, body }, index) => {
        const result = results[index];
        if (result === 'exists') refuseLine(line, body.id, TAKEN);
        else reports.set(line, { line, id: body.id, result: result ?? 'unavailable' });
      });
    }
  }
  const answer = [...reports.values()]
    .sort((a, b) => a.line - b.line)
    .map((report) => `${JSON.stringify(report)}\n`);
  return c.body(answer.join(''), 200, { 'Content-Type': MEDIA_TYPE });
};

function parseLine(
  text: string,
): { body: ImportLine } | { id: string | null; errors: FieldErrors } {
  const json = parseJson(text);
  if (!json) return { id: null, errors: { line: ['is not JSON'] } };
  const parsed = importLine.safeParse(json.value);
  if (parsed.success) return { body: parsed.data };
  const { id } = Object(json.value) as { id?: unknown };
  return { id: typeof id === 'string' ? id : null, errors: toFieldErrors(parsed.error) };
}

function missingReferences(body: ImportLine, facts: ImportFacts): FieldErrors {
  const missing = [
    ...(facts.departments.has(body.department_id) ? [] : ['department_id']),
    ...(facts.users.has(body.user_id) ? [] : ['user_id']),
    ...(facts.customers.has(body.customer_id) ? [] : ['customer_id']),
  ];
  return Object.fromEntries(missing.map((field) => [field, ['does not exist']]));
}

/** Hands lines of one agent to the agent's calendar; those whose id a calendar already minted stay out. */
async function importInto(
  c: HttpContext,
  agentId: string,
  lines: readonly Candidate[],
  facts: ImportFacts,
): Promise<(ImportResult | 'unavailable')[]> {
  const { tenant, userId } = c.get('caller');
  const calendar = await nameOf(tenant, agentId);
  const minted = await Promise.all(
    lines.map(async ({ body: { id } }) => {
      const route = routeInId(id);
      if (route === undefined || route === calendar.route) return false;
      return (await ask(c.env, { tenant, route }, (remote) => remote.get(id))).kind !== 'unknown';
    }),
  );
  const free = lines.filter((_, index) => !minted[index]);
  const appointments = free.map(({ body }) => toImported(body, facts));
  const { results, readModel } = await timed(c, 'calendar', () =>
    ask(c.env, calendar, (remote) => remote.import({ calendar, actor: userId, appointments })),
  );
  if (readModel === 'pending') c.header('Rendezvous-Read-Model', 'pending');
  const remaining = results.values();
  return minted.map((taken) => (taken ? 'exists' : (remaining.next().value ?? 'unavailable')));
}

function toImported(body: ImportLine, facts: ImportFacts): ImportedAppointment {
  const record = facts.customers.get(body.customer_id);
  return {
    id: body.id,
    title: body.title,
    description: body.description ?? null,
    status: body.status,
    scheduledAt: body.scheduled_at,
    durationMinutes: body.duration_minutes,
    departmentId: body.department_id,
    departmentName: facts.departments.get(body.department_id) ?? null,
    agentId: body.user_id,
    agentName: facts.users.get(body.user_id) ?? null,
    customerId: body.customer_id,
    contact: {
      name: body.customer_name ?? record?.name ?? '',
      email: body.customer_email ?? record?.email ?? null,
      phone: body.customer_phone ?? record?.phone ?? null,
    },
    notes: body.notes ?? null,
    cancellationReason: body.cancellation_reason ?? null,
    insertedAt: body.inserted_at ?? null,
    updatedAt: body.updated_at ?? null,
  };
}
