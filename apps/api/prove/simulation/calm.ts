// What is asked when nothing goes wrong any more: all that was promised is still kept.

import { type Attempt, attempt, bodyOf, type Request } from '../world/client.ts';
import { Breach, type Watch } from '../world/watch.ts';
import { calendarOf, EPOCH, type World } from '../world/world.ts';
import { lose } from './losses.ts';
import { AGENTS } from './plan.ts';

/** A history after which it is calm. */
interface Calm {
  readonly world: World;
  readonly watch: Watch;
  readonly log: Attempt[];
  readonly known: ReadonlyMap<string, number>;
  readonly hasLost: boolean;
  readonly sleep: (ms: number, who: string) => Promise<void>;
}

/** Calls that are still on their way when it gets calm, more than there are. */
const MAX_LATE = 5;

/** When a claim on an id that came to nothing can be taken over, in milliseconds, whatever the clocks say. */
const CLAIMS_REST_MS = 70_000;

/** What D1 has lost comes back with the calendars that have it now. */
export async function rebuildAll({ world, log }: Calm): Promise<void> {
  for (let agent = 0; agent < AGENTS; agent += 1) {
    const request = { kind: 'rebuild', agent } as const;
    let { answer } = await attempt(world, log, 'client 0', request, null);
    // A call of before that arrives only now begins it anew: whoever is told that there is something left asks again.
    for (
      let late = 0;
      late < MAX_LATE && answer?.kind === 'rebuilt' && answer.left > 0;
      late += 1
    ) {
      ({ answer } = await attempt(world, log, 'client 0', request, null));
    }
    if (answer?.kind !== 'rebuilt' || answer.left > 0) {
      throw new Breach(`in calm, ${JSON.stringify(request)} ended in ${JSON.stringify(answer)}`);
    }
  }
}

/** Promises 2 and 6: everything is still there, and every key still has its outcome, wherever its appointment is. */
export async function askAgain(after: Calm): Promise<void> {
  const name = 'client 0';
  const keyed = after.log.filter(({ key, answer }) => key && answer?.kind === 'accepted');
  const once = new Map(keyed.map((made) => [made.key, made]));
  for (const { client, request, key } of once.values()) {
    await attemptInCalm(after, client, request, key);
  }
  for (const made of after.log.filter(({ key }) => key && once.has(key))) {
    const owner = once.get(made.key);
    if (owner && bodyOf(owner.request) !== bodyOf(made.request)) await misuseInCalm(after, made);
  }
  for (const id of after.known.keys()) {
    await attemptInCalm(after, name, { kind: 'get', id }, null);
  }
  await importInCalm(after, name);
}

/** When nothing goes wrong, nobody is told to come again. */
async function attemptInCalm(
  { world, log }: Calm,
  client: string,
  request: Request,
  key: string | null,
): Promise<void> {
  const { answer } = await attempt(world, log, client, request, key);
  const isDone = answer?.kind === (key === null ? 'read' : 'accepted');
  if (!isDone) throw new Breach(`in calm, ${JSON.stringify(request)} ended in ${answer?.kind}`);
}

/** An id that stands nowhere can be imported, whatever was claimed before; one that does cannot. */
async function importInCalm(after: Calm, name: string): Promise<void> {
  const files = after.log.flatMap(({ request }) => (request.kind === 'import' ? [request] : []));
  if (files.length === 0) return;
  await after.sleep(CLAIMS_REST_MS, name);
  const known = new Set(after.watch.events.map(({ id }) => id));
  const named = new Map(files.flatMap(({ lines }) => lines.map((line) => [line.id, line])));
  const lines = [...named.values()].map((line, index) => ({
    ...line,
    agent: (line.agent + 1) % AGENTS,
    startAt: EPOCH + (100 + index) * 24 * 60 * 60_000,
  }));
  const request = { kind: 'import', lines } as const;
  // Where D1 has lost its rows once it does so again: then the calendars have to say what stands.
  for (let agent = 0; after.hasLost && agent < AGENTS; agent += 1) {
    lose(after.world.d1, after.watch, 'D1 lost appointments', calendarOf(agent));
  }
  const { answer } = await attempt(after.world, after.log, name, request, null);
  if (after.hasLost) await rebuildAll(after);
  const reports = answer?.kind === 'reported' ? answer.reports : [];
  for (const [index, { id }] of lines.entries()) {
    const wanted = known.has(id) ? 'invalid' : 'imported';
    const { result } = reports[index] ?? {};
    if (result !== wanted) throw new Breach(`in calm, ${id} was ${result}, not ${wanted}`);
  }
}

async function misuseInCalm(
  { world, log }: Calm,
  { client, request, key }: Attempt,
): Promise<void> {
  const { answer } = await attempt(world, log, client, request, key);
  const isMismatch = answer?.kind === 'refused' && answer.refusal.code === 'idempotency_mismatch';
  if (!isMismatch) {
    throw new Breach(`${key} is taken, but ${JSON.stringify(request)} ended in ${answer?.kind}`);
  }
}
