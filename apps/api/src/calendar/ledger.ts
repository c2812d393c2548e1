// The ledger's SQL: appointments and occupied time. Reads of a calendar that was never written to find nothing
// and create nothing; the first write makes the schema.

import {
  type Appointment,
  type Contact,
  type Instant,
  type Interval,
  type Occupied,
  sameContact,
} from '@rendezvous/domain';
import {
  APPOINTMENT_AS_JSON,
  type Arrival,
  HOLD,
  IS_HOLD,
  textOrNull,
  toAppointment,
  toArrival,
  toRow,
} from './appointment-row.ts';
import { AppointmentRows } from './appointment-rows.ts';
import type { CalendarName } from './commands.ts';
import { FormerContacts } from './former-contacts.ts';
import type { Memory } from './memory.ts';
import { isCurrent, isWritten, migrate } from './migrations.ts';
import type { Sql, SqlRow, SqlValue } from './ports.ts';

/** Owned here; held for a transfer that is not committed; gone to another calendar. */
export type Place = 'here' | 'held' | 'gone';

export interface Standing {
  readonly place: Exclude<Place, 'held'>;
  /** The route it went to, as far as this calendar knows. */
  readonly movedTo: string | null;
  /** The latest that is known of here: what arrives has a later one. */
  readonly version: number;
  readonly appointment: Appointment;
}

export interface Held {
  readonly arrival: Arrival;
  /** As it will be. */
  readonly appointment: Appointment;
}

/** Made once: SQLite's host finds a statement that it knows by its text. */
const OWNED_AS_JSON = `SELECT ${APPOINTMENT_AS_JSON} AS json FROM appointments WHERE id = ?2 AND place = 'here'`;

export class Ledger {
  readonly #sql: Sql;
  readonly #memory: Memory;
  readonly #rows: AppointmentRows;
  readonly #forget: () => void;
  readonly former: FormerContacts;
  #calendar: CalendarName | undefined;

  /** `forget` is called when a transaction is rolled back: what was asked for in it has not been asked for. */
  constructor(sql: Sql, memory: Memory, forget: () => void) {
    this.#sql = sql;
    this.#memory = memory;
    this.#forget = forget;
    this.former = new FormerContacts(sql);
    this.#rows = new AppointmentRows(sql, memory, () => this.#calendar !== undefined);
    // Few statements: each is prepared anew whenever a calendar wakes.
    const written = isWritten(sql);
    if (written && !isCurrent(sql)) sql.transaction(() => migrate(sql));
    this.#calendar = written ? this.#readCalendar() : undefined;
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
      this.#memory.forget();
      this.#forget();
      this.#calendar = isWritten(this.#sql) ? this.#readCalendar() : undefined;
      throw error;
    }
  }

  /** Throws when this calendar is another agent's: two agents of the tenant hash alike. */
  assertAgent(agentId: string): void {
    if (this.#calendar && this.#calendar.agentId !== agentId) {
      throw new Error('this calendar belongs to another agent');
    }
  }

  /** Makes the schema and stores whose calendar this is, unless that is done. */
  claim(calendar: CalendarName): void {
    this.assertAgent(calendar.agentId);
    if (this.#calendar) return;
    migrate(this.#sql);
    this.#sql.all(
      'INSERT INTO calendar (tenant, route, agent_id) VALUES (?, ?, ?)',
      calendar.tenant,
      calendar.route,
      calendar.agentId,
    );
    this.#calendar = this.#readCalendar();
  }

  /** The appointment, when this calendar owns it. */
  find(id: string): Appointment | undefined {
    const row = this.#rows.of(id);
    return row?.place === 'here' ? toAppointment(row, this.#agentId()) : undefined;
  }

  /** The same as JSON. */
  findAsJson(id: string): string | undefined {
    const row = this.#all(OWNED_AS_JSON, this.#agentId(), id)[0];
    return row && String(row.json);
  }

  /** What stands here under this id, owned or not. */
  standing(id: string): Standing | undefined {
    const row = this.#rows.of(id);
    return (
      row && {
        place: row.place === 'here' ? 'here' : 'gone',
        movedTo: textOrNull(row.moved_to),
        version: Number(row.moved_version ?? row.version),
        appointment: toAppointment(row, this.#agentId()),
      }
    );
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
  conflicts(
    wanted: Interval,
    excludeId: string | null,
    limit: number,
    from = Number.MIN_SAFE_INTEGER,
  ): Appointment[] {
    return this.#all(
      `SELECT * FROM appointments
       WHERE occupying = 1 AND scheduled_at < ?2 AND ends_at > ?1 AND id IS NOT ?3 AND id IS NOT '${HOLD}' || ?3
         AND scheduled_at >= MAX(?5, COALESCE((
           SELECT CASE WHEN ends_at > ?1 THEN scheduled_at END FROM appointments
           WHERE occupying = 1 AND scheduled_at <= ?1 ORDER BY scheduled_at DESC LIMIT 1), ?1))
       ORDER BY scheduled_at LIMIT ?4`,
      wanted.startAt,
      wanted.endAt,
      excludeId,
      limit,
      from,
    ).map((row) => toAppointment(row, this.#agentId()));
  }

  /** `seq`, here and below: the event that says so, the last one of this appointment that may have an outcome. */
  insert(
    appointment: Appointment,
    seq: number | null,
    place: Place = 'here',
    arrival: Omit<Arrival, 'appointmentId'> | null = null,
  ): void {
    const row = {
      place,
      last_seq: seq,
      moved_to: null,
      moved_version: null,
      transfer_id: arrival?.transferId ?? null,
      attempt: arrival?.attempt ?? null,
      from_route: arrival?.from ?? null,
      ...toRow(appointment),
    };
    this.#rows.insert(row);
  }

  update(appointment: Appointment, seq: number): void {
    this.#rows.change(appointment.id, { ...toRow(appointment), last_seq: seq });
  }

  /** Whether anything stands here under this id: owned, gone, or expected. */
  knows(id: string): boolean {
    return this.standing(id) !== undefined || this.held(id) !== undefined;
  }

  /** The appointment that time is held for under this id. */
  held(id: string): Held | undefined {
    const row = this.#rows.of(HOLD + id);
    return row && { arrival: toArrival(row), appointment: toAppointment(row, this.#agentId()) };
  }

  /** All that time is held for. */
  arrivals(): Arrival[] {
    return this.#all(`SELECT * FROM appointments WHERE ${IS_HOLD}`).map(toArrival);
  }

  /** Holds time for an appointment that may come, in a row of its own: what stands here under its id stays as it is. */
  hold(appointment: Appointment, arrival: Omit<Arrival, 'appointmentId'>): void {
    this.insert({ ...appointment, id: HOLD + appointment.id }, null, 'held', arrival);
  }

  /** A hold that came to nothing. */
  letGo(id: string): void {
    this.#rows.delete(HOLD + id);
  }

  /** What was held is owned. If it has been here before, what outcomes of then need is kept. */
  own(id: string, at: Instant, seq: number): void {
    const before = this.standing(id)?.appointment;
    const held = this.held(id)?.appointment;
    if (before && held && !sameContact(before.contact, held.contact)) this.former.keep(before, at);
    if (before) this.#rows.delete(id);
    const arrived = { transfer_id: null, attempt: null, from_route: null };
    this.#rows.change(HOLD + id, { id, place: 'here', last_seq: seq, ...arrived });
  }

  /** The appointment leaves: its time is free, its row forwards. `version` is the one that the new holder gives it. */
  depart(id: string, route: string, version: number): void {
    this.#rows.change(id, { place: 'gone', occupying: 0, moved_to: route, moved_version: version });
  }

  /** Newer news of where an appointment that left here is now. */
  forward(id: string, route: string, version: number): void {
    const row = this.#rows.of(id);
    if (row?.place !== 'gone' || Number(row.moved_version) >= version) return;
    this.#rows.change(id, { moved_to: route, moved_version: version });
  }

  /** The contact as it was at this version. */
  contactAt(id: string, version: number): Contact {
    const stands = this.standing(id)?.appointment;
    if (stands && stands.version <= version) return stands.contact;
    const former = this.#calendar && this.former.at(id, version);
    return former ?? stands?.contact ?? { name: '', email: null, phone: null };
  }

  lastSeqOf(id: string): number | null {
    const row = this.#rows.of(id);
    return row?.last_seq == null ? null : Number(row.last_seq);
  }

  #all(query: string, ...bindings: SqlValue[]): SqlRow[] {
    return this.#calendar ? this.#sql.all(query, ...bindings) : [];
  }

  #readCalendar(): CalendarName | undefined {
    const [row] = this.#sql.all('SELECT * FROM calendar');
    if (!row) return;
    this.#memory.know('markedSeq', Number(row.delivered_seq));
    this.#memory.know('rebuildThrough', Number(row.rebuild_through));
    this.#memory.know('attempts', Number(row.attempts));
    return { tenant: String(row.tenant), route: String(row.route), agentId: String(row.agent_id) };
  }

  #agentId(): string {
    return this.#calendar?.agentId ?? '';
  }
}
