import * as z from 'zod';
import { ROLES } from '../role.ts';
import { idText, instantText, pageMeta } from './appointment.ts';

const user = z
  .strictObject({
    id: idText,
    name: z.string(),
    /** Null for those who were here before e-mail addresses were asked for. */
    email: z.string().nullable(),
    role: z.enum(ROLES),
    active: z.boolean(),
    time_zone: z.string(),
    department_ids: z.array(idText),
    inserted_at: instantText,
    updated_at: instantText,
    version: z.int().min(1),
  })
  .meta({ id: 'User' });
export type WireUser = z.infer<typeof user>;

export const userAnswer = z.strictObject({ data: user });
export const userList = z.strictObject({ data: z.array(user), meta: pageMeta });
