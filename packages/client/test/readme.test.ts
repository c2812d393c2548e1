import { expect, it } from 'vitest';
import readme from '../README.md?raw';
import book from './examples/book.ts?raw';
import change from './examples/change.ts?raw';
import connect from './examples/connect.ts?raw';
import importing from './examples/import.ts?raw';
import list from './examples/list.ts?raw';

it('shows the examples that are compiled here, and run against the Worker by its tests, to the letter', () => {
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
  expect(blocks).toEqual([connect, book, change, list, importing]);
});
