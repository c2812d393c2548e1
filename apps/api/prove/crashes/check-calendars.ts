// Promises 1 and 3 from inside. What must hold in the ledgers at any moment, a crash in the middle of a move included, and
// what must hold once all is at rest.

import type { Books, LedgerBook, Row } from './books.ts';
import { eventsOf, type StoredEvent, takesTime, timeOf, versionsOf } from './events.ts';
import type { Findings } from './findings.ts';

const HOLD = 'hold:';

export function checkCalendars(books: Books, findings: Findings, atRest: boolean): void {
  const events = eventsOf(books);
  for (const ledger of books.ledgers) {
    const own = events.filter(({ route }) => route === ledger.route);
    checkOccupied(ledger, findings);
    checkPast(ledger, own, findings);
    findings.same(
      5,
      `the events of ${ledger.agentId} are numbered without gaps`,
      own.map(({ seq }) => seq),
      own.map((_, index) => index + 1),
    );
  }
  checkVersions(events, findings);
  checkOwners(books, events, findings, atRest);
}

/** Promise 1, now: whatever occupies, holds included, follows one after the other. */
function checkOccupied({ agentId, appointments }: LedgerBook, findings: Findings): void {
  const occupying = appointments
    .filter(({ occupying }) => occupying === 1)
    .sort((a, b) => Number(a.scheduled_at) - Number(b.scheduled_at));
  occupying.forEach((row, index) => {
    const before = occupying[index - 1];
    const isFree = !before || Number(before.ends_at) <= Number(row.scheduled_at);
    findings.check(1, isFree, () => `${before?.id} and ${row.id} overlap at ${agentId}`);
  });
  for (const row of appointments) {
    const length = Number(row.duration_minutes) * 60_000;
    const takes = row.place !== 'gone' && takesTime(row.status) ? 1 : 0;
    const { id, ends_at, occupying } = row;
    findings.same(1, `end of ${id}`, ends_at, Number(row.scheduled_at) + length);
    findings.same(1, `whether ${id} occupies ${agentId}`, occupying, takes);
  }
}

/** Promise 1, at every moment so far: the calendar event by event. What comes out is what stands there. */
function checkPast(ledger: LedgerBook, events: readonly StoredEvent[], findings: Findings): void {
  const standing = new Map<string, StoredEvent>();
  for (const event of events) {
    const { id, status } = event.appointment;
    if (event.type === 'released') {
      standing.delete(id);
      continue;
    }
    standing.set(id, event);
    const { startAt, endAt } = timeOf(event.appointment);
    const other = [...standing.values()].find(({ appointment }) => {
      const time = timeOf(appointment);
      const meets = time.startAt < endAt && startAt < time.endAt;
      return appointment.id !== id && takesTime(appointment.status) && meets;
    });
    findings.check(1, !other || !takesTime(status), () => {
      return `${id} and ${other?.appointment.id} overlapped at ${ledger.agentId} as of event ${event.seq}`;
    });
  }
  const owned = ledger.appointments.filter(({ place }) => place === 'here');
  const toldOf = [...standing.values()].map(({ appointment }) => factsOfSnapshot(appointment));
  findings.same(
    3,
    `what stands at ${ledger.agentId} is what its events tell`,
    owned.map((row) => factsOfRow(row)).sort(byId),
    toldOf.sort(byId),
  );
}

/** Promise 3: versions grow by one across all calendars, and only a move goes from one calendar to another. */
function checkVersions(events: readonly StoredEvent[], findings: Findings): void {
  const released = new Map(
    events
      .filter(({ type }) => type === 'released')
      .map((event) => [`${event.appointment.id} ${event.appointment.version}`, event]),
  );
  for (const [id, story] of versionsOf(events)) {
    findings.same(
      3,
      `versions of ${id}`,
      story.map(({ version }) => version),
      story.map((_, index) => index + 1),
    );
    story.forEach((event, index) => {
      const before = story[index - 1];
      findings.same(3, `version in the event of ${id}`, event.appointment.version, event.version);
      findings.same(3, `agent of ${id}`, event.appointment.agentId, event.agentId);
      if (!before) {
        findings.same(3, `the first event of ${id}`, event.type, 'booked');
      } else if (event.type === 'moved') {
        const from = released.get(`${id} ${before.version}`)?.route;
        findings.same(3, `who released ${id} ${before.version}`, from, before.route);
        findings.check(3, event.route !== before.route, () => `${id} moved to where it was`);
      } else {
        findings.same(3, `the calendar of ${id} ${event.version}`, event.route, before.route);
      }
    });
  }
}

/** Promise 3: one calendar owns it; between the commit and the activation of a move none does, and one holds. */
function checkOwners(
  { ledgers }: Books,
  events: readonly StoredEvent[],
  findings: Findings,
  atRest: boolean,
): void {
  const at = (place: string) =>
    ledgers.flatMap((ledger) =>
      ledger.appointments
        .filter((row) => row.place === place)
        .map((row) => ({ ledger, row, id: String(row.id).replace(HOLD, '') })),
    );
  const [here, held, gone] = [at('here'), at('held'), at('gone')];
  for (const id of new Set(events.map(({ appointment }) => appointment.id))) {
    const owners = here.filter((one) => one.id === id).map(({ ledger }) => ledger.agentId);
    const committed = gone
      .filter((one) => one.id === id)
      .flatMap(({ ledger }) => ledger.departures)
      .find((row) => row.appointment_id === id);
    const isArriving = held.some(
      (one) => one.id === id && one.row.transfer_id === committed?.transfer_id,
    );
    const isOnItsWay = !atRest && owners.length === 0 && committed !== undefined && isArriving;
    findings.check(3, owners.length === 1 || isOnItsWay, () => {
      return `${id} is owned by ${owners.length === 0 ? 'nobody' : owners.join(' and ')}`;
    });
  }
  for (const { ledger, row, id } of held) {
    findings.check(1, row.transfer_id !== null && row.from_route !== null, () => {
      return `${ledger.agentId} holds time for ${id} and does not know why`;
    });
  }
  if (!atRest) return;
  const routes = new Map(ledgers.map((ledger) => [ledger.route, ledger]));
  for (const { ledger, row, id } of gone) {
    let place: { ledger: LedgerBook; row: Row } | undefined = { ledger, row };
    for (let hops = 0; place?.row.place === 'gone' && hops <= ledgers.length; hops += 1) {
      const next = routes.get(String(place.row.moved_to));
      const there = next?.appointments.find((other) => other.id === id);
      place = next && there && { ledger: next, row: there };
    }
    findings.same(3, `where the forwards of ${id} lead`, place?.row.place, 'here');
  }
}

const factsOfRow = (row: Row) => ({
  id: row.id,
  version: row.version,
  title: row.title,
  description: row.description,
  status: row.status,
  scheduledAt: row.scheduled_at,
  durationMinutes: row.duration_minutes,
  notes: row.notes,
  cancellationReason: row.cancellation_reason,
  updatedAt: row.updated_at,
});

const factsOfSnapshot = (snapshot: StoredEvent['appointment']) => ({
  id: snapshot.id,
  version: snapshot.version,
  title: snapshot.title,
  description: snapshot.description,
  status: snapshot.status,
  scheduledAt: snapshot.scheduledAt,
  durationMinutes: snapshot.durationMinutes,
  notes: snapshot.notes,
  cancellationReason: snapshot.cancellationReason,
  updatedAt: snapshot.updatedAt,
});

const byId = (a: { id?: unknown }, b: { id?: unknown }) => (String(a.id) < String(b.id) ? -1 : 1);
