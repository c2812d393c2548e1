// The ledger's schema: an append-only list. A line that has shipped is never edited.

import type { Sql } from './ports.ts';

const OCCUPIED = [
  // The occupied time: intervals here never overlap, so they are sorted by end as well.
  'CREATE UNIQUE INDEX occupied ON appointments (scheduled_at) WHERE occupying = 1',
  // The second guard: whatever the code above it does, an overlap cannot be written.
  ...['INSERT', 'UPDATE OF scheduled_at, ends_at, occupying'].map(
    (change, index) => `CREATE TRIGGER no_overlap_${index} BEFORE ${change} ON appointments
      WHEN NEW.occupying = 1 AND NEW.scheduled_at < (
        SELECT ends_at FROM appointments
        WHERE occupying = 1 AND scheduled_at < NEW.ends_at AND id <> NEW.id
        ORDER BY scheduled_at DESC LIMIT 1)
      BEGIN SELECT RAISE(ABORT, 'overlap'); END`,
  ),
];

const MIGRATIONS: readonly (readonly string[])[] = [
  [
    // One row: who this calendar is, how far D1 has followed, and up to where a rebuild writes what D1 has already.
    `CREATE TABLE calendar (
      tenant TEXT NOT NULL, route TEXT NOT NULL, agent_id TEXT NOT NULL,
      delivered_seq INTEGER NOT NULL DEFAULT 0, rebuild_through INTEGER NOT NULL DEFAULT 0,
      departures INTEGER NOT NULL DEFAULT 0
    )`,
    // `place`: here; held (a row of its own, its id marked) for a transfer that has not been committed; gone, with the route
    // that it went to and the version that it has there. What is held occupies, what is gone does not.
    `CREATE TABLE appointments (
      id TEXT PRIMARY KEY, place TEXT NOT NULL, moved_to TEXT, moved_version INTEGER, last_seq INTEGER, version INTEGER NOT NULL, title TEXT NOT NULL, description TEXT, status TEXT NOT NULL,
      scheduled_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, duration_minutes INTEGER NOT NULL,
      occupying INTEGER NOT NULL,
      department_id TEXT NOT NULL, department_name TEXT, agent_name TEXT,
      customer_id TEXT NOT NULL, customer_name TEXT NOT NULL, customer_email TEXT, customer_phone TEXT,
      notes TEXT, cancellation_reason TEXT, inserted_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    )`,
    // Outbox, history and stored outcome in one. The outcome is found by its key: the digest of an
    // Idempotency-Key's scope, or the command's own id.
    `CREATE TABLE events (
      seq INTEGER PRIMARY KEY, type TEXT NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, reason TEXT,
      version INTEGER, appointment TEXT NOT NULL, previous_seq INTEGER, outcome_key TEXT, command_id TEXT, request TEXT
    )`,
    'CREATE UNIQUE INDEX events_by_outcome ON events (outcome_key) WHERE outcome_key IS NOT NULL',
    // Customers born with a booking, until D1 has them.
    `CREATE TABLE newborns (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, email TEXT, phone TEXT, born_at INTEGER NOT NULL
    )`,
    // Appointments that are leaving: the intent, until the new holder has taken over.
    `CREATE TABLE departures (
      appointment_id TEXT PRIMARY KEY, transfer_id TEXT NOT NULL, attempt INTEGER NOT NULL, state TEXT NOT NULL,
      to_route TEXT NOT NULL,
      to_agent TEXT NOT NULL, next TEXT NOT NULL, envelope TEXT NOT NULL
    )`,
    // Appointments that have come or may come. A row stays when it has come, so that a repeated call finds it.
    `CREATE TABLE arrivals (
      transfer_id TEXT PRIMARY KEY, appointment_id TEXT NOT NULL, attempt INTEGER NOT NULL, from_route TEXT NOT NULL,
      state TEXT NOT NULL, at INTEGER NOT NULL
    )`,
    "CREATE INDEX unfinished_arrivals ON arrivals (state) WHERE state <> 'done'",
    "CREATE INDEX done_arrivals ON arrivals (at) WHERE state = 'done'",
    // Outcomes without an event of this calendar: they came along with the appointment, or changed nothing.
    `CREATE TABLE outcomes (
      appointment_id TEXT NOT NULL, outcome_key TEXT NOT NULL, at INTEGER NOT NULL, command_id TEXT NOT NULL,
      request TEXT, appointment TEXT NOT NULL, PRIMARY KEY (appointment_id, outcome_key)
    ) WITHOUT ROWID`,
    'CREATE INDEX outcomes_by_age ON outcomes (at)',
    // Contacts that a change replaced, each with the last version that it was right for; for the outcomes of before.
    `CREATE TABLE former_contacts (
      appointment_id TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, email TEXT, phone TEXT,
      at INTEGER NOT NULL, PRIMARY KEY (appointment_id, version)
    ) WITHOUT ROWID`,
    'CREATE INDEX former_contacts_by_age ON former_contacts (at)',
    ...OCCUPIED,
  ],
  [
    // Requests with a key that were told no, of each the last command that was. Of a booking the appointment is ''.
    `CREATE TABLE refusals (
      appointment_id TEXT NOT NULL, outcome_key TEXT NOT NULL, request TEXT NOT NULL,
      until INTEGER NOT NULL, command_id TEXT NOT NULL, PRIMARY KEY (appointment_id, outcome_key, request)
    ) WITHOUT ROWID`,
  ],
  // Without a row number: a write is one row instead of two, and a newborn is not looked for before it is written.
  [
    ...withoutRowNumber(
      'newborns',
      `seq INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, email TEXT, phone TEXT, born_at INTEGER NOT NULL`,
    ),
    ...withoutRowNumber(
      'departures',
      `appointment_id TEXT PRIMARY KEY, transfer_id TEXT NOT NULL, attempt INTEGER NOT NULL, state TEXT NOT NULL,
      to_route TEXT NOT NULL,
      to_agent TEXT NOT NULL, next TEXT NOT NULL, envelope TEXT NOT NULL`,
    ),
    ...withoutRowNumber(
      'arrivals',
      `transfer_id TEXT PRIMARY KEY, appointment_id TEXT NOT NULL, attempt INTEGER NOT NULL, from_route TEXT NOT NULL,
      state TEXT NOT NULL, at INTEGER NOT NULL`,
    ),
    "CREATE INDEX unfinished_arrivals ON arrivals (state) WHERE state <> 'done'",
    "CREATE INDEX done_arrivals ON arrivals (at) WHERE state = 'done'",
  ],
  // A move in fewer rows. The row of a hold says which transfer it is for, and an arrival needs no row of its own: what has
  // come is recognised by its version. A departure is committed when its appointment is gone.
  [
    'ALTER TABLE appointments ADD COLUMN transfer_id TEXT',
    'ALTER TABLE appointments ADD COLUMN attempt INTEGER',
    'ALTER TABLE appointments ADD COLUMN from_route TEXT',
    `UPDATE appointments SET (transfer_id, attempt, from_route) = (
      SELECT transfer_id, attempt, from_route FROM arrivals
      WHERE state = 'held' AND 'hold:' || appointment_id = appointments.id)
      WHERE id >= 'hold:' AND id < 'hold;'`,
    // Appointments that have come, and whose home calendar does not know that yet.
    'CREATE TABLE untold (appointment_id TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID',
    `INSERT INTO untold SELECT id, version FROM appointments
      WHERE place = 'here' AND id IN (SELECT appointment_id FROM arrivals WHERE state = 'active')`,
    'DROP TABLE arrivals',
    'ALTER TABLE departures DROP COLUMN state',
    // The greatest number of a departure that came to nothing.
    'ALTER TABLE calendar RENAME COLUMN departures TO attempts',
    'DROP INDEX outcomes_by_age',
  ],
  // Appointments without a row number too: one row less with each booking and each hold.
  [
    ...withoutRowNumber(
      'appointments',
      `id TEXT PRIMARY KEY, place TEXT NOT NULL, moved_to TEXT, moved_version INTEGER, last_seq INTEGER, version INTEGER NOT NULL, title TEXT NOT NULL, description TEXT, status TEXT NOT NULL,
      scheduled_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, duration_minutes INTEGER NOT NULL,
      occupying INTEGER NOT NULL,
      department_id TEXT NOT NULL, department_name TEXT, agent_name TEXT,
      customer_id TEXT NOT NULL, customer_name TEXT NOT NULL, customer_email TEXT, customer_phone TEXT,
      notes TEXT, cancellation_reason TEXT, inserted_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
      transfer_id TEXT, attempt INTEGER, from_route TEXT`,
    ),
    ...OCCUPIED,
  ],
];

/** The same table with the same rows in the same columns; its indexes go with the old one. */
function withoutRowNumber(table: string, columns: string): string[] {
  return [
    `ALTER TABLE ${table} RENAME TO numbered_${table}`,
    `CREATE TABLE ${table} (${columns}) WITHOUT ROWID`,
    `INSERT INTO ${table} SELECT * FROM numbered_${table}`,
    `DROP TABLE numbered_${table}`,
  ];
}

/** Brings the schema up to date. Called inside a transaction. */
export function migrate(sql: Sql): void {
  sql.all('CREATE TABLE IF NOT EXISTS migrations (level INTEGER PRIMARY KEY)');
  const [row] = sql.all('SELECT COALESCE(MAX(level), 0) AS level FROM migrations');
  for (let level = Number(row?.level); level < MIGRATIONS.length; level += 1) {
    for (const statement of MIGRATIONS[level] ?? []) sql.all(statement);
    sql.all('INSERT INTO migrations (level) VALUES (?)', level + 1);
  }
}

/** Whether there is nothing to migrate in a calendar that was written to. */
export const isCurrent = (sql: Sql): boolean =>
  sql.all('SELECT 1 AS found FROM migrations WHERE level = ?', MIGRATIONS.length).length > 0;

/** Whether this calendar was ever written to. Costs nothing in one that was not. */
export const isWritten = (sql: Sql): boolean =>
  sql.all("SELECT 1 AS found FROM sqlite_master WHERE name = 'migrations'").length > 0;
