// Guards of an agent's time: what keeps two appointments apart, and nothing else apart.

import type { Guard, Patch } from './guard.ts';

const ARRIVALS = 'apps/api/src/calendar/arrivals.ts';
const CALENDAR = 'apps/api/src/calendar/calendar.ts';
const LEDGER = 'apps/api/src/calendar/ledger.ts';
const MIGRATIONS = 'apps/api/src/calendar/migrations.ts';
const INTERVAL = 'packages/domain/src/interval.ts';
const JUDGEMENT = 'packages/domain/src/judgement.ts';
const LIFECYCLE = 'packages/domain/src/lifecycle.ts';

/** The schema's own guards against an overlap. */
const NO_SECOND_GUARD: readonly Patch[] = [
  {
    file: MIGRATIONS,
    find: "...['INSERT', 'UPDATE OF scheduled_at, ends_at, occupying'].map(",
    replace: '...([] as string[]).map(',
  },
  {
    file: MIGRATIONS,
    find: 'CREATE UNIQUE INDEX occupied',
    replace: 'CREATE INDEX occupied',
  },
];

/** As long as a question to D1 takes. */
const AWAIT = 'await this.#parts.clock.within(20, new Promise(() => {}));';

export const GUARDS_OF_TIME: readonly Guard[] = [
  {
    name: 'an await inside the critical section of a booking',
    promise: 1,
    why: 'two bookings look, then both take',
    patches: [
      {
        file: CALENDAR,
        find: '  book({ envelope, calendar, wish, facts, newborn }: Book): Promise<Outcome> {\n',
        replace: `  async book({ envelope, calendar, wish, facts, newborn }: Book): Promise<Outcome> {
    const { endAt } = intervalOf(wish.scheduledAt, wish.durationMinutes);
    const occupied = this.#parts.ledger.occupiedBefore(endAt, 1);
    ${AWAIT}
`,
      },
      {
        file: CALENDAR,
        find: 'this.#parts.ledger.occupiedBefore(wanted.endAt, 1),',
        replace: 'occupied,',
      },
      ...NO_SECOND_GUARD,
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'an await inside the critical section of a hold',
    promise: 1,
    why: 'what is booked while the hold waits is not seen by it',
    patches: [
      {
        file: ARRIVALS,
        find: '  hold(request: Hold): HoldAnswer {\n',
        replace: `  async hold(request: Hold): Promise<HoldAnswer> {
    const { scheduledAt, durationMinutes } = request.appointment;
    const looked = intervalOf(scheduledAt, durationMinutes);
    const [seen] = this.#parts.ledger.occupiedBefore(looked.endAt, 1);
    ${AWAIT}
`,
      },
      {
        file: ARRIVALS,
        find: 'const [last] = this.#parts.ledger.occupiedBefore(wanted.endAt, 1);',
        replace: 'const last = seen;',
      },
      ...NO_SECOND_GUARD,
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'trigger dropped together with the check',
    promise: 1,
    why: 'nothing keeps two appointments apart',
    patches: [
      { file: JUDGEMENT, find: '  occupied.some((taken)', replace: '  [].some((taken: Occupied)' },
      {
        file: ARRIVALS,
        find: 'if (last && overlaps(last, wanted)) {',
        replace: 'if (last && overlaps(last, wanted) && wanted.startAt < 0) {',
      },
      ...NO_SECOND_GUARD,
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'a hold does not occupy',
    promise: 1,
    why: 'the time of an appointment that is on its way is booked',
    patches: [
      {
        file: LEDGER,
        find: "this.insert({ ...appointment, id: HOLD + appointment.id }, null, 'held', arrival);",
        replace: `this.insert({ ...appointment, id: HOLD + appointment.id }, null, 'held', arrival);
    this.#rows.change(HOLD + appointment.id, { occupying: 0 });`,
      },
      {
        file: LEDGER,
        find: "{ id, place: 'here', last_seq: seq, ",
        replace: "{ id, place: 'here', occupying: 1, last_seq: seq, ",
      },
      ...NO_SECOND_GUARD,
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'a confirmed appointment does not occupy',
    promise: 1,
    why: 'its time is booked again',
    patches: [{ file: LIFECYCLE, find: "['scheduled', 'confirmed'])", replace: "['scheduled'])" }],
    caughtBy: 'simulation',
  },
  {
    name: 'the conflict check misses the predecessor',
    promise: 1,
    why: 'what began before the wanted start and reaches into it is not seen',
    patches: [
      {
        file: LEDGER,
        find: 'WHERE occupying = 1 AND scheduled_at <= ?1 ORDER BY',
        replace: 'WHERE occupying = 1 AND scheduled_at = ?1 ORDER BY',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'one neighbour is looked at where one’s own time may be the first',
    promise: 1,
    why: 'a change of time does not see whom its own old time hides',
    patches: [
      {
        file: CALENDAR,
        find: 'occupiedBefore(endAt, 2)',
        replace: 'occupiedBefore(endAt, 1)',
      },
      ...NO_SECOND_GUARD,
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'closed instead of half-open intervals',
    promise: 4,
    why: 'neighbours refuse each other: nothing that stands explains the no',
    patches: [
      {
        file: INTERVAL,
        find: 'a.startAt < b.endAt && b.startAt < a.endAt',
        replace: 'a.startAt <= b.endAt && b.startAt <= a.endAt',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'closed instead of half-open intervals, in SQL',
    promise: 4,
    why: 'neighbours are listed as conflicts',
    patches: [
      {
        file: LEDGER,
        find: 'scheduled_at < ?2 AND ends_at > ?1',
        replace: 'scheduled_at <= ?2 AND ends_at >= ?1',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'exclude-self forgotten',
    promise: 4,
    why: 'an appointment is in its own way',
    patches: [{ file: JUDGEMENT, find: 'taken.id !== self && overlaps', replace: 'overlaps' }],
    caughtBy: 'simulation',
  },
  {
    name: 'a cancelled appointment occupies',
    promise: 4,
    why: 'free time is refused',
    patches: [
      {
        file: LIFECYCLE,
        find: "['scheduled', 'confirmed'])",
        replace: "['scheduled', 'confirmed', 'cancelled'])",
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'an action leads out of a terminal status',
    promise: 4,
    why: 'what was over takes effect once more',
    patches: [
      {
        file: LIFECYCLE,
        find: '  cancelled: {},',
        replace: "  cancelled: { complete: 'completed' },",
      },
    ],
    caughtBy: 'simulation',
  },
];
