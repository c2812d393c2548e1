// Calls from one calendar to another. They never wait for a transfer, so moves that cross cannot lock each other.

import type { CalendarName } from './commands.ts';
import type { Journal } from './journal.ts';
import type { Ledger } from './ledger.ts';
import type { Outbox } from './outbox.ts';
import type { Outcomes } from './outcomes.ts';
import type { Clock, Peer, Peers } from './ports.ts';
import type { Refusals } from './refusals.ts';
import type { TransferRecords } from './transfer-records.ts';
import type { Wakeups } from './wakeups.ts';

/** What both sides of a transfer work with. */
export interface TransferParts {
  readonly clock: Clock;
  readonly peers: Peers;
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly outcomes: Outcomes;
  readonly refusals: Refusals;
  readonly outbox: Outbox;
  readonly records: TransferRecords;
  readonly wakeups: Wakeups;
}

/** How long one call may take, in milliseconds: it may wait for a projection there. */
export const CALL_MS = 3_000;
/** When the alarm first looks after what a call left undone, in milliseconds. */
export const FIRST_RETRY_MS = 4_000;

/** The other calendar's answer, or `silent`: then it is not known whether the call arrived. */
export async function askPeer<Answer>(
  parts: TransferParts,
  route: string,
  ms: number,
  question: (peer: Peer) => Promise<Answer>,
): Promise<Answer | 'silent'> {
  try {
    const peer = parts.peers.at(selfOf(parts).tenant, route);
    const answer = await parts.clock.within(ms, question(peer));
    return answer === 'late' ? 'silent' : answer;
  } catch {
    return 'silent';
  }
}

/** The calendar that speaks. */
export function selfOf({ ledger }: TransferParts): CalendarName {
  if (!ledger.calendar) throw new Error('a calendar without a name has no transfers');
  return ledger.calendar;
}
