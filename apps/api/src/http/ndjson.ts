// Newline-delimited JSON, read and written as a stream: neither side ever holds the whole.

import { chunksOf } from './chunks.ts';

/** How long a caller may take to send more, in milliseconds. */
const CHUNK_DEADLINE_MS = 60_000;

/** A line of the body, counted from 1; undefined text: it is longer than a line may be. */
export interface Line {
  readonly number: number;
  readonly text: string | undefined;
}

/**
 * The lines of a body, blank ones left out. Bytes that are not UTF-8 become U+FFFD. Stops after `maxBytes` bytes or
 * `maxLines` lines with `tooLarge` and the number of the line that is not read any more.
 */
export async function* readLines(
  body: ReadableStream<Uint8Array> | null,
  limits: { maxBytes: number; maxLines: number; maxLineLength: number },
): AsyncGenerator<Line | { readonly tooLarge: number }> {
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
  const end = (): Line | { readonly tooLarge: number } | undefined => {
    const text = pieces?.join('');
    pieces = [];
    length = 0;
    number += 1;
    if (number > limits.maxLines) return { tooLarge: number };
    return text?.trim() === '' ? undefined : { number, text };
  };
  for await (const chunk of chunksOf(body, () => CHUNK_DEADLINE_MS)) {
    bytes += chunk.length;
    if (bytes > limits.maxBytes) {
      yield { tooLarge: number + 1 };
      return;
    }
    const [rest = '', ...ended] = decoder.decode(chunk, { stream: true }).split('\n').reverse();
    for (const piece of ended.reverse()) {
      extend(piece);
      const line = end();
      if (line) yield line;
      if (line && 'tooLarge' in line) return;
    }
    extend(rest);
  }
  extend(decoder.decode());
  const line = length > 0 ? end() : undefined;
  if (line) yield line;
}

/** Objects as lines of a body. Closing the body early ends their source. */
export function writeLines(objects: AsyncGenerator<object>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await objects.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    async cancel() {
      await objects.return(undefined);
    },
  });
}
