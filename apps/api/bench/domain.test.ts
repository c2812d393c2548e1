import { expect, it } from 'vitest';
import { measureDomain } from './domain.ts';

it('measures the domain beside libraries that come to the same answers on the same input', () => {
  // It throws when their answers differ.
  const figures = measureDomain(1);
  expect(figures.map(({ task, by }) => `${task}: ${by}`).toSorted()).toEqual([
    'conflict check: @rendezvous/domain',
    'conflict check: date-fns',
    'conflict check: luxon',
    'interval overlap: @rendezvous/domain',
    'interval overlap: date-fns',
    'interval overlap: luxon',
    'page arithmetic: @rendezvous/domain',
    'transition: @rendezvous/domain',
  ]);
  for (const { nanoseconds } of figures) expect(nanoseconds).toBeGreaterThan(0);
});
