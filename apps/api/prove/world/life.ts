// One life of an object's process, with the product's calendar in it: what it remembers, whom it owes an answer, what it waits
// for. A crash ends it, and whatever it has still under way then comes to nothing.

import { Calendar } from '../../src/calendar/calendar.ts';
import type { Ports, Sql } from '../../src/calendar/ports.ts';
import { CheckedMemory } from './checked-memory.ts';
import type { Durability } from './durability.ts';
import type { Happening } from './kernel.ts';
import { Lost, type Settled } from './network.ts';
import { peerAt, thrown } from './rpc.ts';
import { senderOf } from './send.ts';
import type { Store } from './store.ts';
import type { Surroundings } from './surroundings.ts';
import { currentTask, type Task } from './task.ts';

/** What the object has that outlives the process. */
export interface Disk {
  readonly store: Store;
  readonly writes: Durability;
  /** Asks for an alarm, among the writes that are not durable yet. */
  readonly wakeAt: (at: number) => void;
}

type Reply = (settled: Settled<never>) => void;

export class Life {
  readonly memory = new CheckedMemory();
  readonly #alias: string;
  readonly #world: Surroundings;
  readonly #disk: Disk;
  readonly #skewMs: number;
  #isAlive = true;
  #calendar: Calendar | undefined;
  /** Who waits for an answer, and the task that is to give it. */
  readonly #open = new Map<Reply, Task | undefined>();
  readonly #deadlines = new Set<Happening>();
  #ringing: Task | undefined;
  /** What the alarm has done whenever it rang in this life. */
  readonly #rings: Task[] = [];
  /** The alarm that this life asked for since it last rang. */
  #asked: number | undefined;

  constructor(alias: string, world: Surroundings, disk: Disk, skewMs: number) {
    this.#alias = alias;
    this.#world = world;
    this.#disk = disk;
    this.#skewMs = skewMs;
  }

  /** A request arrives. */
  receive<Value>(
    question: (calendar: Calendar) => Value | Promise<Value>,
    reply: (settled: Settled<Value>) => void,
  ): void {
    const task = currentTask();
    if (task) task.isAlive = () => this.#isAlive;
    this.#open.set(reply, task);
    const answer = (settled: Settled<Value>) =>
      this.#leave(() => {
        if (this.#open.delete(reply)) reply(settled);
      });
    Promise.resolve()
      .then(() => question(this.#awake()))
      .then(
        (value) => answer({ status: 'fulfilled', value: structuredClone(value) }),
        (reason: unknown) => answer({ status: 'rejected', reason: thrown(reason) }),
      );
  }

  /** The alarm rings. */
  async wake(): Promise<void> {
    const task = this.#world.tasks?.begin(this.#alias, 'alarm');
    if (task) task.isAlive = () => this.#isAlive;
    this.#ringing = task;
    this.#asked = undefined;
    await (task ? task.run(() => this.#awake().wake()) : this.#awake().wake());
    if (!this.#isAlive) return;
    this.#ringing = undefined;
    if (task) this.#rings.push(task);
  }

  /** Whoever waits for an answer is told that there will be none. */
  end(): void {
    this.#isAlive = false;
    for (const deadline of this.#deadlines) this.#world.kernel.cancel(deadline);
    const waiting = [...this.#open.keys()];
    this.#open.clear();
    for (const reply of waiting) {
      reply({ status: 'rejected', reason: new Lost(`${this.#alias} crashed`) });
    }
  }

  /** Whether it owes an answer. */
  get isAwaited(): boolean {
    return this.#open.size > 0;
  }

  /** The tasks whose answers somebody waits for. */
  get tasks(): readonly Task[] {
    return [...this.#open.values()].filter((task) => task !== undefined);
  }

  /** What the alarm does at this moment. */
  get ringing(): string | undefined {
    return this.#ringing?.trace;
  }

  /**
   * A calendar keeps little in mind from one task to the next: the alarm that it asked for, what it counts when the alarm rings,
   * and what D1 has taken. What it knows of a slow D1 is left out: where it is asked for this, D1 is never slow.
   */
  mind(): readonly unknown[] {
    if (!this.#calendar) return [];
    return [this.#rings.map(({ trace }) => trace), this.#asked, this.memory.ahead];
  }

  #awake(): Calendar {
    this.#calendar ??= new Calendar(this.#ports());
    return this.#calendar;
  }

  #ports(): Ports {
    const { kernel, network, peer, readModel, pageOutcomes } = this.#world;
    const send = senderOf(network, this.#alias, {
      isAlive: () => this.#isAlive,
      leave: (work) => this.#leave(work),
    });
    return {
      sql: this.#sql(),
      clock: {
        now: () => {
          const now = kernel.now + this.#skewMs;
          currentTask()?.learn(String(now));
          return now;
        },
        wakeAt: (at) => {
          this.#assertAlive();
          this.#disk.wakeAt(at);
          this.#asked = at;
        },
        within: (ms, promise) => this.#within(ms, promise),
      },
      peers: { at: (tenant, route) => peerAt(peer(`${tenant}/${route}`), send) },
      readModel: readModel(send),
      memory: this.memory,
      ...(pageOutcomes === undefined ? {} : { pageOutcomes }),
    };
  }

  #sql(): Sql {
    const { store, writes } = this.#disk;
    return {
      all: (query, ...bindings) => {
        this.#assertAlive();
        const rows = store.all(query, bindings, () => writes.unsaved());
        currentTask()?.learn(JSON.stringify(rows));
        return rows;
      },
      transaction: (body) => {
        this.#assertAlive();
        try {
          return writes.transaction(body);
        } catch (error) {
          this.#asked = undefined;
          throw error;
        }
      },
    };
  }

  #within<Value>(ms: number, promise: Promise<Value>): Promise<Value | 'late'> {
    const { kernel } = this.#world;
    const task = currentTask();
    return new Promise((resolve, reject) => {
      const deadline = kernel.schedule(ms, {
        kind: 'deadline',
        who: this.#alias,
        asker: task && { task, ticket: task.ticket(`${kernel.now} ${ms}`) },
        label: `${this.#alias} stops waiting after ${ms} ms`,
        run: () => {
          task?.learn('late');
          this.#deadlines.delete(deadline);
          if (this.#isAlive) resolve('late');
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

  #assertAlive(): void {
    if (!this.#isAlive) throw new Error('this life is over');
  }

  /** Lets something leave, when what it follows from is durable. */
  #leave(work: () => void): void {
    if (this.#isAlive) this.#disk.writes.leave(work);
  }
}
