import { operations } from '@rendezvous/contract';
import { expect, it } from 'vitest';
import { ROUTES } from '../src/routes.ts';

it('knows each operation of the contract, but for the documents about it, where the contract has it', () => {
  const routes = operations
    .filter(([, { tag }]) => String(tag) !== 'Description')
    .map(([id, { method, path }]) => [id, `${method} ${path}`]);
  expect(ROUTES).toEqual(Object.fromEntries(routes));
});
