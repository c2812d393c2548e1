// /appointments/:id/history: told by the copy in D1 alone. The calendar is asked only when D1 does not have the appointment or
// nothing of its history, whether it is there: a history that has not arrived yet is empty and says so, and is not a 404.

import { readQuery } from '@rendezvous/contract';
import { pageOf } from '@rendezvous/domain';
import { findInCalendar, idInPath, refuseMissing } from '../http/appointment-in-path.ts';
import { readQueryString } from '../http/body.ts';
import { toHistoryEntry } from '../http/changes.ts';
import { type HttpHandler, timed } from '../http/context.ts';
import { linkHeader } from '../http/links.ts';
import { refuse } from '../http/problem.ts';
import { databaseOf } from '../read-model/database-of.ts';
import { historyOf } from '../read-model/history.ts';

export const getHistory: HttpHandler = async (c) => {
  const { historyQuery } = await import('@rendezvous/contract/requests/history');
  const query = readQueryString(historyQuery, readQuery(new URL(c.req.url).searchParams));
  if (!query.ok) return refuse(c, query.refusal);

  const id = idInPath(c);
  const { tenant } = c.get('caller');
  const history = await timed(c, 'history', () =>
    historyOf(databaseOf(c.env, tenant), tenant, id, query.value),
  );
  if (history.kind === 'silent') return refuse(c, { code: 'unavailable' });
  if (history.totalCount === 0 || !history.isListed) {
    const found = await findInCalendar(c, id);
    if (found.kind !== 'answered') return refuseMissing(c, found.kind);
  }
  if (history.isBehind || history.totalCount === 0) c.header('Rendezvous-Read-Model', 'pending');

  const { page_size, sort_order } = query.value;
  const page = pageOf({ page: query.value.page, pageSize: page_size }, history.totalCount);
  c.header('Link', linkHeader(c.req.url, { page_size: String(page_size), sort_order }, page));
  return c.json({
    data: history.versions.map(toHistoryEntry),
    meta: {
      current_page: page.currentPage,
      page_size: page.pageSize,
      total_pages: page.totalPages,
      total_count: page.totalCount,
    },
  });
};
