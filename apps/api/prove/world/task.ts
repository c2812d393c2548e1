// What is under way in a world: a calendar that carries out one request or one ringing of its alarm, a client who waits. What
// a task does next follows from all that it has learned; so two with the same trace go on alike.

import { AsyncLocalStorage } from 'node:async_hooks';
import { hash } from 'node:crypto';

const current = new AsyncLocalStorage<Task>();

export class Task {
  /** Who does it. */
  readonly who: string;
  /** For whom, and what that one calls it; nobody waits for what arrives a second time. */
  readonly asker: { readonly task: Task; readonly ticket: string } | undefined;
  /** False when whoever does it has died. */
  isAlive = (): boolean => true;
  readonly #tasks: Tasks;
  #trace: string;
  #news: string[] = [];
  #tickets = 0;

  constructor(tasks: Tasks, who: string, why: string, asker?: Task['asker']) {
    this.#tasks = tasks;
    this.who = who;
    this.asker = asker;
    this.#trace = digest(why);
  }

  /** Everything that it has learned. */
  get trace(): string {
    return this.#trace;
  }

  learn(news: string): void {
    this.#news.push(news);
    this.#tasks.learned.add(this);
  }

  /** The turn is over: what it has learned in it belongs together. */
  settle(): void {
    this.#trace = digest([this.#trace, ...this.#news].join('\n'));
    this.#news = [];
  }

  /** A name for something that it waits for; two who were asked the same thing by two know it by two names. */
  ticket(content: string): string {
    this.#tickets += 1;
    const { who, asker } = this;
    return digest([who, asker?.ticket, this.#trace, this.#news, this.#tickets, content].join('\n'));
  }

  run<Value>(work: () => Value): Value {
    return current.run(this, work);
  }
}

/** All tasks of one world. */
export class Tasks {
  /** Those that have learned something in this turn. */
  readonly learned = new Set<Task>();

  begin(who: string, why: string, asker?: Task['asker']): Task {
    return new Task(this, who, why, asker);
  }

  /** What one task of a calendar finds out another one of it may have been told within the turn, with no message between. */
  endTurn(): void {
    for (const task of this.learned) task.settle();
    for (const together of Map.groupBy(this.learned, ({ who }) => who).values()) {
      if (together.length < 2) continue;
      const all = together
        .map(({ trace }) => trace)
        .sort()
        .join();
      for (const task of together) {
        task.learn(all);
        task.settle();
      }
    }
    this.learned.clear();
  }
}

/** Whose code is running. Nobody's where tasks are not followed. */
export const currentTask = (): Task | undefined => current.getStore();

export const digest = (text: string): string => hash('md5', text, 'base64');
