// Promise 5 from inside: D1 follows each ledger in order and without gaps at any moment, and equals them once all is at rest.

import type { Books, Row } from './books.ts';
import { eventsOf, versionsOf } from './events.ts';
import type { Findings } from './findings.ts';

/** Columns of both stores; D1's sort keys are its own. */
const APPOINTMENT = [
  ...['id', 'version', 'title', 'description', 'status', 'scheduled_at', 'duration_minutes'],
  ...['department_id', 'department_name', 'user_id', 'user_name', 'customer_id', 'customer_name'],
  ...['customer_email', 'customer_phone', 'notes', 'cancellation_reason'],
  ...['inserted_at', 'updated_at'],
];
const EVENT = ['seq', 'appointment_id', 'version', 'type', 'actor', 'at', 'reason', 'appointment'];

export function checkCopy(books: Books, findings: Findings, atRest: boolean): void {
  const copied = Map.groupBy(books.copy.events, ({ calendar }) => String(calendar));
  for (const { route, agentId, deliveredSeq, events } of books.ledgers) {
    const followed = (copied.get(route) ?? []).map(pick(EVENT));
    const told = events
      .map((row) => ({ ...row, appointment_id: idIn(row) }))
      .map(pick(EVENT))
      .slice(0, atRest ? events.length : followed.length);
    findings.same(5, `events of ${agentId} in D1`, followed, told);
    findings.check(5, deliveredSeq <= followed.length, () => {
      return `D1 has ${followed.length} events of ${agentId}, who takes ${deliveredSeq} for delivered`;
    });
  }
  const strangers = [...copied.keys()].filter(
    (calendar) => !books.ledgers.some(({ route }) => route === calendar),
  );
  findings.same(5, 'calendars that only D1 knows', strangers, []);

  if (atRest) {
    checkEqual(books, findings);
    checkDone(books, findings);
    checkCustomers(books, findings);
    return;
  }
  const stories = versionsOf(eventsOf(books));
  for (const row of books.copy.appointments) {
    const event = stories.get(String(row.id))?.find(({ version }) => version === row.version);
    findings.same(
      5,
      `${row.id} in D1`,
      [row.status, row.scheduled_at, row.user_id, row.notes],
      event && [
        event.appointment.status,
        event.appointment.scheduledAt,
        event.agentId,
        event.appointment.notes,
      ],
    );
  }
}

/** Each appointment tells the same in D1 as in the ledger that owns it, column by column. */
function checkEqual({ ledgers, copy }: Books, findings: Findings): void {
  const owned = ledgers.flatMap(({ agentId, appointments }) =>
    appointments
      .filter(({ place }) => place === 'here')
      .map((row) =>
        pick(APPOINTMENT)({ ...row, user_id: agentId, user_name: row.agent_name ?? null }),
      ),
  );
  const copied = new Map(copy.appointments.map((row) => [String(row.id), pick(APPOINTMENT)(row)]));
  for (const row of owned) {
    findings.same(5, `${row.id} in D1`, copied.get(String(row.id)), row);
    copied.delete(String(row.id));
  }
  findings.same(5, 'appointments that only D1 knows', [...copied.keys()], []);
}

/** Nothing is left to be done: what is left when all is at rest is left for ever. */
function checkDone({ ledgers }: Books, findings: Findings): void {
  for (const { agentId, deliveredSeq, appointments, events, ...ledger } of ledgers) {
    const held = appointments.filter(({ place }) => place === 'held').map(({ id }) => id);
    findings.same(1, `time that ${agentId} still holds`, held, []);
    findings.same(5, `delivered events of ${agentId}`, deliveredSeq, events.length);
    findings.same(3, `departures of ${agentId}`, ledger.departures, []);
    findings.same(3, `arrivals of ${agentId} that home was not told of`, ledger.untold, []);
    findings.same(5, `newborns of ${agentId}`, ledger.newborns, []);
  }
}

/** One customer for each e-mail, born with a booking that was accepted. */
function checkCustomers(books: Books, findings: Findings): void {
  const events = eventsOf(books);
  const booked = new Set<unknown>(events.map(({ appointment }) => appointment.customerId));
  const born = new Set<unknown>(books.copy.customers.map(({ id }) => id));
  const emails = new Set(books.copy.customers.map(({ email_key }) => email_key));
  findings.same(
    5,
    'booked customers that D1 lacks',
    [...booked].filter((id) => !born.has(id)),
    [],
  );
  findings.same(
    2,
    'customers of refused bookings',
    [...born].filter((id) => !booked.has(id)),
    [],
  );
  findings.same(6, 'customers for each e-mail', born.size, emails.size);
}

const idIn = (row: Row): string | null => {
  const { id } = JSON.parse(String(row.appointment));
  return typeof id === 'string' ? id : null;
};

const pick =
  (columns: readonly string[]) =>
  (row: Row): Row =>
    Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
