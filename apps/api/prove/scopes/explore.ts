// Every order in which a small story can happen, with every choice of a few faults. The story is told again from its
// beginning for each order; an order that comes to where another one has been is left there.

import { withTimersOf } from '../world/timers.ts';
import { Breach } from '../world/watch.ts';
import { Names, prepare, type Scope, Telling } from './telling.ts';

export interface Explored {
  readonly name: string;
  readonly faults: number;
  /** Orders that were followed to their end. */
  readonly ended: number;
  /** Orders that were left where another one had been. */
  readonly merged: number;
  readonly states: number;
  readonly turns: number;
  readonly breach?: { readonly message: string; readonly told: readonly string[] };
}

export async function explore(
  scope: Scope,
  faults: number,
  onProgress: (orders: number) => void = () => {},
): Promise<Explored> {
  const base = await prepare(scope);
  /** By state: with how many faults left it has been gone on from. */
  const seen = new Map<string, number>();
  const names = new Names();
  let path: number[] = [];
  let [ended, merged, turns] = [0, 0, 0];
  const found = () => ({ name: scope.name, faults, ended, merged, states: seen.size, turns });
  for (;;) {
    const telling = new Telling(base, scope, faults, names);
    const widths: number[] = [];
    const end = await withTimersOf(telling.world.kernel, () =>
      telling.run((choices, state, left) => {
        const depth = widths.length;
        widths.push(choices.length);
        if (depth < path.length) return path[depth];
        const known = seen.get(state);
        if (known !== undefined && known >= left) return undefined;
        seen.set(state, left);
        path.push(0);
        return 0;
      }),
    );
    turns += widths.length;
    if (end === 'merged') merged += 1;
    else ended += 1;
    if (end instanceof Breach) {
      const breach = { message: end.message, told: telling.told };
      return { ...found(), breach };
    }
    if ((ended + merged) % 1_000 === 0) onProgress(ended + merged);
    while (path.length > 0 && (path.at(-1) ?? 0) + 1 >= (widths[path.length - 1] ?? 0)) path.pop();
    if (path.length === 0) return found();
    path = [...path.slice(0, -1), (path.at(-1) ?? 0) + 1];
  }
}
