// Messages: a request that arrives somewhere and the answer that comes back. Each of the two is something that happens, and
// can be lost, doubled, late or out of order.

import type { Kernel } from './kernel.ts';
import type { Task, Tasks } from './task.ts';

/** How a question ends for the one who asked. Nothing at all is a third way: then only a deadline helps. */
export type Settled<Value> = PromiseSettledResult<Value>;

/** What is done with one message on its way; all in milliseconds. */
export interface Way {
  readonly requestMs: number;
  readonly answerMs: number;
  /** The request or the answer is lost: the caller is told, or hears nothing. */
  readonly lost?: 'request' | 'answer';
  readonly silently?: boolean;
  /** The request arrives a second time, so much after the first; nobody waits for that answer. */
  readonly againMs?: number;
  /** The answer, or the request too, takes no time: it arrives within the turn in which it was sent. */
  readonly atOnce?: 'answer' | 'both';
}

export interface Message<Value> {
  readonly from: string;
  readonly to: string;
  /** What is asked. */
  readonly verb: string;
  /** With what. */
  readonly values: readonly unknown[];
  /** Who asks. */
  readonly asker?: Task['asker'];
  /** Whether the one who asked is still there. */
  readonly isAwaited?: () => boolean;
  /** The request arrives. */
  readonly deliver: (reply: (settled: Settled<Value>) => void) => void;
  /** The answer arrives. */
  readonly settle: (settled: Settled<Value>) => void;
}

export class Lost extends Error {
  override name = 'Lost';
  /** As the platform marks an error that came from the other side of a call and may be tried again. */
  readonly remote = true;
  readonly retryable = true;
}

export class Network {
  readonly #kernel: Kernel;
  /** Decides what becomes of the next message. */
  readonly #wayOf: (label: string) => Way;
  readonly #tasks: Tasks | undefined;

  constructor(kernel: Kernel, wayOf: (label: string) => Way, tasks?: Tasks) {
    this.#kernel = kernel;
    this.#wayOf = wayOf;
    this.#tasks = tasks;
  }

  send<Value>(message: Message<Value>): void {
    const label = `${message.from} → ${message.to}: ${message.verb}`;
    const way = this.#wayOf(label);
    if (way.atOnce === 'both')
      this.#arrive(message, label, (settled) => this.#settle(message, settled));
    else if (way.lost === 'request') {
      if (!way.silently) this.#lose(message, label, way.requestMs);
    } else this.#deliver(message, label, way);
  }

  #deliver<Value>(message: Message<Value>, label: string, way: Way): void {
    this.#request(message, label, way);
    if (way.againMs !== undefined) {
      const { againMs } = way;
      this.#request(unanswered(message), `${label} (again)`, {
        ...way,
        requestMs: way.requestMs + againMs,
      });
    }
  }

  /** The same request once more, while the first is on its way. */
  again<Value>(message: Message<Value>, label: string): void {
    this.#request(unanswered(message), `${label} (again)`, NO_DELAY);
  }

  #request<Value>(message: Message<Value>, label: string, way: Way): void {
    this.#kernel.schedule(way.requestMs, {
      kind: 'request',
      who: message.to,
      label,
      asker: message.asker,
      content: contentOf(message, label),
      run: () =>
        this.#arrive(message, label, (settled) => this.#answer(message, settled, label, way)),
      lose: () => this.#lose(message, label, 0),
      double: () => this.again(message, label),
    });
  }

  #answer<Value>(message: Message<Value>, settled: Settled<Value>, label: string, way: Way): void {
    if (way.lost === 'answer') {
      if (!way.silently) this.#lose(message, label, way.answerMs);
      return;
    }
    if (way.atOnce) {
      this.#settle(message, settled);
      return;
    }
    this.#kernel.schedule(way.answerMs, {
      kind: 'answer',
      who: message.from,
      label: `${label} ← ${settled.status === 'fulfilled' ? brief(settled.value) : 'failed'}`,
      asker: message.asker,
      content: `${label} ← ${tellSettled(settled)}`,
      ...awaitedBy(message),
      run: () => this.#settle(message, settled),
      lose: () => this.#lose(message, label, 0),
    });
  }

  #lose<Value>(message: Message<Value>, label: string, ms: number): void {
    this.#kernel.schedule(ms, {
      kind: 'answer',
      who: message.from,
      asker: message.asker,
      label: `${label} ← lost`,
      ...awaitedBy(message),
      run: () => this.#settle(message, { status: 'rejected', reason: new Lost(label) }),
    });
  }

  /** Begins a task at the one who is asked. */
  #arrive<Value>(
    message: Message<Value>,
    label: string,
    reply: (settled: Settled<Value>) => void,
  ): void {
    const task = this.#tasks?.begin(message.to, contentOf(message, label), message.asker);
    if (task) task.run(() => message.deliver(reply));
    else message.deliver(reply);
  }

  #settle<Value>(message: Message<Value>, settled: Settled<Value>): void {
    message.asker?.task.learn(`${message.verb} ${tellSettled(settled)}`);
    message.settle(settled);
  }
}

const contentOf = <Value>({ values }: Message<Value>, label: string): string =>
  `${label} ${JSON.stringify(values)}`;

/** An error too: of that JSON tells nothing. */
const tellSettled = <Value>(settled: Settled<Value>): string =>
  settled.status === 'fulfilled' ? JSON.stringify(settled.value) : String(settled.reason);

/** The same again: its answer is nobody's. */
const unanswered = <Value>(message: Message<Value>): Message<Value> => ({
  ...message,
  asker: undefined,
  settle: () => {},
  isAwaited: () => false,
});

const awaitedBy = <Value>({ isAwaited }: Message<Value>) => (isAwaited ? { isAwaited } : {});

const NO_DELAY: Way = { requestMs: 0, answerMs: 0 };

/** An answer in a word or two. */
function brief(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? 'done');
  const { kind, refusal } = value as { kind?: unknown; refusal?: { code?: unknown } }; // only to be shown
  return String(refusal?.code ?? kind ?? 'answered');
}
