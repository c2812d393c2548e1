// One Durable Object as the platform runs it: what outlives its process, which are a storage with its output gate and one
// alarm, and the life that the process has now.

import type { Calendar } from '../../src/calendar/calendar.ts';
import { Alarm } from './alarm.ts';
import type { CheckedMemory } from './checked-memory.ts';
import { Durability } from './durability.ts';
import { Life } from './life.ts';
import type { Settled } from './network.ts';
import type { Store } from './store.ts';
import type { Surroundings } from './surroundings.ts';
import type { Task } from './task.ts';

export class Host {
  /** `<tenant>/<route>`. */
  readonly name: string;
  /** As it is called in what people read. */
  readonly alias: string;
  readonly store: Store;
  readonly #world: Surroundings;
  readonly #writes: Durability;
  readonly #alarm: Alarm;
  readonly #skewMs: number;
  /** The wish for an alarm among the writes that are not durable yet. */
  #wish: number | undefined;
  #life: Life;
  /** While set, the process dies as soon as what it writes is durable, before anything leaves. */
  isDoomed = false;

  constructor(name: string, alias: string, world: Surroundings, store: Store) {
    this.store = store;
    this.name = name;
    this.alias = alias;
    this.#world = world;
    this.#skewMs = world.skewMs(alias);
    const { kernel, alarmLateMs } = world;
    this.#alarm = new Alarm(alias, kernel, alarmLateMs, () => this.#life.wake());
    this.#writes = new Durability(
      store,
      (save) => this.#whenCommitted(save),
      () => this.#durable(),
    );
    this.#life = this.#begin();
  }

  /** A request arrives. */
  receive<Value>(
    question: (calendar: Calendar) => Value | Promise<Value>,
    reply: (settled: Settled<Value>) => void,
  ): void {
    this.#life.receive(question, reply);
  }

  /** The process dies: what is not durable is gone, and so is all that was remembered. */
  crash(): void {
    this.#writes.crash();
    this.#wish = undefined;
    const life = this.#life;
    this.#life = this.#begin();
    life.end();
    this.#alarm.crash();
  }

  /** Whether something is under way that a crash would interrupt. */
  get isBusy(): boolean {
    return this.#life.isAwaited || this.#alarm.isRinging || this.#writes.hasUnsaved;
  }

  /** The alarm once more, as the platform may do. */
  ringAgain(): void {
    this.#alarm.ring();
  }

  /** What this life remembers. */
  get memory(): CheckedMemory {
    return this.#life.memory;
  }

  /** The tasks whose answers somebody waits for. */
  get tasks(): readonly Task[] {
    return this.#life.tasks;
  }

  /** All that its future follows from, beside its tasks. */
  core(): string {
    const alarm = [this.#alarm.wish, this.#alarm.isRinging, this.#life.ringing];
    return JSON.stringify([this.store.content(), this.#life.mind(), alarm]);
  }

  #begin(): Life {
    const disk = {
      store: this.store,
      writes: this.#writes,
      wakeAt: (at: number) => {
        this.#writes.unsaved();
        this.#wish = at;
      },
    };
    return new Life(this.alias, this.#world, disk, this.#skewMs);
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
}
