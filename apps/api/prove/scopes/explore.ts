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
  readonly seconds: number;
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
  const began = performance.now();
  const found = (): Explored => {
    const seconds = (performance.now() - began) / 1_000;
    const { turns, told } = teller;
    return { name: scope.name, faults, ended, merged, states: seen.size, turns, told, seconds };
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

  /** All that can come of a place without a further fault, and where that leads. */
  async function* follow(first: Place): AsyncGenerator<Place> {
    const stack = [{ place: first, left: choicesOf(first.snapshot) }];
    yield first;
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const choice = top.left.shift();
      const place = choice && (await step(top.place, choice));
      if (!choice) stack.pop();
      if (!place) continue;
      yield place;
      const left = choicesOf(place.snapshot);
      stack.push({ place, left });
      if (left.length > 0) continue;
      await teller.judge(place);
      count('ended');
    }
  }

  try {
    // Fault after fault, so that nothing is gone on from twice: where an order comes to, none has been with more faults left.
    let reached: Place[] = [];
    for await (const place of follow(start)) reached.push(place);
    for (let left = faults - 1; left >= 0; left -= 1) {
      const next: Place[] = [];
      for (const from of reached) {
        for (const choice of faultsOf(from.snapshot)) {
          const faulty = await step(from, choice);
          if (!faulty) continue;
          // Of the last ones nothing has to be remembered.
          for await (const place of follow(faulty)) if (left > 0) next.push(place);
        }
      }
      reached = next;
    }
  } catch (error) {
    if (!(error instanceof Told)) throw error;
    count('ended');
    return { ...found(), breach: { message: error.message, told: pathTo(error.place) } };
  }
  return found();
}
