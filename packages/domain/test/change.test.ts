import { describe, expect, it } from 'vitest';
import {
  type Appointment,
  type ChangeCommand,
  type ChangeFacts,
  decideChange,
  STATUSES,
  wantedInterval,
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
  sentBack,
  taken,
  UNKNOWN,
} from './samples.ts';

const change = (wish: Partial<ChangeCommand>, facts: ChangeFacts = {}) =>
  decideChange(APPOINTMENT, { ...NO_CHANGE, ...wish }, [], facts, NOW);

describe('a change', () => {
  const support = { department: found({ id: 'support', name: 'Support' }) };
  const bob = { agent: found({ id: 'bob', name: 'Bob' }) };
  const rows: [Partial<ChangeCommand>, ChangeFacts, Partial<Appointment>][] = [
    [{ title: 'Call' }, {}, { title: 'Call' }],
    [{ description: 'Second call' }, {}, { description: 'Second call' }],
    [{ description: null }, {}, { description: null }],
    [{ notes: 'Prefers Spanish' }, {}, { notes: 'Prefers Spanish' }],
    [{ notes: null }, {}, { notes: null }],
    [{ scheduledAt: at(61) }, {}, { scheduledAt: at(61) }],
    [{ durationMinutes: 45 }, {}, { durationMinutes: 45 }],
    [{ departmentId: 'support' }, support, { departmentId: 'support', departmentName: 'Support' }],
    [{ agentId: 'bob' }, bob, { agentId: 'bob', agentName: 'Bob' }],
  ];

  it.each(rows)('of %j alters nothing else and is one version later', (wish, facts, altered) => {
    expect(change(wish, facts)).toStrictEqual({
      ok: true,
      value: {
        kind: 'changed',
        appointment: { ...APPOINTMENT, ...altered, updatedAt: NOW, version: 8 },
      },
    });
  });

  it('keeps the status, a confirmation included', () => {
    const confirmed: Appointment = { ...APPOINTMENT, status: 'confirmed' };
    const wish = { ...NO_CHANGE, scheduledAt: at(200) };
    expect(decideChange(confirmed, wish, [], {}, NOW)).toMatchObject({
      value: { appointment: { status: 'confirmed', scheduledAt: at(200), version: 8 } },
    });
  });

  it('takes the names along that the directory has learned since, in either reference', () => {
    const facts = {
      department: found({ id: 'sales', name: 'Sales & Care' }),
      agent: found({ id: 'alice', name: 'Alice B.' }),
    };
    const named = { departmentName: 'Sales & Care', agentName: 'Alice B.' };
    const wish = { title: 'Call', departmentId: 'sales', agentId: 'alice' };
    expect(change(wish, facts)).toMatchObject({ value: { appointment: named } });
    expect(change(NO_CHANGE, facts)).toMatchObject({ value: { kind: 'unchanged' } });
  });
});

describe('a change that changes nothing', () => {
  it.each(STATUSES)(
    'of an appointment that is %s keeps the version: the whole object can be sent back',
    (status) => {
      const current = { ...APPOINTMENT, status };
      const unchanged = { ok: true, value: { kind: 'unchanged', appointment: current } };
      expect(decideChange(current, sentBack(current), [], {}, NOW)).toStrictEqual(unchanged);
      expect(decideChange(current, NO_CHANGE, [], {}, NOW)).toStrictEqual(unchanged);
    },
  );

  it('passes when its time is long past and its slot is taken by another', () => {
    const later = at(10_000);
    const occupied = [taken('other', 60, 90)];
    expect(decideChange(APPOINTMENT, sentBack(APPOINTMENT), occupied, FACTS, later)).toStrictEqual({
      ok: true,
      value: { kind: 'unchanged', appointment: APPOINTMENT },
    });
  });

  it.each([[UNKNOWN], [INACTIVE], [SILENT]])(
    'passes when its references are %j by now',
    (lookup) => {
      const facts = { department: lookup, agent: lookup, customer: lookup };
      expect(change(sentBack(APPOINTMENT), facts)).toStrictEqual({
        ok: true,
        value: { kind: 'unchanged', appointment: APPOINTMENT },
      });
    },
  );

  it('is a real change as soon as one field differs, past time and all', () => {
    const wish = { ...sentBack(APPOINTMENT), title: 'Call' };
    expect(decideChange(APPOINTMENT, wish, [], {}, at(10_000))).toMatchObject({
      value: { kind: 'changed', appointment: { title: 'Call', version: 8, updatedAt: at(10_000) } },
    });
  });
});

describe('the time that a change asks for', () => {
  const whole = { startAt: at(60), endAt: at(90) };
  it.each([
    ['nothing', {}, undefined],
    ['what it has', sentBack(APPOINTMENT), undefined],
    ['a title', { title: 'Call' }, undefined],
    ['a start', { scheduledAt: at(70) }, { startAt: at(70), endAt: at(100) }],
    ['a duration', { durationMinutes: 10 }, { startAt: at(60), endAt: at(70) }],
    ['an agent', { agentId: 'bob' }, whole],
  ])('is, for %s, an interval or nothing', (_, wish, wanted) => {
    const command = { ...NO_CHANGE, ...wish };
    expect(wantedInterval(APPOINTMENT, command)).toEqual(wanted);
    expect(wantedInterval({ ...APPOINTMENT, status: 'confirmed' }, command)).toEqual(wanted);
    expect(wantedInterval({ ...APPOINTMENT, status: 'cancelled' }, command)).toBeUndefined();
  });
});
