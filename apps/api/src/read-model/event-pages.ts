// One pass over all events of a tenant, by calendar. They stand by appointment, so there is no shorter way to those of all
// calendars; nor is one needed, since a rebuild writes each of them. A page at a time, as no statement may take long.

import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';

/** Events that a statement looks at, and the rest of one appointment: some 100 MB. */
const PAGE = 100_000;

/** The events of the appointments from after one id up to another. */
export interface EventPage {
  readonly after: string;
  readonly upTo: string;
  readonly calendars: readonly CountedCalendar[];
}

/** A calendar by its route, with a number of events. */
export interface CountedCalendar {
  readonly route: string;
  readonly events: number;
}

// A blob is greater than every text: without a next page there is no end.
const NEXT_PAGE = `
  SELECT calendar AS route, json_group_array(seq) AS seqs, max(appointment_id) AS last FROM events
  WHERE tenant = ?1 AND appointment_id > ?2 AND appointment_id <= coalesce((
    SELECT appointment_id FROM events WHERE tenant = ?1 AND appointment_id > ?2
    ORDER BY appointment_id LIMIT 1 OFFSET ?3), x'')
  GROUP BY calendar`;

/** Of each calendar those events are counted that are not beyond the number which is `known` of it; of the others none. */
export async function eventPages(
  db: D1Database,
  tenant: string,
  known: readonly CountedCalendar[] = [],
  size = PAGE,
): Promise<EventPage[] | 'silent'> {
  const lastOf = new Map(known.map(({ route, events }) => [route, events]));
  const pages: EventPage[] = [];
  for (let after = ''; ; ) {
    const answer = await askD1(
      LOOKUP_DEADLINE_MS,
      db
        .prepare(NEXT_PAGE)
        .bind(tenant, after, size)
        .all<{ route: string; seqs: string; last: string }>(),
    );
    if (answer === 'silent') return 'silent';
    let found = 0;
    let upTo = after;
    const calendars: CountedCalendar[] = [];
    for (const { route, seqs, last } of answer.results) {
      const copied: number[] = JSON.parse(seqs);
      calendars.push({
        route,
        events: copied.filter((seq) => seq <= (lastOf.get(route) ?? 0)).length,
      });
      found += copied.length;
      if (last > upTo) upTo = last;
    }
    pages.push({ after, upTo, calendars });
    if (found <= size) return pages;
    after = upTo;
  }
}
