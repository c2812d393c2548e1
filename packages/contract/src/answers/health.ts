import * as z from 'zod';

/** `/health`: the Worker runs. */
export const health = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

/** `/ready`: it can serve. */
export const readiness = z.strictObject({ status: z.literal('ready') }).meta({ id: 'Readiness' });
