// Two customers who are one. The one that is merged away keeps its row and points to the survivor: its id is another name for
// the survivor for ever, its e-mail and phone still find the survivor, and ledgers, which know it, are not rewritten. Pointers
// are rewritten in the same batch, so that they are always one step.

import type { WireCustomer } from '@rendezvous/contract';
import { isFresh, isThere, type Target, versionsOf } from './record-changes.ts';
import { OTHER, type RecordWrite, SUBJECT } from './record-write.ts';
import { CUSTOMERS, ownerOf, p } from './records.ts';

/**
 * Merges a customer into that of the path. Both ids are resolved first: whoever was merged before is merged as what they are
 * now, a pair that is one already stays as it is, and no circle can come about.
 */
export const mergedCustomer = (
  { id, precondition }: Target,
  otherId: string,
): RecordWrite<WireCustomer> => ({
  kind: CUSTOMERS,
  subject: ownerOf(CUSTOMERS, p('id')),
  other: ownerOf(CUSTOMERS, p('other_id')),
  conditions: [
    isThere(CUSTOMERS),
    isFresh(CUSTOMERS),
    {
      holds: `${ownerOf(CUSTOMERS, p('other_id'))} IS NOT NULL`,
      otherwise: { code: 'invalid', field: 'customer_id', message: 'does not exist' },
    },
    {
      holds: `${p('id')} <> ${p('other_id')}`,
      otherwise: { code: 'invalid', field: 'customer_id', message: 'is the same customer' },
    },
  ],
  statements: [TAKE_CONTACT, BECOME_ANOTHER_NAME],
  parameters: { id, other_id: otherId, ...versionsOf(precondition) },
});

/** The survivor takes the e-mail and the phone that it lacks. */
const TAKE_CONTACT = `
  UPDATE customers SET
    email = coalesce(customers.email, other.email),
    email_key = coalesce(customers.email_key, other.email_key),
    phone = coalesce(customers.phone, other.phone),
    version = customers.version + 1, updated_at = ${p('now')}
  FROM customers AS other
  WHERE customers.tenant = ?1 AND customers.id = ${SUBJECT}
    AND other.tenant = ?1 AND other.id = ${OTHER} AND other.id <> customers.id`;

const survivorHas = (column: string) =>
  `${column} IS (SELECT s.${column} FROM customers AS s WHERE s.tenant = ?1 AND s.id = ${SUBJECT})`;

/** What the survivor has now is the survivor's alone, to be given up with it; what differs stays and still finds it. */
const GIVE_CONTACT_UP = `
  email = CASE WHEN ${survivorHas('email_key')} THEN NULL ELSE email END,
  email_key = CASE WHEN ${survivorHas('email_key')} THEN NULL ELSE email_key END,
  phone = CASE WHEN ${survivorHas('phone')} THEN NULL ELSE phone END`;

const BECOME_ANOTHER_NAME = `
  UPDATE customers SET ${GIVE_CONTACT_UP}, merged_into = ${SUBJECT}
  WHERE tenant = ?1 AND (id = ${OTHER} OR merged_into = ${OTHER}) AND ${OTHER} <> ${SUBJECT}`;

/** Of a change: the survivor may come to have an e-mail or a phone that one who was merged into it had. */
export const LEAVE_CONTACT_TO_SURVIVOR = `
  UPDATE customers SET ${GIVE_CONTACT_UP} WHERE tenant = ?1 AND merged_into = ${SUBJECT}`;
