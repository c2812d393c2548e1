import { getLogger } from '@logtape/logtape';
import { within } from '../within.ts';

const log = getLogger(['rendezvous', 'd1']);

/** How long D1 may take for a look-up or a list, in milliseconds. */
export const LOOKUP_DEADLINE_MS = 5_000;

/** D1's answer, or `silent` when it failed or takes longer: nothing is known then. Why is in the log. */
export async function askD1<Value>(ms: number, query: Promise<Value>): Promise<Value | 'silent'> {
  try {
    const answer = await within(ms, query);
    if (answer !== 'late') return answer;
    log.warn('silent', { cause: `no answer within ${ms} ms` });
  } catch (error) {
    log.warn('silent', { cause: String(error) });
  }
  return 'silent';
}
