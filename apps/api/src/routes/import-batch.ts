// A batch of an import: from lines to reports. Each id is claimed for its agent before the agent's calendar gets it, so
// that imports that race, or a file that names an id twice, cannot put one id into two calendars.

import { getLogger } from '@logtape/logtape';
import type { ImportLine, ImportReport } from '@rendezvous/contract';
import { v7 } from 'uuid';
import type * as z from 'zod/mini';
import { ask, CalendarSilent, nameOf } from '../calendar/calendar-of.ts';
import { CLOCK_SKEW_MS, type ImportedAppointment } from '../calendar/commands.ts';
import { COMMAND_LIFETIME_MS, sendImport } from '../calendar/dispatch.ts';
import { routeInId, timeInId } from '../calendar/route.ts';
import type { Env } from '../env.ts';
import { parseJson, toFieldErrors } from '../http/body.ts';
import type { Line } from '../http/ndjson.ts';
import type { FieldErrors } from '../http/problem.ts';
import { databaseOf } from '../read-model/database-of.ts';
import { type ImportFacts, lookUpImport } from '../read-model/import-facts.ts';
import { claim, release } from '../read-model/imported-ids.ts';

const log = getLogger(['rendezvous', 'import']);

export interface ImportScope {
  readonly env: Env;
  readonly tenant: string;
  readonly actor: string;
}

/** A line that passed the form. */
interface Candidate {
  readonly line: number;
  readonly body: ImportLine;
}

const TAKEN: FieldErrors = { id: ['has already been taken'] };
const RESERVED: FieldErrors = { id: ['is reserved'] };

/** Imports what can be imported. The reports come in the order of the lines. */
export async function importBatch(
  scope: ImportScope,
  lines: readonly Line[],
): Promise<ImportReport[]> {
  if (lines.length === 0) return [];
  const reports = new Map<number, ImportReport>();
  const report = (line: number, id: string | null, outcome: Outcome) =>
    reports.set(line, { line, id, ...outcome });

  const { importLine } = await import('@rendezvous/contract/requests/import');
  const candidates: Candidate[] = [];
  for (const { number, text } of lines) {
    const parsed = parseLine(text, importLine);
    if ('body' in parsed) candidates.push({ line: number, body: parsed.body });
    else report(number, parsed.id, invalid(parsed.errors));
  }
  for (const { candidate, outcome } of await importCandidates(scope, candidates)) {
    report(candidate.line, candidate.body.id, outcome);
  }
  return [...reports.values()].sort((a, b) => a.line - b.line);
}

type Outcome = Omit<ImportReport, 'line' | 'id'>;
type Judged = { readonly candidate: Candidate; readonly outcome: Outcome };

const invalid = (errors: FieldErrors): Outcome => ({ result: 'invalid', errors });
const UNAVAILABLE: Outcome = { result: 'unavailable' };

async function importCandidates(
  scope: ImportScope,
  candidates: readonly Candidate[],
): Promise<Judged[]> {
  const { env, tenant } = scope;
  const all = (outcome: Outcome) => candidates.map((candidate) => ({ candidate, outcome }));
  const db = databaseOf(env, tenant);
  const facts = await lookUpImport(
    db,
    tenant,
    candidates.map(({ body }) => body),
  );
  if (facts === 'silent') return all(UNAVAILABLE);

  const refused: Judged[] = [];
  const seen = new Set(facts.taken);
  const sound = candidates.filter((candidate) => {
    const { body } = candidate;
    const errors = seen.has(body.id) ? TAKEN : missingReferences(body, facts);
    if (Object.keys(errors).length > 0) {
      refused.push({ candidate, outcome: invalid(errors) });
      return false;
    }
    seen.add(body.id);
    return true;
  });

  const unavailable = sound.map((candidate) => ({ candidate, outcome: UNAVAILABLE }));
  const known = await silentWhenCalendarIs(async () => ({
    minted: await mintedElsewhere(scope, sound),
    claimed: await claim(
      env,
      tenant,
      sound.map(({ body }) => body),
    ),
  }));
  if (known === 'silent' || known.claimed === 'silent') return [...refused, ...unavailable];
  const { minted, claimed } = known;
  const ours = sound.filter((candidate) => {
    const { id } = candidate.body;
    const isFree = claimed.ids.has(id) && !minted.has(id);
    if (isFree && !isYetToBeMinted(id)) return true;
    refused.push({ candidate, outcome: invalid(isFree ? RESERVED : TAKEN) });
    return false;
  });
  const byAgent = Map.groupBy(ours, ({ body }) => body.user_id);
  const handedOn = (
    await Promise.all(
      [...byAgent].map(([agentId, theirs]) => handOn(scope, agentId, theirs, facts)),
    )
  ).flat();
  const overlapping = handedOn.filter(({ outcome }) => outcome.result === 'slot_taken');
  const given = overlapping.map(({ candidate }) => candidate.body.id);
  await release(db, tenant, claimed.token, given);
  return [...refused, ...handedOn];
}

/** An id of our own shape whose moment is still to come: a calendar may mint it then. */
const isYetToBeMinted = (id: string): boolean =>
  routeInId(id) !== undefined && timeInId(id) > Date.now() - CLOCK_SKEW_MS;

/** Ids that look like our own are asked for at the calendar that would have minted them. */
async function mintedElsewhere(
  { env, tenant }: ImportScope,
  candidates: readonly Candidate[],
): Promise<Set<string>> {
  const byRoute = Map.groupBy(
    candidates.map(({ body }) => body.id),
    routeInId,
  );
  byRoute.delete(undefined);
  const known = await Promise.all(
    [...byRoute].map(([route = '', ids]) =>
      ask(env, { tenant, route }, (calendar) => calendar.knownOf(ids)),
    ),
  );
  return new Set(known.flat());
}

/** Hands the lines of one agent to the agent's calendar. */
async function handOn(
  { env, tenant, actor }: ImportScope,
  agentId: string,
  candidates: readonly Candidate[],
  facts: ImportFacts,
): Promise<Judged[]> {
  const calendar = await nameOf(tenant, agentId);
  const appointments = candidates.map(({ body }) => toImported(body, facts));
  const until = Date.now() + COMMAND_LIFETIME_MS;
  const command = { calendar, actor, commandId: v7(), until, appointments };
  const results = await silentWhenCalendarIs(() => sendImport(env, command));
  return candidates.map((candidate, index): Judged => {
    const result = results === 'silent' ? 'unavailable' : (results[index] ?? 'unavailable');
    return { candidate, outcome: result === 'exists' ? invalid(TAKEN) : { result } };
  });
}

/** Lines are taken or refused one by one, so not even a bug in one calendar may end the whole file. */
async function silentWhenCalendarIs<Value>(work: () => Promise<Value>): Promise<Value | 'silent'> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CalendarSilent)) log.error('failed', { error: String(error) });
    return 'silent';
  }
}

function parseLine(
  text: string | undefined,
  schema: z.ZodMiniType<ImportLine>,
): { body: ImportLine } | { id: string | null; errors: FieldErrors } {
  if (text === undefined) return { id: null, errors: { line: ['is too large'] } };
  // The decoder's mark for bytes that are not UTF-8; a line that really holds it is not worth the doubt.
  if (text.includes('\uFFFD')) return { id: null, errors: { line: ['is not UTF-8'] } };
  const json = parseJson(text);
  if (!json) return { id: null, errors: { line: ['is not JSON'] } };
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return { body: parsed.data };
  const { id } = Object(json.value) as { id?: unknown };
  return {
    id: typeof id === 'string' ? id.slice(0, 255) : null,
    errors: toFieldErrors(parsed.error, 'line'),
  };
}

function missingReferences(body: ImportLine, facts: ImportFacts): FieldErrors {
  const missing = [
    ...(facts.departments.has(body.department_id) ? [] : ['department_id']),
    ...(facts.users.has(body.user_id) ? [] : ['user_id']),
    ...(facts.customers.has(body.customer_id) ? [] : ['customer_id']),
  ];
  return Object.fromEntries(missing.map((field) => [field, ['does not exist']]));
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
    customerId: record?.id ?? body.customer_id,
    contact: {
      name: body.customer_name ?? record?.contact.name ?? '',
      email: body.customer_email ?? record?.contact.email ?? null,
      phone: body.customer_phone ?? record?.contact.phone ?? null,
    },
    notes: body.notes ?? null,
    cancellationReason: body.cancellation_reason ?? null,
    insertedAt: body.inserted_at ?? null,
    updatedAt: body.updated_at ?? null,
  };
}
