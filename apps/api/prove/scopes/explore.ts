// Every order in which a small story can happen, with every choice of a few faults. An order that comes to where another one has
// been is left there.

import { type Choice, choicesOf, faultsOf } from './choices.ts';
import { stateOf } from './snapshot.ts';
import { type Place, pathTo, Teller, Told } from './teller.ts';
import { prepare, type Scope } from './telling.ts';

export interface Explored {
  readonly name: string;
  readonly faults: number;
  /** Orders that were followed to their end. */
  readonly ended: number;
  /** Orders that were left where another one had been. */
  readonly merged: number;
  readonly states: number;
  /** Steps from one state to another. */
  readonly turns: number;
  /** Those that were told in a real world; what comes of the others was known. */
  readonly told: number;
  readonly breach?: { readonly message: string; readonly told: readonly string[] };
}

/** No order is that long: one that is goes round in circles. */
const MAX_TURNS = 1_000;
/** One in so many steps whose end is known is told all the same, and has to end there. */
const CHECKED = 1_000;

export async function explore(
  scope: Scope,
  faults: number,
  onProgress: (orders: number) => void = () => {},
  checked = CHECKED,
): Promise<Explored> {
  const teller = new Teller(await prepare(scope), scope, checked);
  const start: Place = { snapshot: await teller.begin(), turns: 0, came: null };
  const seen = new Set([stateOf(start.snapshot)]);
  let [ended, merged] = [0, 0];
  const found = (): Explored => {
    const { turns, told } = teller;
    return { name: scope.name, faults, ended, merged, states: seen.size, turns, told };
  };
  const count = (what: 'ended' | 'merged') => {
    if (what === 'ended') ended += 1;
    else merged += 1;
    if ((ended + merged) % 1_000 === 0) onProgress(ended + merged);
  };

  /** Takes one step; undefined where another order has been. */
  const step = async (from: Place, by: Choice): Promise<Place | undefined> => {
    const place = await teller.step(from, by);
    const state = stateOf(place.snapshot);
    if (seen.has(state)) {
      count('merged');
      return;
    }
    seen.add(state);
    if (place.turns > MAX_TURNS) throw new Told('no rest', place);
    return place;
  };

  /** All that can come of a place without a further fault. */
  const follow = async (first: Place, visited: Place[]): Promise<void> => {
    const stack = [{ place: first, left: choicesOf(first.snapshot) }];
    visited.push(first);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const choice = top.left.shift();
      if (!choice) {
        stack.pop();
        continue;
      }
      const place = await step(top.place, choice);
      if (!place) continue;
      visited.push(place);
      const left = choicesOf(place.snapshot);
      stack.push({ place, left });
      if (left.length > 0) continue;
      await teller.judge(place);
      count('ended');
    }
  };

  try {
    let visited: Place[] = [];
    await follow(start, visited);
    // Nothing is gone on from twice: wherever an order comes to with so many faults, it has not been there with fewer.
    for (let fault = 0; fault < faults; fault += 1) {
      const earlier = visited;
      visited = [];
      for (const from of earlier) {
        for (const choice of faultsOf(from.snapshot)) {
          const place = await step(from, choice);
          if (place) await follow(place, visited);
        }
      }
    }
  } catch (error) {
    if (!(error instanceof Told)) throw error;
    return { ...found(), breach: { message: error.message, told: pathTo(error.place) } };
  }
  return found();
}
