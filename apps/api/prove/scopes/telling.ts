// A small story, told once in one order, in a real world.

import type { Attempt } from '../world/client.ts';
import type { Happening } from '../world/kernel.ts';
import type { Way } from '../world/network.ts';
import { digest, type Task, Tasks } from '../world/task.ts';
import { withTimersOf } from '../world/timers.ts';
import { judge } from '../world/verdict.ts';
import { Breach, Watch } from '../world/watch.ts';
import { World } from '../world/world.ts';
import { coming, type Event, type Item, isForced, type Snapshot, toPart } from './snapshot.ts';

/** What clients do; each resolves when its part is over. They wait for nothing but answers. */
export type Story = readonly ((world: World, log: Attempt[]) => Promise<void>)[];

export interface Scope {
  readonly name: string;
  /** With a second fault it takes longer than all others together. */
  readonly isVast?: boolean;
  /** What has happened before, without faults. */
  readonly before: (world: World, log: Attempt[]) => Promise<void>;
  readonly story: Story;
}

const AGENTS = 2;

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

const IN_ANY_ORDER: Way = { requestMs: 0, answerMs: 0 };
const ANSWERED_AT_ONCE: Way = { ...IN_ANY_ORDER, atOnce: 'answer' };
const AT_ONCE: Way = { ...IN_ANY_ORDER, atOnce: 'both' };

/** The story once, in one order. */
export class Telling {
  readonly world: World;
  readonly #log: Attempt[];
  readonly #watch = new Watch();
  readonly #story: Story;
  readonly #tasks = new Tasks();
  /** Whether a turn has to do with what is common to all. */
  #isCommon = false;
  #bug: unknown;
  #over = 0;

  constructor(base: Base, scope: Scope) {
    base.world.reset();
    this.world = new World(
      AGENTS,
      {
        ...QUIET,
        wayOf: (label) => {
          if (!label.includes('→ D1')) return IN_ANY_ORDER;
          this.#isCommon = true;
          return AT_ONCE;
        },
        tasks: this.#tasks,
        onDurable: (host) => {
          this.#isCommon = true;
          this.#looking(() => this.#watch.atCalendar(host));
        },
      },
      base.world,
    );
    this.world.kernel.now = base.world.kernel.now;
    // What was before is over before anything else begins.
    this.world.kernel.steps = base.world.kernel.steps;
    for (const host of this.world.hosts) this.#watch.atCalendar(host);
    this.#log = [...base.log];
    this.#story = scope.story;
    for (const [index] of scope.story.entries()) this.#begin(`client ${index + 1}`, index);
  }

  /** Lets it happen, and all that comes of it without a choice. `onTurn` learns of each turn. Throws a breach. */
  async take(first: Event, onTurn?: (event: Event, isCommon: boolean) => void): Promise<void> {
    const { kernel } = this.world;
    const events = [first];
    for (let event = events.shift(); event; event = events.shift()) {
      const by = event;
      const known = new Set(kernel.pending);
      this.#isCommon = false;
      await this.#happen(by);
      for (const one of [...kernel.pending]) if (one.isAwaited?.() === false) kernel.cancel(one);
      onTurn?.(by, this.#isCommon);
      const forced = kernel.pending.filter((one) => !known.has(one) && isForced(by, one));
      events.push(...inOrder(forced).map(toItem).map(coming));
    }
  }

  /** It is over: everything has to be as it was promised. */
  judge(): void {
    if (this.#over < this.#story.length) throw new Breach('a client was never answered');
    judge(this.world, this.#watch, this.#log);
  }

  snapshot(): Snapshot {
    const { kernel, hosts, d1 } = this.world;
    const waits = this.#waits();
    const waitsOf = (who: string) => {
      const own = [...waits].filter(([, task]) => task.who.startsWith(who));
      return new Map(own.map(([ticket, { trace }]) => [ticket, trace]));
    };
    const calendars = hosts.map((host) => {
      const asked = host.tasks.map(({ trace, asker }) => [trace, ticketOf(asker)] as const);
      return [
        host.alias,
        toPart(digest(host.core()), host.isBusy, waitsOf(host.alias), asked),
      ] as const;
    });
    const clients = toPart(digest(this.#known()), false, waitsOf('client'), []);
    return {
      parts: { ...Object.fromEntries(calendars), clients },
      common: { d1: digest(d1.store.content()), watch: digest(this.#watch.memory()) },
      now: kernel.now,
      items: inOrder(kernel.pending).map(toItem),
    };
  }

  #begin(who: string, index: number): void {
    const run = () => {
      const task = this.#tasks.begin(who, who);
      task
        .run(() => this.#story[index]?.(this.world, this.#log))
        ?.then(
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

  async #happen({ how, who, item }: Event): Promise<void> {
    const { kernel, hosts, d1 } = this.world;
    const host = hosts.find(({ alias }) => alias === who);
    const happening =
      how === 'crash'
        ? kernel.schedule(0, { kind: 'fault', who, label: how, run: () => host?.crash() })
        : kernel.pending.find((one) => one.label === item?.label && toItem(one).key === item.key);
    if (!happening) throw new Error('the story is not the same when it is told again');
    const { run, lose, double } = happening;
    const twice = () => {
      run();
      double?.();
    };
    if (host && how === 'is the last') host.isDoomed = true;
    const what = how === 'is lost' ? lose : how === 'is doubled' ? twice : run;
    await kernel.turn(happening, what, how === 'is early');
    if (host) host.isDoomed = false;
    this.#tasks.endTurn();
    this.#looking(() => this.#watch.atD1(d1));
    if (this.#bug instanceof Breach) throw this.#bug;
    if (this.#bug) throw new Breach(`a bug: ${(this.#bug as Error).stack}`);
  }

  /** By ticket: who waits for a message or an answer that is on its way, for a deadline, for a task. */
  #waits(): ReadonlyMap<string, Task> {
    const { kernel, hosts } = this.world;
    const waits = new Map<string, Task>();
    for (const { asker } of [...kernel.pending, ...hosts.flatMap(({ tasks }) => tasks)]) {
      if (!asker?.task.isAlive()) continue;
      const other = waits.get(asker.ticket) ?? asker.task;
      if (other !== asker.task) throw new Error(`two tasks of ${other.who} cannot be told apart`);
      waits.set(asker.ticket, asker.task);
    }
    return waits;
  }

  /** What the clients know, and what was over when each of them asked: all of an order that its judge looks at. */
  #known(): string {
    const known = this.#log.map(({ commandId, until, answer, answeredBy, invokedAt }) => {
      const before = this.#log.filter(({ answeredAt }) => answeredAt < invokedAt);
      return JSON.stringify([
        commandId,
        until,
        answer,
        answeredBy,
        before.map((one) => one.commandId).sort(),
      ]);
    });
    return `${this.#over} ${known.sort()}`;
  }

  #looking(look: () => void): void {
    try {
      look();
    } catch (breach) {
      this.#bug ??= breach;
    }
  }
}

const inOrder = (happenings: readonly Happening[]): Happening[] =>
  happenings.toSorted((a, b) => a.ordinal - b.ordinal);

const ticketOf = (asker: Task['asker']): string | undefined =>
  asker?.task.isAlive() ? asker.ticket : undefined;

const known = new WeakMap<Happening, Item>();

function toItem(happening: Happening): Item {
  const ticket = ticketOf(happening.asker);
  const item = known.get(happening);
  if (item) return item.ticket === ticket ? item : (item.orphan ?? item);
  const orphan = ticket === undefined ? undefined : itemOf(happening, undefined, undefined);
  const made = itemOf(happening, ticket, orphan);
  known.set(happening, made);
  return made;
}

function itemOf(happening: Happening, ticket: string | undefined, orphan: Item | undefined): Item {
  const { kind, who, label, content, at, lose, double } = happening;
  const key = digest([kind, who, content, at, ticket].join('\n'));
  const [canBeLost, canBeDoubled] = [lose !== undefined, double !== undefined];
  return { key, kind, who, label, at, ticket, canBeLost, canBeDoubled, orphan };
}
