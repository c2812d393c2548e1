import { describe, expect, it } from 'vitest';
import readme from '../README.md?raw';
import * as book from './examples/book.ts';
import bookText from './examples/book.ts?raw';
import * as change from './examples/change.ts';
import changeText from './examples/change.ts?raw';
import { MACHINE } from './machine.ts';

const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block);

describe('the README', () => {
  it('shows the two examples that are compiled and run here, to the letter', () => {
    expect(blocks).toEqual([bookText, changeText]);
  });

  it.each([
    ['book', bookText, { ...book }],
    ['change', changeText, { ...change }],
  ])('says in its comments what the example %s really gives', (_, text, given) => {
    const said = [...text.matchAll(/^export const (\w+) = .*; \/\/ (.+)$/gm)];
    expect(given).toEqual(
      Object.fromEntries(said.map(([, name, value = '']) => [name, JSON.parse(value)])),
    );
    expect(said.length).toBeGreaterThan(0);
  });

  it('draws the state table as it is', () => {
    const [table = ''] = /^\| from .*\n(\|.*\n)+/m.exec(readme) ?? [];
    const [head = [], , ...rows] = table.trim().split('\n').map(cellsOf);
    const drawn = rows.flatMap(([status, ...next]) =>
      next.map((to, index) => [status, head[index + 1], to === '–' ? null : to]),
    );
    expect(drawn).toEqual(MACHINE);
  });
});

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
