// Promises 2 and 6, for whom an appointment is with: no event tells that, so it is found again from what was asked for.
// Whatever is answered, at once or much later to a retry, has the customer and the contact of its version. Not so what is
// in somebody's way: time may be held for a version that never comes.

import { isDeepStrictEqual } from 'node:util';
import type { Appointment, Contact, Customer } from '@rendezvous/domain';
import { type Attempt, bodyOf } from './client.ts';
import { customerInDirectory, newbornOf } from './directory.ts';
import { Breach, type RecordedEvent } from './watch.ts';

export function contactsAreOfThen(events: readonly RecordedEvent[], log: readonly Attempt[]): void {
  const customers = customersOf(events, log);
  const check = (told: Appointment, where: string) => {
    const wanted = customers.get(`${told.id} ${told.version}`);
    if (wanted && isDeepStrictEqual(wanted, { id: told.customerId, contact: told.contact })) return;
    const [is, should] = [told, wanted].map((one) => JSON.stringify(one));
    throw new Breach(`${where} tells ${is}, but it was with ${should}`);
  };
  for (const { request, answer } of log) {
    const asked = JSON.stringify(request);
    if (answer?.kind === 'accepted' || answer?.kind === 'read') check(answer.appointment, asked);
  }
}

/** Whom each version of each appointment is with. */
function customersOf(
  events: readonly RecordedEvent[],
  log: readonly Attempt[],
): ReadonlyMap<string, Customer> {
  const wishes = new Map(
    log.flatMap(({ request, key, commandId }) => [
      [commandId, request],
      ...(key === null ? [] : [[`${key} ${bodyOf(request)}`, request] as const]),
    ]),
  );
  const customers = new Map<string, Customer>();
  const inOrder = events
    .filter(({ version }) => version !== null)
    .toSorted((a, b) => Number(a.version) - Number(b.version));
  for (const { id, version, type, outcomeKey, request, actor } of inOrder) {
    const file = wishes.get(actor);
    const line =
      type === 'imported' && file?.kind === 'import' && file.lines.find((one) => one.id === id);
    const wish = wishes.get(request === null ? String(outcomeKey) : `${outcomeKey} ${request}`);
    const before = customers.get(`${id} ${Number(version) - 1}`);
    const now = line
      ? customerInDirectory(line.customer)
      : type === 'booked'
        ? newbornOf(String(outcomeKey))
        : before && wish?.kind === 'change'
          ? changed(before, wish)
          : before;
    if (now) customers.set(`${id} ${version}`, now);
  }
  return customers;
}

/** With another customer the fields that are not sent, or are sent as they were, are the record's. */
function changed(
  before: Customer,
  {
    customer,
    contact = {},
  }: { readonly customer?: number | undefined; readonly contact?: Partial<Contact> | undefined },
): Customer {
  const record = customer === undefined ? before : customerInDirectory(customer);
  if (record.id === before.id) return { id: before.id, contact: { ...before.contact, ...contact } };
  const own = Object.entries(contact).filter(
    ([field, value]) => value !== before.contact[field as keyof Contact], // as they were sent
  );
  return { id: record.id, contact: { ...record.contact, ...Object.fromEntries(own) } };
}
