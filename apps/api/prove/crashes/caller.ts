// One writer's way to the API: sends a command once and notes what came of it.

import { appointmentAnswer, appointmentList, conflictsAnswer, problem } from '@rendezvous/contract';
import { TENANT, tokenOf } from './cast.ts';
import type { Answer, Attempt, Command } from './log.ts';

/** One life of the server. */
export interface Life {
  readonly number: number;
  readonly origin: string;
  /** The server is being killed, or nobody is to begin anything. */
  over: boolean;
}

/** Longer than the longest deadline on the way. */
const ANSWER_WITHIN_MS = 30_000;

export class Caller {
  readonly #authorization: string;

  constructor(token: string) {
    this.#authorization = `Bearer ${token}`;
  }

  static async of(writer: string): Promise<Caller> {
    return new Caller(await tokenOf(writer));
  }

  /** Sends it. An impatient caller hangs up after so many milliseconds. */
  async attempt(command: Command, life: Life, patienceMs = ANSWER_WITHIN_MS): Promise<Attempt> {
    const attempt: Attempt = {
      life: life.number,
      invokedAt: performance.now(),
      endedAt: Number.POSITIVE_INFINITY,
      answer: undefined,
    };
    command.attempts.push(attempt);
    attempt.answer = await this.send(command, life, patienceMs).catch((error: unknown) => {
      if (!isLost(error)) attempt.garbled = String(error);
      return undefined;
    });
    attempt.endedAt = performance.now();
    return attempt;
  }

  /** The answer; rejects when none came. Throws what the contract's schema says when it does not have the contract's shape. */
  async send(
    { method, path, body, key, wish }: Omit<Command, 'attempts' | 'writer'>,
    { origin }: Pick<Life, 'origin'>,
    patienceMs = ANSWER_WITHIN_MS,
  ): Promise<Answer> {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        Authorization: this.#authorization,
        'X-Tenant': TENANT,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(key !== null && { 'Idempotency-Key': key }),
        ...('ifMatch' in wish && wish.ifMatch !== undefined && { 'If-Match': `"${wish.ifMatch}"` }),
      },
      ...(body !== undefined && { body }),
    });
    const json: unknown = await response.json();
    return {
      status: response.status,
      replayed: response.headers.get('Idempotent-Replayed') === 'true',
      pending: response.headers.get('Rendezvous-Read-Model') === 'pending',
      ...(response.ok ? contentOf(wish.kind, json) : { problem: problem.parse(json) }),
    };
  }
}

function contentOf(kind: Command['wish']['kind'], json: unknown): Partial<Answer> {
  if (kind === 'list') {
    const { data, meta } = appointmentList.parse(json);
    return { appointments: data, totalCount: meta.total_count };
  }
  return kind === 'conflicts'
    ? { appointments: conflictsAnswer.parse(json).data.conflicts }
    : { appointment: appointmentAnswer.parse(json).data };
}

/** The connection broke, or the caller hung up. */
const isLost = (error: unknown): boolean =>
  (error instanceof TypeError && error.cause !== undefined) ||
  (error instanceof DOMException && ['TimeoutError', 'AbortError'].includes(error.name));
