// Names of departments and agents follow renames within 30 seconds: they are read from the directory and remembered
// for less than that. While D1 is silent the last known name stands in.

import type { Appointment, Named } from '@rendezvous/domain';
import { askD1 } from './ask-d1.ts';

/** How long a name is believed, in milliseconds. */
const BELIEVED_MS = 20_000;
/** How long D1 may take for names, which an answer can do without, in milliseconds. */
const DEADLINE_MS = 2_000;
/** More names than any isolate should hold; then all are forgotten. */
const MAX_REMEMBERED = 10_000;

const remembered = new Map<string, { name: string; readAt: number }>();

export function remember(tenant: string, { id, name }: Named): void {
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(`${tenant}/${id}`, { name, readAt: Date.now() });
}

/** The appointments with their names as they are now: no round trip when all are remembered, else one. */
export async function withNames(
  db: D1Database,
  tenant: string,
  appointments: readonly Appointment[],
): Promise<Appointment[]> {
  const ids = new Set(appointments.flatMap(({ departmentId, agentId }) => [departmentId, agentId]));
  const now = Date.now();
  const missing = [...ids].filter((id) => {
    const name = remembered.get(`${tenant}/${id}`);
    return !name || now - name.readAt >= BELIEVED_MS;
  });
  if (missing.length > 0) await readNames(db, tenant, missing);
  const nameOf = (id: string) => remembered.get(`${tenant}/${id}`)?.name;
  return appointments.map((appointment) => ({
    ...appointment,
    departmentName: nameOf(appointment.departmentId) ?? appointment.departmentName,
    agentName: nameOf(appointment.agentId) ?? appointment.agentName,
  }));
}

async function readNames(db: D1Database, tenant: string, ids: readonly string[]): Promise<void> {
  const answer = await askD1(
    DEADLINE_MS,
    db
      .prepare(
        `SELECT id, name FROM departments WHERE tenant = ?1 AND id IN (SELECT value FROM json_each(?2))
         UNION ALL
         SELECT id, name FROM users WHERE tenant = ?1 AND id IN (SELECT value FROM json_each(?2))`,
      )
      .bind(tenant, JSON.stringify(ids))
      .all<{ id: string; name: string }>(),
  );
  if (answer === 'silent') return;
  for (const row of answer.results) remember(tenant, row);
}
