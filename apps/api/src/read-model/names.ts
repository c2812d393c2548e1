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

/** How long names are not asked for after D1 was silent, in milliseconds: one answer waits for it, not all of them. */
const REST_MS = 5_000;

let askAgainAt = 0;
const remembered = new Map<string, { name: string; readAt: number }>();

type Kind = 'department' | 'agent';
const keyOf = (tenant: string, kind: Kind, id: string) => `${tenant}/${kind}/${id}`;

export function remember(tenant: string, kind: Kind, { id, name }: Named): void {
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(keyOf(tenant, kind, id), { name, readAt: Date.now() });
}

/** The appointments with their names as they are now: no round trip when all are remembered, else one. */
export async function withNames(
  db: D1Database,
  tenant: string,
  appointments: readonly Appointment[],
): Promise<Appointment[]> {
  const now = Date.now();
  const isMissing = (kind: Kind, id: string) => {
    const name = remembered.get(keyOf(tenant, kind, id));
    return !name || now - name.readAt >= BELIEVED_MS;
  };
  const missing = { departments: new Set<string>(), agents: new Set<string>() };
  for (const { departmentId, agentId } of appointments) {
    if (isMissing('department', departmentId)) missing.departments.add(departmentId);
    if (isMissing('agent', agentId)) missing.agents.add(agentId);
  }
  if (missing.departments.size + missing.agents.size > 0 && now >= askAgainAt) {
    await readNames(db, tenant, missing);
  }
  const nameOf = (kind: Kind, id: string) => remembered.get(keyOf(tenant, kind, id))?.name;
  return appointments.map((appointment) => ({
    ...appointment,
    departmentName: nameOf('department', appointment.departmentId) ?? appointment.departmentName,
    agentName: nameOf('agent', appointment.agentId) ?? appointment.agentName,
  }));
}

async function readNames(
  db: D1Database,
  tenant: string,
  { departments, agents }: Readonly<Record<'departments' | 'agents', ReadonlySet<string>>>,
): Promise<void> {
  const answer = await askD1(
    DEADLINE_MS,
    db
      .prepare(
        `SELECT 'department' AS kind, id, name FROM departments
           WHERE tenant = ?1 AND id IN (SELECT value FROM json_each(?2))
         UNION ALL SELECT 'agent', id, name FROM users
           WHERE tenant = ?1 AND id IN (SELECT value FROM json_each(?3))`,
      )
      .bind(tenant, JSON.stringify([...departments]), JSON.stringify([...agents]))
      .all<Named & { kind: Kind }>(),
  );
  if (answer === 'silent') {
    askAgainAt = Date.now() + REST_MS;
    return;
  }
  askAgainAt = 0;
  for (const row of answer.results) remember(tenant, row.kind, row);
}
