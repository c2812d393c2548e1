// D1: the directory (written by its own routes) and the copy of appointments and events (written by the projection).
// Every key starts with the tenant. No foreign keys: projected rows arrive out of order.
//
// What drizzle cannot say stands in a migration of its own: `appointments`, `events` and `appointment_counts` are WITHOUT
// ROWID, so that a row costs one write, and triggers on `appointments` keep `appointment_counts`.

import { STATUSES } from '@rendezvous/domain';
import { sql } from 'drizzle-orm';
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/** Milliseconds since 1970. */
const insertedAt = integer('inserted_at').notNull();
const updatedAt = integer('updated_at').notNull();
const active = integer('active', { mode: 'boolean' }).notNull().default(true);
/** Grows by 1 with every change: the record's `ETag`. */
const version = integer('version').notNull().default(1);

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
    version,
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
    /** The e-mail without case. */
    emailKey: text('email_key'),
    role: text('role').notNull(),
    active,
    /** A name of the IANA database. */
    timeZone: text('time_zone').notNull().default('UTC'),
    /** A JSON array, in order: it is read and written as a whole, and departments are never deleted. */
    departmentIds: text('department_ids').notNull().default('[]'),
    insertedAt,
    updatedAt,
    version,
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.id] }),
    // Whether an e-mail is taken, and that it is not taken twice.
    uniqueIndex('users_by_email')
      .on(table.tenant, table.emailKey)
      .where(sql`email_key IS NOT NULL`),
  ],
);

export const customers = sqliteTable(
  'customers',
  {
    tenant: text('tenant').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull().default(''),
    email: text('email'),
    /** The e-mail as it is found by: case-folded. */
    emailKey: text('email_key'),
    /** E.164. */
    phone: text('phone'),
    /**
     * The customer that this id is another name for since the two were merged; never itself one that was merged. The row
     * stays, so that a late projection cannot bring it back to life, and so that its e-mail and phone still find somebody.
     */
    mergedInto: text('merged_into'),
    insertedAt,
    updatedAt,
    version,
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.id] }),
    index('customers_by_email').on(table.tenant, table.emailKey).where(sql`email_key IS NOT NULL`),
    index('customers_by_phone').on(table.tenant, table.phone).where(sql`phone IS NOT NULL`),
    // The list as it comes unless something else is asked for.
    index('customers_by_name').on(table.tenant, table.nameKey, table.id),
    // `merged_from`, and both names in the appointments of a customer.
    index('customers_by_merger')
      .on(table.tenant, table.mergedInto)
      .where(sql`merged_into IS NOT NULL`),
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
    // Time within each status: lists merge the statuses that are asked for.
    index('appointments_by_time').on(table.tenant, table.status, table.scheduledAt, table.id),
    index('appointments_by_user').on(
      table.tenant,
      table.userId,
      table.status,
      table.scheduledAt,
      table.id,
      table.departmentId,
    ),
    index('appointments_by_department').on(
      table.tenant,
      table.departmentId,
      table.status,
      table.scheduledAt,
      table.id,
    ),
    // Without the status, which an action would rewrite: a customer has few.
    index('appointments_by_customer').on(
      table.tenant,
      table.customerId,
      table.scheduledAt,
      table.id,
    ),
  ],
);

/** How many appointments there are, by quarters of a day; 32 days in a row. Kept by triggers on `appointments`. */
export const appointmentCounts = sqliteTable(
  'appointment_counts',
  {
    tenant: text('tenant').notNull(),
    /** Whose: `tenant`, `user:<id>` or `department:<id>`. */
    scope: text('scope').notNull(),
    /** Number of the 32 days, from the year 0. */
    span: integer('span').notNull(),
    /** By status, as JSON. */
    totals: text('totals').notNull(),
    /** By status, then by the number of the quarter of a day within the span, as JSON. */
    quarters: text('quarters').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.scope, table.span] })],
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
    // By appointment, as a history reads them, and nothing beside: each index would be one more row written per event.
    primaryKey({ columns: [table.tenant, table.appointmentId, table.calendar, table.seq] }),
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

/**
 * Accepted writes of the directory: what a retry with the same Idempotency-Key is told. A write is judged by the statement
 * that inserts its row here, and its other statements look for that row.
 */
export const directoryOutcomes = sqliteTable(
  'directory_outcomes',
  {
    tenant: text('tenant').notNull(),
    /** Of an `Idempotency-Key`: caller, method, path and key, as a digest. */
    scope: text('scope').notNull(),
    /** The body, as a digest. */
    request: text('request'),
    /** Of the one request that was carried out. */
    writeId: text('write_id').notNull(),
    at: integer('at').notNull(),
    /** The record that was written. */
    subject: text('subject').notNull(),
    /** Of a merge: who is merged away. */
    other: text('other'),
    /** The record as it was answered, as JSON. */
    outcome: text('outcome'),
  },
  (table) => [
    primaryKey({ columns: [table.tenant, table.scope] }),
    // What nobody can ask for any more.
    index('directory_outcomes_by_age').on(table.tenant, table.at),
  ],
);

/** Tenants that move to another database or have: which of the two writes the directory. */
export const relocations = sqliteTable('relocations', {
  tenant: text('tenant').primaryKey(),
  state: text('state').notNull(),
  /** The binding of the other database. */
  peer: text('peer').notNull(),
  /** While it arrives: up to where the directory has been copied. */
  cursor: text('cursor'),
});
