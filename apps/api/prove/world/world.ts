// A small Rendezvous in one thread: a few agents' calendars, their D1, and the messages between them. The calendars, the
// SQL of both stores and the Worker's way to a calendar are the product's own modules.

import { createHash } from 'node:crypto';
import type { CalendarName } from '../../src/calendar/commands.ts';
import type { ReadModel } from '../../src/calendar/ports.ts';
import type { Env } from '../../src/env.ts';
import { project } from '../../src/read-model/projection.ts';
import { copied, remove } from '../../src/read-model/strays.ts';
import { D1, type D1Mood } from './d1.ts';
import { fillDirectory } from './directory.ts';
import { Host } from './host.ts';
import { Kernel } from './kernel.ts';
import { Network, type Settled, type Way } from './network.ts';
import { type Send, senderOf } from './send.ts';
import { Store } from './store.ts';
import type { Tasks } from './task.ts';

export const TENANT = 'acme';
/** When the world begins. */
export const EPOCH = Date.UTC(2031, 4, 5, 8);

/** All that whoever drives the world decides. */
export interface Fate {
  readonly wayOf: (label: string) => Way;
  readonly d1Mood: () => D1Mood;
  readonly commitMs: () => number | 'turn';
  readonly alarmLateMs: () => number;
  /** How far ahead the clock of a calendar or of a client's Worker is, in milliseconds. */
  readonly skewMs?: (who: string) => number;
  /** Outcomes in one message between calendars; as many as the product has when it is not said. */
  readonly pageOutcomes?: number;
  readonly onDurable: (host: Host) => void;
  /** Where it is followed what each task learns. */
  readonly tasks?: Tasks | undefined;
}

export class World {
  readonly kernel = new Kernel(EPOCH);
  readonly network: Network;
  readonly d1: D1;
  readonly hosts: readonly Host[];
  /** How far ahead somebody's clock is. */
  readonly skewMs: (who: string) => number;
  readonly #byName = new Map<string, Host>();

  /** `before`: a world whose stores this one takes over, as they were at their mark. */
  constructor(agents: number, fate: Fate, before?: World) {
    this.skewMs = fate.skewMs ?? (() => 0);
    this.network = new Network(this.kernel, fate.wayOf, fate.tasks);
    this.d1 = new D1(fate.d1Mood, before?.d1.store);
    const agentIds = Array.from({ length: agents }, (_, agent) => agentIdOf(agent));
    if (!before) fillDirectory(this.d1, TENANT, agentIds);
    this.hosts = Array.from({ length: agents }, (_, agent) => {
      const surroundings = {
        ...fate,
        skewMs: this.skewMs,
        kernel: this.kernel,
        network: this.network,
        peer: (name: string) => this.host(name),
        readModel: (send: Send): ReadModel => {
          const database = this.d1.seenBy(send);
          return {
            project: (projection) => project(database, projection),
            copied: (of, ids) => copied(database, of, ids),
            remove: (of, strays) => remove(database, of, strays),
          };
        },
      };
      const store = before?.hosts[agent]?.store ?? new Store();
      const host = new Host(`${TENANT}/${routeOf(agent)}`, aliasOf(agent), surroundings, store);
      this.#byName.set(host.name, host);
      return host;
    });
  }

  /** Whoever takes over from this world begins with its stores as they are now. */
  mark(): void {
    for (const { store } of [this.d1, ...this.hosts]) store.mark();
  }

  reset(): void {
    for (const { store } of [this.d1, ...this.hosts]) store.reset();
  }

  host(name: string): Host {
    const host = this.#byName.get(name);
    if (!host) throw new Error(`nobody is called ${name}`);
    return host;
  }

  /** The bindings of a Worker that answers this client. `onCall` learns of each calendar that is asked. */
  envOf(client: string, onAnswer: (host: Host) => void = () => {}): Env {
    const send = senderOf(this.network, client);
    const env = {
      DB: this.d1.seenBy(send),
      CALENDARS: { getByName: (name: string) => stubOf(this.host(name), send, onAnswer) },
    };
    return env as unknown as Env; // as much of it as the way to a calendar needs
  }
}

/** A calendar as a Worker calls it: any verb, plain data both ways. */
function stubOf(host: Host, send: Send, onAnswer: (host: Host) => void): object {
  return new Proxy(
    {},
    {
      get:
        (_, verb: string) =>
        async (...values: unknown[]) => {
          const copies = structuredClone(values);
          const value = await send(
            host.alias,
            verb,
            copies,
            (reply: (settled: Settled<never>) => void) =>
              host.receive(
                (calendar) =>
                  (calendar as unknown as Record<string, (...v: unknown[]) => never>)[verb]?.(
                    ...copies,
                  ) as never, // the product's own types hold at its call
                reply,
              ),
          );
          onAnswer(host);
          return value;
        },
    },
  );
}

/** The same as in `src/calendar/route.ts`, which takes its time: here nothing waits for the real world. */
function routeOf(agent: number): string {
  const digest = createHash('sha256')
    .update(`${TENANT}\n${agentIdOf(agent)}`)
    .digest();
  return ((1n << 63n) | (digest.readBigUInt64BE(0) >> 2n)).toString(16);
}

export const aliasOf = (agent: number): string => String.fromCharCode(65 + agent);

export const agentIdOf = (agent: number): string => agentIdOfAlias(aliasOf(agent));
/** Of the form that ids have, so that an import can name it. */
export const agentIdOfAlias = (alias: string): string =>
  `agent000-0000-0000-0000-00000000000${alias.toLowerCase()}`;

export const calendarOf = (agent: number): CalendarName => ({
  tenant: TENANT,
  route: routeOf(agent),
  agentId: agentIdOf(agent),
});

export const aliasOfAgent = (agentId: string): string => agentId.slice(-1).toUpperCase();
