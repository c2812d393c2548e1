// Appointments of an old system, taken over as they are: ids, statuses, timestamps, texts. Nothing is judged by the clock.

import { type Appointment, type Instant, intervalOf, isOccupying } from '@rendezvous/domain';
import type { CommandRunner } from './command-runner.ts';
import type { Import, ImportedAppointment, ImportResult } from './commands.ts';
import type { Parts } from './parts.ts';

/**
 * Each is judged by itself, and one that is refused does not hold up the others. Resolves when D1 has them, or will have
 * them without help.
 */
export async function importInto(
  { clock, ledger, outcomes, outbox }: Parts,
  runner: CommandRunner,
  { calendar, actor, commandId, until, appointments }: Import,
): Promise<ImportResult[]> {
  let last = 0;
  const results = ledger.transaction(() => {
    const now = clock.now();
    return appointments.map((appointment): ImportResult => {
      const envelope = { commandId: `${commandId}/${appointment.id}`, actor, until, retry: null };
      // This very hand-over again: its answer was lost.
      if (outcomes.of(envelope, now, null)) return 'imported';
      if (now > until) return 'unavailable';
      if (ledger.knows(appointment.id)) return 'exists';
      const wanted = intervalOf(appointment.scheduledAt, appointment.durationMinutes);
      if (isOccupying(appointment.status) && ledger.conflicts(wanted, null, 1).length > 0) {
        return 'slot_taken';
      }
      ledger.claim(calendar);
      const imported = arrive(appointment, now);
      last = runner.record('imported', null, imported, null, envelope, now).seq;
      ledger.insert(imported, last);
      return 'imported';
    });
  });
  await outbox.settle(last);
  return results;
}

const arrive = (
  { insertedAt, updatedAt, ...rest }: ImportedAppointment,
  now: Instant,
): Appointment => ({
  ...rest,
  insertedAt: insertedAt ?? now,
  updatedAt: updatedAt ?? insertedAt ?? now,
  version: 1,
});
