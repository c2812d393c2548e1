// What came to pass in a history beside its faults: a simulation in which it never does proves nothing about it.

import { sameContact } from '@rendezvous/domain';
import type { Attempt } from '../world/client.ts';

export type Sights = ReadonlyMap<string, number>;

/** `pages`: messages that asked for more outcomes of an appointment that had moved. */
export function sightsOf(
  log: readonly Attempt[],
  pages: number,
  skewsMs: readonly number[],
): Sights {
  const sights = new Map<string, number>();
  const see = (what: string, times = 1) => {
    if (times > 0) sights.set(what, (sights.get(what) ?? 0) + times);
  };
  see('further page of outcomes', pages);
  if (Math.max(...skewsMs) - Math.min(...skewsMs) > 4_000) see('clocks seconds apart');
  const latest = new Map<string, Told>();
  for (const { request, answer } of log) {
    if (answer?.kind === 'refused') {
      see(answer.refusal.code);
      if (request.kind === 'change' && answer.refusal.code === 'slot_taken' && !request.startAt) {
        see('slot_taken of a move at its own time');
      }
    }
    if (answer?.kind === 'rebuilt') see(answer.left === 0 ? 'rebuilt' : 'rebuild under way');
    if (answer?.kind === 'reported') for (const { result } of answer.reports) see(`line ${result}`);
    if (answer?.kind !== 'accepted') continue;
    const { appointment: told, replayed } = answer;
    const last = latest.get(told.id);
    if (replayed && last && !sameContact(last.contact, told.contact)) see('contact of then');
    if (told.version >= (last?.version ?? 0)) latest.set(told.id, told);
  }
  return sights;
}

type Told = (Attempt['answer'] & { kind: 'accepted' })['appointment'];
