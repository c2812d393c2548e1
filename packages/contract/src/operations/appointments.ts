import * as z from 'zod';
import { appointmentAnswer, appointmentList, conflictsAnswer } from '../answers/appointment.ts';
import { historyAnswer } from '../answers/history.ts';
import {
  appointmentCancel,
  appointmentCreate,
  appointmentUpdate,
} from '../requests/appointment.ts';
import { historyQuery } from '../requests/history.ts';
import { conflictsQuery, listQuery } from '../requests/query.ts';
import { idInPath } from './directory.ts';
import { after, booked, booking, listed } from './examples.ts';
import { type Description, type OperationAnswer, RETRIES } from './operation.ts';
import type { OperationId } from './routes.ts';

const REASON = 'Le client a demandé un report';

const IDS = idInPath(listed.id);
const RESOURCE = { tag: 'Appointments' } as const;

const one = {
  description: 'The appointment.',
  media: 'application/json',
  schema: appointmentAnswer,
  headers: ['ETag'],
  example: { data: listed },
} as const satisfies OperationAnswer;

const changed = {
  ...one,
  description: 'The appointment as it is now.',
  headers: ['ETag', 'Idempotent-Replayed', 'Rendezvous-Read-Model'],
} as const satisfies OperationAnswer;

const change = {
  ...RESOURCE,
  parameters: IDS,
  description:
    'What is missing stays as it is, and null clears an optional field. The whole object as it was fetched can be sent back. A new time, duration or agent is judged like a booking; a change of agent moves the appointment to the other calendar under the same id. Once the appointment is closed, only its texts can change.',
  headers: ['Idempotency-Key', 'If-Match'],
  body: {
    schema: appointmentUpdate,
    media: 'application/json',
    wrapper: 'appointment',
    required: true,
    example: { appointment: { notes: 'Trazer o relatório' } },
  },
  answers: { 200: { ...changed, example: { data: after({ notes: 'Trazer o relatório' }) } } },
  problems: [...RETRIES, 'slot_taken', 'appointment_closed'],
} as const satisfies Partial<Description>;

const action = {
  ...RESOURCE,
  parameters: IDS,
  headers: ['Idempotency-Key', 'If-Match'],
  body: { schema: z.unknown(), media: 'application/json', required: false },
  answers: { 200: changed },
  problems: [...RETRIES, 'invalid_transition'],
} as const satisfies Partial<Description>;

export const appointmentOperations = {
  listAppointments: {
    ...RESOURCE,
    description:
      'A page of the tenant’s appointments. Both bounds of the time are inclusive; a `date_to` without a time covers that whole day. A page past the end is empty.',
    query: listQuery,
    answers: {
      200: {
        description: 'A page of appointments.',
        media: 'application/json',
        schema: appointmentList,
        headers: ['Link'],
        example: {
          data: [listed],
          meta: { current_page: 1, page_size: 20, total_pages: 1, total_count: 1 },
        },
      },
    },
  },
  createAppointment: {
    ...RESOURCE,
    description:
      'The agent is the caller unless `user_id` names one. Without `customer_id` the customer is found by e-mail or phone, or is created. The agent is never booked twice for the same time, however many ask at once.',
    headers: ['Idempotency-Key'],
    body: {
      schema: appointmentCreate,
      media: 'application/json',
      wrapper: 'appointment',
      required: true,
      example: { appointment: booking },
    },
    answers: {
      201: {
        ...changed,
        description: 'The appointment that was booked.',
        headers: [...changed.headers, 'Location'],
        example: { data: booked },
      },
    },
    problems: [...RETRIES, 'slot_taken'],
  },
  getConflicts: {
    ...RESOURCE,
    description:
      'The active appointments of an agent that overlap a time, answered by the agent’s calendar itself. The time may lie in the past.',
    query: conflictsQuery,
    answers: {
      200: {
        description: 'The appointments in the way, in the order of their time.',
        media: 'application/json',
        schema: conflictsAnswer,
        example: { data: { has_conflicts: false, conflicts: [] } },
      },
    },
  },
  getAppointment: {
    ...RESOURCE,
    parameters: IDS,
    description: 'The appointment as its calendar has it now.',
    answers: { 200: one },
  },
  updateAppointment: change,
  patchAppointment: change,
  getHistory: {
    ...RESOURCE,
    parameters: IDS,
    description:
      'Every version that the appointment has had: what changed, who asked for it, when and why. Of a customer’s contact it says which fields changed, not what they held.',
    query: historyQuery,
    answers: {
      200: {
        description: 'A page of versions, the oldest first unless asked otherwise.',
        media: 'application/json',
        schema: historyAnswer,
        headers: ['Link', 'Rendezvous-Read-Model'],
      },
    },
  },
  confirmAppointment: {
    ...action,
    description: 'From `scheduled` to `confirmed`. No body is needed, and none is looked at.',
    answers: {
      200: {
        ...changed,
        example: {
          data: after({ status: 'confirmed', allowed_actions: ['cancel', 'complete', 'no-show'] }),
        },
      },
    },
  },
  cancelAppointment: {
    ...action,
    description:
      'From `scheduled` or `confirmed` to `cancelled`: the agent’s time is free again. A reason can be given.',
    body: {
      schema: appointmentCancel,
      media: 'application/json',
      wrapper: 'appointment',
      required: false,
      example: { reason: REASON },
    },
    answers: {
      200: {
        ...changed,
        example: {
          data: after({ status: 'cancelled', cancellation_reason: REASON, allowed_actions: [] }),
        },
      },
    },
  },
  completeAppointment: {
    ...action,
    description:
      'From `scheduled` or `confirmed` to `completed`: the call took place. No body is needed, and none is looked at.',
    answers: {
      200: {
        ...changed,
        example: { data: after({ status: 'completed', allowed_actions: [] }) },
      },
    },
  },
  markNoShow: {
    ...action,
    description:
      'From `scheduled` or `confirmed` to `no_show`: the customer did not come. No body is needed, and none is looked at.',
    answers: {
      200: {
        ...changed,
        example: { data: after({ status: 'no_show', allowed_actions: [] }) },
      },
    },
  },
} as const satisfies Partial<Record<OperationId, Description>>;
