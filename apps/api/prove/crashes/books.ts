// The stores as they lie on disk: every calendar's ledger and D1, read with an SQLite of our own from copies of their files,
// so that whoever writes them is not disturbed.

import { copyFileSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Row = Readonly<Record<string, string | number | null>>;

export interface LedgerBook {
  readonly route: string;
  readonly agentId: string;
  readonly deliveredSeq: number;
  readonly appointments: readonly Row[];
  /** By seq. */
  readonly events: readonly Row[];
  readonly departures: readonly Row[];
  readonly untold: readonly Row[];
  /** Stored outcomes without an event of this calendar. */
  readonly outcomes: readonly Row[];
  readonly newborns: readonly Row[];
}

export interface Books {
  readonly ledgers: readonly LedgerBook[];
  /** What D1 has. */
  readonly copy: {
    readonly appointments: readonly Row[];
    readonly events: readonly Row[];
    readonly customers: readonly Row[];
  };
}

/** Reads everything in the stores of one server. It has to be dead, or at rest. */
export const readBooks = (stores: string): Books => ({
  ledgers: calendars(stores).flatMap((file) =>
    reading(file, (all) => {
      // An object that was only asked has no schema.
      if (all("SELECT 1 FROM sqlite_master WHERE name = 'calendar'").length === 0) return [];
      return all('SELECT * FROM calendar').map((row) => ({
        route: String(row.route),
        agentId: String(row.agent_id),
        deliveredSeq: Number(row.delivered_seq),
        appointments: all('SELECT * FROM appointments ORDER BY id'),
        events: all('SELECT * FROM events ORDER BY seq'),
        departures: all('SELECT * FROM departures'),
        untold: all('SELECT * FROM untold'),
        outcomes: all('SELECT * FROM outcomes'),
        newborns: all('SELECT * FROM newborns'),
      }));
    }),
  ),
  copy: reading(database(stores), (all) => ({
    appointments: all('SELECT * FROM appointments ORDER BY id'),
    events: all('SELECT * FROM events ORDER BY calendar, seq'),
    customers: all('SELECT * FROM customers ORDER BY id'),
  })),
});

/** What is still to be done in each calendar, in words; empty when all are at rest. May be asked of a living server. */
export const unfinished = (stores: string): string[] =>
  calendars(stores).flatMap((file) =>
    reading(file, (all) => {
      if (all("SELECT 1 FROM sqlite_master WHERE name = 'calendar'").length === 0) return [];
      return all(UNFINISHED)
        .filter(({ left }) => Number(left) > 0)
        .map(({ agent, what, left }) => `${agent}: ${left} ${what}`);
    }),
  );

const UNFINISHED = `
  SELECT agent_id AS agent, 'events to deliver' AS what,
    (SELECT COALESCE(MAX(seq), 0) FROM events) - delivered_seq AS left FROM calendar
  UNION ALL SELECT agent_id, 'departures', (SELECT COUNT(*) FROM departures) FROM calendar
  UNION ALL SELECT agent_id, 'arrivals to tell home of', (SELECT COUNT(*) FROM untold) FROM calendar
  UNION ALL SELECT agent_id, 'holds', (SELECT COUNT(*) FROM appointments WHERE place = 'held') FROM calendar
  UNION ALL SELECT agent_id, 'newborns', (SELECT COUNT(*) FROM newborns) FROM calendar`;

/** The files of all calendars. */
export const calendars = (stores: string): string[] =>
  globSync(join(stores, 'do/*-AgentCalendar/*.sqlite'))
    .filter((file) => basename(file) !== 'metadata.sqlite')
    .sort();

/** The file of D1. */
export function database(stores: string): string {
  const [file] = globSync(join(stores, 'd1/*/*.sqlite')).filter(
    (path) => basename(path) !== 'metadata.sqlite',
  );
  if (!file) throw new Error(`there is no D1 in ${stores}`);
  return file;
}

function reading<Value>(file: string, read: (all: (query: string) => Row[]) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'rendezvous-books-'));
  try {
    const copy = join(folder, 'copy.sqlite');
    // The log first: whatever is moved from it into the file meanwhile is then read twice, not missed.
    for (const part of globSync(`${file}-wal`)) copyFileSync(part, `${copy}-wal`);
    copyFileSync(file, copy);
    const db = new DatabaseSync(copy);
    try {
      return read((query) => db.prepare(query).all() as Row[]); // texts, numbers and null: no column is a blob
    } finally {
      db.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
