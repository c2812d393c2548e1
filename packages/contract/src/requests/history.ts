import * as z from 'zod/mini';
import { listQuery } from './query.ts';

const { page, page_size, sort_order } = listQuery.shape;

/** `GET /appointments/:id/history`: the oldest version first unless it says otherwise. */
export const historyQuery = z.object({ page, page_size, sort_order });
export type HistoryQuery = z.output<typeof historyQuery>;
