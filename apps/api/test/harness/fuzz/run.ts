// Sends attempts, a few at a time, hands each answer to the judge, and looks after each batch whether the stores hold what
// the answers told of and nothing else.

import { exports } from 'cloudflare:workers';
import { appointmentAnswer, importReport } from '@rendezvous/contract';
import { decodeJwt } from 'jose';
import { app } from '../../../src/app.ts';
import { environment } from '../app.ts';
import { Answer } from '../client.ts';
import { type Attempt, attemptOf, requestOf } from './attempt.ts';
import { formServing } from './forms.ts';
import { brokenBy, codeOf, isPastForm } from './judge.ts';
import { report, reportBatch } from './report.ts';
import type { WireRecord } from './told-records.ts';
import type { World } from './world.ts';

/** At the same time. */
const CONCURRENCY = 16;
/** After so many requests the stores are looked at. */
const BATCH = 1_000;
/** Attempts that the platform does not let out may be this share of all. */
const UNSENT = 1.2;

/** An attempt with its answer. */
export interface Sent {
  readonly number: number;
  readonly attempt: Attempt;
  readonly request: Request;
  readonly answer: Answer;
}

/** What was sent and how it went. */
export interface Tally {
  requests: number;
  /** Requests that surely passed the form. */
  pastForm: number;
  /** By the route that was meant: codes of refusals, and `accepted`. */
  readonly heard: Map<string, Set<string>>;
  readonly mutations: Set<string>;
  /** Answers that are not as they should be: the first of each kind. */
  readonly broken: Map<string, string>;
  /** What the stores hold beyond or below what was told. */
  left: string | undefined;
}

/** Fuzzes these routes with so many requests. Ends after the first batch in which something is wrong. */
export async function fuzz(
  world: World,
  { seed, routes, requests }: { seed: number; routes: readonly string[]; requests: number },
): Promise<Tally> {
  const tally: Tally = {
    ...{ requests: 0, pastForm: 0, left: undefined },
    ...{ heard: new Map(), mutations: new Set(), broken: new Map() },
  };
  let number = 0;
  while (tally.requests < requests && number < requests * UNSENT) {
    const batch: Sent[] = [];
    const last = number + Math.min(BATCH, requests - tally.requests);
    const send = async (): Promise<void> => {
      while (number < last) {
        number += 1;
        const sent = await ask(attemptOf(seed, number, routes, world), number);
        if (sent) batch.push(sent);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, send));
    batch.sort((one, other) => one.number - other.number);
    for (const sent of batch) note(sent, tally, world, seed);
    if (tally.broken.size > 0) break;
    const found = await world.told.discrepancies(world.tenant);
    tally.left = found.length > 0 ? reportBatch(seed, batch, found) : undefined;
    if (tally.left) break;
  }
  return tally;
}

const inside = environment();

/** Sends the attempt; nothing, if the platform does not let such a request out. */
export async function ask(attempt: Attempt, number = 0): Promise<Sent | undefined> {
  let request: Request;
  let asked: Request;
  try {
    request = requestOf(attempt);
    asked = requestOf(attempt);
  } catch {
    return;
  }
  return { number, attempt, request, answer: await answerTo(asked, attempt.viaPlatform) };
}

/** The answer; a request that nothing answers, or not in UTF-8 to the last byte, has one that no judge lets pass. */
async function answerTo(request: Request, viaPlatform: boolean): Promise<Answer> {
  try {
    const response = viaPlatform
      ? await exports.default.fetch(request)
      : await app.fetch(request, inside);
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return new Answer(response, decoder.decode(await response.arrayBuffer()));
  } catch (error) {
    return new Answer(new Response(null, { status: 599 }), String(error));
  }
}

function note(sent: Sent, tally: Tally, { told, retried }: World, seed: number): void {
  const { attempt, request, answer } = sent;
  const broken = brokenBy(request, answer);
  if (broken.length > 0) tally.broken.set(`${broken} ${attempt.route}`, report(seed, sent, broken));
  tally.requests += 1;
  if (isPastForm(request, answer)) tally.pastForm += 1;
  const heard = tally.heard.get(attempt.route) ?? new Set<string>();
  tally.heard.set(attempt.route, heard.add(codeOf(answer) ?? 'accepted'));
  for (const name of attempt.mutations) tally.mutations.add(name);

  const isWrite = !['GET', 'HEAD'].includes(request.method);
  if (broken.length > 0 || answer.status >= 300 || !isWrite) return;
  const form = formServing(request);
  if (form?.answer === importReport) {
    for (const line of answer.text.split('\n').filter(Boolean)) {
      const { result, id } = importReport.parse(JSON.parse(line));
      if (result === 'imported' && id) told.learnImport(id);
    }
  }
  const scope = scopeOf(request);
  if (form?.collection) {
    // The judge has read it with its own schema.
    told.learnRecord(form.collection, (answer.json as { data: WireRecord }).data);
    if (scope === undefined) return;
    told.records.learnKey(scope);
  } else {
    if (form?.answer !== appointmentAnswer) return;
    const appointment = answer.appointment(answer.status);
    told.learn(appointment);
    if (scope === undefined) return;
    told.learnKey(scope, appointment.id);
  }
  if (!answer.headers.has('Idempotent-Replayed')) retried.push(attempt);
}

/** What makes two uses of a key the same; nothing, without a key. */
function scopeOf({ method, url, headers }: Request): string | undefined {
  const key = headers.get('Idempotency-Key');
  const token = headers.get('Authorization')?.split(/ +/)[1] ?? '';
  const path = decodeURI(new URL(url).pathname).toLowerCase();
  return key === null ? undefined : `${decodeJwt(token).sub} ${method} ${path} ${key}`;
}
