// An id finds its calendar by itself: a UUIDv8 whose last 62 bits are the calendar's route.
//
//   48 bits milliseconds | version 8 | 12 bits of the event's seq | variant 10 | 62 bits route
//
// Within one calendar the pair (millisecond, seq mod 4096) does not come twice: that would take 4,096 events in
// one millisecond. Foreign ids (imports) may have the same shape by chance; a calendar that does not know one says so.

import type { Instant } from '@rendezvous/domain';

/** Routes that were made lately: a digest takes as long as the rest of the Worker's part in finding a calendar. */
const made = new Map<string, string>();
const MAX_MADE = 10_000;

/** 62 bits of SHA-256(tenant, agent), written with the variant's two bits in front: 16 hex digits that start with 8, 9, a or b. */
export async function routeOf(tenant: string, agentId: string): Promise<string> {
  const named = `${tenant}\n${agentId}`;
  const known = made.get(named);
  if (known) return known;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(named));
  const variant = (1n << 63n) | (new DataView(digest).getBigUint64(0) >> 2n);
  const route = variant.toString(16);
  if (made.size >= MAX_MADE) made.clear();
  made.set(named, route);
  return route;
}

/** The id of the appointment that event `seq` of the calendar on `route` gives birth to at `now`. */
export function routedId(now: Instant, seq: number, route: string): string {
  const time = now.toString(16).padStart(12, '0');
  const counter = (seq % 4096).toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-8${counter}-${route.slice(0, 4)}-${route.slice(4)}`;
}

/** The route that a well-formed id carries, or undefined when it cannot be one of ours. */
export function routeInId(id: string): string | undefined {
  const match = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-([89ab][0-9a-f]{3})-([0-9a-f]{12})$/.exec(
    id,
  );
  return match ? `${match[1]}${match[2]}` : undefined;
}

/** The millisecond that an id of our shape names. */
export const timeInId = (id: string): Instant =>
  Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
