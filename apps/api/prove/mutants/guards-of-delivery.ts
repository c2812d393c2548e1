// Guards of the way to D1: what makes it equal to the ledgers without help, each event exactly once.

import type { Guard } from './guard.ts';

const CALENDAR = 'apps/api/src/calendar/calendar.ts';
const JOURNAL = 'apps/api/src/calendar/journal.ts';
const LEDGER = 'apps/api/src/calendar/ledger.ts';
const ROWS = 'apps/api/src/calendar/appointment-rows.ts';
const OUTBOX = 'apps/api/src/calendar/outbox.ts';
const RUNNER = 'apps/api/src/calendar/command-runner.ts';
const PROJECTION = 'apps/api/src/read-model/projection.ts';
const BATCH = 'apps/api/src/read-model/batch.ts';
const DELIVERY = 'apps/api/src/read-model/delivery.ts';
const GROUP = 'apps/api/src/read-model/group-commit.ts';

export const GUARDS_OF_DELIVERY: readonly Guard[] = [
  {
    name: 'the last event is delivered although it is not the only one',
    promise: 5,
    why: 'D1 never gets those before it',
    patches: [
      {
        file: JOURNAL,
        find: 'this.undeliveredCount() === 1 ?',
        replace: 'this.hasUndelivered() ?',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'a change of a row is not remembered',
    promise: 5,
    why: 'D1 gets the row as it was before, and the next change is decided on it',
    patches: [
      {
        file: ROWS,
        find: '    this.#know(idAfter, after);\n',
        replace: '',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'what was remembered outlives a transaction that is rolled back',
    promise: 5,
    why: 'events get numbers after a hole, and D1 waits for what never was',
    patches: [{ file: LEDGER, find: '      this.#memory.forget();\n', replace: '' }],
    caughtBy: {
      test: 'apps/api/test/rollbacks.test.ts',
      name: 'a booking that fails in its last write leaves nothing behind',
    },
  },
  {
    name: 'the alarm is not armed with the event',
    promise: 5,
    why: 'what its own answer could not deliver stays behind',
    patches: [{ file: RUNNER, find: '    this.#parts.outbox.arm();\n', replace: '' }],
    caughtBy: 'simulation',
  },
  {
    name: 'alarm cleared after the drain',
    promise: 5,
    why: 'with it goes what was asked for while the drain was under way',
    patches: [
      { file: CALENDAR, find: '    wakeups.forget();\n', replace: '' },
      {
        file: CALENDAR,
        find: '    if (done.some(',
        replace: '    wakeups.forget();\n    if (done.some(',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'no alarm after a delivery that failed',
    promise: 5,
    why: 'D1 stays behind until somebody writes',
    patches: [
      {
        file: OUTBOX,
        find: 'this.#wakeups.within(backoff(this.#failures, this.#clock.now()));',
        replace: 'backoff(this.#failures, this.#clock.now());',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'what is delivered is never written down',
    promise: 5,
    why: 'every life of a calendar delivers all that the ones before it did',
    patches: [{ file: OUTBOX, find: 'do this.#journal.mark();', replace: 'do;' }],
    caughtBy: 'simulation',
  },
  {
    name: 'more is written down as delivered than D1 has',
    promise: 5,
    why: 'what came while the last batch was under way is lost with the memory of the calendar',
    patches: [
      {
        file: JOURNAL,
        find: '      const seq = this.deliveredSeq();\n',
        replace: '      const seq = this.lastSeq();\n',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'the constructor does not ask for an alarm',
    promise: 5,
    why: 'the platform drops an alarm after six failures; then D1 stays behind',
    patches: [{ file: OUTBOX, find: 'if (journal.hasUndelivered()) this.arm();', replace: '' }],
    caughtBy: {
      test: 'apps/api/test/projection.test.ts',
      name: 'is caught up with although its alarm was dropped',
    },
  },
  {
    name: 'events are marked before the projection has succeeded',
    promise: 5,
    why: 'what D1 did not take is not sent again',
    patches: [
      {
        file: OUTBOX,
        find: '      const done = await this.#clock.within(waitMs,',
        replace: `      this.#journal.delivered(batch);
      const done = await this.#clock.within(waitMs,`,
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'a projection that takes too long counts as done',
    promise: 5,
    why: 'it may have come to nothing',
    patches: [
      {
        file: OUTBOX,
        find: "        this.#patient = false;\n        throw new Error('late');",
        replace: '        this.#patient = false;',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'version guard dropped from the projection',
    promise: 5,
    why: 'a late delivery puts an older version in place of a newer one',
    patches: [
      { file: PROJECTION, find: "'excluded.version > appointments.version'", replace: "'true'" },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'an event that D1 has already is an error',
    promise: 5,
    why: 'a delivery whose answer was lost can never be made again',
    patches: [
      {
        file: PROJECTION,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the source, quoted to be found there
        find: '       ON CONFLICT ${onConflict(columns)}`',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the source, quoted to be found there
        replace: "       ${table === 'events' ? '' : `ON CONFLICT ${onConflict(columns)}`}`",
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'newborn customers are forgotten with the next delivery',
    promise: 5,
    why: 'D1 gets their bookings without them',
    patches: [
      {
        file: JOURNAL,
        find: "this.#sql.all('DELETE FROM newborns WHERE seq <= ?', seq);",
        replace: "this.#sql.all('DELETE FROM newborns');",
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'a rebuild does not write what D1 has at that version',
    promise: 5,
    why: 'rows that were corrupted stay as they are',
    patches: [
      {
        file: JOURNAL,
        find: 'rebuild: (events[0]?.seq ?? 0) <= this.#rebuildThrough(),',
        replace: 'rebuild: (events[0]?.seq ?? 0) < -this.#rebuildThrough(),',
      },
    ],
    caughtBy: {
      test: 'apps/api/test/rebuild.test.ts',
      name: 'ends equal when rows were corrupted at the same version',
    },
  },
  {
    name: 'a projector answers before its group is written',
    promise: 5,
    why: 'a group that comes to nothing is not sent again',
    patches: [
      {
        file: GROUP,
        find: '    const written = begun().then(',
        replace: `    for (const { answer } of group) answer('written');
    const written = begun().then(`,
      },
    ],
    caughtBy: {
      test: 'apps/api/test/group-commit.test.ts',
      name: 'is told that it is written when it is, and no earlier',
    },
  },
  {
    name: 'a group that failed is told that it is written',
    promise: 5,
    why: 'nobody sends again what D1 does not have',
    patches: [{ file: GROUP, find: "(): Told => 'failed',", replace: "(): Told => 'written'," }],
    caughtBy: {
      test: 'apps/api/test/group-commit.test.ts',
      name: 'is told as a whole that it failed, and the next is written',
    },
  },
  {
    name: 'a group holds an appointment twice',
    promise: 5,
    why: 'the newer row stays unwritten when the older one has moved it to the same place',
    patches: [
      {
        file: BATCH,
        find: 'appointments: [...newest.values()],',
        replace: 'appointments: batches.flatMap(({ appointments }) => appointments),',
      },
    ],
    caughtBy: {
      test: 'apps/api/test/projector.test.ts',
      name: 'leave the newest of an appointment',
    },
  },
  {
    name: 'nobody goes alone after a group has failed',
    promise: 5,
    why: 'rows that D1 refuses keep everybody else back',
    patches: [
      {
        file: DELIVERY,
        find: '      this.#isAlone = true;',
        replace: "      throw new Error('refused');",
      },
    ],
    caughtBy: { test: 'apps/api/test/projector.test.ts', name: 'keep nobody else back' },
  },
  {
    name: 'a write that hangs is waited for by all',
    promise: 5,
    why: 'one lost answer of D1 keeps every calendar of a projector back',
    patches: [
      {
        file: GROUP,
        find: 'await this.#writer.within(GATHER_AT_MOST_MS, written);',
        replace: 'await this.#writer.within(ANSWER_AT_MOST_MS, written);',
      },
    ],
    caughtBy: {
      test: 'apps/api/test/group-commit.test.ts',
      name: 'holds up its own callers alone',
    },
  },
];
