// Newline-delimited JSON, read and written as it comes.

/** The lines of a body; throws when it ends within one. */
export async function* readLines<Line>(
  body: ReadableStream<Uint8Array> | null,
): AsyncGenerator<Line> {
  if (!body) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      // What a line holds is the API's word: the client does not carry the schemas.
      for (const line of lines) if (line) yield JSON.parse(line) as Line;
      if (done) break;
    }
    if (rest) throw new Error('The answer broke off within a line.');
  } finally {
    // Whoever stops early wants no more of it.
    reader.cancel().catch(() => {});
  }
}

/** What is at hand goes as one text, which every platform can send; what comes over time is streamed. */
export function writeLines(
  objects: Iterable<object> | AsyncIterable<object>,
): string | ReadableStream<Uint8Array> {
  if (!(Symbol.asyncIterator in objects)) return [...objects].map(toLine).join('');
  const encoder = new TextEncoder();
  const iterator = objects[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(toLine(value)));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

const toLine = (object: object) => `${JSON.stringify(object)}\n`;
