import * as z from 'zod';
import { idText, instantText, pageMeta } from './appointment.ts';

const department = z
  .strictObject({
    id: idText,
    name: z.string(),
    active: z.boolean(),
    inserted_at: instantText,
    updated_at: instantText,
    version: z.int().min(1),
  })
  .meta({ id: 'Department' });
export type WireDepartment = z.infer<typeof department>;

export const departmentAnswer = z.strictObject({ data: department });
export const departmentList = z.strictObject({ data: z.array(department), meta: pageMeta });
