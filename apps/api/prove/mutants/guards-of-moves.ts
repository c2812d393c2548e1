// Guards of a move: what keeps an appointment in exactly one calendar, and brings every move to its end.

import type { Guard } from './guard.ts';

const ARRIVALS = 'apps/api/src/calendar/arrivals.ts';
const CALENDAR = 'apps/api/src/calendar/calendar.ts';
const DEPARTURES = 'apps/api/src/calendar/departures.ts';
const FIND = 'apps/api/src/calendar/find.ts';
const LEDGER = 'apps/api/src/calendar/ledger.ts';
const RUNNER = 'apps/api/src/calendar/command-runner.ts';
const TRANSFER = 'apps/api/src/calendar/transfer.ts';
const CHANGE = 'packages/domain/src/change.ts';

export const GUARDS_OF_MOVES: readonly Guard[] = [
  {
    name: 'a hold expires',
    promise: 3,
    why: 'the owner commits to a calendar that has let go',
    patches: [
      {
        file: ARRIVALS,
        find: 'ledger.arrivals().map((arrival) => this.settleHeld(arrival))',
        replace: 'ledger.arrivals().map(async (arrival) => ledger.letGo(arrival.appointmentId))',
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'a hold is let go while its transfer is open',
    promise: 3,
    why: 'the owner commits to a calendar that has let go',
    patches: [{ file: ARRIVALS, find: "if (state.kind === 'open') return 'open';", replace: '' }],
    caughtBy: 'scopes',
  },
  {
    name: 'a hold is let go when its owner is silent',
    promise: 3,
    why: 'silence is taken for a no; the owner has committed',
    patches: [
      {
        file: ARRIVALS,
        find: `if (state === 'silent') return 'silent';
    if (state.kind === 'open') return 'open';
    if (state.kind === 'committed' &&`,
        replace: `if (state !== 'silent' && state.kind === 'open') return 'open';
    if (state !== 'silent' && state.kind === 'committed' &&`,
      },
      {
        file: ARRIVALS,
        find: "if (state.kind === 'committed') this",
        replace: "if (state !== 'silent' && state.kind === 'committed') this",
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'a late hold takes the place of a newer one',
    promise: 3,
    why: 'nobody holds time for the transfer that is committed',
    patches: [
      {
        file: ARRIVALS,
        find: "if (earlier && isNewer(earlier, request)) return { kind: 'stale' };",
        replace: '',
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'the commit does not wait for a yes: the hold was refused',
    promise: 3,
    why: 'the appointment leaves for a calendar that will not have it',
    patches: [
      {
        file: DEPARTURES,
        find: "answer === 'silent' || answer.kind !== 'held' || !current",
        replace: "answer === 'silent' || !current",
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'the commit does not wait for a yes: the other calendar is silent',
    promise: 3,
    why: 'the appointment leaves for a calendar that may not have heard of it',
    patches: [
      {
        file: DEPARTURES,
        find: "answer === 'silent' || answer.kind !== 'held' || !current",
        replace: "(answer !== 'silent' && answer.kind !== 'held') || !current",
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'a departure is closed before the activation',
    promise: 3,
    why: 'the new holder asks, is told that there was no transfer, and lets go',
    patches: [
      {
        file: DEPARTURES,
        find: '    const activated = await askPeer(',
        replace: `    this.#parts.ledger.transaction(() => this.#parts.records.close(departure));
    const activated = await askPeer(`,
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'a departure is closed although the activation was not answered',
    promise: 3,
    why: 'as above, and nobody activates it again',
    patches: [
      {
        file: DEPARTURES,
        find: `    if (activated === 'silent') return { kind: 'silent' };
    this.#parts.ledger.transaction(() => this.#parts.records.close(departure));`,
        replace: `    this.#parts.ledger.transaction(() => this.#parts.records.close(departure));
    if (activated === 'silent') return { kind: 'silent' };`,
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'a departure stays although the appointment is back',
    promise: 3,
    why: 'its old calendar takes the second leaving for the first',
    patches: [
      {
        file: ARRIVALS,
        find: '    this.#parts.records.closeOf(appointmentId);\n',
        replace: '',
      },
    ],
    caughtBy: { test: 'apps/api/test/moves-chains.test.ts', name: 'is told of its second leaving' },
  },
  {
    name: 'an activation is not idempotent',
    promise: 3,
    why: 'when its answer is lost the move never ends',
    patches: [
      {
        file: ARRIVALS,
        find: `      if (outcome) return outcome;
      if (standing) return { appointment: standing, seq: 0 };
`,
        replace: '',
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'an appointment stays where it has left',
    promise: 3,
    why: 'it stands in two calendars',
    patches: [
      { file: LEDGER, find: "{ place: 'gone', occupying: 0, moved_to", replace: '{ moved_to' },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'the time of an appointment that has left is not freed',
    promise: 4,
    why: 'free time is refused',
    patches: [
      {
        file: LEDGER,
        find: "{ place: 'gone', occupying: 0, moved_to",
        replace: "{ place: 'gone', moved_to",
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'a move makes no version',
    promise: 3,
    why: 'two states of the appointment have one version',
    patches: [
      {
        file: CHANGE,
        find: 'version: current.version + 1',
        replace: 'version: current.version + (command.agentId === undefined ? 1 : 0)',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'a move makes two versions',
    promise: 3,
    why: 'a version is missing from the history',
    patches: [
      {
        file: CALENDAR,
        find: 'departures.begin(appointment, target',
        replace: 'departures.begin({ ...appointment, version: appointment.version + 1 }, target',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'a command is carried out on an appointment that is leaving',
    promise: 2,
    why: 'the new holder has it as it was when the move began',
    patches: [
      {
        file: RUNNER,
        find: "if (departure?.state === 'open') return",
        replace:
          "if (departure?.envelope.commandId === envelope.commandId && departure.state === 'open') return",
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'a transfer that was refused stays open',
    promise: 2,
    why: 'a move that was refused is done later',
    patches: [
      {
        file: DEPARTURES,
        find: '      this.#parts.records.abort(departure);\n      return;',
        replace: '      return;',
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'transfers are not resumed by the alarm',
    promise: 2,
    why: 'a move that a crash interrupted never ends',
    patches: [{ file: CALENDAR, find: '      transfers.resume(),\n', replace: '' }],
    caughtBy: 'simulation',
  },
  {
    name: 'arrivals are not resumed by the alarm',
    promise: 2,
    why: 'time is held for ever for a move that came to nothing',
    patches: [
      {
        file: TRANSFER,
        find: 'await Promise.all([this.departures.resume(), this.arrivals.resume()]);',
        replace: 'await this.departures.resume();',
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'tombstone not followed: the old calendar does not say where to',
    promise: 2,
    why: 'an appointment that has moved is not found while D1 is behind',
    patches: [
      {
        file: RUNNER,
        find: "return route ? { kind: 'elsewhere', route } : { kind: 'unknown' };",
        replace: "return { kind: 'unknown' };",
      },
    ],
    caughtBy: 'scopes',
  },
  {
    name: 'tombstone not followed: the Worker does not go there',
    promise: 2,
    why: 'an appointment that has moved cannot be reached any more',
    patches: [{ file: FIND, find: 'forwards <= MAX_FORWARDS', replace: 'forwards < 1' }],
    caughtBy: 'simulation',
  },
  {
    name: 'an appointment that is held for is denied',
    promise: 2,
    why: 'between commit and activation nobody knows it',
    patches: [
      {
        file: RUNNER,
        find: "return settled === 'open' ? { kind: 'elsewhere', route: arrival.from } : this.locate(id);",
        replace: "return { kind: 'unknown' };",
      },
    ],
    caughtBy: 'simulation',
  },
  {
    name: 'old news of where it is now overwrite newer ones',
    promise: 2,
    why: 'the forwards lead round in circles',
    patches: [{ file: LEDGER, find: ' || Number(row.moved_version) >= version', replace: '' }],
    caughtBy: {
      test: 'apps/api/test/moves-forwards.test.ts',
      name: 'is right although late news arrive',
    },
  },
];
