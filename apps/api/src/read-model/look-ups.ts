// A look-up's way to D1: by itself, or through the projector when more are under way. Nobody who is alone waits for that hop.

import type { Env } from '../env.ts';
import { within } from '../within.ts';
import { LOOKUP_DEADLINE_MS } from './ask-d1.ts';
import { databaseNamed, placeOf } from './database-of.ts';
import { projectorOf } from './delivery.ts';
import { type ReferenceKeys, type ReferenceRow, referenceRows } from './reference-rows.ts';

/** How long look-ups go together after two of this isolate were under way at once, in milliseconds. */
const TOGETHER_MS = 1_000;
let togetherUntil = 0;
/** How long the projector is waited for, in milliseconds: there is time left then to ask without it. */
const PROJECTOR_DEADLINE_MS = LOOKUP_DEADLINE_MS / 2;

/** When those that are under way began. One whose caller hung up may never be over: it counts until its deadline. */
const underWay = new Map<symbol, number>();

/** The rows that the references name. Rejects when D1 failed. */
export async function lookUpRows(env: Env, keys: ReferenceKeys): Promise<readonly ReferenceRow[]> {
  const { home } = placeOf(env, keys.tenant);
  const areMany = areManyUnderWay();
  const self = Symbol();
  underWay.set(self, Date.now());
  try {
    // A projector that cannot be reached, or does not answer, is done without, and so is a group that failed: it may have failed
    // for another's sake.
    const told = areMany
      ? await within(PROJECTOR_DEADLINE_MS, projectorOf(env, home).lookUp(keys)).catch(
          () => 'failed' as const,
        )
      : 'failed';
    return typeof told === 'string' ? await referenceRows(databaseNamed(env, home), keys) : told;
  } finally {
    underWay.delete(self);
  }
}

function areManyUnderWay(): boolean {
  const now = Date.now();
  for (const [one, at] of underWay) if (now - at > LOOKUP_DEADLINE_MS) underWay.delete(one);
  if (underWay.size > 0) togetherUntil = now + TOGETHER_MS;
  return now < togetherUntil;
}
