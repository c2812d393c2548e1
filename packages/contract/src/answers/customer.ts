import * as z from 'zod';
import { idText, instantText, pageMeta } from './appointment.ts';

const customer = z
  .strictObject({
    id: idText,
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    /** Ids that were merged into this one: each is another name for it, for ever. */
    merged_from: z.array(idText),
    inserted_at: instantText,
    updated_at: instantText,
    version: z.int().min(1),
  })
  .meta({ id: 'Customer' });
export type WireCustomer = z.infer<typeof customer>;

export const customerAnswer = z.strictObject({ data: customer });
export const customerList = z.strictObject({ data: z.array(customer), meta: pageMeta });
