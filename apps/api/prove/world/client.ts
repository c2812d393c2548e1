// A client of the API and the Worker that answers it: the same calls to the same modules that the routes make, without HTTP.
// Every attempt goes into a log, as a client would keep one.

import type { ImportReport } from '@rendezvous/contract';
import type { Action, Appointment, ChangeCommand, Contact } from '@rendezvous/domain';
import { ask, CalendarSilent, type RemoteCalendar } from '../../src/calendar/calendar-of.ts';
import type { CalendarRefusal, Elsewhere, Envelope, Outcome } from '../../src/calendar/commands.ts';
import { COMMAND_LIFETIME_MS, sendBooking, sendCommand } from '../../src/calendar/dispatch.ts';
import { findAppointment } from '../../src/calendar/find.ts';
import type { Env } from '../../src/env.ts';
import { rebuild } from '../../src/routes/rebuild.ts';
import { customerInDirectory, DEPARTMENT, newbornOf } from './directory.ts';
import { importLines, type Line } from './import-lines.ts';
import { agentIdOf, calendarOf, TENANT, type World } from './world.ts';

export type Request =
  | {
      readonly kind: 'book';
      readonly agent: number;
      readonly startAt: number;
      readonly minutes: number;
    }
  | {
      readonly kind: 'change';
      readonly id: string;
      readonly agent?: number | undefined;
      readonly startAt?: number | undefined;
      readonly minutes?: number | undefined;
      readonly title?: string | undefined;
      /** Another customer of the directory. */
      readonly customer?: number | undefined;
      readonly contact?: Partial<Contact> | undefined;
      readonly ifMatch?: number | undefined;
    }
  | {
      readonly kind: 'act';
      readonly id: string;
      readonly action: Action;
      readonly reason?: string | undefined;
      readonly ifMatch?: number | undefined;
    }
  | { readonly kind: 'get'; readonly id: string }
  /** D1 gets all of a calendar again. */
  | { readonly kind: 'rebuild'; readonly agent: number }
  /** A file of an old system. */
  | { readonly kind: 'import'; readonly lines: readonly Line[] }
  | {
      readonly kind: 'conflicts';
      readonly agent: number;
      readonly startAt: number;
      readonly minutes: number;
    };

export type Answer =
  | { readonly kind: 'accepted'; readonly appointment: Appointment; readonly replayed: boolean }
  | { readonly kind: 'refused'; readonly refusal: CalendarRefusal }
  | { readonly kind: 'read'; readonly appointment: Appointment }
  | { readonly kind: 'listed'; readonly conflicts: readonly Appointment[] }
  /** Events that D1 does not have yet. */
  | { readonly kind: 'rebuilt'; readonly left: number }
  | { readonly kind: 'reported'; readonly reports: readonly ImportReport[] }
  /** 503, or the client stopped waiting: what became of it is not known. */
  | { readonly kind: 'unknown' }
  /** What would be a 500. */
  | { readonly kind: 'bug'; readonly error: unknown };

/** One request as it was made. The log holds them in the order in which they were sent. */
export interface Attempt {
  readonly client: string;
  readonly request: Request;
  readonly commandId: string;
  /** The same in every retry. */
  readonly key: string | null;
  /** When it may no longer be carried out. */
  readonly until: number;
  /** Both in turns of the world. */
  readonly invokedAt: number;
  answeredAt: number;
  answer: Answer | undefined;
  /** The agent whose calendar spoke last. */
  answeredBy: string | undefined;
}

/** Sends one request. The attempt's answer is there when the promise resolves. */
export async function attempt(
  world: World,
  log: Attempt[],
  client: string,
  request: Request,
  key: string | null,
): Promise<Attempt> {
  const made: Attempt = {
    client,
    request,
    commandId: `${client}, request ${log.filter((made) => made.client === client).length + 1}`,
    key,
    until: world.kernel.now + world.skewMs(client) + COMMAND_LIFETIME_MS,
    invokedAt: world.kernel.steps,
    answeredAt: Number.POSITIVE_INFINITY,
    answer: undefined,
    answeredBy: undefined,
  };
  log.push(made);
  const env = world.envOf(client, (host) => {
    // An answer that comes when another one has been given is nobody's.
    if (!made.answer) made.answeredBy = host.alias;
  });
  const retry = key === null ? null : { scope: key, request: bodyOf(request) };
  const { commandId, until } = made;
  const envelope = { commandId, actor: client, until, retry };
  made.answer = await answerTo(env, request, envelope).catch(
    (error: unknown): Answer =>
      error instanceof CalendarSilent ? { kind: 'unknown' } : { kind: 'bug', error },
  );
  made.answeredAt = world.kernel.steps;
  return made;
}

/** What two requests of one key are compared by: `If-Match` is a header. */
export const bodyOf = (request: Request): string =>
  JSON.stringify({ ...request, ifMatch: undefined });

async function answerTo(env: Env, request: Request, envelope: Envelope): Promise<Answer> {
  switch (request.kind) {
    case 'book': {
      const calendar = calendarOf(request.agent);
      const customer = newbornOf(envelope.retry?.scope ?? envelope.commandId);
      const booked = await sendBooking(env, {
        envelope,
        calendar,
        wish: {
          ...TEXTS,
          scheduledAt: request.startAt,
          durationMinutes: request.minutes,
          agentId: calendar.agentId,
          contact: customer.contact,
        },
        facts: { ...FACTS, agent: agentNamed(request.agent), customer: found(customer) },
        newborn: customer,
      });
      return toAnswer(booked);
    }
    case 'change': {
      const { id, agent, startAt, minutes, title, customer, contact = {}, ifMatch } = request;
      const record = customer === undefined ? undefined : customerInDirectory(customer);
      const wish: ChangeCommand = {
        title,
        scheduledAt: startAt,
        durationMinutes: minutes,
        agentId: agent === undefined ? undefined : agentIdOf(agent),
        customerId: record?.id,
        contact,
        precondition: preconditionOf(ifMatch),
      };
      const facts = {
        ...(agent === undefined ? {} : { agent: agentNamed(agent) }),
        ...(record ? { customer: found(record) } : {}),
      };
      const target = agent === undefined ? null : calendarOf(agent);
      return command(env, id, (remote) => remote.change({ envelope, id, wish, facts, target }));
    }
    case 'act': {
      const { id, action, ifMatch } = request;
      const reason = action === 'cancel' ? (request.reason ?? 'changed plans') : null;
      const wish = { action, reason, precondition: preconditionOf(ifMatch) };
      return command(env, id, (remote) => remote.transition({ envelope, id, wish }));
    }
    case 'get': {
      const got = await findAppointment(env, TENANT, request.id);
      if (got.kind === 'answered') return { kind: 'read', appointment: got.answer };
      return missing(got.kind);
    }
    case 'rebuild': {
      const rebuilt = await rebuild(env, calendarOf(request.agent));
      return rebuilt.kind === 'silent'
        ? { kind: 'unknown' }
        : { kind: 'rebuilt', left: rebuilt.left };
    }
    case 'import':
      return { kind: 'reported', reports: await importLines(env, envelope, request.lines) };
    case 'conflicts': {
      const { agent, startAt, minutes } = request;
      const wanted = { startAt, endAt: startAt + minutes * 60_000 };
      const listed = await ask(env, calendarOf(agent), (remote) =>
        remote.conflicts({ agentId: agentIdOf(agent), wanted, excludeId: null, from: 0 }),
      );
      return { kind: 'listed', conflicts: listed.conflicts };
    }
  }
}

async function command(
  env: Env,
  id: string,
  send: (calendar: RemoteCalendar) => Promise<Outcome | Elsewhere>,
): Promise<Answer> {
  const found = await sendCommand(env, TENANT, id, send);
  return found.kind === 'answered' ? toAnswer(found.answer) : missing(found.kind);
}

function toAnswer(outcome: Outcome): Answer {
  if (outcome.kind === 'accepted') {
    const { appointment, replayed } = outcome;
    return { kind: 'accepted', appointment, replayed };
  }
  const { refusal } = outcome;
  // Either means: again, with the same key.
  const isOpen = refusal.code === 'unavailable' || refusal.code === 'idempotency_in_progress';
  return isOpen ? { kind: 'unknown' } : { kind: 'refused', refusal };
}

const missing = (kind: 'unknown' | 'silent'): Answer =>
  kind === 'silent' ? { kind: 'unknown' } : { kind: 'refused', refusal: { code: 'not_found' } };

const preconditionOf = (version: number | undefined): ChangeCommand['precondition'] =>
  version === undefined ? 'none' : [version];

const found = <Value>(value: Value) => ({ kind: 'found', value }) as const;
const agentNamed = (agent: number) => found({ id: agentIdOf(agent), name: agentIdOf(agent) });

const TEXTS = { title: 'Call', description: null, notes: null, departmentId: DEPARTMENT.id };
const FACTS = { department: found(DEPARTMENT) };
