// The scopes with one fault; `npm run prove` has two.

import { describe, expect, it } from 'vitest';
import { explore } from './explore.ts';
import { SCOPES } from './scopes.ts';
import type { Scope } from './telling.ts';

describe('every interleaving with up to one fault keeps the promises', () => {
  it.each(SCOPES.slice(0, 6))('$name', async (scope) => {
    const { breach, states } = await explore(scope, 1);
    expect(breach).toBeUndefined();
    expect(states).toBeGreaterThan(200);
  });
});

describe('the explorer', () => {
  const [move] = SCOPES as [Scope, ...Scope[]];

  it('comes to the same number of states every time', async () => {
    const [one, other] = [await explore(move, 1), await explore(move, 1)];
    expect(other).toEqual(one);
  });

  it('finds more with every fault', async () => {
    const none = await explore(move, 0);
    const one = await explore(move, 1);
    expect(none.ended).toBe(1);
    expect(one.states).toBeGreaterThan(10 * none.states);
  });

  it('tells how a promise was broken', async () => {
    const story = async () => {
      throw new Error('a client that cannot go on');
    };
    const { breach } = await explore({ ...move, story: [...move.story, story] }, 0);
    expect(breach?.message).toContain('a client that cannot go on');
    expect(breach?.told.length).toBeGreaterThan(0);
  });
});
