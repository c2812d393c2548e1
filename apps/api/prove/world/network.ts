// Messages: a request that arrives somewhere and the answer that comes back. Each of the two is something that happens, and
// can be lost, doubled, late or out of order.

import type { Kernel } from './kernel.ts';

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

  constructor(kernel: Kernel, wayOf: (label: string) => Way) {
    this.#kernel = kernel;
    this.#wayOf = wayOf;
  }

  send<Value>(message: Message<Value>): void {
    const label = `${message.from} → ${message.to}: ${message.verb}`;
    const way = this.#wayOf(label);
    if (way.atOnce === 'both') message.deliver(message.settle);
    else if (way.lost === 'request') {
      if (!way.silently) this.#lose(message, label, way.requestMs);
    } else this.#deliver(message, label, way);
  }

  #deliver<Value>(message: Message<Value>, label: string, way: Way): void {
    this.#request(message, label, way);
    if (way.againMs !== undefined) {
      const { againMs } = way;
      this.#request({ ...message, settle: () => {} }, `${label} (again)`, {
        ...way,
        requestMs: way.requestMs + againMs,
      });
    }
  }

  /** The same request once more, while the first is on its way. */
  again<Value>(message: Message<Value>, label: string): void {
    this.#request({ ...message, settle: () => {} }, `${label} (again)`, NO_DELAY);
  }

  #request<Value>(message: Message<Value>, label: string, way: Way): void {
    this.#kernel.schedule(way.requestMs, {
      kind: 'request',
      who: message.to,
      label,
      content: `${label} ${JSON.stringify(message.values)}`,
      run: () => message.deliver((settled) => this.#answer(message, settled, label, way)),
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
      message.settle(settled);
      return;
    }
    this.#kernel.schedule(way.answerMs, {
      kind: 'answer',
      who: message.from,
      label: `${label} ← ${settled.status === 'fulfilled' ? brief(settled.value) : 'failed'}`,
      content: `${label} ← ${JSON.stringify(settled)}`,
      ...awaitedBy(message),
      run: () => message.settle(settled),
      lose: () => this.#lose(message, label, 0),
    });
  }

  #lose<Value>(message: Message<Value>, label: string, ms: number): void {
    this.#kernel.schedule(ms, {
      kind: 'answer',
      who: message.from,
      label: `${label} ← lost`,
      ...awaitedBy(message),
      run: () => message.settle({ status: 'rejected', reason: new Lost(label) }),
    });
  }
}

const awaitedBy = <Value>({ isAwaited }: Message<Value>) => (isAwaited ? { isAwaited } : {});

const NO_DELAY: Way = { requestMs: 0, answerMs: 0 };

/** An answer in a word or two. */
function brief(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? 'done');
  const { kind, refusal } = value as { kind?: unknown; refusal?: { code?: unknown } }; // only to be shown
  return String(refusal?.code ?? kind ?? 'answered');
}
