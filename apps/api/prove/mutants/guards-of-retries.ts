// Guards of safe retries: what gives one request one effect and one answer, whatever is repeated, late or lost.

import type { Guard } from './guard.ts';

const ARRIVALS = 'apps/api/src/calendar/arrivals.ts';
const CALENDAR = 'apps/api/src/calendar/calendar.ts';
const CALENDAR_OF = 'apps/api/src/calendar/calendar-of.ts';
const DISPATCH = 'apps/api/src/calendar/dispatch.ts';
const OUTCOMES = 'apps/api/src/calendar/outcomes.ts';
const RETRY = 'apps/api/src/http/retry.ts';
const RUNNER = 'apps/api/src/calendar/command-runner.ts';
const JUDGEMENT = 'packages/domain/src/judgement.ts';

const SILENCE_TEST = 'apps/api/test/calendar-silence.test.ts';

export const GUARDS_OF_RETRIES: readonly Guard[] = [
  {
    name: 'the stored outcome is not looked up',
    promise: 6,
    why: 'a retry is a second command',
    patches: [
      {
        file: RUNNER,
        find: 'if (!stored) return;',
        replace: 'if (!stored || stored.seq >= 0) return;',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'outcome stored outside the transaction',
    promise: 6,
    why: 'a crash between the two leaves an effect whose retry is a second command',
    patches: [
      {
        file: OUTCOMES,
        find: 'FROM events WHERE outcome_key = ?1\n',
        replace: `FROM events WHERE outcome_key = ?1
         AND (type = 'moved' OR outcome_key IN (SELECT outcome_key FROM outcomes))
`,
      },
      {
        file: RUNNER,
        find: `    return this.#settle(verdict);
  }

  /** One command on an`,
        replace: `    return this.#settle(verdict, envelope);
  }

  /** One command on an`,
      },
      {
        file: RUNNER,
        find: "          return this.#settle(verdict);\n        case 'begun':",
        replace: "          return this.#settle(verdict, envelope);\n        case 'begun':",
      },
      {
        file: RUNNER,
        find: 'async #settle(verdict: Verdict): Promise<Outcome> {',
        replace: 'async #settle(verdict: Verdict, envelope: Envelope): Promise<Outcome> {',
      },
      {
        file: RUNNER,
        find: '    return { ...accepted, ...(await this.#parts.outbox.settle(seq)) };',
        replace: `    const settlement = await this.#parts.outbox.settle(seq);
    const key = outcomeKey(envelope);
    const { commandId, retry } = envelope;
    const stored = { key, at: this.#parts.clock.now(), commandId, request: retry?.request ?? null };
    const appointment = JSON.stringify(accepted.appointment);
    this.#parts.outcomes.carry(accepted.appointment.id, [{ ...stored, appointment }]);
    return { ...accepted, ...settlement };`,
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'outcomes do not move along',
    promise: 6,
    why: 'a retry after a move is a second command at the new calendar',
    patches: [
      {
        file: ARRIVALS,
        find: '    this.#parts.outcomes.carry(appointmentId, carried.outcomes);\n',
        replace: '',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'an outcome that moves along takes the contact of now',
    promise: 6,
    why: 'a retry is told a contact that came later',
    patches: [{ file: OUTCOMES, find: '      if (row?.changes_contact) kept = 0;\n', replace: '' }],
    caughtBy: 'simulation',
  },
  {
    name: 'an outcome that moves along again takes the contact that came back',
    promise: 6,
    why: 'a retry is told a contact that came later, from the calendar that had the appointment meanwhile',
    patches: [{ file: OUTCOMES, find: "type = 'moved' OR ", replace: '' }],
    caughtBy: 'simulation',
  },
  {
    name: 'outcomes move along once only',
    promise: 6,
    why: 'a retry after two moves is a second command',
    patches: [
      {
        file: OUTCOMES,
        find: '      ...this.#apartFromEvents(appointmentId),\n',
        replace: '',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'of many outcomes the first page moves along',
    promise: 6,
    why: 'a retry of a much edited appointment is a second command',
    patches: [
      {
        file: ARRIVALS,
        find: 'for (let { next } = carried; next; ) {',
        replace: 'for (let { next } = carried; next && next.at < 0; ) {',
      },
    ],
    caughtBy: {
      test: 'apps/api/test/moves-of-much-edited.test.ts',
      name: 'takes its keys along in pages',
    },
  },
  {
    name: 'the outcome of a change that changed nothing is not kept',
    promise: 6,
    why: 'its retry is judged afresh and answered in another way',
    patches: [
      {
        file: CALENDAR,
        find: '        this.#parts.outcomes.keep(appointment, envelope, now);\n',
        replace: '',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'a request without a key is not known by its command',
    promise: 6,
    why: 'when its answer is lost the Worker’s own second call is a second command',
    patches: [
      {
        file: OUTCOMES,
        find: '    if (!this.#ledger.calendar) return;\n    const key',
        replace: '    if (!this.#ledger.calendar || !envelope.retry) return;\n    const key',
      },
    ],
    caughtBy: { test: SILENCE_TEST, name: 'has one effect and is no replay' },
  },
  {
    name: 'the request of a key is not compared',
    promise: 6,
    why: 'another request with the key is told an outcome that is not its own',
    patches: [
      {
        file: RUNNER,
        find: 'if (envelope.retry && envelope.retry.request !== stored.request) {',
        replace: 'if (envelope.retry && stored.seq < 0) {',
      },
    ],
    caughtBy: { test: 'apps/api/test/idempotency.test.ts', name: 'refuses another body, even one' },
  },
  {
    name: 'key scope without caller',
    promise: 6,
    why: 'a colleague who uses the same key is told somebody else’s outcome',
    patches: [{ file: RETRY, find: '[userId, c.req.method,', replace: '[c.req.method,' }],
    caughtBy: {
      test: 'apps/api/test/idempotency-of-changes.test.ts',
      name: 'reaches one caller',
    },
  },
  {
    name: 'tenant missing from the object’s name',
    promise: 3,
    why: 'an id leads into the calendar of another tenant',
    patches: [
      {
        file: CALENDAR_OF,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the source, quoted to be found there
        find: 'getByName(`${tenant}/${route}`)',
        replace: 'getByName(route)',
      },
      // So that the tests look into the calendars that there are.
      {
        file: 'apps/api/test/harness/calendars.ts',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the source, quoted to be found there
        find: 'getByName(`${tenant}/${await routeOf(tenant, agentId)}`)',
        replace: 'getByName(await routeOf(tenant, agentId))',
      },
    ],
    caughtBy: {
      test: 'apps/api/test/tenants.test.ts',
      name: 'is answered like an unknown one, and nothing changes',
    },
  },
  {
    name: 'version guard dropped from a change',
    promise: 2,
    why: 'a change that somebody else made meanwhile is overwritten',
    patches: [
      {
        file: JUDGEMENT,
        find: 'precondition.includes(version)) return;',
        replace: 'precondition.length > 0) return;',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'a command that nobody waits for any more is carried out',
    promise: 2,
    why: 'its caller may have been told no',
    patches: [{ file: RUNNER, find: 'now > envelope.until ||', replace: '' }],
    caughtBy: { test: SILENCE_TEST, name: 'a command that arrives too late is not carried out' },
  },
  {
    name: 'a refused key is forgotten: its first try may come after the no',
    promise: 2,
    why: 'what was refused is done later, and nobody hears of it',
    patches: [
      {
        file: RUNNER,
        find: ' || this.#parts.refusals.includes(envelope, id)',
        replace: '',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'a refused key is forgotten when its appointment moves',
    promise: 2,
    why: 'the first try follows the appointment and is done there',
    patches: [
      {
        file: ARRIVALS,
        find: '    this.#parts.refusals.carry(appointmentId, refused);\n',
        replace: '',
      },
    ],
    caughtBy: {
      test: 'apps/api/test/refused-retries.test.ts',
      name: 'goes wherever the appointment goes',
    },
  },
  {
    name: 'a no is told although an earlier call may still arrive: a booking',
    promise: 2,
    why: 'what was refused is done later',
    patches: [
      {
        file: DISPATCH,
        find: "return isAgain && outcome.kind === 'refused' ? IN_DOUBT : outcome;",
        replace: 'return isAgain ? outcome : outcome;',
      },
    ],
    caughtBy: { test: SILENCE_TEST, name: 'is not said: the caller asks again' },
  },
  {
    name: 'a no is told although an earlier call may still arrive: an appointment',
    promise: 2,
    why: 'what was refused is done later',
    patches: [{ file: DISPATCH, find: 'isInDoubt ? IN_DOUBT : outcome', replace: 'outcome' }],
    caughtBy: { test: SILENCE_TEST, name: 'is not said by an appointment either' },
  },
];
