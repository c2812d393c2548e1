// The load: so many connections, each of which asks, waits for the whole answer, and asks again. Not a library, because every
// request is another one, its latency is wanted in fractions of a millisecond, and one wrong answer voids the measurement.

import { Client } from 'undici';

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string;
  /** The status of the answer; another one is a defect of the benchmark. */
  readonly expected: number;
}

export interface Slice {
  readonly requestsPerSecond: number;
  /** In milliseconds, ascending. */
  readonly latencies: Float64Array;
}

export interface Load {
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
}

/**
 * Asks until the time is over or `next` has nothing more to ask; what is under way then is waited for and counted.
 * `onAnswer` gets each body. Throws at the first answer that is not as expected.
 */
export async function load(
  { origin, headers, connections }: Load,
  seconds: number,
  next: () => Ask | undefined,
  onAnswer?: (body: string) => void,
): Promise<Slice> {
  const clients = Array.from({ length: connections }, () => new Client(origin));
  const latencies: number[] = [];
  const startedAt = performance.now();
  const work = async (client: Client) => {
    while (performance.now() - startedAt < seconds * 1_000) {
      const ask = next();
      if (!ask) return;
      const askedAt = performance.now();
      const { method, path, expected, body = null } = ask;
      const answer = await client.request({ method, path, headers, body });
      const text = await answer.body.text();
      latencies.push(performance.now() - askedAt);
      if (answer.statusCode !== expected) {
        throw new Error(`${method} ${path} was answered ${answer.statusCode}: ${text}`);
      }
      onAnswer?.(text);
    }
  };
  try {
    await Promise.all(clients.map(work));
    const elapsedSeconds = (performance.now() - startedAt) / 1_000;
    return {
      requestsPerSecond: latencies.length / elapsedSeconds,
      latencies: Float64Array.from(latencies).sort(),
    };
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
}
