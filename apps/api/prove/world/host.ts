// One Durable Object as the platform runs it, with the product's calendar inside: storage whose writes become durable a
// little later, an output gate that holds back whatever leaves until then, one alarm, and a memory that a crash wipes out.

import { Calendar } from '../../src/calendar/calendar.ts';
import type { Peer, Ports, ReadModel, Sql } from '../../src/calendar/ports.ts';
import type { Happening, Kernel } from './kernel.ts';
import { Lost, type Network, type Settled } from './network.ts';
import type { Store } from './store.ts';

/** What a host needs to know of the rest of the world. */
export interface Surroundings {
  readonly kernel: Kernel;
  readonly network: Network;
  readonly peer: (name: string) => Host;
  /** D1 as somebody with this name sees it. */
  readonly readModel: (send: Send) => ReadModel;
  /** Milliseconds until what was written is durable; `turn`: when the turn is over. */
  readonly commitMs: () => number | 'turn';
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

/** The platform tries a failed alarm six more times. */
const ALARM_RETRIES = 6;
const ALARM_BACKOFF_MS = 2_000;

export class Host {
  /** `<tenant>/<route>`. */
  readonly name: string;
  /** As it is called in what people read. */
  readonly alias: string;
  readonly store: Store;
  readonly #world: Surroundings;
  #calendar: Calendar | undefined;
  /** Grows with each crash: whatever an earlier life still has under way comes to nothing. */
  #life = 0;
  #hasUnsaved = false;
  /** A transaction is open that has not written yet. */
  #isOpen = false;
  #gated: (() => void)[] = [];
  #open = new Set<Reply>();
  #deadlines = new Set<Happening>();
  /** The alarm as it is on disk, and the wish for it among the writes that are not durable yet. */
  #alarm: number | undefined;
  #wish: number | undefined;
  #bell: Happening | undefined;
  #ringing = false;
  /** While set, the process dies as soon as what it writes is durable, before anything leaves. */
  isDoomed = false;

  constructor(name: string, alias: string, world: Surroundings, store: Store) {
    this.store = store;
    this.name = name;
    this.alias = alias;
    this.#world = world;
  }

  /** A request arrives. */
  receive<Value>(
    question: (calendar: Calendar) => Value | Promise<Value>,
    reply: (settled: Settled<Value>) => void,
  ): void {
    const life = this.#life;
    this.#open.add(reply);
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
    this.#gated = [];
    if (this.#hasUnsaved) this.store.rollBack('unsaved');
    this.#hasUnsaved = false;
    this.#wish = undefined;
    for (const deadline of this.#deadlines) this.#world.kernel.cancel(deadline);
    this.#deadlines.clear();
    const waiting = [...this.#open];
    this.#open.clear();
    for (const reply of waiting) {
      reply({ status: 'rejected', reason: new Lost(`${this.alias} crashed`) });
    }
    // An alarm that was ringing has not been answered: it rings again.
    if (this.#ringing) this.#setAlarm(this.#alarm ?? this.#world.kernel.now);
    this.#ringing = false;
  }

  /** Whether something is under way that a crash would interrupt. */
  /** How often it has died. */
  get life(): number {
    return this.#life;
  }

  get isBusy(): boolean {
    return this.#open.size > 0 || this.#ringing || this.#hasUnsaved;
  }

  /** The alarm once more, as the platform may do. */
  ringAgain(): void {
    if (!this.#ringing) this.#ring(0);
  }

  #awake(): Calendar {
    this.#calendar ??= new Calendar(this.#ports(this.#life));
    return this.#calendar;
  }

  #ports(life: number): Ports {
    const { kernel, network, peer, readModel } = this.#world;
    const alive = () => {
      if (life !== this.#life) throw new Error('this life is over');
    };
    const sql: Sql = {
      all: (query, ...bindings) => {
        alive();
        return this.store.all(query, bindings, () => this.#unsaved());
      },
      transaction: (body) => {
        alive();
        return this.#unit(body);
      },
    };
    const send: Send = (to, verb, values, deliver) =>
      new Promise((resolve, reject) => {
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
            settle,
            isAwaited: () => life === this.#life,
          }),
        );
      });
    return {
      sql,
      clock: {
        now: () => kernel.now,
        wakeAt: (at) => {
          alive();
          this.#unsaved();
          this.#wish = at;
        },
        within: (ms, promise) => this.#within(life, ms, promise),
      },
      peers: { at: (tenant, route) => peerAt(peer(`${tenant}/${route}`), send) },
      readModel: readModel(send),
    };
  }

  /** Lets something leave: at once, or when what has been written is durable. */
  #leave(life: number, work: () => void): void {
    if (life !== this.#life) return;
    if (this.#hasUnsaved) this.#gated.push(work);
    else work();
  }

  /** A transaction. One that has only read leaves nothing to be saved. */
  #unit<Value>(body: () => Value): Value {
    if (this.#hasUnsaved || this.#isOpen) return this.store.transaction(body);
    this.store.save('unsaved');
    this.#isOpen = true;
    try {
      return this.store.transaction(body);
    } finally {
      this.#isOpen = false;
      if (!this.#hasUnsaved) this.store.release('unsaved');
    }
  }

  #unsaved(): void {
    if (this.#hasUnsaved) return;
    this.#hasUnsaved = true;
    if (!this.#isOpen) this.store.save('unsaved');
    const life = this.#life;
    const save = () => {
      if (life === this.#life) this.#save();
    };
    const ms = this.#world.commitMs();
    if (ms === 'turn') this.#world.kernel.afterTurn(save);
    else {
      this.#world.kernel.schedule(ms, {
        kind: 'commit',
        who: this.alias,
        label: `${this.alias} is durable`,
        run: save,
      });
    }
  }

  #save(): void {
    this.store.release('unsaved');
    this.#hasUnsaved = false;
    if (this.#wish !== undefined) this.#setAlarm(this.#wish);
    this.#wish = undefined;
    this.#world.onDurable(this);
    if (this.isDoomed) this.crash();
    for (const work of this.#gated.splice(0)) work();
  }

  #setAlarm(at: number): void {
    this.#alarm = at;
    if (this.#bell) this.#world.kernel.cancel(this.#bell);
    const { kernel, alarmLateMs } = this.#world;
    this.#bell = kernel.schedule(Math.max(at - kernel.now, 0) + alarmLateMs(), {
      kind: 'alarm',
      who: this.alias,
      label: `${this.alias}: alarm`,
      run: () => {
        this.#bell = undefined;
        // One at a time: the next one waits for the one that is ringing.
        if (!this.#ringing) this.#ring(0);
      },
    });
  }

  #ring(tries: number): void {
    const life = this.#life;
    this.#alarm = undefined;
    this.#ringing = true;
    Promise.resolve()
      .then(() => this.#awake().wake())
      .then(
        () => this.#rung(life),
        () => {
          this.#rung(life);
          if (life !== this.#life || this.#alarm !== undefined || tries === ALARM_RETRIES) return;
          const { kernel } = this.#world;
          kernel.schedule(ALARM_BACKOFF_MS * 2 ** tries, {
            kind: 'alarm',
            who: this.alias,
            label: `${this.alias}: alarm, again`,
            run: () => this.#ring(tries + 1),
          });
        },
      );
  }

  #rung(life: number): void {
    if (life !== this.#life) return;
    this.#ringing = false;
    // One that fell due meanwhile.
    if (this.#alarm !== undefined && !this.#bell) this.#ring(0);
  }

  #within<Value>(life: number, ms: number, promise: Promise<Value>): Promise<Value | 'late'> {
    const { kernel } = this.#world;
    return new Promise((resolve, reject) => {
      const deadline = kernel.schedule(ms, {
        kind: 'deadline',
        who: this.alias,
        label: `${this.alias} stops waiting after ${ms} ms`,
        run: () => {
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

/** An error as it crosses RPC: its class is lost, and that it was thrown over there is marked. */
const thrown = (reason: unknown): Error =>
  Object.assign(new Error(String(reason), { cause: reason }), { remote: true });

/** The other calendar, as it is called over RPC: what crosses is copied. */
function peerAt(host: Host, send: Send): Peer {
  const ask =
    <Verb extends keyof Peer>(verb: Verb) =>
    (...values: unknown[]) => {
      const copies = structuredClone(values);
      return send(host.alias, verb, copies, (reply) =>
        host.receive(
          (calendar) => (calendar[verb] as (...v: unknown[]) => never)(...copies),
          reply,
        ),
      ) as never; // what the calendar answers to this verb
    };
  return {
    hold: ask('hold'),
    activate: ask('activate'),
    transferState: ask('transferState'),
    outcomesAfter: ask('outcomesAfter'),
    learnHolder: ask('learnHolder'),
  };
}
