import { describe, expect, it } from 'vitest';
import { type BookingFacts, decideBooking, type Fault, type Lookup } from '../src/index.ts';
import { ANA, at, FACTS, found, INACTIVE, NOW, SILENT, taken, UNKNOWN, WISH } from './samples.ts';

const IN_THE_WAY = [taken('other', 60, 90)];

describe('a booking', () => {
  it('is scheduled, at version 1, with the names that the directory knows', () => {
    expect(decideBooking(WISH, [], FACTS, NOW)).toStrictEqual({
      ok: true,
      value: {
        title: 'Demo',
        description: 'First call',
        status: 'scheduled',
        scheduledAt: at(60),
        durationMinutes: 30,
        departmentId: 'sales',
        departmentName: 'Sales',
        agentId: 'alice',
        agentName: 'Alice',
        customerId: 'ana',
        contact: { name: 'Ana', email: 'ana@example.com', phone: '+33111111111' },
        notes: 'Speaks French',
        cancellationReason: null,
        insertedAt: NOW,
        updatedAt: NOW,
        version: 1,
      },
    });
  });

  it.each([
    [{ name: 'Anne' }, { name: 'Anne', email: 'ana@example.com', phone: '+33111111111' }],
    [{ email: 'a@b.co' }, { name: 'Ana', email: 'a@b.co', phone: '+33111111111' }],
    [{ phone: '+4911111111' }, { name: 'Ana', email: 'ana@example.com', phone: '+4911111111' }],
  ])(
    'takes the contact fields that are sent, %j, and the rest from the record',
    (sent, contact) => {
      const wish = { ...WISH, contact: { ...WISH.contact, ...sent } };
      expect(decideBooking(wish, [], FACTS, NOW)).toMatchObject({ value: { contact } });
    },
  );

  it('leaves empty what neither the caller nor the record knows', () => {
    const contact = { name: 'Ana', email: null, phone: null };
    const facts = { ...FACTS, customer: found({ ...ANA, contact }) };
    expect(decideBooking(WISH, [], facts, NOW)).toMatchObject({ value: { contact } });
  });

  it('may start one millisecond from now, but not now and not before', () => {
    const decide = (scheduledAt: number) =>
      decideBooking({ ...WISH, scheduledAt }, [], FACTS, NOW).ok;
    expect(decide(NOW + 1)).toBe(true);
    expect(decide(NOW)).toBe(false);
    expect(decide(NOW - 1)).toBe(false);
  });
});

describe('a refused booking', () => {
  const rows: [string, Partial<BookingFacts>, Fault][] = [
    ['department', { department: UNKNOWN }, { field: 'departmentId', rule: 'exists' }],
    ['department', { department: INACTIVE }, { field: 'departmentId', rule: 'active' }],
    ['agent', { agent: UNKNOWN }, { field: 'agentId', rule: 'exists' }],
    ['agent', { agent: INACTIVE }, { field: 'agentId', rule: 'active' }],
    ['customer', { customer: UNKNOWN }, { field: 'customerId', rule: 'exists' }],
    ['customer', { customer: INACTIVE }, { field: 'customerId', rule: 'active' }],
  ];

  it.each(rows)('names the %s that is %j', (_, fact, fault) => {
    expect(decideBooking(WISH, IN_THE_WAY, { ...FACTS, ...fact }, NOW)).toStrictEqual({
      ok: false,
      refusal: { code: 'invalid', faults: [fault] },
    });
  });

  it('says all faults of time and references at once, before it looks at the slot', () => {
    const facts = { department: UNKNOWN, agent: INACTIVE, customer: UNKNOWN };
    const wish = { ...WISH, scheduledAt: NOW };
    expect(decideBooking(wish, [taken('other', 0, 30)], facts, NOW)).toStrictEqual({
      ok: false,
      refusal: {
        code: 'invalid',
        faults: [
          { field: 'scheduledAt', rule: 'in_future' },
          { field: 'departmentId', rule: 'exists' },
          { field: 'agentId', rule: 'active' },
          { field: 'customerId', rule: 'exists' },
        ],
      },
    });
  });

  it.each([['department'], ['agent'], ['customer']] as const)(
    'is unavailable when the directory is silent about the %s, whatever the slot',
    (reference) => {
      const facts = { ...FACTS, [reference]: SILENT };
      const refusal = { code: 'unavailable' };
      expect(decideBooking(WISH, [], facts, NOW)).toStrictEqual({ ok: false, refusal });
      expect(decideBooking(WISH, IN_THE_WAY, facts, NOW)).toStrictEqual({ ok: false, refusal });
    },
  );

  it('says what is known to be wrong although the directory is silent about the rest', () => {
    const facts = { department: SILENT, agent: SILENT, customer: SILENT };
    const past = { ...WISH, scheduledAt: at(-1) };
    expect(decideBooking(past, [], facts, NOW)).toMatchObject({
      refusal: { code: 'invalid', faults: [{ field: 'scheduledAt', rule: 'in_future' }] },
    });
    expect(decideBooking(WISH, [], { ...facts, agent: UNKNOWN }, NOW)).toMatchObject({
      refusal: { code: 'invalid', faults: [{ field: 'agentId', rule: 'exists' }] },
    });
  });

  it('says that the slot is taken when nothing else is wrong', () => {
    expect(decideBooking(WISH, IN_THE_WAY, FACTS, NOW)).toStrictEqual({
      ok: false,
      refusal: { code: 'slot_taken' },
    });
  });
});

it('throws on a lookup of a kind that nobody judges: a bug is no refusal', () => {
  // What the types rule out: a kind that a newer caller might send.
  const pending = { kind: 'pending' } as unknown as Lookup<never>;
  expect(() => decideBooking(WISH, [], { ...FACTS, agent: pending }, NOW)).toThrow(
    'a pending reference was not refused',
  );
});
