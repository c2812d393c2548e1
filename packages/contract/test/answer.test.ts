// What goes out: the appointment, the lists, the problems.

import { describe, expect, it } from 'vitest';
import {
  appointment,
  appointmentAnswer,
  appointmentList,
  conflictsAnswer,
} from '../src/answers/appointment.ts';
import { problem } from '../src/answers/problem.ts';
import { ACTION_WORDS } from '../src/appointment.ts';
import { PROBLEMS } from '../src/problem.ts';
import { ID, OTHER_ID } from './samples.ts';

const WIRE = {
  id: ID,
  title: 'Demo',
  description: null,
  status: 'scheduled',
  scheduled_at: '2026-03-15T10:00:00Z',
  duration_minutes: 30,
  department_id: ID,
  department_name: null,
  user_id: OTHER_ID,
  user_name: 'Alice',
  customer_id: ID,
  customer_name: 'Ana',
  customer_email: null,
  customer_phone: '+33612345678',
  notes: null,
  inserted_at: '2026-03-01T10:00:00Z',
  updated_at: '2026-03-01T10:00:00Z',
  ends_at: '2026-03-15T10:30:00Z',
  version: 1,
  cancellation_reason: null,
  allowed_actions: ['confirm', 'cancel', 'complete', 'no-show'],
};

describe('an appointment that goes out', () => {
  it("has the original's seventeen keys in their order, then the additive ones", () => {
    expect(Object.keys(appointment.shape)).toEqual(Object.keys(WIRE));
    expect(Object.keys(appointment.shape).indexOf('updated_at')).toBe(16);
    expect(appointment.parse(WIRE)).toStrictEqual(WIRE);
    expect(ACTION_WORDS).toEqual(['confirm', 'cancel', 'complete', 'no-show']);
  });

  it.each(Object.keys(WIRE))('always has %s, and nothing that is not in the contract', (key) => {
    const { [key]: _, ...rest } = WIRE as Record<string, unknown>; // read by a computed key
    expect(appointment.safeParse(rest).success).toBe(false);
    expect(appointment.safeParse({ ...WIRE, [`${key}_`]: null }).success).toBe(false);
  });

  it.each([
    ['scheduled_at', '2026-03-15T10:00:00.000Z'],
    ['inserted_at', '2026-03-15T10:00:00+00:00'],
    ['ends_at', ' 2026-03-15T10:00:00Z'],
    ['updated_at', '2026-03-15T10:00:00Z '],
    ['id', ID.toUpperCase()],
    ['user_id', `${ID}0`],
    ['department_id', `0${ID}`],
    ['status', 'no-show'],
    ['version', 0],
    ['duration_minutes', 30.5],
    ['customer_name', null],
    ['allowed_actions', ['no_show']],
  ])('is no answer with %s %j', (key, value) => {
    expect(appointment.safeParse({ ...WIRE, [key]: value }).success).toBe(false);
  });

  it('stands alone, in a list with its page, or among conflicts', () => {
    const meta = { current_page: 1, page_size: 20, total_pages: 1, total_count: 1 };
    for (const [schema, answer] of [
      [appointmentAnswer, { data: WIRE }],
      [appointmentList, { data: [WIRE], meta }],
      [conflictsAnswer, { data: { has_conflicts: true, conflicts: [WIRE] } }],
    ] as const) {
      expect(schema.parse(answer)).toStrictEqual(answer);
      expect(schema.safeParse({ ...answer, more: 1 }).success).toBe(false);
    }
    expect(appointmentList.safeParse({ data: [], meta: { ...meta, more: 1 } }).success).toBe(false);
    expect(conflictsAnswer.safeParse({ data: { conflicts: [] } }).success).toBe(false);
  });
});

describe('the problem table', () => {
  it('is the closed list of codes, each with its HTTP status', () => {
    expect(
      Object.fromEntries(Object.entries(PROBLEMS).map(([code, { status }]) => [code, status])),
    ).toStrictEqual({
      malformed_body: 400,
      tenant_required: 400,
      unauthenticated: 401,
      forbidden: 403,
      not_found: 404,
      method_not_allowed: 405,
      slot_taken: 409,
      invalid_transition: 409,
      appointment_closed: 409,
      idempotency_in_progress: 409,
      version_mismatch: 412,
      body_too_large: 413,
      unsupported_media_type: 415,
      invalid: 422,
      idempotency_mismatch: 422,
      rate_limited: 429,
      internal: 500,
      unavailable: 503,
    });
  });

  it('gives each problem a title of its own', () => {
    const titles = Object.values(PROBLEMS).map(({ title }) => title);
    expect(new Set(titles).size).toBe(18);
    expect(titles.every((title) => /^[A-Z].{8,}[^.]$/.test(title))).toBe(true);
  });
});

describe('a problem', () => {
  const PROBLEM = {
    type: 'https://api.example.com/problems/slot-taken',
    title: "The agent's time is taken",
    status: 409,
    code: 'slot_taken',
    detail: 'The time overlaps an active appointment.',
    instance: '/api/v1/appointments',
    request_id: 'r1',
    errors: { detail: 'The time overlaps an active appointment.' },
  };

  it.each([
    ['its detail', {}],
    ['messages by field', { code: 'invalid', errors: { title: ["can't be blank"] } }],
    ['ten conflicts', { conflicts: Array(10).fill(WIRE) }],
    ['what is legal', { current_status: 'cancelled', allowed_actions: ['no-show'] }],
    ['the current version', { current_version: 7 }],
  ])('is well-formed with %s', (_, members) => {
    expect(problem.parse({ ...PROBLEM, ...members })).toStrictEqual({ ...PROBLEM, ...members });
  });

  it.each([
    ['eleven conflicts', { conflicts: Array(11).fill(WIRE) }],
    ['a code that nobody knows', { code: 'teapot' }],
    ['a type that is no address', { type: 'slot-taken' }],
    ['a field without messages', { errors: { title: [] } }],
    ['no errors', { errors: undefined }],
    ['a member of its own', { stack: 'at line 1' }],
    ['a path word for a status', { current_status: 'no-show' }],
  ])('is not with %s', (_, members) => {
    expect(problem.safeParse({ ...PROBLEM, ...members }).success).toBe(false);
  });
});
