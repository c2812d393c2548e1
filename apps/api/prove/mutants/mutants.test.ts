// The kill table still fits the source, and a few of its lines as a sample; `npm run prove` tries all of them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GUARDS } from './guards.ts';
import { kill } from './kill.ts';
import { apply, ROOT } from './workspace.ts';

it.each(GUARDS.map((guard) => [guard.name, guard] as const))(
  '%s: still in the source',
  (_, guard) => {
    const texts = new Map<string, string>();
    for (const patch of guard.patches) {
      const text = texts.get(patch.file) ?? readFileSync(join(ROOT, patch.file), 'utf8');
      texts.set(patch.file, apply(patch, text));
    }
    expect(texts.size).toBeGreaterThan(0);
  },
);

it('at least twenty guards are named, each once, and each promise has some', () => {
  expect(GUARDS.length).toBeGreaterThanOrEqual(20);
  expect(new Set(GUARDS.map(({ name }) => name)).size).toBe(GUARDS.length);
  expect([...new Set(GUARDS.map(({ promise }) => promise))].sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

it('a guard that is gone is missed', async () => {
  const guards = GUARDS.filter(({ caughtBy }) => caughtBy === 'simulation').slice(0, 3);
  const { killed, survived } = await kill({ guards, onProgress: () => {} });
  expect(survived).toEqual([]);
  expect(killed.length).toBe(3);
});
