// Newline-delimited JSON, read and written as a stream: neither side ever holds the whole.

import { BodyBroken, chunksOf } from './chunks.ts';

/** How long a caller may take to send more, in milliseconds. */
const CHUNK_DEADLINE_MS = 60_000;
/**
 * How long a body may take altogether, in milliseconds: 16 MiB at 230 kbit/s, and fifty batches of an import at ten seconds
 * each. Without it a byte a minute would keep a request for ever.
 */
const BODY_DEADLINE_MS = 600_000;

/** A line of the body, counted from 1; undefined text: it is longer than a line may be. */
export interface Line {
  readonly number: number;
  readonly text: string | undefined;
}

/** The end of a body that is not read to its own end: this line is the first that is missing, even if some of it came. */
export interface Cut {
  readonly cutAt: number;
  /** Too large: more than `maxBytes` bytes or `maxLines` lines. */
  readonly why: 'too large' | 'incomplete';
}

/** The lines of a body, blank ones left out. Bytes that are not UTF-8 become U+FFFD. */
export async function* readLines(
  body: ReadableStream<Uint8Array> | null,
  limits: { maxBytes: number; maxLines: number; maxLineLength: number },
): AsyncGenerator<Line | Cut> {
  const decoder = new TextDecoder();
  /** The line that has begun, in pieces; undefined once it is longer than a line may be. */
  let pieces: string[] | undefined = [];
  let length = 0;
  let bytes = 0;
  let number = 0;
  const extend = (piece: string): void => {
    length += piece.length;
    if (length > limits.maxLineLength) pieces = undefined;
    pieces?.push(piece);
  };
  const end = (): Line | Cut | undefined => {
    const text = pieces?.join('');
    pieces = [];
    length = 0;
    number += 1;
    if (number > limits.maxLines) return { cutAt: number, why: 'too large' };
    return text?.trim() === '' ? undefined : { number, text };
  };
  const deadlineAt = Date.now() + BODY_DEADLINE_MS;
  const msLeft = () => Math.min(CHUNK_DEADLINE_MS, Math.max(deadlineAt - Date.now(), 0));
  try {
    for await (const chunk of chunksOf(body, msLeft)) {
      bytes += chunk.length;
      if (bytes > limits.maxBytes) {
        yield { cutAt: number + 1, why: 'too large' };
        return;
      }
      const [rest = '', ...ended] = decoder.decode(chunk, { stream: true }).split('\n').reverse();
      for (const piece of ended.reverse()) {
        extend(piece);
        const line = end();
        if (line) yield line;
        if (line && 'cutAt' in line) return;
      }
      extend(rest);
    }
  } catch (error) {
    if (!(error instanceof BodyBroken)) throw error;
    // What has come of the last line may look whole and mean something else.
    yield { cutAt: number + 1, why: 'incomplete' };
    return;
  }
  extend(decoder.decode());
  const line = length > 0 ? end() : undefined;
  if (line) yield line;
}

/** Objects as lines of a body. Closing the body early ends their source; `reader` tells it so even while it waits. */
export function writeLines(
  objects: AsyncGenerator<object>,
  reader?: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await objects.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    async cancel() {
      reader?.abort();
      await objects.return(undefined);
    },
  });
}
