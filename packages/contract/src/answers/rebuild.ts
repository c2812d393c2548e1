import * as z from 'zod';

/** The report on one agent's calendar of a rebuild (NDJSON). */
export const rebuildReport = z
  .strictObject({
    user_id: z.string(),
    result: z.enum(['rebuilt', 'pending', 'unavailable']).meta({
      description:
        '`pending`: the calendar goes on by itself. `unavailable`: something did not answer; ask again.',
    }),
    events: z.int().min(0).meta({ description: 'Events of the calendar.' }),
    left: z.int().min(0).meta({ description: 'Those of them that the lists do not have yet.' }),
  })
  .meta({ id: 'RebuildReport', description: 'One line.' });
export type RebuildReport = z.infer<typeof rebuildReport>;
