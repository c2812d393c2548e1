import * as z from 'zod';

/** The report on one agent's calendar of a rebuild (NDJSON). */
export const rebuildReport = z.strictObject({
  user_id: z.string(),
  /** `pending`: the calendar goes on by itself. `unavailable`: D1 or the calendar did not answer; ask again. */
  result: z.enum(['rebuilt', 'pending', 'unavailable']),
  /** Events of the calendar, and those of them that D1 does not have yet. */
  events: z.int(),
  left: z.int(),
});
export type RebuildReport = z.infer<typeof rebuildReport>;
