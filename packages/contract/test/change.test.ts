import { describe, expect, it } from 'vitest';
import { appointmentCancel, appointmentUpdate } from '../src/requests/appointment.ts';
import { ID, OTHER_ID, read } from './samples.ts';

const change = (body: unknown) => read(appointmentUpdate, body);

describe('a change', () => {
  it('with nothing in it changes nothing', () => {
    expect(change({})).toStrictEqual({ value: {} });
  });

  it('takes the whole object as it was fetched; the read-only rest of it is ignored', () => {
    const kept = {
      id: ID,
      title: 'Demo',
      description: null,
      status: 'confirmed',
      duration_minutes: 30,
      department_id: ID,
      user_id: OTHER_ID,
      customer_id: ID,
      customer_name: 'Ana',
      customer_email: null,
      customer_phone: '+33612345678',
      notes: null,
    };
    const fetched = {
      ...kept,
      scheduled_at: '2026-03-15T10:00:00Z',
      department_name: 'Sales',
      user_name: null,
      inserted_at: '2026-03-01T10:00:00Z',
      updated_at: 'whenever',
      ends_at: 5,
      version: 'seven',
      cancellation_reason: null,
      allowed_actions: [],
    };
    expect(change(fetched)).toStrictEqual({
      value: { ...kept, scheduled_at: Date.UTC(2026, 2, 15, 10) },
    });
  });

  it.each(['description', 'customer_email', 'customer_phone', 'notes'])(
    'clears %s with null or blank text',
    (key) => {
      for (const empty of [null, '', '  ']) {
        expect(change({ [key]: empty })).toStrictEqual({ value: { [key]: null } });
      }
    },
  );

  it.each([
    'title',
    'scheduled_at',
    'duration_minutes',
    'department_id',
    'user_id',
    'customer_id',
    'customer_name',
  ])('cannot clear %s', (key) => {
    for (const empty of [null, '', '  ']) {
      expect(change({ [key]: empty })).toEqual({ errors: { [key]: ["can't be blank"] } });
    }
  });

  it.each([
    ['title', 'x'.repeat(256), 'should be at most 255 character(s)'],
    ['description', 'x'.repeat(10_001), 'should be at most 10000 character(s)'],
    ['scheduled_at', '2026-03-15T10:00', 'is invalid'],
    ['duration_minutes', '45', 'is invalid'],
    ['duration_minutes', 0, 'must be greater than 0'],
    ['department_id', 'sales', 'is invalid'],
    ['user_id', 7, 'is invalid'],
    ['customer_id', 'ana', 'is invalid'],
    ['customer_name', 'x'.repeat(256), 'should be at most 255 character(s)'],
    ['customer_email', 'ana@', 'is invalid'],
    ['customer_phone', '+1', 'is invalid'],
    ['notes', '\udc00', 'is invalid'],
  ])('says of %s that it is wrong', (key, value, message) => {
    expect(change({ [key]: value })).toEqual({ errors: { [key]: [message] } });
  });

  it('says everything at once', () => {
    expect(change({ title: ' ', duration_minutes: 0.5, user_id: 'x', customer_email: 5 })).toEqual({
      errors: {
        title: ["can't be blank"],
        duration_minutes: ['is invalid'],
        user_id: ['is invalid'],
        customer_email: ['is invalid'],
      },
    });
  });

  it.each([[5], [null], ['no such status'], [{}]])(
    'passes id and status on as they are: %j',
    (value) => {
      expect(change({ id: value, status: value })).toStrictEqual({
        value: { id: value, status: value },
      });
    },
  );
});

describe('a cancellation', () => {
  it.each([
    [{}, {}],
    [{ reason: null }, { reason: null }],
    [{ reason: '  ' }, { reason: null }],
    [{ reason: ' Fell ill ' }, { reason: 'Fell ill' }],
    [{ colour: 'red' }, {}],
  ])('with %j is accepted', (body, value) => {
    expect(read(appointmentCancel, body)).toStrictEqual({ value });
  });

  it('has a reason of at most 1,000 code points', () => {
    const reason = '😀'.repeat(1_000);
    expect(read(appointmentCancel, { reason })).toEqual({ value: { reason } });
    expect(read(appointmentCancel, { reason: `${reason}!` })).toEqual({
      errors: { reason: ['should be at most 1000 character(s)'] },
    });
    expect(read(appointmentCancel, { reason: 5 })).toEqual({ errors: { reason: ['is invalid'] } });
  });
});
