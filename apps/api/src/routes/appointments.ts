// /appointments and /appointments/:id

import { knownParameters, readQuery } from '@rendezvous/contract';
import { nameOf } from '../calendar/calendar-of.ts';
import { sendBooking } from '../calendar/dispatch.ts';
import { answerAppointment, answerOutcome } from '../http/answer.ts';
import {
  commandAppointment,
  findInCalendar,
  idInPath,
  refuseMissing,
} from '../http/appointment-in-path.ts';
import { readBody, readQueryString } from '../http/body.ts';
import { customerIdKey } from '../http/configuration.ts';
import { type HttpHandler, timed } from '../http/context.ts';
import { answerPage } from '../http/pages.ts';
import { parseIfMatch } from '../http/precondition.ts';
import { type HttpRefusal, refuse } from '../http/problem.ts';
import { envelopeOf } from '../http/retry.ts';
import { toBookCommand, toChangeCommand, toWire } from '../http/wire.ts';
import { list } from '../read-model/appointments.ts';
import { databaseOf } from '../read-model/database-of.ts';
import { lookUp } from '../read-model/directory.ts';
import { MAX_SORTED } from '../read-model/find-page.ts';
import { newbornIds } from '../read-model/newborn.ts';

const requests = () => import('@rendezvous/contract/requests/appointment');

const UNKNOWN = { kind: 'unknown' } as const;
const TOO_MANY_TO_SORT: HttpRefusal = {
  code: 'form',
  errors: { sort_by: [`sorts at most ${MAX_SORTED} appointments by this key: narrow the filters`] },
};

export const listAppointments: HttpHandler = async (c) => {
  const parameters = readQuery(new URL(c.req.url).searchParams);
  const { listQuery } = await import('@rendezvous/contract/requests/query');
  const query = readQueryString(listQuery, parameters);
  if (!query.ok) return refuse(c, query.refusal);

  const { tenant } = c.get('caller');
  const db = databaseOf(c.env, tenant);
  const listed = await timed(c, 'list', () => list(db, tenant, query.value));
  if (listed.kind === 'silent') return refuse(c, { code: 'unavailable' });
  if (listed.kind === 'too many') return refuse(c, TOO_MANY_TO_SORT);

  const known = knownParameters(listQuery, parameters, query.value);
  return answerPage(c, known, query.value, listed.appointments.map(toWire), listed.totalCount);
};

export const createAppointment: HttpHandler = async (c) => {
  const { appointmentCreate } = await requests();
  const body = await readBody(c, appointmentCreate);
  if (!body.ok) return refuse(c, body.refusal);

  const envelope = await envelopeOf(c, body.bytes);
  const { tenant, userId } = c.get('caller');
  const wish = toBookCommand(body.value, userId);
  const { contact } = wish;
  const customerId = body.value.customer_id;
  const reference = customerId
    ? { id: customerId }
    : { ...contact, newbornIds: await newbornIds(customerIdKey(c.env), tenant, contact) };
  const facts = await timed(c, 'directory', () =>
    lookUp(c.env, tenant, {
      departmentId: wish.departmentId,
      agentId: wish.agentId,
      customer: reference,
    }),
  );
  const { department = UNKNOWN, agent = UNKNOWN, customer = UNKNOWN, newbornId } = facts;
  const newborn =
    customer.kind === 'unknown' && newbornId !== undefined && contact.name !== null
      ? { id: newbornId, contact: { ...contact, name: contact.name } }
      : null;

  const calendar = await nameOf(tenant, wish.agentId);
  const outcome = await timed(c, 'calendar', () =>
    sendBooking(c.env, {
      envelope,
      calendar,
      wish,
      facts: {
        department,
        agent,
        customer: newborn ? { kind: 'found', value: newborn } : customer,
      },
      newborn,
    }),
  );
  if (outcome.kind === 'accepted') {
    c.header('Location', `/api/v1/appointments/${outcome.appointment.id}`);
  }
  return answerOutcome(c, outcome, 201);
};

export const getAppointment: HttpHandler = async (c) => {
  const found = await findInCalendar(c, idInPath(c));
  return found.kind === 'answered'
    ? answerAppointment(c, found.answer)
    : refuseMissing(c, found.kind);
};

export const changeAppointment: HttpHandler = async (c) => {
  const { appointmentUpdate } = await requests();
  const body = await readBody(c, appointmentUpdate);
  if (!body.ok) return refuse(c, body.refusal);

  const envelope = await envelopeOf(c, body.bytes);
  const id = idInPath(c);
  const wish = toChangeCommand(body.value, parseIfMatch(c.req.header('If-Match')));
  const { tenant } = c.get('caller');
  const facts = await timed(c, 'directory', () =>
    lookUp(c.env, tenant, {
      departmentId: wish.departmentId,
      agentId: wish.agentId,
      customer: wish.customerId === undefined ? undefined : { id: wish.customerId },
    }),
  );
  const target = wish.agentId === undefined ? null : await nameOf(tenant, wish.agentId);
  const command = { envelope, id, wish, facts, target };
  return commandAppointment(c, id, (remote) => remote.change(command));
};
