// Runs one plan from beginning to end: clients and faults, then calm, then the questions that a history has to answer.

import { type Attempt, attempt, type Request } from '../world/client.ts';
import type { Happening } from '../world/kernel.ts';
import { withTimersOf } from '../world/timers.ts';
import { judge } from '../world/verdict.ts';
import { Breach, Watch } from '../world/watch.ts';
import { aliasOf, calendarOf, EPOCH, World } from '../world/world.ts';
import { askAgain, rebuildAll } from './calm.ts';
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

export class Simulation {
  readonly world: World;
  readonly watch = new Watch(() => this.world.kernel.steps);
  readonly log: Attempt[] = [];
  readonly #steps: Plan['steps'];
  readonly #skewsMs: Plan['skewsMs'];
  readonly #fate: Fate;
  readonly #narrate: (line: string) => void;
  /** Appointments that a client has seen accepted, with the last version that it saw. */
  readonly known = new Map<string, number>();
  /** Whether D1 has lost rows. */
  hasLost = false;
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
    await this.#until(this.hasLost ? [rebuildAll(this)] : []);
    await this.#rest();
    this.watch.excused.clear();
    judge(this.world, this.watch, this.log);
    await this.#until([askAgain(this)]);
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
        this.hasLost = true;
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
      await this.sleep(step.waitMs, name);
      for (const fault of faults) this.#plan(fault);
      const wanted = requestOf(step.wish, name, this.known, this.log);
      if (!wanted) continue;
      const key = step.keyed ? `key-${index + 1}` : null;
      const carriedOut = this.#carryOut(name, wanted.request, step, wanted.key ?? key);
      const rivalMs = step.wish.kind === 'import' ? step.wish.rivalMs : null;
      if (rivalMs !== null && wanted.request.kind === 'import') {
        await this.sleep(rivalMs, name);
        await this.#carryOut(name, rivalOf(wanted.request), step, null);
      }
      await carriedOut;
    }
  }

  /** One wish with its retries, as a client that wants to know makes them. */
  async #carryOut(name: string, request: Request, step: Step, key: string | null): Promise<void> {
    for (let left = key === null ? 0 : step.retries; ; left -= 1) {
      const answered = this.#attempt(name, request, key);
      const patience = this.sleep(step.patienceMs, name);
      const first = await Promise.race([answered, patience]);
      if (first && first.answer?.kind !== 'unknown') return;
      if (left <= 0) return;
      await this.sleep(100, name);
    }
  }

  async #attempt(name: string, request: Request, key: string | null): Promise<Attempt> {
    const made = await attempt(this.world, this.log, name, request, key);
    this.#narrate(`${this.#time()} ${name}: ${JSON.stringify(request)} ⇒ ${answerInWords(made)}`);
    const { answer } = made;
    if (answer?.kind === 'accepted' || answer?.kind === 'read') {
      const { id, version } = answer.appointment;
      this.known.set(id, Math.max(version, this.known.get(id) ?? 0));
    }
    if (answer?.kind === 'reported') {
      for (const { id, result } of answer.reports) {
        if (id !== null && result === 'imported' && !this.known.has(id)) this.known.set(id, 1);
      }
    }
    if (answer?.kind === 'bug') {
      this.#bug ??= new Breach(`${JSON.stringify(request)} ended in ${describe(answer.error)}`);
    }
    return made;
  }

  sleep(ms: number, who: string): Promise<void> {
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
