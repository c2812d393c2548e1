// The scopes with one fault; `npm run prove` has two.

import { describe, expect, it } from 'vitest';
import { type Explored, explore } from './explore.ts';
import { SCOPES } from './scopes.ts';
import type { Scope } from './telling.ts';

describe('every interleaving with up to one fault keeps the promises', () => {
  it.each(SCOPES.slice(0, 6))('$name', async (scope) => {
    const { breach, states } = await explore(scope, 1);
    expect(breach).toBeUndefined();
    expect(states).toBeGreaterThan(150);
  });
});

describe('the explorer', () => {
  const [move, other] = SCOPES as [Scope, Scope, ...Scope[]];
  const counted = ({ seconds: _, ...counts }: Explored) => counts;

  it('comes to the same number of states every time', async () => {
    const [one, again] = [await explore(move, 1), await explore(move, 1)];
    expect(counted(again)).toEqual(counted(one));
  });

  it('puts together what a world that is told in full comes to, turn by turn', async () => {
    const [one, inFull] = [await explore(other, 1), await explore(other, 1, () => {}, 1)];
    expect(inFull.told).toBe(inFull.turns);
    expect({ ...counted(inFull), told: one.told }).toEqual(counted(one));
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
