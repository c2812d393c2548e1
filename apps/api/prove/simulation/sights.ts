// What came to pass in a history beside its faults: a simulation in which it never does proves nothing about it.

import type { Attempt } from '../world/client.ts';

export type Sights = ReadonlyMap<string, number>;

/** `pages`: messages that asked for more outcomes of an appointment that had moved. */
export function sightsOf(log: readonly Attempt[], pages: number): Sights {
  const sights = new Map<string, number>(pages > 0 ? [['further page of outcomes', pages]] : []);
  for (const { answer } of log) {
    if (answer?.kind !== 'refused') continue;
    const { code } = answer.refusal;
    sights.set(code, (sights.get(code) ?? 0) + 1);
  }
  return sights;
}
