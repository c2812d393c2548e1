// D1: the directory (written by its own routes) and the copy of appointments and events (written by the projection).
// Every key starts with the tenant. No foreign keys: projected rows arrive out of order.

import { STATUSES } from '@rendezvous/domain';
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Milliseconds since 1970. */
const insertedAt = integer('inserted_at').notNull();
const updatedAt = integer('updated_at').notNull();
const active = integer('active', { mode: 'boolean' }).notNull().default(true);

export const tenants = sqliteTable('tenants', {
  /** Never changes: it is part of every calendar's name. */
  slug: text('slug').primaryKey(),
  name: text('name').notNull(),
  insertedAt,
});

export const departments = sqliteTable(
  'departments',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    /** The name as it sorts: without case and accents. */
    nameKey: text('name_key').notNull(),
    active,
    insertedAt,
    updatedAt,
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

/** People of the contact centre. Whoever is booked is an agent, whatever the role. */
export const users = sqliteTable(
  'users',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    email: text('email'),
    role: text('role').notNull(),
    active,
    insertedAt,
    updatedAt,
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);

export const customers = sqliteTable(
  'customers',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    email: text('email'),
    /** The e-mail as it is found by: case-folded. */
    emailKey: text('email_key'),
    /** E.164. */
    phone: text('phone'),
    insertedAt,
    updatedAt,
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.id] }),
    index('customers_by_email').on(table.tenant, table.emailKey).where(sql`email_key IS NOT NULL`),
    index('customers_by_phone').on(table.tenant, table.phone).where(sql`phone IS NOT NULL`),
  ],
);

/** The copy of each appointment, at the highest version that has arrived. */
export const appointments = sqliteTable(
  'appointments',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    version: integer('version').notNull(),
    title: text('title').notNull(),
    titleKey: text('title_key').notNull(),
    description: text('description'),
    status: text('status', { enum: STATUSES }).notNull(),
    scheduledAt: integer('scheduled_at').notNull(),
    durationMinutes: integer('duration_minutes').notNull(),
    departmentId: text('department_id').notNull(),
    departmentName: text('department_name'),
    userId: text('user_id').notNull(),
    userName: text('user_name'),
    customerId: text('customer_id').notNull(),
    customerName: text('customer_name').notNull(),
    customerNameKey: text('customer_name_key').notNull(),
    customerEmail: text('customer_email'),
    customerPhone: text('customer_phone'),
    notes: text('notes'),
    cancellationReason: text('cancellation_reason'),
    insertedAt,
    updatedAt,
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.id] }),
    index('appointments_by_time').on(table.tenant, table.scheduledAt, table.id),
    index('appointments_by_user').on(table.tenant, table.userId, table.scheduledAt, table.id),
  ],
);

/** Every committed change, once: the history. The contact fields stand in the appointment only. */
export const events = sqliteTable(
  'events',
  {
    tenant: text('tenant').notNull(),
    /** The route of the calendar that wrote it. */
    calendar: text('calendar').notNull(),
    /** Gap-free in its calendar, from 1. */
    seq: integer('seq').notNull(),
    appointmentId: text('appointment_id').notNull(),
    version: integer('version'),
    type: text('type').notNull(),
    actor: text('actor').notNull(),
    at: integer('at').notNull(),
    reason: text('reason'),
    /** The appointment after the change, as JSON. */
    appointment: text('appointment').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.calendar, table.seq] }),
    index('events_by_appointment').on(table.tenant, table.appointmentId, table.version),
  ],
);

/** Ids that imports have claimed, each for one agent: two imports that race cannot put one id into two calendars. */
export const importedIds = sqliteTable(
  'imported_ids',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    /** Of the import that claimed it last. */
    token: text('token').notNull(),
    /** 0: the import gave it up. */
    claimedAt: integer('claimed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.id] })],
);
