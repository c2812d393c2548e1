// The examples of the original's page. Tests send those of requests, and hold those of answers against their schemas.

import type { WireAppointment } from '../answers/appointment.ts';
import type { Problem } from '../answers/problem.ts';
import { PROBLEMS, type ProblemCode, problemPath } from '../problem.ts';

const SUPPORT = {
  department_id: 'e5f6a7b8-c9d0-1234-efgh-567890123456',
  department_name: 'Suporte Técnico',
} as const;
const JOAO = {
  user_id: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890',
  user_name: 'João Silva',
} as const;

export const listed: WireAppointment = {
  id: '4c5d6e7f-8a9b-0123-defg-456789012345',
  title: 'Consulta de acompanhamento',
  description: 'Retorno sobre tratamento iniciado em janeiro',
  status: 'scheduled',
  scheduled_at: '2026-02-20T10:00:00Z',
  duration_minutes: 30,
  ...SUPPORT,
  ...JOAO,
  customer_id: '2a3b4c5d-6e7f-8901-bcde-f23456789012',
  customer_name: 'Carlos Ferreira',
  customer_email: 'carlos@email.com',
  customer_phone: '+5511999998888',
  notes: null,
  inserted_at: '2026-02-15T10:00:00Z',
  updated_at: '2026-02-15T10:00:00Z',
  ends_at: '2026-02-20T10:30:00Z',
  version: 1,
  cancellation_reason: null,
  allowed_actions: ['confirm', 'cancel', 'complete', 'no-show'],
};

export const booking = {
  title: 'Réunion de présentation',
  scheduled_at: '2026-02-25T14:00:00Z',
  duration_minutes: 45,
  department_id: SUPPORT.department_id,
  customer_name: 'Roberto Lima',
  customer_email: 'roberto@email.com',
  customer_phone: '+5511966665544',
};

export const booked: WireAppointment = {
  ...listed,
  id: '5d6e7f8a-9b0c-1234-efgh-567890123456',
  title: booking.title,
  description: null,
  scheduled_at: booking.scheduled_at,
  duration_minutes: booking.duration_minutes,
  customer_id: '6e7f8a9b-0c1d-2345-fghi-678901234567',
  customer_name: booking.customer_name,
  customer_email: booking.customer_email,
  customer_phone: booking.customer_phone,
  inserted_at: '2026-02-18T16:00:00Z',
  updated_at: '2026-02-18T16:00:00Z',
  ends_at: '2026-02-25T14:45:00Z',
};

/** What an old system knows of the listed appointment; another time and id. */
export const imported = {
  id: '7e8f9a0b-1c2d-3456-ghij-890123456789',
  title: listed.title,
  status: 'completed',
  scheduled_at: '2026-01-14T10:00:00Z',
  duration_minutes: 30,
  department_id: SUPPORT.department_id,
  user_id: JOAO.user_id,
  customer_id: listed.customer_id,
};

/** The listed appointment after one more change. */
export const after = (change: Partial<WireAppointment>): WireAppointment => ({
  ...listed,
  updated_at: '2026-02-18T16:00:00Z',
  version: listed.version + 1,
  ...change,
});

const MEMBERS: Partial<Record<ProblemCode, Partial<Problem>>> = {
  invalid: { errors: { scheduled_at: ['must be in the future'] } },
  slot_taken: { conflicts: [listed] },
  invalid_transition: { current_status: 'cancelled', allowed_actions: [] },
  appointment_closed: { current_status: 'completed' },
  version_mismatch: { current_version: 2 },
};

export const problemExample = (code: ProblemCode): Problem => {
  const { title, status, cause } = PROBLEMS[code];
  return {
    type: `https://rendezvous.example${problemPath(code)}`,
    title,
    status,
    code,
    detail: cause,
    instance: '/api/v1/appointments',
    request_id: '019c7175-0b00-7000-8000-5a1f6c3e9d27',
    errors: { detail: cause },
    ...MEMBERS[code],
  };
};
