// The promises from outside, once all is at rest: what any client can see through the API.

import type { WireAppointment } from '@rendezvous/contract';
import { Caller, type Life } from './caller.ts';
import { AGENTS, WRITERS } from './cast.ts';
import { nameOf } from './check-answers.ts';
import { takesTime } from './events.ts';
import type { Findings } from './findings.ts';
import { type Answer, acceptedAnswerOf, type Command, fateOf, isAccepted } from './log.ts';
import type { Done } from './windows.ts';
import { commandOf } from './wishes.ts';

const PAGE_SIZE = 100;
const DAY_MS = 86_400_000;
/** The longest time that one question may ask about, in minutes. */
const DAY_MINUTES = 1_440;
/** Requests that are under way at once. */
const WIDTH = 8;

export async function checkOutside(
  commands: readonly Command[],
  done: readonly Done[],
  life: Pick<Life, 'origin'>,
  findings: Findings,
): Promise<void> {
  const caller = await Caller.of('onlooker');
  const ask = (command: Command) => caller.send(command, life);
  const listed = await readLists(ask, findings);
  checkOverlaps(listed, findings);
  await inParallel(listed, async (appointment) => {
    const { id } = appointment;
    const answer = await ask(commandOf('onlooker', { kind: 'get', id }, ''));
    findings.same(5, `${id} in the list`, appointment, answer.appointment);
  });
  await checkConflicts(ask, listed, findings);
  checkTold(commands, listed, findings);
  await replay(done, life, findings);
  findings.same(6, 'the list after all replays', await readLists(ask, findings), listed);
}

type Ask = (command: Command) => Promise<Answer>;

/** Everything, page by page. */
async function readLists(ask: Ask, findings: Findings): Promise<WireAppointment[]> {
  const all: WireAppointment[] = [];
  for (let page = 1, total = 1; all.length < total; page += 1) {
    const list = commandOf('onlooker', { kind: 'list' }, '');
    const path = `/appointments?sort_by=scheduled_at&page_size=${PAGE_SIZE}&page=${page}`;
    const { appointments = [], totalCount = 0, status } = await ask({ ...list, path });
    total = totalCount;
    all.push(...appointments);
    findings.same(5, `page ${page}`, status, 200);
    if (appointments.length === 0) break;
  }
  const ids = new Set(all.map(({ id }) => id));
  findings.check(3, ids.size === all.length, () => 'an appointment is listed twice');
  return all;
}

function checkOverlaps(listed: readonly WireAppointment[], findings: Findings): void {
  for (const { id: agentId } of AGENTS) {
    const busy = listed
      .filter(({ user_id, status }) => user_id === agentId && takesTime(status))
      .sort((a, b) => (a.scheduled_at < b.scheduled_at ? -1 : 1));
    busy.forEach((appointment, index) => {
      const before = busy[index - 1];
      findings.check(1, !before || before.ends_at <= appointment.scheduled_at, () => {
        return `${before?.id} and ${appointment.id} of ${agentId} overlap`;
      });
    });
  }
}

/** The calendars themselves say the same. */
async function checkConflicts(
  ask: Ask,
  listed: readonly WireAppointment[],
  findings: Findings,
): Promise<void> {
  const starts = listed.map(({ scheduled_at }) => Date.parse(scheduled_at));
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  for (const { id: agentId } of AGENTS) {
    const found = new Map<string, WireAppointment>();
    for (let startAt = first; startAt <= last; startAt += DAY_MS) {
      const wish = { kind: 'conflicts', agentId, startAt, minutes: DAY_MINUTES } as const;
      const { appointments = [] } = await ask(commandOf('onlooker', wish, ''));
      for (const appointment of appointments) found.set(appointment.id, appointment);
    }
    const busy = listed.filter(({ user_id, status }) => user_id === agentId && takesTime(status));
    findings.same(5, `busy times of ${agentId}`, busy.sort(byId), [...found.values()].sort(byId));
  }
}

/** Whatever the writers were told is there, and every version was told to one of them at most. */
function checkTold(
  commands: readonly Command[],
  listed: readonly WireAppointment[],
  findings: Findings,
): void {
  const now = new Map(listed.map((appointment) => [appointment.id, appointment]));
  const told = new Map<string, string>();
  for (const command of commands.filter(({ key }) => key !== null)) {
    const own = acceptedAnswerOf(command)?.appointment;
    if (!own) continue;
    const version = now.get(own.id)?.version ?? 0;
    findings.check(2, version >= own.version, () => {
      return `${nameOf(command)} made version ${own.version} of ${own.id}, which is at ${version}`;
    });
    const name = `version ${own.version} of ${own.id}`;
    findings.check(
      3,
      !told.has(name),
      () => `${name} was made by ${told.get(name)} and ${command.key}`,
    );
    told.set(name, nameOf(command));
  }
  // A booking's key is its title.
  const bookings = new Map(commands.map((command) => [command.key, fateOf(command)]));
  for (const { id, title } of listed) {
    findings.check(2, ['accepted', 'unknown'].includes(bookings.get(title) ?? ''), () => {
      return `${id} is there although its booking ${title} was ${bookings.get(title) ?? 'never made'}`;
    });
  }
}

/** Each command that took effect once more, whether its writer knows or not: the same answer, marked as a replay. */
async function replay(
  done: readonly Done[],
  life: Pick<Life, 'origin'>,
  findings: Findings,
): Promise<void> {
  const callers = new Map<string, Caller>();
  for (const writer of WRITERS) callers.set(writer, await Caller.of(writer));
  await inParallel(done, async ({ command, effect }) => {
    const again = await callers.get(command.writer)?.send(command, life);
    const what = `replay of ${nameOf(command)}`;
    findings.same(
      6,
      what,
      [again?.replayed, again?.appointment?.id, again?.appointment?.version],
      [true, effect.appointment.id, effect.version],
    );
    for (const { answer } of command.attempts) {
      if (!isAccepted(answer)) continue;
      const [told, toldBefore] = [again, answer].map((one) => [one?.status, one?.appointment]);
      findings.same(6, what, told, toldBefore);
    }
  });
}

async function inParallel<Value>(
  values: readonly Value[],
  work: (value: Value) => Promise<void>,
): Promise<void> {
  const left = values.values();
  await Promise.all(
    Array.from({ length: WIDTH }, async () => {
      for (const value of left) await work(value);
    }),
  );
}

const byId = (a: WireAppointment, b: WireAppointment) => (a.id < b.id ? -1 : 1);
