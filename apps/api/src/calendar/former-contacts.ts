// The ledger's SQL: contacts that a change replaced, for the outcomes of before.

import type { Appointment, Contact, Instant } from '@rendezvous/domain';
import { textOrNull } from './appointment-row.ts';
import type { Sql } from './ports.ts';

export class FormerContacts {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Keeps the contact of an appointment that is about to get another one. */
  keep({ id, version, contact }: Appointment, at: Instant): void {
    this.#sql.all(
      `INSERT OR IGNORE INTO former_contacts (appointment_id, version, name, email, phone, at)
       VALUES (?, ?, ?, ?, ?, ?)`,
      id,
      version,
      contact.name,
      contact.email,
      contact.phone,
      at,
    );
  }

  /** The contact as it was at this version, when it has been replaced since. Only for a calendar that was written to. */
  at(id: string, version: number): Contact | undefined {
    const [former] = this.#sql.all(
      `SELECT name, email, phone FROM former_contacts
       WHERE appointment_id = ? AND version >= ? ORDER BY version LIMIT 1`,
      id,
      version,
    );
    return (
      former && {
        name: String(former.name),
        email: textOrNull(former.email),
        phone: textOrNull(former.phone),
      }
    );
  }
}
