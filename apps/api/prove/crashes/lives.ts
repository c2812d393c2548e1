// The lives of one server: each begins on the stores that the one before it left, and ends by SIGKILL.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Books, readBooks, unfinished } from './books.ts';
import type { Bundles } from './bundle.ts';
import type { Life } from './caller.ts';
import { type Server, startServer } from './server.ts';
import { FAULT_LINE, type Spell } from './weather.ts';
import type { Deaths } from './windows.ts';

/** How long a server may take to come to rest: some alarms wait 20 seconds for their next try. */
export const REST_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 250;

export class Lives {
  readonly #bundles: Bundles;
  readonly #state: string;
  readonly #deaths = new Map<number, number>();
  #server: Server | undefined;

  /** `state`: the folder that outlives them. */
  constructor(bundles: Bundles, state: string) {
    this.#bundles = bundles;
    this.#state = state;
  }

  /** When each of them ended. */
  get deaths(): Deaths {
    return this.#deaths;
  }

  /** Without weather it is the production build that lives, else the same with a failing D1. */
  async begin(weather?: readonly Spell[]): Promise<Life> {
    const { production, failingD1 } = this.#bundles;
    const bundle = weather ? failingD1 : production;
    this.#server = await startServer({ bundle, state: this.#state, weather: weather ?? [] });
    return { number: this.#deaths.size + 1, origin: this.#server.origin, over: false };
  }

  /** Nobody begins anything from the moment of the kill on. */
  async end(life: Life): Promise<void> {
    const dead = this.#server?.kill();
    life.over = true;
    await dead;
    this.#server = undefined;
    this.#deaths.set(life.number, performance.now());
  }

  /** Ends whatever is still running. */
  async close(): Promise<void> {
    await this.#server?.kill();
  }

  /** The stores; whoever could write them has to be dead, or at rest. */
  read(): Books {
    return readBooks(join(this.#state, 'stores'));
  }

  /**
   * Waits until nothing is left to be done. Says how long that took, and what is left after all. Looks at files only: a
   * question would be help.
   */
  async rest(): Promise<{ readonly ms: number; readonly left: readonly string[] }> {
    const startedAt = performance.now();
    // Twice in a row: files that are copied while somebody writes may show what never was.
    for (let quiet = 0; ; await sleep(LOOK_EVERY_MS)) {
      const left = this.#unfinished();
      const ms = performance.now() - startedAt;
      quiet = left.length === 0 ? quiet + 1 : 0;
      if (quiet === 2 || ms > REST_WITHIN_MS) return { ms, left };
    }
  }

  /** Faults of D1 that were met, by speaker and kind. */
  d1Faults(): Record<string, number> {
    const file = join(this.#state, 'server.log');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const met = lines.filter((line) => line.startsWith(FAULT_LINE));
    const byKind = Map.groupBy(met, (line) => line.slice(FAULT_LINE.length).trim());
    return Object.fromEntries([...byKind].sort().map(([kind, { length }]) => [kind, length]));
  }

  #unfinished(): string[] {
    try {
      return unfinished(join(this.#state, 'stores'));
    } catch (error) {
      return [String(error)];
    }
  }
}

export const sleep = (ms: number) => new Promise((next) => setTimeout(next, ms));
