// Customers: their list and their writes. An e-mail leads to one customer, also when it came with somebody who was merged into
// that customer; phones may be shared.

import type {
  CustomerCreate,
  CustomersQuery,
  CustomerUpdate,
  WireCustomer,
} from '@rendezvous/contract';
import { emailKey, searchKeys, sortKey } from './keys.ts';
import { LEAVE_CONTACT_TO_SURVIVOR } from './merge.ts';
import { type Columns, change, creation, isFree, type Target } from './record-changes.ts';
import type { RecordWrite } from './record-write.ts';
import { CUSTOMERS, p, type RecordQuery } from './records.ts';

const SORT_COLUMNS = {
  name: 'name_key',
  email: 'email_key',
  inserted_at: 'inserted_at',
  updated_at: 'updated_at',
};

/** What was merged is not listed, but what it was called still finds the one that it is now. */
const MATCHES = `r.id IN (
  SELECT coalesce(merged_into, id) FROM customers WHERE tenant = ?1 AND (
    instr(name_key, ${p('q')}) > 0 OR instr(email_key, ${p('q_email')}) > 0 OR instr(phone, ${p('q_phone')}) > 0))`;

export const customersOf = (query: CustomersQuery): RecordQuery => ({
  ...query,
  column: SORT_COLUMNS[query.sort_by],
  where: ['r.merged_into IS NULL', query.q && MATCHES],
  parameters: searchKeys(query.q),
});

const EMAIL_IS_FREE = isFree(CUSTOMERS, 'email_key', 'email');

export const newCustomer = (body: CustomerCreate) =>
  creation(CUSTOMERS, columnsOf(body), [EMAIL_IS_FREE]);

export function changedCustomer(target: Target, body: CustomerUpdate): RecordWrite<WireCustomer> {
  const changed = change(CUSTOMERS, target, columnsOf(body), [EMAIL_IS_FREE]);
  return { ...changed, statements: [...changed.statements, LEAVE_CONTACT_TO_SURVIVOR] };
}

const columnsOf = ({ name, email, phone }: CustomerUpdate): Columns => ({
  name,
  name_key: name && sortKey(name),
  email,
  email_key: email && emailKey(email),
  phone,
});
