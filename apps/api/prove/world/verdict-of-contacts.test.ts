// Logs in which somebody is told whom an appointment is with, some of them falsely.

import type { Customer } from '@rendezvous/domain';
import { expect, it } from 'vitest';
import { bodyOf, type Request } from './client.ts';
import { customerInDirectory, newbornOf } from './directory.ts';
import { planted } from './planted.ts';
import { contactsAreOfThen } from './verdict-of-contacts.ts';

const BORN = newbornOf('the booking');
const RENAMED = { ...BORN, contact: { ...BORN.contact, name: 'Bea' } };
const RECORD = customerInDirectory(2);

const rename: Request = { kind: 'change', id: 'ann', contact: { name: 'Bea' } };
const pass: Request = {
  kind: 'change',
  id: 'ann',
  customer: 2,
  contact: { name: 'Bea', phone: '+33611111111' },
};
const read: Request = { kind: 'get', id: 'ann' };

/** Booked; renamed; cancelled; passed on to a customer of the directory, under the name that it had. */
const EVENTS = [
  planted.event({ type: 'booked', version: 1, outcomeKey: 'the booking' }),
  planted.event({ version: 2, outcomeKey: 'a key', request: bodyOf(rename) }),
  planted.event({ type: 'moved', version: 3, outcomeKey: 'a move' }),
  planted.event({ version: 4, outcomeKey: 'a command' }),
];
const ASKED = [
  planted.attempt({ request: rename, key: 'a key', commandId: 'the first' }),
  planted.attempt({ request: { kind: 'change', id: 'ann', agent: 1 }, commandId: 'a move' }),
  planted.attempt({ request: pass, commandId: 'a command' }),
];
const told = (version: number, { id, contact }: Customer, replayed = true) => {
  const appointment = planted.appointment('ann', { version, customerId: id, contact });
  const answer = { kind: 'accepted', appointment, replayed } as const;
  return planted.attempt({ request: read, answer });
};

it.each([
  ['its booking', 1, BORN],
  ['a change of the name', 2, RENAMED],
  ['a move', 3, RENAMED],
  [
    'another customer, but for what was sent and is not as it was',
    4,
    { ...RECORD, contact: { ...RECORD.contact, phone: '+33611111111' } },
  ],
])('an appointment is with whom it was with after %s', (_, version, customer) => {
  expect(() => contactsAreOfThen(EVENTS, [...ASKED, told(version, customer)])).not.toThrow();
});

it.each([
  ['a retry that tells the contact of now', 1, RENAMED],
  ['a change that is not there', 2, BORN],
  ['a move that forgot the contact', 3, BORN],
  [
    'a customer whose contact is that of the one before',
    4,
    { ...RECORD, contact: RENAMED.contact },
  ],
  ['a customer whose contact was not sent with it', 4, RECORD],
  ['another customer', 3, { ...RENAMED, id: RECORD.id }],
  ['a version that nobody wrote', 5, RENAMED],
])('%s is a breach', (_, version, customer) => {
  expect(() => contactsAreOfThen(EVENTS, [...ASKED, told(version, customer)])).toThrow(/was with/);
});
