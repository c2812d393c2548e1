// Retries with an Idempotency-Key, and what their answers have to be.

import { expect } from 'vitest';
import type { Answer } from './client.ts';

let keys = 0;

/** The header with a key that no test has used. */
export const newKey = (): Record<string, string> => ({ 'Idempotency-Key': `key-${keys++}` });

export const isReplay = ({ headers }: Answer): boolean =>
  headers.get('Idempotent-Replayed') === 'true';

/** The second answer tells the outcome of the first one, which was judged. */
export function expectReplay(again: Answer, first: Answer): void {
  expect(isReplay(first), first.text).toBe(false);
  expect(isReplay(again), again.text).toBe(true);
  expect(again.status).toBe(first.status);
  expect(again.json).toEqual(first.json);
  for (const header of ['ETag', 'Location']) {
    expect(again.headers.get(header)).toBe(first.headers.get(header));
  }
}
