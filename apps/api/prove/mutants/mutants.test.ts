// The kill table still fits the source, and a few of its lines as a sample; `npm run prove` tries all of them.

import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Guard } from './guard.ts';
import { GUARDS } from './guards.ts';
import { kill } from './kill.ts';
import { apply, ROOT } from './workspace.ts';

it.each(GUARDS.map((guard) => [guard.name, guard] as const))(
  '%s: still in the source, and without it there still is a program',
  async (_, { patches }) => {
    const texts = new Map<string, string>();
    for (const patch of patches) {
      const text = texts.get(patch.file) ?? readFileSync(join(ROOT, patch.file), 'utf8');
      texts.set(patch.file, apply(patch, text));
    }
    expect(texts.size).toBeGreaterThan(0);
    const programs = [...texts].filter(([file]) => file.endsWith('.ts'));
    for (const [, text] of programs) expect(await syntaxErrorOf(text)).toBeUndefined();
  },
);

/** What keeps it from being read. That what it imports is not found there comes after it. */
const syntaxErrorOf = (text: string): Promise<string | undefined> =>
  import(`data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(text))}`).then(
    () => undefined,
    (error: unknown) => (error instanceof SyntaxError ? error.message : undefined),
  );

it('at least 26 guards are named, each once, and each promise has some', () => {
  expect(GUARDS.length).toBeGreaterThanOrEqual(26);
  expect(new Set(GUARDS.map(({ name }) => name)).size).toBe(GUARDS.length);
  expect([...new Set(GUARDS.map(({ promise }) => promise))].sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

/** A guard that is gone when this stands in place of the domain's test for overlapping. */
const overlapsAs = (replace: string): Guard => ({
  name: 'a patch of this test',
  promise: 1,
  why: 'it does not fall',
  patches: [
    {
      file: 'packages/domain/src/interval.ts',
      find: 'a.startAt < b.endAt && b.startAt < a.endAt',
      replace,
    },
  ],
  caughtBy: 'simulation',
});

const tryOut = (guards: readonly Guard[]) => kill({ guards, seconds: 2, onProgress: () => {} });

it('a guard that is gone is missed, in the domain as in the calendar', async () => {
  const names = [
    'trigger dropped together with the check',
    'a move makes no version',
    'an appointment stays where it has left',
  ];
  const guards = GUARDS.filter(({ name }) => names.includes(name));
  const { killed, survived, control } = await tryOut(guards);
  expect(survived).toEqual([]);
  expect(killed.map(({ guard }) => guard)).toEqual(guards);
  expect(control.histories).toBeGreaterThan(0);
  expect(control.orders).toBeGreaterThan(0);
});

it('nothing is missed where nothing is gone', async () => {
  const { killed, survived } = await tryOut([
    overlapsAs('b.startAt < a.endAt && a.startAt < b.endAt'),
  ]);
  expect(killed).toEqual([]);
  expect(survived.map(({ note }) => note)).toEqual(['no promise was broken']);
  expect(survived[0]?.tries).toBeGreaterThan(0);
});

it('a patch that is no program is no catch', async () => {
  const { killed, survived } = await tryOut([
    overlapsAs('a.startAt <'),
    overlapsAs('nobody.knows(a, b)'),
  ]);
  expect(killed).toEqual([]);
  expect(survived.map(({ note }) => note)).toEqual([
    expect.stringMatching(/^the hunt ended with 1: .*SyntaxError/s),
    expect.stringMatching(/^the patch is no program: .*nobody is not defined/s),
  ]);
});

it('a patch that means no place, or two, ends the run', async () => {
  const patch = { file: 'a file', find: 'b', replace: '' };
  for (const text of ['', 'b b']) expect(() => apply(patch, text)).toThrow(/places that read: b/);
});
