// A small story, told once in one order: what can come next, and in which state everybody is.

import type { Attempt } from '../world/client.ts';
import type { Host } from '../world/host.ts';
import type { Happening } from '../world/kernel.ts';
import type { Way } from '../world/network.ts';
import { withTimersOf } from '../world/timers.ts';
import { judge } from '../world/verdict.ts';
import { Breach, Watch } from '../world/watch.ts';
import { World } from '../world/world.ts';

/** What clients do; each resolves when its part is over. They wait for nothing but answers. */
export type Story = readonly ((world: World, log: Attempt[]) => Promise<void>)[];

export interface Scope {
  readonly name: string;
  /** It grows beyond all patience with a second fault. */
  readonly isVast: boolean;
  /** What has happened before, without faults. */
  readonly before: (world: World, log: Attempt[]) => Promise<void>;
  readonly story: Story;
}

const AGENTS = 2;
/** No order is that long: one that is goes round in circles. */
const MAX_TURNS = 1_000;

/** One thing that can come next, and whether it is a fault. */
interface Choice {
  readonly name: string;
  readonly isFault: boolean;
  readonly take: () => Promise<void>;
}

/** A world in which it has happened before, and what its clients know. */
export interface Base {
  readonly world: World;
  readonly log: readonly Attempt[];
}

export async function prepare(scope: Scope): Promise<Base> {
  const world = new World(AGENTS, QUIET);
  const log: Attempt[] = [];
  await withTimersOf(world.kernel, async () => {
    let isOver = false;
    const over = scope.before(world, log).then(() => {
      isOver = true;
    });
    for (;;) {
      const next = world.kernel.earliest();
      if (next) await world.kernel.turn(next);
      else if (isOver) break;
      else await new Promise((rest) => setImmediate(rest));
    }
    await over;
  });
  world.mark();
  return { world, log };
}

const QUIET = {
  wayOf: (label: string): Way =>
    label.includes('→ D1') ? AT_ONCE : label.startsWith('client') ? ANSWERED_AT_ONCE : IN_ANY_ORDER,
  commitMs: (): 'turn' => 'turn',
  alarmLateMs: () => 0,
  d1Mood: () => 'well' as const,
  onDurable: () => {},
};

/**
 * What is explored is the protocol between the calendars. So D1 is written within the turn, what a client asks for first
 * arrives when it begins, and it hears an answer as soon as that leaves.
 */
const IN_ANY_ORDER: Way = { requestMs: 0, answerMs: 0 };
const ANSWERED_AT_ONCE: Way = { ...IN_ANY_ORDER, atOnce: 'answer' };
const AT_ONCE: Way = { ...IN_ANY_ORDER, atOnce: 'both' };

/** The story once, in one order. */
export class Telling {
  readonly world: World;
  readonly told: string[] = [];
  readonly #log: Attempt[];
  readonly #watch = new Watch();
  readonly #story: Story;
  readonly #names: Names;
  /**
   * What has happened to each calendar since its process began, and what was stored then; and to the clients, all in one: who
   * knew what when. With the same past everybody is in the same state.
   */
  readonly #pasts = new Map<string, number>();
  #faultsLeft: number;
  #bug: unknown;
  #over = 0;

  constructor(base: Base, scope: Scope, faults: number, names: Names) {
    base.world.reset();
    this.world = new World(
      AGENTS,
      {
        ...QUIET,
        wayOf: (label) =>
          label.startsWith(`${this.world.kernel.actor} →`) && label.startsWith('client')
            ? AT_ONCE
            : QUIET.wayOf(label),
        onDurable: (host) => this.#looking(() => this.#watch.atCalendar(host)),
      },
      base.world,
    );
    this.world.kernel.now = base.world.kernel.now;
    for (const host of this.world.hosts) this.#watch.atCalendar(host);
    this.#log = [...base.log];
    this.#story = scope.story;
    this.#faultsLeft = faults;
    this.#names = names;
  }

  /** `choose` returns undefined where it has been before. */
  async run(
    choose: (choices: readonly Choice[], state: string, left: number) => number | undefined,
  ): Promise<Breach | 'merged' | 'ended'> {
    try {
      this.#begin();
      for (let turn = 0; turn < MAX_TURNS; turn += 1) {
        const choices = this.#choices();
        if (choices.length === 0) {
          if (this.#over < this.#story.length) throw new Breach('a client was never answered');
          judge(this.world, this.#watch, this.#log);
          return 'ended';
        }
        const index = choose(choices, this.#state(), this.#faultsLeft);
        if (index === undefined) return 'merged';
        const choice = choices[index];
        if (!choice) throw new Error('the story is not the same when it is told again');
        this.told.push(choice.name);
        if (choice.isFault) this.#faultsLeft -= 1;
        await choice.take();
        if (this.#bug) throw this.#bug;
      }
      throw new Breach('no rest');
    } catch (error) {
      return error instanceof Breach ? error : new Breach(`a bug: ${(error as Error).stack}`);
    }
  }

  #begin(): void {
    for (const [index, part] of this.#story.entries()) {
      const who = `client ${index + 1}`;
      const run = () => {
        part(this.world, this.#log).then(
          () => {
            this.#over += 1;
          },
          (error: unknown) => {
            this.#bug ??= error;
          },
        );
      };
      this.world.kernel.schedule(0, { kind: 'client', who, label: `${who} begins`, run });
    }
  }

  /** What can come next. Time passes only when nothing else is left to happen; that it passes before is a fault. */
  #choices(): Choice[] {
    const { pending } = this.world.kernel;
    const timers = pending.filter(({ kind }) => kind === 'deadline' || kind === 'alarm');
    const messages = pending.filter((one) => !timers.includes(one));
    const first = this.world.kernel.earliest();
    const free = messages.length > 0 ? messages : first ? [first] : [];
    const choices = free.map((one) => this.#turnOf(one));
    return this.#faultsLeft > 0 ? [...choices, ...this.#faults(messages, timers)] : choices;
  }

  #turnOf(happening: Happening): Choice {
    return { name: happening.label, isFault: false, take: () => this.#turn(happening) };
  }

  #faults(messages: readonly Happening[], timers: readonly Happening[]): Choice[] {
    const faults: Choice[] = [];
    const add = (name: string, take: () => Promise<void>) =>
      faults.push({ name: `FAULT: ${name}`, isFault: true, take });
    for (const message of messages) {
      const { label, who, lose, double } = message;
      if (label.startsWith('client')) continue;
      if (lose) add(`lost: ${label}`, () => this.#turn(message, lose, 'lost'));
      if (double && !label.endsWith('(again)')) {
        const twice = () => {
          message.run();
          double();
        };
        add(`doubled: ${label}`, () => this.#turn(message, twice, 'doubled'));
      }
      const host = this.world.hosts.find(({ alias }) => alias === who);
      if (host) {
        add(`${who} crashes when it has written: ${label}`, async () => {
          host.isDoomed = true;
          await this.#turn(message, message.run, 'doomed');
          host.isDoomed = false;
        });
      }
    }
    for (const host of this.world.hosts) {
      if (!host.isBusy) continue;
      add(`${host.alias} crashes`, () => this.#turn(this.#crashOf(host)));
    }
    if (messages.length > 0) {
      for (const timer of timers.filter(({ who }) => !who.startsWith('client')))
        add(`early: ${timer.label}`, () => this.#turn(timer, timer.run, 'early'));
    }
    return faults;
  }

  #crashOf(host: Host): Happening {
    const { alias } = host;
    const run = () => host.crash();
    return this.world.kernel.schedule(0, { kind: 'fault', who: alias, label: 'crash', run });
  }

  async #turn(happening: Happening, run = happening.run, how = ''): Promise<void> {
    const { kernel, hosts, d1 } = this.world;
    const { who, content } = happening;
    const host = hosts.find(({ alias }) => alias === who);
    const before = this.#traces(host, happening);
    const lives = hosts.map(({ life }) => life);
    const known = this.#newsOfClients();
    await kernel.turn(happening, run, how === 'early');
    for (const one of [...kernel.pending]) if (one.isAwaited?.() === false) kernel.cancel(one);
    // What is lost on its way happens to nobody, and a question that leaves no trace has not changed who was asked.
    const isTraceless = happening.kind === 'request' && this.#traces(host) === before;
    if (host && how !== 'lost' && !isTraceless)
      this.#happened(who, `${content} ${how} ${kernel.now}`);
    for (const [index, other] of hosts.entries()) {
      if (other.life !== lives[index])
        this.#pasts.set(other.alias, this.#names.of(other.store.content()));
    }
    if (this.#newsOfClients() !== known) this.#happened('clients', this.#known());
    this.#watch.atD1(d1);
  }

  /** All that a turn of a calendar leaves behind, beside answers. */
  #traces(host: Host | undefined, without?: Happening): string {
    const waiting = this.world.kernel.pending.filter(
      (one) => one !== without && one.kind !== 'answer',
    );
    return `${host?.life} ${host?.store.writes} ${waiting.map(({ ordinal }) => ordinal).sort()}`;
  }

  /** Changes whenever what the clients know does. */
  #newsOfClients(): string {
    return `${this.#log.length} ${this.#log.filter(({ answer }) => answer).length}`;
  }

  /** What the clients know, and what they wait for. */
  #known(): string {
    return JSON.stringify(this.#log.map(({ commandId, answer }) => [commandId, answer]));
  }

  #happened(who: string, what: string): void {
    this.#pasts.set(who, this.#names.of(`${this.#pasts.get(who) ?? 0} ${what}`));
  }

  /** Everybody's past, what is on its way, and the time. What D1 holds follows from what the calendars have delivered. */
  #state(): string {
    const { kernel } = this.world;
    const pasts = [...this.#pasts].map(([who, past]) => `${who}:${past}`).sort();
    const pending = kernel.pending
      .map(({ content, at }) => this.#names.of(`${content} ${at}`))
      .sort();
    return `${pasts} | ${pending} | ${kernel.now}`;
  }

  #looking(look: () => void): void {
    try {
      look();
    } catch (breach) {
      this.#bug ??= breach;
    }
  }
}

/** Short names for long pasts: the same number for the same text. */
export class Names {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text) ?? this.#numbers.size + 1;
    this.#numbers.set(text, known);
    return known;
  }
}
