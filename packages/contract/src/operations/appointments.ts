import * as z from 'zod';
import {
  appointmentAnswer,
  appointmentCancel,
  appointmentCreate,
  appointmentList,
  appointmentUpdate,
  conflictsAnswer,
} from '../appointment.ts';
import { conflictsQuery, listQuery } from '../query.ts';
import { type Operation, type OperationAnswer, RETRIES, V1 } from './operation.ts';

const RESOURCE = { tag: 'Appointments', lowestRole: 'attendant' } as const;

const one = {
  description: 'The appointment.',
  media: 'application/json',
  schema: appointmentAnswer,
  headers: ['ETag'],
} as const satisfies OperationAnswer;

const changed = {
  ...one,
  description: 'The appointment as it is now.',
  headers: ['ETag', 'Idempotent-Replayed', 'Rendezvous-Read-Model'],
} as const satisfies OperationAnswer;

const change = {
  ...RESOURCE,
  path: `${V1}/appointments/{id}`,
  description:
    'What is missing stays as it is, and null clears an optional field. The whole object as it was fetched can be sent back. A new time, duration or agent is judged like a booking; a change of agent moves the appointment to the other calendar under the same id. Once the appointment is closed, only its texts can change.',
  headers: ['Idempotency-Key', 'If-Match'],
  body: {
    schema: appointmentUpdate,
    media: 'application/json',
    wrapper: 'appointment',
    required: true,
  },
  answers: { 200: changed },
  problems: [...RETRIES, 'slot_taken', 'appointment_closed'],
} as const satisfies Partial<Operation>;

const action = {
  ...RESOURCE,
  method: 'POST',
  headers: ['Idempotency-Key', 'If-Match'],
  body: { schema: z.unknown(), media: 'application/json', required: false },
  answers: { 200: changed },
  problems: [...RETRIES, 'invalid_transition'],
} as const satisfies Partial<Operation>;

/** A path without a parameter stands before the one whose parameter would match it. */
export const appointmentOperations = {
  listAppointments: {
    ...RESOURCE,
    method: 'GET',
    path: `${V1}/appointments`,
    summary: 'List appointments',
    description:
      'A page of the tenant’s appointments. Both bounds of the time are inclusive; a `date_to` without a time covers that whole day. A page past the end is empty.',
    query: listQuery,
    answers: {
      200: {
        description: 'A page of appointments.',
        media: 'application/json',
        schema: appointmentList,
        headers: ['Link'],
      },
    },
  },
  createAppointment: {
    ...RESOURCE,
    method: 'POST',
    path: `${V1}/appointments`,
    summary: 'Book an appointment',
    description:
      'The agent is the caller unless `user_id` names one. Without `customer_id` the customer is found by e-mail or phone, or is created. The agent is never booked twice for the same time, however many ask at once.',
    headers: ['Idempotency-Key'],
    body: {
      schema: appointmentCreate,
      media: 'application/json',
      wrapper: 'appointment',
      required: true,
    },
    answers: {
      201: {
        ...changed,
        description: 'The appointment that was booked.',
        headers: [...changed.headers, 'Location'],
      },
    },
    problems: [...RETRIES, 'slot_taken'],
  },
  getConflicts: {
    ...RESOURCE,
    method: 'GET',
    path: `${V1}/appointments/conflicts`,
    summary: 'What is in the way of a time',
    description:
      'The active appointments of an agent that overlap a time, answered by the agent’s calendar itself. The time may lie in the past.',
    query: conflictsQuery,
    answers: {
      200: {
        description: 'The appointments in the way, in the order of their time.',
        media: 'application/json',
        schema: conflictsAnswer,
      },
    },
  },
  getAppointment: {
    ...RESOURCE,
    method: 'GET',
    path: `${V1}/appointments/{id}`,
    summary: 'Read an appointment',
    description: 'The appointment as its calendar has it now.',
    answers: { 200: one },
  },
  updateAppointment: { ...change, method: 'PUT', summary: 'Change an appointment' },
  patchAppointment: { ...change, method: 'PATCH', summary: 'Change an appointment (as PUT)' },
  confirmAppointment: {
    ...action,
    path: `${V1}/appointments/{id}/confirm`,
    summary: 'Confirm an appointment',
    description: 'From `scheduled` to `confirmed`. No body is needed, and none is looked at.',
  },
  cancelAppointment: {
    ...action,
    path: `${V1}/appointments/{id}/cancel`,
    summary: 'Cancel an appointment',
    description:
      'From `scheduled` or `confirmed` to `cancelled`: the agent’s time is free again. A reason can be given.',
    body: {
      schema: appointmentCancel,
      media: 'application/json',
      wrapper: 'appointment',
      required: false,
    },
  },
  completeAppointment: {
    ...action,
    path: `${V1}/appointments/{id}/complete`,
    summary: 'Complete an appointment',
    description:
      'From `scheduled` or `confirmed` to `completed`: the call took place. No body is needed, and none is looked at.',
  },
  markNoShow: {
    ...action,
    path: `${V1}/appointments/{id}/no-show`,
    summary: 'Mark an appointment as no-show',
    description:
      'From `scheduled` or `confirmed` to `no_show`: the customer did not come. No body is needed, and none is looked at.',
  },
} as const satisfies Record<string, Operation>;
