// While one write is under way, and for a moment after it, the next gather: who goes with whom, who is told what, and what a
// write that hangs holds up.
// The core alone, with a writer whose every write ends when and how the test says.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COMMIT_DELAY_MS,
  GATHER_AT_MOST_MS,
  GroupCommit,
  type Told,
} from '../src/read-model/group-commit.ts';

interface Write {
  readonly parts: readonly string[];
  readonly end: (succeeds: boolean) => Promise<void>;
}

/** A writer of texts, at most ten letters at once. After a write the delay for company passes at once, or when the test says. */
function newWriter(delay: 'passes' | 'is held' = 'passes') {
  const writes: Write[] = [];
  const delays: (() => Promise<void>)[] = [];
  /** Of those who gather, and of those who wait for an answer. */
  const deadlines: (() => Promise<void>)[] = [];
  const lastDeadlines: (() => Promise<void>)[] = [];
  const group = new GroupCommit<string>({
    write: (parts) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      writes.push({
        parts,
        end: (succeeds) => {
          if (succeeds) resolve();
          else reject(new Error('refused'));
          return atRest();
        },
      });
      return promise;
    },
    sizeOf: ({ length }) => length,
    maxSize: 10,
    within: (ms, promise) => {
      const { promise: late, resolve } = Promise.withResolvers<'late'>();
      const timers =
        ms === COMMIT_DELAY_MS ? delays : ms === GATHER_AT_MOST_MS ? deadlines : lastDeadlines;
      timers.push(() => {
        resolve('late');
        return atRest();
      });
      if (ms === COMMIT_DELAY_MS && delay === 'passes') resolve('late');
      return Promise.race([promise, late]);
    },
  });
  const answers = new Map<string, Told>();
  const join = (part: string) => void group.join(part).then((told) => answers.set(part, told));
  return { writes, delays, deadlines, lastDeadlines, answers, join };
}

/** A turn of the event loop: no promise is left that could go on by itself. */
const atRest = () => new Promise<void>((rest) => void setTimeout(rest));

const partsOf = (writes: readonly Write[]) => writes.map(({ parts }) => parts);

describe('a group', () => {
  it('is whoever came while the write before it was under way', async () => {
    const { writes, join } = newWriter();
    for (const part of ['a', 'b', 'c']) join(part);
    expect(partsOf(writes)).toEqual([['a']]);
    await writes[0]?.end(true);
    join('d');
    expect(partsOf(writes)).toEqual([['a'], ['b', 'c']]);
    await writes[1]?.end(true);
    expect(partsOf(writes)).toEqual([['a'], ['b', 'c'], ['d']]);
    await writes[2]?.end(true);
    join('e');
    expect(partsOf(writes).at(-1)).toEqual(['e']);
  });

  it('is told that it is written when it is, and no earlier', async () => {
    const { writes, answers, join } = newWriter();
    for (const part of ['a', 'b', 'c']) join(part);
    await atRest();
    expect([...answers]).toEqual([]);
    await writes[0]?.end(true);
    expect([...answers]).toEqual([['a', 'written']]);
    await writes[1]?.end(true);
    expect([...answers.values()]).toEqual(['written', 'written', 'written']);
  });

  it('is told as a whole that it failed, and the next is written', async () => {
    const { writes, answers, join } = newWriter();
    for (const part of ['a', 'b', 'c']) join(part);
    await writes[0]?.end(true);
    join('d');
    await writes[1]?.end(false);
    await writes[2]?.end(true);
    expect(Object.fromEntries(answers)).toEqual({
      a: 'written',
      b: 'failed',
      c: 'failed',
      d: 'written',
    });
  });

  it('holds as many as fit, in the order in which they came; one that is too large goes alone', async () => {
    const { writes, join } = newWriter();
    for (const part of ['a', 'four', 'sixsix', 'one', 'much too large', 'b', 'c']) join(part);
    for (let write = 0; write < 4; write += 1) await writes[write]?.end(true);
    expect(partsOf(writes)).toEqual([
      ['a'],
      ['four', 'sixsix'],
      ['one'],
      ['much too large'],
      ['b', 'c'],
    ]);
  });
});

describe('the next group', () => {
  it('waits a moment for company once there is any', async () => {
    const { writes, delays, answers, join } = newWriter('is held');
    for (const part of ['a', 'b']) join(part);
    await writes[0]?.end(true);
    expect([...answers]).toEqual([['a', 'written']]);
    join('c');
    expect(partsOf(writes)).toEqual([['a']]);
    await delays[0]?.();
    expect(partsOf(writes)).toEqual([['a'], ['b', 'c']]);
    await writes[1]?.end(true);
    join('d');
    expect(partsOf(writes)).toEqual([['a'], ['b', 'c']]);
    await delays[1]?.();
    expect(partsOf(writes)).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('does not wait where each has been alone', async () => {
    const { writes, delays, join } = newWriter('is held');
    for (const part of ['a', 'b', 'c']) {
      join(part);
      await writes.at(-1)?.end(true);
    }
    expect(partsOf(writes)).toEqual([['a'], ['b'], ['c']]);
    expect(delays).toHaveLength(0);
  });
});

it('goes on after a part that cannot be measured and a write that throws at once', async () => {
  const written: string[] = [];
  const group = new GroupCommit<string>({
    write: (parts) => {
      if (parts.includes('unwritable')) throw new TypeError('unwritable');
      written.push(...parts);
      return Promise.resolve();
    },
    sizeOf: (part) => {
      if (part === 'immeasurable') throw new TypeError('immeasurable');
      return part.length;
    },
    maxSize: 10,
    within: (_, promise) => promise,
  });
  expect(await group.join('unwritable')).toBe('failed');
  await expect(Promise.all(['a', 'immeasurable'].map((part) => group.join(part)))).rejects.toThrow(
    'immeasurable',
  );
  expect(await group.join('b')).toBe('written');
  expect(written).toEqual(['a', 'b']);
});

describe('a write that does not end', () => {
  it('holds up its own callers alone, and they are told when it does', async () => {
    const { writes, deadlines, answers, join } = newWriter();
    for (const part of ['a', 'b']) join(part);
    await deadlines[0]?.();
    expect(partsOf(writes)).toEqual([['a'], ['b']]);
    await writes[1]?.end(true);
    expect([...answers]).toEqual([['b', 'written']]);
    await writes[0]?.end(false);
    expect(Object.fromEntries(answers)).toEqual({ a: 'failed', b: 'written' });
  });
});

describe('an answer', () => {
  it('does not wait for ever', async () => {
    const { deadlines, lastDeadlines, answers, join } = newWriter();
    join('a');
    await deadlines[0]?.();
    expect([...answers]).toEqual([]);
    await lastDeadlines[0]?.();
    expect([...answers]).toEqual([['a', 'late']]);
  });
});

const event = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('join' as const), size: fc.nat(12) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      which: fc.nat(3),
      succeeds: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delay' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('late' as const) }) },
);

it('writes each part once, in order, and tells each the truth, whatever happens when', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
      const { writes, delays, deadlines, answers, join } = newWriter('is held');
      const parts: string[] = [];
      const ended = new Map<Write, boolean>();
      const end = async (write: Write | undefined, succeeds: boolean) => {
        if (!write || ended.has(write)) return;
        ended.set(write, succeeds);
        await write.end(succeeds);
      };
      for (const event of events) {
        if (event.kind === 'join') {
          const part = `${parts.length} `.padEnd(event.size, 'x');
          parts.push(part);
          join(part);
        } else if (event.kind === 'late') await deadlines.at(-1)?.();
        else if (event.kind === 'delay') await delays.at(-1)?.();
        else await end(writes.at(-1 - event.which), event.succeeds);
      }
      await delays.at(-1)?.();
      for (let write = 0; write < writes.length; write += 1) {
        await end(writes[write], true);
        await delays.at(-1)?.();
      }

      expect(partsOf(writes).flat()).toEqual(parts);
      for (const write of writes) {
        expect(write.parts.length === 1 || write.parts.join('').length <= 10).toBe(true);
        for (const part of write.parts)
          expect(answers.get(part)).toBe(ended.get(write) ? 'written' : 'failed');
      }
    }),
    { numRuns: 200 },
  );
});
