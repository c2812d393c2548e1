import * as z from 'zod';

/** `/health`: the Worker runs. */
export const health = z.strictObject({ status: z.literal('ok') });

/** `/ready`: it can serve. */
export const readiness = z.strictObject({ status: z.literal('ready') });
