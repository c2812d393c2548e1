// What calendars write together: rows for D1, each in JSON already, so that who carries them need not know what is in them.

import type { Clock } from '../calendar/ports.ts';
import { GroupCommit } from './group-commit.ts';
import { writeBatch } from './projection.ts';

export interface Batch {
  readonly appointments: readonly BatchedAppointment[];
  readonly events: readonly string[];
  readonly customers: readonly string[];
}

interface BatchedAppointment {
  /** `<tenant>/<id>`. */
  readonly key: string;
  readonly version: number;
  /** Whether D1, if it has the appointment, has it where it is found now. Not told: nobody knows. */
  readonly stays?: boolean;
  readonly row: string;
}

/**
 * What may be joined, in UTF-16 units of the longest parameter: at most 1.8 MB of UTF-8 in one of D1, which takes 2 MB.
 */
const MAX_JOINED_LENGTH = 600_000;

/** Batches on their way into this database, those that come meanwhile together. */
export const groupsInto = (db: D1Database, within: Clock['within']): GroupCommit<Batch> =>
  new GroupCommit({
    write: (batches) => writeBatch(db, joined(batches)),
    sizeOf: lengthOf,
    maxSize: MAX_JOINED_LENGTH,
    within,
  });

/** Of an appointment only the newest row: statements that met two would judge the second by what stood before the first. */
function joined(batches: readonly Batch[]): Batch {
  const newest = new Map<string, BatchedAppointment>();
  for (const appointment of batches.flatMap(({ appointments }) => appointments)) {
    const { version = -1 } = newest.get(appointment.key) ?? {};
    if (appointment.version > version) newest.set(appointment.key, appointment);
  }
  return {
    appointments: [...newest.values()],
    events: batches.flatMap(({ events }) => events),
    customers: batches.flatMap(({ customers }) => customers),
  };
}

const lengthOf = ({ appointments, events, customers }: Batch): number =>
  Math.max(
    ...[appointments.map(({ row }) => row), events, customers].map((rows) =>
      rows.reduce((length, row) => length + row.length + 1, 1),
    ),
  );
