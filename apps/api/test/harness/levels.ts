// SQL that takes a ledger back to the schema of an earlier level, with all that stands in it.

/** Without row numbers since level 3. */
export const REBUILT = ['newborns', 'departures'];

/** Back to where appointments had row numbers. */
export const TO_LEVEL_4 = [...numbered('appointments'), 'DELETE FROM migrations WHERE level > 4'];

/** Back to where an arrival was a row of its own, a departure said whether it is committed, and outcomes had an index of their age. */
export const TO_LEVEL_3 = [
  ...TO_LEVEL_4,
  `CREATE TABLE arrivals (
    transfer_id TEXT PRIMARY KEY, appointment_id TEXT NOT NULL, attempt INTEGER NOT NULL, from_route TEXT NOT NULL,
    state TEXT NOT NULL, at INTEGER NOT NULL
  ) WITHOUT ROWID`,
  `INSERT INTO arrivals SELECT transfer_id, REPLACE(id, 'hold:', ''), attempt, from_route, 'held', updated_at
   FROM appointments WHERE place = 'held'`,
  `INSERT INTO arrivals SELECT 'of ' || appointment_id, appointment_id, 1, 'x', 'active', 0 FROM untold`,
  "CREATE INDEX unfinished_arrivals ON arrivals (state) WHERE state <> 'done'",
  "CREATE INDEX done_arrivals ON arrivals (at) WHERE state = 'done'",
  ...['transfer_id', 'attempt', 'from_route'].map(
    (column) => `ALTER TABLE appointments DROP COLUMN ${column}`,
  ),
  'DROP TABLE untold',
  ...replaced(
    'departures',
    `appointment_id TEXT PRIMARY KEY, transfer_id TEXT NOT NULL, attempt INTEGER NOT NULL, state TEXT NOT NULL,
    to_route TEXT NOT NULL, to_agent TEXT NOT NULL, next TEXT NOT NULL, envelope TEXT NOT NULL`,
    `appointment_id, transfer_id, attempt,
     (SELECT CASE place WHEN 'gone' THEN 'committed' ELSE 'open' END FROM appointments WHERE id = appointment_id),
     to_route, to_agent, next, envelope`,
  ),
  'ALTER TABLE calendar RENAME COLUMN attempts TO departures',
  'CREATE INDEX outcomes_by_age ON outcomes (at)',
  'DELETE FROM migrations WHERE level > 3',
];

/** Further back, to where these tables had row numbers. */
export const TO_LEVEL_2 = [
  ...TO_LEVEL_3,
  ...[...REBUILT, 'arrivals'].flatMap(numbered),
  "CREATE INDEX unfinished_arrivals ON arrivals (state) WHERE state <> 'done'",
  "CREATE INDEX done_arrivals ON arrivals (at) WHERE state = 'done'",
  'DELETE FROM migrations WHERE level > 2',
];

function numbered(table: string): string[] {
  return [
    `ALTER TABLE ${table} RENAME TO late_${table}`,
    `CREATE TABLE ${table} AS SELECT * FROM late_${table}`,
    `DROP TABLE late_${table}`,
  ];
}

/** The table with other columns, each filled with what is said of it. */
function replaced(table: string, columns: string, values: string): string[] {
  return [
    `ALTER TABLE ${table} RENAME TO late_${table}`,
    `CREATE TABLE ${table} (${columns}) WITHOUT ROWID`,
    `INSERT INTO ${table} SELECT ${values} FROM late_${table}`,
    `DROP TABLE late_${table}`,
  ];
}
