// Lists: pages of the copy in D1, with the names of the directory as they are now. One round trip.

import type { ListQuery, SortKey } from '@rendezvous/contract';
import { type Appointment, offsetOf } from '@rendezvous/domain';
import { and, asc, count, desc, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { within } from '../within.ts';
import { LOOKUP_DEADLINE_MS } from './directory.ts';
import { appointments, departments, users } from './schema.ts';

const SORT_COLUMNS = {
  scheduled_at: appointments.scheduledAt,
  inserted_at: appointments.insertedAt,
  updated_at: appointments.updatedAt,
  title: appointments.titleKey,
  status: appointments.status,
  duration_minutes: appointments.durationMinutes,
  customer_name: appointments.customerNameKey,
  user_name: users.nameKey,
  department_name: departments.nameKey,
} as const satisfies Record<SortKey, unknown>;

export type Listed =
  | { readonly kind: 'listed'; readonly appointments: Appointment[]; readonly totalCount: number }
  | { readonly kind: 'silent' };

export async function list(d1: D1Database, tenant: string, query: ListQuery): Promise<Listed> {
  const db = drizzle(d1);
  const where = and(
    eq(appointments.tenant, tenant),
    query.status && inArray(appointments.status, query.status),
    query.user_id === undefined ? undefined : eq(appointments.userId, query.user_id),
    query.department_id === undefined
      ? undefined
      : eq(appointments.departmentId, query.department_id),
    query.customer_id === undefined ? undefined : eq(appointments.customerId, query.customer_id),
    query.date_from === undefined ? undefined : gte(appointments.scheduledAt, query.date_from),
    query.date_to === undefined ? undefined : lte(appointments.scheduledAt, query.date_to),
  );
  const direction = query.sort_order === 'asc' ? asc : desc;
  const request = { page: query.page, pageSize: query.page_size };
  const answer = await within(
    LOOKUP_DEADLINE_MS,
    db.batch([
      db.select({ total: count() }).from(appointments).where(where),
      db
        .select({
          appointment: appointments,
          departmentName: sql<
            string | null
          >`coalesce(${departments.name}, ${appointments.departmentName})`.as('shown_department'),
          agentName: sql<string | null>`coalesce(${users.name}, ${appointments.userName})`.as(
            'shown_user',
          ),
        })
        .from(appointments)
        .leftJoin(
          departments,
          and(
            eq(departments.tenant, appointments.tenant),
            eq(departments.id, appointments.departmentId),
          ),
        )
        .leftJoin(
          users,
          and(eq(users.tenant, appointments.tenant), eq(users.id, appointments.userId)),
        )
        .where(where)
        .orderBy(direction(SORT_COLUMNS[query.sort_by]), direction(appointments.id))
        .limit(query.page_size)
        .offset(offsetOf(request)),
    ]),
  ).catch(() => 'late' as const);
  if (answer === 'late') return { kind: 'silent' };
  const [counted, rows] = answer;
  return {
    kind: 'listed',
    totalCount: counted[0]?.total ?? 0,
    appointments: rows.map(({ appointment: row, departmentName, agentName }) => ({
      id: row.id,
      title: row.title,
      description: row.description,
      status: row.status,
      scheduledAt: row.scheduledAt,
      durationMinutes: row.durationMinutes,
      departmentId: row.departmentId,
      departmentName,
      agentId: row.userId,
      agentName,
      customerId: row.customerId,
      contact: { name: row.customerName, email: row.customerEmail, phone: row.customerPhone },
      notes: row.notes,
      cancellationReason: row.cancellationReason,
      insertedAt: row.insertedAt,
      updatedAt: row.updatedAt,
      version: row.version,
    })),
  };
}

export type Holder =
  | { readonly kind: 'found'; readonly agentId: string }
  | { readonly kind: 'unknown' | 'silent' };

/** Whose calendar holds an appointment, as far as D1 knows. */
export async function holderOf(d1: D1Database, tenant: string, id: string): Promise<Holder> {
  const answer = await within(
    LOOKUP_DEADLINE_MS,
    drizzle(d1)
      .select({ agentId: appointments.userId })
      .from(appointments)
      .where(and(eq(appointments.tenant, tenant), eq(appointments.id, id)))
      .execute(),
  ).catch(() => 'late' as const);
  if (answer === 'late') return { kind: 'silent' };
  const [row] = answer;
  return row ? { kind: 'found', agentId: row.agentId } : { kind: 'unknown' };
}
