// The bytes of a request's body, as they come or all of them, awaited with a deadline: a caller may stop in the middle and say
// nothing.

import { within } from '../within.ts';

/** The body broke off or took too long. */
export class BodyBroken extends Error {
  override name = 'BodyBroken';
}

/** `msLeft` is how long the next chunk may take. What comes after a break, or after the caller of this stops, is not read. */
export async function* chunksOf(
  body: ReadableStream<Uint8Array> | null,
  msLeft: () => number,
): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const read = await inTime(msLeft(), reader.read());
      if (read.done) return;
      yield read.value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** All of them, `ms` milliseconds at most. For a body that says how long it is: there is no more of it than that. */
export const bytesOf = async (request: Request, ms: number): Promise<Uint8Array> =>
  new Uint8Array(await inTime(ms, request.arrayBuffer()));

async function inTime<Value>(ms: number, reading: Promise<Value>): Promise<Value> {
  const read = await within(ms, reading).catch((error: unknown) => {
    throw new BodyBroken(String(error));
  });
  if (read === 'late') throw new BodyBroken('the body did not arrive in time');
  return read;
}
