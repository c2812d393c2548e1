// Every way a change is refused, and in which order: version, closed, all faults, silence, slot.

import { describe, expect, it } from 'vitest';
import {
  type Appointment,
  type ChangeCommand,
  type ChangeFacts,
  decideChange,
  type Fault,
  type Refusal,
} from '../src/index.ts';
import {
  APPOINTMENT,
  at,
  FACTS,
  found,
  INACTIVE,
  NO_CHANGE,
  NOW,
  SILENT,
  taken,
  UNKNOWN,
} from './samples.ts';

const EVERYWHERE = [taken('other', -1_000, 1_000)];
const CLOSED = ['completed', 'cancelled', 'no_show'] as const;

const refusalOf = (
  wish: Partial<ChangeCommand>,
  facts: ChangeFacts = {},
  current = APPOINTMENT,
) => {
  const decided = decideChange(current, { ...NO_CHANGE, ...wish }, EVERYWHERE, facts, NOW);
  return decided.ok ? decided.value.kind : decided.refusal;
};

describe('the order of judgement', () => {
  const stale = { precondition: [6] };
  const bound = { scheduledAt: NOW, departmentId: 'support', agentId: 'bob', id: 'two' };
  const facts = { department: UNKNOWN, agent: SILENT };
  const done: Appointment = { ...APPOINTMENT, status: 'completed' };

  it('is: a stale version, a closed appointment, all faults, silence, the slot', () => {
    expect(refusalOf({ ...bound, ...stale }, facts, done)).toEqual({
      code: 'version_mismatch',
      currentVersion: 7,
    });
    expect(refusalOf(bound, facts, done)).toEqual({
      code: 'appointment_closed',
      currentStatus: 'completed',
    });
    expect(refusalOf(bound, facts)).toEqual({
      code: 'invalid',
      faults: [
        { field: 'id', rule: 'immutable' },
        { field: 'scheduledAt', rule: 'in_future' },
        { field: 'departmentId', rule: 'exists' },
      ],
    });
    expect(refusalOf({ agentId: 'bob' }, facts)).toEqual({ code: 'unavailable' });
    expect(refusalOf({ scheduledAt: at(1) })).toEqual({ code: 'slot_taken' });
  });

  it.each([['none'], ['any'], [[7]], [[1, 7]]] as const)(
    'passes a version that %j allows',
    (ok) => {
      expect(refusalOf({ precondition: ok })).toBe('unchanged');
    },
  );

  it('minds the version of a change that changes nothing too', () => {
    expect(refusalOf({ precondition: [8] })).toEqual({
      code: 'version_mismatch',
      currentVersion: 7,
    });
  });
});

describe.each(CLOSED)('an appointment that is %s', (status) => {
  const current: Appointment = { ...APPOINTMENT, status };
  const bob = found({ id: 'bob', name: 'Bob' });
  const ben = found({ id: 'ben', contact: APPOINTMENT.contact });
  const closed: Refusal = { code: 'appointment_closed', currentStatus: status };

  it.each([
    [{ scheduledAt: at(70) }],
    [{ durationMinutes: 31 }],
    [{ departmentId: 'support' }],
    [{ agentId: 'bob' }],
    [{ customerId: 'ben' }],
    [{ contact: { name: 'Anne' } }],
    [{ contact: { email: null } }],
    [{ contact: { phone: '+33999999999' } }],
    [{ title: 'Call', agentId: 'bob' }],
  ] satisfies [Partial<ChangeCommand>][])('does not take %j', (wish) => {
    expect(refusalOf(wish, { department: bob, agent: bob, customer: ben }, current)).toEqual(
      closed,
    );
  });

  it.each([
    [{ title: 'Call' }],
    [{ description: null }],
    [{ notes: 'Went well' }],
    [{ title: 'Call', scheduledAt: APPOINTMENT.scheduledAt, contact: APPOINTMENT.contact }],
  ])('takes %j', (wish) => {
    expect(refusalOf(wish, {}, current)).toBe('changed');
  });

  it('still says that its id and status are not changed here', () => {
    expect(refusalOf({ title: 'Call', id: 'two', status: 'scheduled' }, {}, current)).toEqual({
      code: 'invalid',
      faults: [
        { field: 'id', rule: 'immutable' },
        { field: 'status', rule: 'changed_by_actions' },
      ],
    });
  });
});

describe('a fault', () => {
  const rows: [Partial<ChangeCommand>, ChangeFacts, Fault][] = [
    [{ id: 'two' }, {}, { field: 'id', rule: 'immutable' }],
    [{ id: null }, {}, { field: 'id', rule: 'immutable' }],
    [{ status: 'confirmed' }, {}, { field: 'status', rule: 'changed_by_actions' }],
    [{ status: null }, {}, { field: 'status', rule: 'changed_by_actions' }],
    [{ scheduledAt: NOW }, {}, { field: 'scheduledAt', rule: 'in_future' }],
    [{ departmentId: 'x' }, { department: UNKNOWN }, { field: 'departmentId', rule: 'exists' }],
    [{ departmentId: 'x' }, { department: INACTIVE }, { field: 'departmentId', rule: 'active' }],
    [{ agentId: 'x' }, { agent: UNKNOWN }, { field: 'agentId', rule: 'exists' }],
    [{ agentId: 'x' }, { agent: INACTIVE }, { field: 'agentId', rule: 'active' }],
    [{ customerId: 'x' }, { customer: UNKNOWN }, { field: 'customerId', rule: 'exists' }],
    [{ customerId: 'x' }, { customer: INACTIVE }, { field: 'customerId', rule: 'active' }],
  ];

  it.each(rows)('in %j is named', (wish, facts, fault) => {
    expect(refusalOf(wish, { ...FACTS, ...facts })).toEqual({ code: 'invalid', faults: [fault] });
  });

  it('does not hide the others: all are said at once', () => {
    const wish = Object.assign({}, ...rows.map(([each]) => each));
    const facts = { department: INACTIVE, agent: UNKNOWN, customer: UNKNOWN };
    expect(refusalOf(wish, facts)).toEqual({
      code: 'invalid',
      faults: [
        { field: 'id', rule: 'immutable' },
        { field: 'status', rule: 'changed_by_actions' },
        { field: 'scheduledAt', rule: 'in_future' },
        { field: 'departmentId', rule: 'active' },
        { field: 'agentId', rule: 'exists' },
        { field: 'customerId', rule: 'exists' },
      ],
    });
  });
});

describe('silence', () => {
  const rows: ['department' | 'agent' | 'customer', Partial<ChangeCommand>][] = [
    ['department', { departmentId: 'x' }],
    ['agent', { agentId: 'x' }],
    ['customer', { customerId: 'x' }],
  ];

  it.each(rows)(
    'about a new %s makes the change unavailable; so does a missing fact',
    (key, wish) => {
      expect(refusalOf(wish, { ...FACTS, [key]: SILENT })).toEqual({ code: 'unavailable' });
      expect(refusalOf(wish, {})).toEqual({ code: 'unavailable' });
    },
  );

  it('about references that stay is no obstacle', () => {
    const facts = { department: SILENT, agent: SILENT, customer: SILENT };
    const { departmentId, agentId, customerId } = APPOINTMENT;
    const wish = { title: 'Call', departmentId, agentId, customerId };
    expect(refusalOf(wish, facts)).toBe('changed');
  });
});

describe('a taken slot', () => {
  it.each([
    [{ scheduledAt: at(70) }, {}],
    [{ durationMinutes: 31 }, {}],
    [{ agentId: 'bob' }, { agent: found({ id: 'bob', name: 'Bob' }) }],
  ])('refuses %j', (wish, facts) => {
    expect(refusalOf(wish, facts)).toEqual({ code: 'slot_taken' });
  });

  it('does not matter when neither time nor agent changes', () => {
    expect(refusalOf({ title: 'Call', contact: { name: 'Anne' } })).toBe('changed');
  });
});
