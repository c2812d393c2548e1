// The versions of one appointment, as far as D1 has its events. They come from several calendars when it has moved, in any
// order, and a history has no holes: what stands behind one is not told before it is filled. One round trip.

import type { HistoryQuery } from '@rendezvous/contract';
import { offsetOf } from '@rendezvous/domain';
import type { EventType, Snapshot } from '../calendar/ports.ts';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';

export interface Version {
  readonly version: number;
  readonly type: Exclude<EventType, 'released'>;
  readonly at: number;
  readonly actor: string;
  /** As the directory has it now. */
  readonly actorName: string | null;
  readonly reason: string | null;
  /** Null of the first version. */
  readonly before: Snapshot | null;
  readonly after: Snapshot;
}

export type History =
  | {
      readonly kind: 'told';
      /** The versions of the page that was asked for. */
      readonly versions: Version[];
      readonly totalCount: number;
      /** D1 knows of versions that it cannot tell yet. */
      readonly isBehind: boolean;
      /** D1 has the appointment itself: events may be left of one that its calendar does not know. */
      readonly isListed: boolean;
    }
  | { readonly kind: 'silent' };

// The versions from 1 up to the first hole. What has none, `released`, is no version.
const TOLD = `
  WITH placed AS (
    SELECT calendar, seq, version, ROW_NUMBER() OVER (ORDER BY version) AS place FROM events
    WHERE tenant = ?1 AND appointment_id = ?2 AND version IS NOT NULL),
  told AS (SELECT calendar, seq, version FROM placed WHERE version = place)`;

interface Count {
  readonly told: number;
  /** The greatest version that there is an event of. */
  readonly latest: number;
  /** The version of the appointment, if D1 has it. */
  readonly listed: number | null;
}

interface Row extends Omit<Version, 'actorName' | 'before' | 'after'> {
  readonly actor_name: string | null;
  readonly appointment: string;
}

export async function historyOf(
  db: D1Database,
  tenant: string,
  id: string,
  { page, page_size: pageSize, sort_order }: HistoryQuery,
): Promise<History> {
  const order = sort_order === 'asc' ? 'ASC' : 'DESC';
  const offset = offsetOf({ page, pageSize });
  // The version before the oldest of the page is read too: the change is the difference.
  const lead = sort_order === 'asc' && offset > 0 ? 1 : 0;
  const answer = await askD1(
    LOOKUP_DEADLINE_MS,
    db.batch<Count | Row>([
      db
        .prepare(
          `${TOLD} SELECT (SELECT count(*) FROM told) AS told,
             COALESCE((SELECT max(version) FROM placed), 0) AS latest,
             (SELECT version FROM appointments WHERE tenant = ?1 AND id = ?2) AS listed`,
        )
        .bind(tenant, id),
      db
        .prepare(
          `${TOLD}, page AS (SELECT * FROM told ORDER BY version ${order} LIMIT ?3 OFFSET ?4)
           SELECT events.version, type, at, actor, reason, appointment, users.name AS actor_name
           FROM page JOIN events
             ON events.tenant = ?1 AND events.appointment_id = ?2
             AND events.calendar = page.calendar AND events.seq = page.seq
           LEFT JOIN users ON users.tenant = ?1 AND users.id = lower(actor)
           ORDER BY events.version ${order}`,
        )
        .bind(tenant, id, pageSize + 1, offset - lead),
    ]),
  );
  if (answer === 'silent') return { kind: 'silent' };
  const [counted, read] = answer as [D1Result<Count>, D1Result<Row>]; // one of each statement
  const { told = 0, latest = 0, listed = null } = counted.results[0] ?? {};
  const snapshots = new Map(
    read.results.map(({ version, appointment }): [number, Snapshot] => [
      version,
      JSON.parse(appointment),
    ]),
  );
  return {
    kind: 'told',
    totalCount: told,
    isBehind: told < Math.max(latest, listed ?? 0),
    isListed: listed !== null,
    versions: read.results.slice(lead, lead + pageSize).map(
      ({ actor_name, appointment, ...row }): Version => ({
        ...row,
        actorName: actor_name,
        before: snapshots.get(row.version - 1) ?? null,
        after: snapshots.get(row.version) ?? JSON.parse(appointment),
      }),
    ),
  };
}
