// Whose name, e-mail and phone an appointment has after a change.

import { describe, expect, it } from 'vitest';
import { type ChangeCommand, type ChangeFacts, type Contact, decideChange } from '../src/index.ts';
import { ANA, APPOINTMENT, BEN, found, NO_CHANGE, NOW } from './samples.ts';

type Wish = ChangeCommand['contact'];

const contactAfter = (wish: Partial<ChangeCommand>, facts: ChangeFacts, current: Contact) => {
  const before = { ...APPOINTMENT, contact: current };
  const decided = decideChange(before, { ...NO_CHANGE, ...wish }, [], facts, NOW);
  if (!decided.ok) throw new Error(decided.refusal.code);
  return decided.value;
};

const bare: Contact = { name: 'Ana', email: null, phone: null };

describe('with the same customer', () => {
  const rows: [Wish, Contact][] = [
    [{ name: 'Anne' }, { ...ANA.contact, name: 'Anne' }],
    [{ email: 'anne@example.com' }, { ...ANA.contact, email: 'anne@example.com' }],
    [{ email: null }, { ...ANA.contact, email: null }],
    [{ phone: '+33999999999' }, { ...ANA.contact, phone: '+33999999999' }],
    [{ phone: null }, { ...ANA.contact, phone: null }],
    [
      { name: 'A', email: null, phone: null },
      { name: 'A', email: null, phone: null },
    ],
  ];

  it.each(rows)('%j changes this appointment alone, and is a change by itself', (wish, contact) => {
    expect(contactAfter({ contact: wish }, {}, ANA.contact)).toStrictEqual({
      kind: 'changed',
      appointment: { ...APPOINTMENT, contact, updatedAt: NOW, version: 8 },
    });
  });

  it('the record is not looked at, although the caller names the customer again', () => {
    const renamed = { ...ANA, contact: BEN.contact };
    const facts = { customer: found(renamed) };
    const wish = { title: 'Call', customerId: ANA.id };
    expect(contactAfter(wish, facts, ANA.contact).appointment.contact).toEqual(ANA.contact);
    expect(contactAfter({ customerId: ANA.id }, facts, ANA.contact).kind).toBe('unchanged');
  });
});

describe('with a customer whom the directory knows under another id by now', () => {
  it('it is the customer of now, with that record', () => {
    const after = contactAfter({ customerId: 'benedict' }, { customer: found(BEN) }, ANA.contact);
    expect(after.appointment).toMatchObject({ customerId: BEN.id, contact: BEN.contact });
  });

  it('nothing changes when that is the customer whom the appointment has', () => {
    const renamed = { ...ANA, contact: { ...ANA.contact, name: 'Anna' } };
    const after = contactAfter({ customerId: 'anna' }, { customer: found(renamed) }, ANA.contact);
    expect(after.kind).toBe('unchanged');
  });
});

describe('with a new customer', () => {
  const rows: [string, Wish, Contact, Contact][] = [
    ['what is missing', {}, ANA.contact, BEN.contact],
    ['what is unchanged', ANA.contact, ANA.contact, BEN.contact],
    ['an empty field that stays empty', { email: null, phone: null }, bare, BEN.contact],
  ];

  it.each(rows)('%s comes from the record', (_, contact, current, after) => {
    const facts = { customer: found(BEN) };
    expect(contactAfter({ customerId: BEN.id, contact }, facts, current)).toStrictEqual({
      kind: 'changed',
      appointment: {
        ...APPOINTMENT,
        customerId: BEN.id,
        contact: after,
        updatedAt: NOW,
        version: 8,
      },
    });
  });

  it.each([
    [{ name: 'Benny' }],
    [{ email: 'benny@example.com' }],
    [{ email: null }],
    [{ phone: '+33999999999' }],
    [{ phone: null }],
  ] satisfies [Wish][])(
    '%j is what the caller wants, and the rest comes from the record',
    (contact) => {
      const facts = { customer: found(BEN) };
      const { appointment } = contactAfter({ customerId: BEN.id, contact }, facts, ANA.contact);
      expect(appointment.contact).toEqual({ ...BEN.contact, ...contact });
    },
  );

  it('it is a change although the new record reads the same', () => {
    const twin = { id: 'twin', contact: { ...ANA.contact } };
    const wish = { customerId: 'twin' };
    expect(contactAfter(wish, { customer: found(twin) }, ANA.contact)).toMatchObject({
      kind: 'changed',
      appointment: { customerId: 'twin', contact: ANA.contact, version: 8 },
    });
  });
});
