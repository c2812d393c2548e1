// D1 with the product's schema and the product's SQL. A batch is one transaction and one message there and back.

import { migrations } from '../../scripts/production/migrations.ts';
import type { Settled } from './network.ts';
import type { Send } from './send.ts';
import { Store } from './store.ts';

/** What D1 does with the next batch. */
export type D1Mood = 'well' | 'down' | 'ran but failed';

export class D1 {
  readonly store: Store;
  readonly #mood: () => D1Mood;

  constructor(mood: () => D1Mood, store = new Store(migrations())) {
    this.store = store;
    this.#mood = mood;
  }

  /** The database as the sender of these messages sees it. */
  seenBy(send: Send): D1Database {
    const database = {
      prepare: (query: string) => new Statement(this, send, query, []),
      batch: (statements: readonly Statement[]) => this.run(send, statements),
    };
    return database as unknown as D1Database; // as much of it as the product uses
  }

  run(send: Send, statements: readonly Statement[]): Promise<{ results: unknown[] }[]> {
    const verb = statements.map(({ query }) => query.trim().split(/\s/, 1)[0]).join(' ');
    const values = statements.map(({ bindings }) => bindings);
    return send('D1', verb, values, (reply) => this.#execute(statements, reply));
  }

  #execute(
    statements: readonly Statement[],
    reply: (settled: Settled<{ results: unknown[] }[]>) => void,
  ): void {
    const mood = this.#mood();
    try {
      if (mood === 'down') throw new Error('D1 is down');
      const value = this.store.transaction(() =>
        statements.map(({ query, bindings }) => ({ results: this.store.all(query, bindings) })),
      );
      if (mood === 'ran but failed') throw new Error('D1 ran, but says that it failed');
      reply({ status: 'fulfilled', value });
    } catch (reason) {
      reply({ status: 'rejected', reason });
    }
  }
}

class Statement {
  readonly query: string;
  readonly bindings: readonly unknown[];
  readonly #d1: D1;
  readonly #send: Send;

  constructor(d1: D1, send: Send, query: string, bindings: readonly unknown[]) {
    this.#d1 = d1;
    this.#send = send;
    this.query = query;
    this.bindings = bindings;
  }

  bind(...bindings: readonly unknown[]): Statement {
    return new Statement(this.#d1, this.#send, this.query, bindings);
  }

  async first(): Promise<unknown> {
    return (await this.all()).results[0] ?? null;
  }

  async all(): Promise<{ results: unknown[] }> {
    const [rows = { results: [] }] = await this.#d1.run(this.#send, [this]);
    return rows;
  }

  run(): Promise<{ results: unknown[] }> {
    return this.all();
  }
}
