// What an event does to the one whom it happens to is told once, in a real world, and remembered by all that it follows from.
// From then on steps are put together from what is known.

import { withTimersOf } from '../world/timers.ts';
import { Breach } from '../world/watch.ts';
import type { Choice } from './choices.ts';
import {
  apply,
  causesOf,
  coming,
  type Effect,
  type Event,
  effectOf,
  isForced,
  type Snapshot,
  stateOf,
} from './snapshot.ts';
import { type Base, type Scope, Telling } from './telling.ts';

/** Where an order has come to. */
export interface Place {
  readonly snapshot: Snapshot;
  readonly turns: number;
  readonly came: { readonly from: Place; readonly by: Choice } | null;
}

/** A promise was broken on the way to this place, or there. */
export class Told extends Error {
  readonly place: Place;

  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

export class Teller {
  /** Steps that were asked for. */
  turns = 0;
  /** Those of them that a real world has taken. */
  told = 0;
  readonly #base: Base;
  readonly #scope: Scope;
  readonly #checked: number;
  readonly #effects = new Map<string, Effect>();
  /** The world that was told last, and where it stands. */
  #last: { readonly place: Place; readonly telling: Telling } | undefined;

  constructor(base: Base, scope: Scope, checked: number) {
    this.#base = base;
    this.#scope = scope;
    this.#checked = checked;
  }

  begin(): Snapshot {
    return new Telling(this.#base, this.#scope).snapshot();
  }

  async step(from: Place, by: Choice): Promise<Place> {
    this.turns += 1;
    const known = this.#known(from, by);
    if (!known) return this.#tell(from, by);
    const place = { snapshot: known, turns: from.turns + 1, came: { from, by } };
    if (this.turns % this.#checked === 0) {
      const told = await this.#tell(from, by);
      if (stateOf(told.snapshot) !== stateOf(known)) {
        throw new Error(
          `"${by.name}" has not done what it did before: ${pathTo(place).join('; ')}`,
        );
      }
    }
    return place;
  }

  async judge(place: Place): Promise<void> {
    const telling = await this.#at(place);
    try {
      telling.judge();
    } catch (error) {
      throw asTold(error, place);
    }
  }

  /** What is known to come of it; undefined if that is not known wholly. */
  #known({ snapshot }: Place, by: Choice): Snapshot | undefined {
    const events: Event[] = [by];
    let state = snapshot;
    for (let event = events.shift(); event; event = events.shift()) {
      const [alone, together] = causesOf(state, event);
      const effect = this.#effects.get(alone) ?? this.#effects.get(together);
      if (!effect) return;
      state = apply(state, event, effect);
      for (const item of effect.added) if (isForced(event, item)) events.push(coming(item));
    }
    return state;
  }

  async #tell(from: Place, by: Choice): Promise<Place> {
    this.told += 1;
    const telling = await this.#at(from);
    this.#last = undefined;
    let { snapshot } = from;
    const place = () => ({ snapshot, turns: from.turns + 1, came: { from, by } });
    const learn = (event: Event, isCommon: boolean) => {
      const after = telling.snapshot();
      const effect = effectOf(snapshot, event, after, isCommon);
      const [alone, together] = causesOf(snapshot, event);
      this.#effects.set(isCommon ? together : alone, effect);
      snapshot = apply(snapshot, event, effect);
      if (stateOf(after) !== stateOf(snapshot)) {
        throw new Error(`what "${by.name}" did is not all: ${pathTo(place()).join('; ')}`);
      }
    };
    try {
      await withTimersOf(telling.world.kernel, () => telling.take(by, learn));
    } catch (error) {
      throw asTold(error, place());
    }
    const reached = place();
    this.#last = { place: reached, telling };
    return reached;
  }

  /** A world that stands there. */
  async #at(place: Place): Promise<Telling> {
    if (this.#last?.place === place) return this.#last.telling;
    const telling = new Telling(this.#base, this.#scope);
    await withTimersOf(telling.world.kernel, async () => {
      for (const choice of stepsTo(place)) await telling.take(choice);
    });
    this.#last = { place, telling };
    return telling;
  }
}

function stepsTo(place: Place): Choice[] {
  const steps: Choice[] = [];
  for (let { came } = place; came; came = came.from.came) steps.push(came.by);
  return steps.reverse();
}

export const pathTo = (place: Place): string[] => stepsTo(place).map(({ name }) => name);

function asTold(error: unknown, place: Place): unknown {
  return error instanceof Breach ? new Told(error.message, place) : error;
}
