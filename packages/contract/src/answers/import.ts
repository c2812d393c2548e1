import * as z from 'zod';
import { fieldErrors } from './problem.ts';

/** The report on one line: `imported`, or the code that refused it. Blank lines have none. */
export const importReport = z
  .strictObject({
    line: z.int().min(1).meta({ description: 'Counted from 1.' }),
    id: z.string().nullable(),
    result: z.enum(['imported', 'invalid', 'slot_taken', 'unavailable']),
    errors: fieldErrors.optional(),
  })
  .meta({ id: 'ImportReport', description: 'One line.' });
export type ImportReport = z.infer<typeof importReport>;
