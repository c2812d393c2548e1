// The kill table: guards that are taken away one by one, each with the check that has to notice. Where the schema stands
// behind a guard as a second one it is taken away too, so that what is seen is the promise that falls.

import type { Guard } from './guard.ts';
import { GUARDS_OF_DELIVERY } from './guards-of-delivery.ts';
import { GUARDS_OF_MOVES } from './guards-of-moves.ts';
import { GUARDS_OF_RETRIES } from './guards-of-retries.ts';
import { GUARDS_OF_TIME } from './guards-of-time.ts';

export const GUARDS: readonly Guard[] = [
  ...GUARDS_OF_TIME,
  ...GUARDS_OF_MOVES,
  ...GUARDS_OF_DELIVERY,
  ...GUARDS_OF_RETRIES,
];
