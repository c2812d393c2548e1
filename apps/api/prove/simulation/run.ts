// Runs one plan from beginning to end: clients and faults, then calm, then the questions that a history has to answer.

import { type Attempt, attempt, bodyOf, type Request } from '../world/client.ts';
import type { Happening } from '../world/kernel.ts';
import { withTimersOf } from '../world/timers.ts';
import { judge } from '../world/verdict.ts';
import { Breach, Watch } from '../world/watch.ts';
import { aliasOf, calendarOf, EPOCH, World } from '../world/world.ts';
import { Fate } from './fate.ts';
import { isLoss, lose } from './losses.ts';
import { AGENTS, CLIENTS, type Fault, type Plan, type Step } from './plan.ts';
import { requestOf, rivalOf } from './requests.ts';
import { type Sights, sightsOf } from './sights.ts';

export interface History {
  readonly breach?: string | undefined;
  /** Requests that clients sent, retries included. */
  readonly commands: number;
  readonly steps: number;
  readonly accepted: number;
  readonly events: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly sights: Sights;
}

/** How long a world may take to come to rest when nothing goes wrong any more, in milliseconds. */
const REST_WITHIN_MS = 5 * 60_000;
/** When a claim on an id that came to nothing can be taken over, in milliseconds, whatever the clocks say. */
const CLAIMS_REST_MS = 70_000;

export class Simulation {
  readonly world: World;
  readonly watch = new Watch(() => this.world.kernel.steps);
  readonly log: Attempt[] = [];
  readonly #steps: Plan['steps'];
  readonly #skewsMs: Plan['skewsMs'];
  readonly #fate: Fate;
  readonly #narrate: (line: string) => void;
  /** Appointments that a client has seen accepted, with the last version that it saw. */
  readonly #known = new Map<string, number>();
  #hasLost = false;
  #bug: unknown;

  constructor(plan: Plan, narrate: (line: string) => void = () => {}) {
    this.#steps = plan.steps;
    this.#skewsMs = plan.skewsMs;
    this.#narrate = narrate;
    this.#fate = new Fate(plan.noise, () => this.world.kernel.now);
    const fate = this.#fate;
    const skews = new Map(plan.skewsMs.map((ms, index) => [NAMES[index], ms]));
    this.world = new World(AGENTS, {
      wayOf: (label) => fate.wayOf(label),
      d1Mood: () => fate.d1Mood(),
      commitMs: () => fate.commitMs(),
      alarmLateMs: () => fate.alarmLateMs(),
      pageOutcomes: 2,
      skewMs: (who) => skews.get(who) ?? 0,
      onDurable: (host) => this.#looking(() => this.watch.atCalendar(host)),
    });
  }

  async run(): Promise<History> {
    const breach = await withTimersOf(
      this.world.kernel,
      () => this.#story(),
      this.world.skewMs,
    ).then(
      () => undefined,
      (error: unknown) =>
        error instanceof Breach ? error : new Breach(`a bug: ${describe(error)}`),
    );
    if (breach) this.#narrate(`BREACH: ${breach.message}`);
    return {
      breach: breach?.message,
      commands: this.log.length,
      steps: this.world.kernel.steps,
      accepted: this.log.filter(({ answer }) => answer?.kind === 'accepted').length,
      events: this.watch.events.length,
      faults: this.#fate.faults,
      sights: sightsOf(this.log, this.#fate.pages, this.#skewsMs),
    };
  }

  async #story(): Promise<void> {
    await this.#until(Array.from({ length: CLIENTS }, (_, client) => this.#client(client)));
    this.#fate.calm = true;
    await this.#until(this.#hasLost ? [this.#rebuildAll()] : []);
    await this.#rest();
    this.watch.excused.clear();
    judge(this.world, this.watch, this.log);
    await this.#until([this.#askAgain()]);
    await this.#rest();
    judge(this.world, this.watch, this.log);
  }

  /** Drives the world until all of these are done. */
  async #until(stories: readonly Promise<void>[]): Promise<void> {
    let done = false;
    const all = Promise.all(stories).then(
      () => {
        done = true;
      },
      (error: unknown) => {
        this.#bug ??= error;
        done = true;
      },
    );
    while (!done) {
      const next = this.world.kernel.earliest();
      if (next) await this.#turn(next);
      else await new Promise((rest) => setImmediate(rest));
    }
    await all;
    if (this.#bug) throw this.#bug;
  }

  /** Nothing goes wrong any more: everything must come to an end by itself. */
  async #rest(): Promise<void> {
    const since = this.world.kernel.now;
    for (let next = this.world.kernel.earliest(); next; next = this.world.kernel.earliest()) {
      if (next.at - since > REST_WITHIN_MS) throw new Breach(`no rest: ${next.label}`);
      await this.#turn(next);
    }
  }

  async #turn(next: Happening): Promise<void> {
    if (next.kind !== 'commit') this.#narrate(`${this.#time(next.at)} ${next.label}`);
    await this.world.kernel.turn(next);
    if (next.who === 'D1') this.watch.atD1(this.world.d1);
    if (this.#bug) throw this.#bug;
  }

  /** Makes a fault come to pass when its moment is there. */
  #plan(fault: Fault): void {
    const label = `FAULT: ${JSON.stringify(fault)}`;
    const run = () => {
      if (this.#fate.calm) return;
      if (!('agent' in fault)) return this.#fate.arm(fault);
      const host = this.world.hosts[fault.agent];
      if (isLoss(fault)) {
        this.#fate.count(fault.kind);
        this.#hasLost = true;
        lose(this.world.d1, this.watch, fault.kind, calendarOf(fault.agent));
        return;
      }
      this.#fate.count(fault.kind === 'crash' && host?.isBusy ? 'crash in the middle' : fault.kind);
      if (fault.kind === 'crash') host?.crash();
      else host?.ringAgain();
    };
    this.world.kernel.schedule(fault.afterMs, { kind: 'fault', who: 'fate', label, run });
  }

  async #client(number: number): Promise<void> {
    const name = clientName(number);
    for (const [index, { step, faults }] of this.#steps.entries()) {
      if (step.client !== number) continue;
      await this.#sleep(step.waitMs, name);
      for (const fault of faults) this.#plan(fault);
      const wanted = requestOf(step.wish, name, this.#known, this.log);
      if (!wanted) continue;
      const key = step.keyed ? `key-${index + 1}` : null;
      const carriedOut = this.#carryOut(name, wanted.request, step, wanted.key ?? key);
      const rivalMs = step.wish.kind === 'import' ? step.wish.rivalMs : null;
      if (rivalMs !== null && wanted.request.kind === 'import') {
        await this.#sleep(rivalMs, name);
        await this.#carryOut(name, rivalOf(wanted.request), step, null);
      }
      await carriedOut;
    }
  }

  /** One wish with its retries, as a client that wants to know makes them. */
  async #carryOut(name: string, request: Request, step: Step, key: string | null): Promise<void> {
    for (let left = key === null ? 0 : step.retries; ; left -= 1) {
      const answered = this.#attempt(name, request, key);
      const patience = this.#sleep(step.patienceMs, name);
      const first = await Promise.race([answered, patience]);
      if (first && first.answer?.kind !== 'unknown') return;
      if (left <= 0) return;
      await this.#sleep(100, name);
    }
  }

  async #attempt(name: string, request: Request, key: string | null): Promise<Attempt> {
    const made = await attempt(this.world, this.log, name, request, key);
    this.#narrate(`${this.#time()} ${name}: ${JSON.stringify(request)} ⇒ ${answerInWords(made)}`);
    const { answer } = made;
    if (answer?.kind === 'accepted' || answer?.kind === 'read') {
      const { id, version } = answer.appointment;
      this.#known.set(id, Math.max(version, this.#known.get(id) ?? 0));
    }
    if (answer?.kind === 'reported') {
      for (const { id, result } of answer.reports) {
        if (id !== null && result === 'imported' && !this.#known.has(id)) this.#known.set(id, 1);
      }
    }
    if (answer?.kind === 'bug') {
      this.#bug ??= new Breach(`${JSON.stringify(request)} ended in ${describe(answer.error)}`);
    }
    return made;
  }

  /** What D1 has lost comes back with the calendars that have it now. */
  async #rebuildAll(): Promise<void> {
    for (let agent = 0; agent < AGENTS; agent += 1) {
      const request = { kind: 'rebuild', agent } as const;
      const { answer } = await attempt(this.world, this.log, 'client 0', request, null);
      if (answer?.kind !== 'rebuilt' || answer.left > 0) {
        throw new Breach(`in calm, ${JSON.stringify(request)} ended in ${JSON.stringify(answer)}`);
      }
    }
  }

  /** Promises 2 and 6: everything is still there, and every key still has its outcome, wherever its appointment is. */
  async #askAgain(): Promise<void> {
    const name = 'client 0';
    const keyed = this.log.filter(({ key, answer }) => key && answer?.kind === 'accepted');
    const once = new Map(keyed.map((made) => [made.key, made]));
    for (const { client, request, key } of once.values()) {
      await this.#attemptInCalm(client, request, key);
    }
    for (const made of this.log.filter(({ key }) => key && once.has(key))) {
      const owner = once.get(made.key);
      if (owner && bodyOf(owner.request) !== bodyOf(made.request)) await this.#misuseInCalm(made);
    }
    for (const id of this.#known.keys()) {
      await this.#attemptInCalm(name, { kind: 'get', id }, null);
    }
    await this.#importInCalm(name);
  }

  /** When nothing goes wrong, nobody is told to come again. */
  async #attemptInCalm(client: string, request: Request, key: string | null): Promise<void> {
    const { answer } = await attempt(this.world, this.log, client, request, key);
    const isDone = answer?.kind === (key === null ? 'read' : 'accepted');
    if (!isDone) throw new Breach(`in calm, ${JSON.stringify(request)} ended in ${answer?.kind}`);
  }

  /** An id that stands nowhere can be imported, whatever was claimed before; one that does cannot. */
  async #importInCalm(name: string): Promise<void> {
    const files = this.log.flatMap(({ request }) => (request.kind === 'import' ? [request] : []));
    if (files.length === 0) return;
    await this.#sleep(CLAIMS_REST_MS, name);
    const known = new Set(this.watch.events.map(({ id }) => id));
    const named = new Map(files.flatMap(({ lines }) => lines.map((line) => [line.id, line])));
    const lines = [...named.values()].map((line, index) => ({
      ...line,
      agent: (line.agent + 1) % AGENTS,
      startAt: EPOCH + (100 + index) * 24 * 60 * 60_000,
    }));
    const request = { kind: 'import', lines } as const;
    // Where D1 has lost its rows once it does so again: then the calendars have to say what stands.
    for (let agent = 0; this.#hasLost && agent < AGENTS; agent += 1) {
      lose(this.world.d1, this.watch, 'D1 lost appointments', calendarOf(agent));
    }
    const { answer } = await attempt(this.world, this.log, name, request, null);
    if (this.#hasLost) await this.#rebuildAll();
    const reports = answer?.kind === 'reported' ? answer.reports : [];
    for (const [index, { id }] of lines.entries()) {
      const wanted = known.has(id) ? 'invalid' : 'imported';
      const { result } = reports[index] ?? {};
      if (result !== wanted) throw new Breach(`in calm, ${id} was ${result}, not ${wanted}`);
    }
  }

  async #misuseInCalm({ client, request, key }: Attempt): Promise<void> {
    const { answer } = await attempt(this.world, this.log, client, request, key);
    const isMismatch = answer?.kind === 'refused' && answer.refusal.code === 'idempotency_mismatch';
    if (!isMismatch) {
      throw new Breach(`${key} is taken, but ${JSON.stringify(request)} ended in ${answer?.kind}`);
    }
  }

  #sleep(ms: number, who: string): Promise<void> {
    return new Promise((wake) => {
      this.world.kernel.schedule(ms, { kind: 'client', who, label: `${who} goes on`, run: wake });
    });
  }

  #looking(look: () => void): void {
    try {
      look();
    } catch (breach) {
      this.#bug ??= breach;
    }
  }

  #time(at = this.world.kernel.now): string {
    return `${((Math.max(at, this.world.kernel.now) - EPOCH) / 1_000).toFixed(3).padStart(8)} s`;
  }
}

const clientName = (number: number): string => `client ${number + 1}`;

/** Whoever has a clock. */
const NAMES = [
  ...Array.from({ length: AGENTS }, (_, agent) => aliasOf(agent)),
  ...Array.from({ length: CLIENTS }, (_, client) => clientName(client)),
];

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

function answerInWords({ answer, answeredBy }: Attempt): string {
  switch (answer?.kind) {
    case 'accepted':
    case 'read': {
      const { id, version, status, agentId } = answer.appointment;
      return `${answer.kind} ${id} v${version} ${status} of ${agentId}`;
    }
    case 'refused':
      return `refused by ${answeredBy}: ${JSON.stringify(answer.refusal)}`;
    case 'reported':
      return answer.reports.map(({ id, result }) => `${id} ${result}`).join(', ');
    case 'listed':
      return `${answer.conflicts.length} conflicts`;
    default:
      return answer?.kind ?? 'nothing';
  }
}
