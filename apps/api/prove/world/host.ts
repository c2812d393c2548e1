// One Durable Object as the platform runs it, with the product's calendar inside: a storage with its output gate, one alarm, and
// a memory that a crash wipes out.

import { Calendar } from '../../src/calendar/calendar.ts';
import type { Ports, ReadModel, Sql } from '../../src/calendar/ports.ts';
import { Alarm } from './alarm.ts';
import { CheckedMemory } from './checked-memory.ts';
import { Durability } from './durability.ts';
import type { Happening, Kernel } from './kernel.ts';
import { Lost, type Network, type Settled } from './network.ts';
import { peerAt, thrown } from './rpc.ts';
import type { Store } from './store.ts';
import { currentTask, type Task, type Tasks } from './task.ts';

/** What a host needs to know of the rest of the world. */
export interface Surroundings {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly tasks?: Tasks | undefined;
  readonly peer: (name: string) => Host;
  /** D1 as somebody with this name sees it. */
  readonly readModel: (send: Send) => ReadModel;
  /** Milliseconds until what was written is durable; `turn`: when the turn is over. */
  readonly commitMs: () => number | 'turn';
  /** How far ahead somebody's clock is. */
  readonly skewMs: (who: string) => number;
  /** Outcomes in one message between calendars; as many as the product has when it is not said. */
  readonly pageOutcomes?: number;
  /** How much later than asked an alarm rings, in milliseconds. */
  readonly alarmLateMs: () => number;
  /** Called when writes have become durable. */
  readonly onDurable: (host: Host) => void;
}

/** Sends a message in the name of somebody who may be dead when the answer comes. */
export type Send = <Value>(
  to: string,
  verb: string,
  values: readonly unknown[],
  deliver: (reply: (settled: Settled<Value>) => void) => void,
) => Promise<Value>;

type Reply = (settled: Settled<never>) => void;

export class Host {
  /** `<tenant>/<route>`. */
  readonly name: string;
  /** As it is called in what people read. */
  readonly alias: string;
  readonly store: Store;
  readonly #world: Surroundings;
  #calendar: Calendar | undefined;
  /** What this life remembers. */
  memory = new CheckedMemory();
  /** Grows with each crash: whatever an earlier life still has under way comes to nothing. */
  #life = 0;
  readonly #writes: Durability;
  /** Who waits for an answer, and the task that is to give it. */
  #open = new Map<Reply, Task | undefined>();
  #deadlines = new Set<Happening>();
  readonly #alarm: Alarm;
  readonly #skewMs: number;
  /** The wish for an alarm among the writes that are not durable yet. */
  #wish: number | undefined;
  #ringing: Task | undefined;
  /** What the alarm has done whenever it rang in this life. */
  #rings: Task[] = [];
  /** The alarm that this life asked for since it last rang. */
  #asked: number | undefined;
  /** While set, the process dies as soon as what it writes is durable, before anything leaves. */
  isDoomed = false;

  constructor(name: string, alias: string, world: Surroundings, store: Store) {
    this.store = store;
    this.name = name;
    this.alias = alias;
    this.#world = world;
    this.#skewMs = world.skewMs(alias);
    const { kernel, alarmLateMs } = world;
    this.#alarm = new Alarm(alias, kernel, alarmLateMs, () => this.#ring());
    this.#writes = new Durability(
      store,
      (save) => this.#whenCommitted(save),
      () => this.#durable(),
    );
  }

  /** A request arrives. */
  receive<Value>(
    question: (calendar: Calendar) => Value | Promise<Value>,
    reply: (settled: Settled<Value>) => void,
  ): void {
    const life = this.#life;
    const task = currentTask();
    if (task) task.isAlive = () => life === this.#life;
    this.#open.set(reply, task);
    const answer = (settled: Settled<Value>) =>
      this.#leave(life, () => {
        if (this.#open.delete(reply)) reply(settled);
      });
    Promise.resolve()
      .then(() => question(this.#awake()))
      .then(
        (value) => answer({ status: 'fulfilled', value: structuredClone(value) }),
        (reason: unknown) => answer({ status: 'rejected', reason: thrown(reason) }),
      );
  }

  /** The process dies: what is not durable is gone, and so is all that was remembered. */
  crash(): void {
    this.#life += 1;
    this.#calendar = undefined;
    this.memory = new CheckedMemory();
    this.#writes.crash();
    this.#wish = undefined;
    this.#ringing = undefined;
    this.#rings = [];
    this.#asked = undefined;
    for (const deadline of this.#deadlines) this.#world.kernel.cancel(deadline);
    this.#deadlines.clear();
    const waiting = [...this.#open.keys()];
    this.#open.clear();
    for (const reply of waiting) {
      reply({ status: 'rejected', reason: new Lost(`${this.alias} crashed`) });
    }
    this.#alarm.crash();
  }

  /** How often it has died. */
  get life(): number {
    return this.#life;
  }

  /** Whether something is under way that a crash would interrupt. */
  get isBusy(): boolean {
    return this.#open.size > 0 || this.#alarm.isRinging || this.#writes.hasUnsaved;
  }

  /** The alarm once more, as the platform may do. */
  ringAgain(): void {
    this.#alarm.ring();
  }

  #awake(): Calendar {
    this.#calendar ??= new Calendar(this.#ports(this.#life));
    return this.#calendar;
  }

  async #ring(): Promise<void> {
    const life = this.#life;
    const task = this.#world.tasks?.begin(this.alias, 'alarm');
    if (task) task.isAlive = () => life === this.#life;
    this.#ringing = task;
    this.#asked = undefined;
    await (task ? task.run(() => this.#awake().wake()) : this.#awake().wake());
    if (life !== this.#life) return;
    this.#ringing = undefined;
    if (task) this.#rings.push(task);
  }

  /** The tasks whose answers somebody waits for. */
  get tasks(): readonly Task[] {
    return [...this.#open.values()].filter((task) => task !== undefined);
  }

  /**
   * All that its future follows from, beside its tasks. A calendar keeps little in mind from one task to the next: the alarm
   * that it asked for, what it counts when the alarm rings, and what D1 has taken. What it knows of a slow D1 is left out: where it is asked for
   * this, D1 is never slow.
   */
  core(): string {
    const mind = this.#calendar
      ? [this.#rings.map(({ trace }) => trace), this.#asked, this.memory.ahead]
      : [];
    const alarm = [this.#alarm.wish, this.#alarm.isRinging, this.#ringing?.trace];
    return JSON.stringify([this.store.content(), mind, alarm]);
  }

  #ports(life: number): Ports {
    const { kernel, network, peer, readModel, pageOutcomes } = this.#world;
    const alive = () => {
      if (life !== this.#life) throw new Error('this life is over');
    };
    const sql: Sql = {
      all: (query, ...bindings) => {
        alive();
        const rows = this.store.all(query, bindings, () => this.#writes.unsaved());
        currentTask()?.learn(JSON.stringify(rows));
        return rows;
      },
      transaction: (body) => {
        alive();
        try {
          return this.#writes.transaction(body);
        } catch (error) {
          this.#asked = undefined;
          throw error;
        }
      },
    };
    const send: Send = (to, verb, values, deliver) =>
      new Promise((resolve, reject) => {
        const task = currentTask();
        const settle = (settled: Settled<Awaited<ReturnType<typeof send>>>) => {
          if (life !== this.#life) return;
          if (settled.status === 'fulfilled')
            resolve(settled.value as never); // as it was sent
          else reject(settled.reason);
        };
        this.#leave(life, () =>
          network.send({
            from: this.alias,
            to,
            verb,
            values,
            deliver: deliver as never, // its answer is what the promise holds
            asker: task && { task, ticket: task.ticket(`${to} ${verb} ${JSON.stringify(values)}`) },
            settle,
            isAwaited: () => life === this.#life,
          }),
        );
      });
    return {
      sql,
      clock: {
        now: () => {
          const now = kernel.now + this.#skewMs;
          currentTask()?.learn(String(now));
          return now;
        },
        wakeAt: (at) => {
          alive();
          this.#writes.unsaved();
          this.#wish = at;
          this.#asked = at;
        },
        within: (ms, promise) => this.#within(life, ms, promise),
      },
      peers: { at: (tenant, route) => peerAt(peer(`${tenant}/${route}`), send) },
      readModel: readModel(send),
      memory: this.memory,
      ...(pageOutcomes === undefined ? {} : { pageOutcomes }),
    };
  }

  /** Lets something of this life leave, when what it follows from is durable. */
  #leave(life: number, work: () => void): void {
    if (life === this.#life) this.#writes.leave(work);
  }

  #whenCommitted(save: () => void): void {
    const { kernel, commitMs } = this.#world;
    const ms = commitMs();
    if (ms === 'turn') kernel.afterTurn(save);
    else {
      kernel.schedule(ms, {
        kind: 'commit',
        who: this.alias,
        label: `${this.alias} is durable`,
        run: save,
      });
    }
  }

  #durable(): void {
    if (this.#wish !== undefined) this.#alarm.set(this.#wish - this.#skewMs);
    this.#wish = undefined;
    this.#world.onDurable(this);
    if (this.isDoomed) this.crash();
  }

  #within<Value>(life: number, ms: number, promise: Promise<Value>): Promise<Value | 'late'> {
    const { kernel } = this.#world;
    const task = currentTask();
    return new Promise((resolve, reject) => {
      const deadline = kernel.schedule(ms, {
        kind: 'deadline',
        who: this.alias,
        asker: task && { task, ticket: task.ticket(`${kernel.now} ${ms}`) },
        label: `${this.alias} stops waiting after ${ms} ms`,
        run: () => {
          task?.learn('late');
          this.#deadlines.delete(deadline);
          if (life === this.#life) resolve('late');
        },
      });
      this.#deadlines.add(deadline);
      const over = () => {
        this.#deadlines.delete(deadline);
        kernel.cancel(deadline);
      };
      promise.then(
        (value) => {
          over();
          resolve(value);
        },
        (error: unknown) => {
          over();
          reject(error);
        },
      );
    });
  }
}
