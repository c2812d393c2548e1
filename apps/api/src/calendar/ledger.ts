// The ledger's SQL: appointments and occupied time. Reads of a calendar that was never written to find nothing
// and create nothing; the first write makes the schema.

import {
  type Appointment,
  type Instant,
  type Interval,
  intervalOf,
  isOccupying,
  type Occupied,
  type Status,
} from '@rendezvous/domain';
import type { CalendarName } from './commands.ts';
import { isWritten, migrate } from './migrations.ts';
import type { Sql, SqlRow, SqlValue } from './ports.ts';

export class Ledger {
  readonly #sql: Sql;
  #calendar: CalendarName | undefined;

  constructor(sql: Sql) {
    this.#sql = sql;
    if (isWritten(sql)) sql.transaction(() => migrate(sql));
    this.#calendar = this.#readCalendar();
  }

  /** Who this calendar is; undefined before its first write. */
  get calendar(): CalendarName | undefined {
    return this.#calendar;
  }

  /** Runs one command. A throw rolls back, and what was remembered is read again. */
  transaction<Value>(body: () => Value): Value {
    try {
      return this.#sql.transaction(body);
    } catch (error) {
      this.#calendar = this.#readCalendar();
      throw error;
    }
  }

  /** Makes the schema and stores whose calendar this is. Throws when it is another agent's (two agents hash alike). */
  claim(calendar: CalendarName): void {
    if (this.#calendar) {
      if (this.#calendar.agentId === calendar.agentId) return;
      throw new Error('this calendar belongs to another agent');
    }
    migrate(this.#sql);
    this.#sql.all(
      'INSERT INTO calendar (tenant, route, agent_id) VALUES (?, ?, ?)',
      calendar.tenant,
      calendar.route,
      calendar.agentId,
    );
    this.#calendar = calendar;
  }

  find(id: string): Appointment | undefined {
    const [row] = this.#all('SELECT * FROM appointments WHERE id = ?', id);
    return row && this.#toAppointment(row);
  }

  /** The last occupied intervals that start before `endAt`, latest first: the first one decides, whatever the calendar's size. */
  occupiedBefore(endAt: Instant, count: number): Occupied[] {
    return this.#all(
      `SELECT id, scheduled_at, ends_at FROM appointments
       WHERE occupying = 1 AND scheduled_at < ? ORDER BY scheduled_at DESC LIMIT ?`,
      endAt,
      count,
    ).map((row) => ({
      id: String(row.id),
      startAt: Number(row.scheduled_at),
      endAt: Number(row.ends_at),
    }));
  }

  /** The appointments that overlap the wanted interval, earliest first: two seeks and as many rows as there are. */
  conflicts(wanted: Interval, excludeId: string | null, limit: number): Appointment[] {
    return this.#all(
      `SELECT * FROM appointments
       WHERE occupying = 1 AND scheduled_at < ?2 AND ends_at > ?1 AND id IS NOT ?3
         AND scheduled_at >= COALESCE((
           SELECT scheduled_at FROM appointments
           WHERE occupying = 1 AND scheduled_at <= ?1 ORDER BY scheduled_at DESC LIMIT 1), ?1)
       ORDER BY scheduled_at LIMIT ?4`,
      wanted.startAt,
      wanted.endAt,
      excludeId,
      limit,
    ).map((row) => this.#toAppointment(row));
  }

  insert(appointment: Appointment): void {
    const row = toRow(appointment);
    const columns = Object.keys(row);
    this.#sql.all(
      `INSERT INTO appointments (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      ...Object.values(row),
    );
  }

  update(appointment: Appointment): void {
    const { id, ...row } = toRow(appointment);
    this.#sql.all(
      `UPDATE appointments SET ${Object.keys(row)
        .map((column) => `${column} = ?`)
        .join(', ')} WHERE id = ?`,
      ...Object.values(row),
      id,
    );
  }

  #all(query: string, ...bindings: SqlValue[]): SqlRow[] {
    return this.#calendar ? this.#sql.all(query, ...bindings) : [];
  }

  #readCalendar(): CalendarName | undefined {
    if (!isWritten(this.#sql)) return;
    const [row] = this.#sql.all('SELECT tenant, route, agent_id FROM calendar');
    return (
      row && {
        tenant: String(row.tenant),
        route: String(row.route),
        agentId: String(row.agent_id),
      }
    );
  }

  #toAppointment(row: SqlRow): Appointment {
    return {
      id: String(row.id),
      title: String(row.title),
      description: textOrNull(row.description),
      status: row.status as Status, // written by `toRow` alone
      scheduledAt: Number(row.scheduled_at),
      durationMinutes: Number(row.duration_minutes),
      departmentId: String(row.department_id),
      departmentName: textOrNull(row.department_name),
      agentId: this.#calendar?.agentId ?? '',
      agentName: textOrNull(row.agent_name),
      customerId: String(row.customer_id),
      contact: {
        name: String(row.customer_name),
        email: textOrNull(row.customer_email),
        phone: textOrNull(row.customer_phone),
      },
      notes: textOrNull(row.notes),
      cancellationReason: textOrNull(row.cancellation_reason),
      insertedAt: Number(row.inserted_at),
      updatedAt: Number(row.updated_at),
      version: Number(row.version),
    };
  }
}

function toRow(appointment: Appointment) {
  const { contact } = appointment;
  return {
    id: appointment.id,
    version: appointment.version,
    title: appointment.title,
    description: appointment.description,
    status: appointment.status,
    scheduled_at: appointment.scheduledAt,
    ends_at: intervalOf(appointment.scheduledAt, appointment.durationMinutes).endAt,
    duration_minutes: appointment.durationMinutes,
    occupying: isOccupying(appointment.status) ? 1 : 0,
    department_id: appointment.departmentId,
    department_name: appointment.departmentName,
    agent_name: appointment.agentName,
    customer_id: appointment.customerId,
    customer_name: contact.name,
    customer_email: contact.email,
    customer_phone: contact.phone,
    notes: appointment.notes,
    cancellation_reason: appointment.cancellationReason,
    inserted_at: appointment.insertedAt,
    updated_at: appointment.updatedAt,
  } satisfies SqlRow;
}

const textOrNull = (value: SqlValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
