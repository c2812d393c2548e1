// A storm in front of D1: spells of faults, one after the other, for the Worker and for the calendars.

import type { Dice } from './dice.ts';
import type { Spell } from './weather.ts';

/** A Worker without D1 refuses every booking, so that most of the time only the calendars go without. */
const WORKER = { none: 60, down: 12, forgetful: 14, slow: 14 };
const CALENDAR = { none: 25, down: 25, forgetful: 25, slow: 25 };

/** Spells for the next `ms` milliseconds. */
export function stormOf(dice: Dice, now: number, ms: number): Spell[] {
  const spells: Spell[] = [];
  for (let until = now; until < now + ms; ) {
    until += dice.between(120, 900);
    spells.push({ until, worker: dice.weighted(WORKER), calendar: dice.weighted(CALENDAR) });
  }
  return spells;
}
