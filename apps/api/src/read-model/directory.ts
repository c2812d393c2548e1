// What the directory says about the references of a booking or a change: facts, no judgement. One statement.

import type { ChangeFacts, Contact, Customer, Lookup, Named } from '@rendezvous/domain';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';
import { emailKey } from './keys.ts';
import { remember } from './names.ts';

/** Who the customer is: the one with this id, or whoever has this e-mail or phone. */
export type CustomerReference =
  | { readonly id: string }
  | { readonly email: string | null; readonly phone: string | null };

/** The references to look up; a missing one is not asked for. */
export interface References {
  readonly departmentId?: string | undefined;
  readonly agentId?: string | undefined;
  readonly customer?: CustomerReference | undefined;
}

// A customer is found by id, or by e-mail, else by phone when one of the two sides has no e-mail; never by name alone.
// A parameter that is NULL equals nothing.
const LOOK_UP = `
  SELECT 'department' AS reference, id, name, active, NULL AS email, NULL AS phone
    FROM departments WHERE tenant = ?1 AND id = ?2
  UNION ALL SELECT 'agent', id, name, active, NULL, NULL
    FROM users WHERE tenant = ?1 AND id = ?3
  UNION ALL SELECT 'customer', id, name, 1, email, phone
    FROM customers WHERE tenant = ?1 AND id = ?4
  UNION ALL SELECT * FROM (SELECT 'by_email', id, name, 1, email, phone
    FROM customers WHERE tenant = ?1 AND email_key = ?5 ORDER BY inserted_at, id LIMIT 1)
  UNION ALL SELECT * FROM (SELECT 'by_phone', id, name, 1, email, phone
    FROM customers WHERE tenant = ?1 AND phone = ?6 AND (?5 IS NULL OR email_key IS NULL)
    ORDER BY inserted_at, id LIMIT 1)`;

interface Row extends Named, Contact {
  readonly reference: 'department' | 'agent' | 'customer' | 'by_email' | 'by_phone';
  readonly active: number;
}

/** Looks the references up. A customer by contact whom nobody knows is `unknown`; all are `silent` when D1 is. */
export async function lookUp(
  db: D1Database,
  tenant: string,
  { departmentId, agentId, customer }: References,
): Promise<ChangeFacts> {
  const {
    id = null,
    email = null,
    phone = null,
  }: Partial<Record<'id' | 'email' | 'phone', string | null>> = customer ?? {};
  const asked = [departmentId, agentId, id, email, phone].some((value) => value != null);
  const answer = asked
    ? await askD1(
        LOOKUP_DEADLINE_MS,
        db
          .prepare(LOOK_UP)
          .bind(tenant, departmentId ?? null, agentId ?? null, id, email && emailKey(email), phone)
          .all<Row>(),
      )
    : { results: [] };

  const rows = answer === 'silent' ? undefined : answer.results;
  return {
    ...(departmentId !== undefined && { department: toNamed(tenant, rows, 'department') }),
    ...(agentId !== undefined && { agent: toNamed(tenant, rows, 'agent') }),
    ...(customer !== undefined && { customer: toCustomer(rows) }),
  };
}

function toNamed(
  tenant: string,
  rows: readonly Row[] | undefined,
  reference: 'department' | 'agent',
): Lookup<Named> {
  if (!rows) return { kind: 'silent' };
  const row = rows.find((candidate) => candidate.reference === reference);
  if (!row) return { kind: 'unknown' };
  remember(tenant, reference, row);
  return row.active
    ? { kind: 'found', value: { id: row.id, name: row.name } }
    : { kind: 'inactive' };
}

function toCustomer(rows: readonly Row[] | undefined): Lookup<Customer> {
  if (!rows) return { kind: 'silent' };
  const by = (reference: Row['reference']) => rows.find((row) => row.reference === reference);
  const row = by('customer') ?? by('by_email') ?? by('by_phone');
  if (!row) return { kind: 'unknown' };
  const { id, name, email, phone } = row;
  return { kind: 'found', value: { id, contact: { name, email, phone } } };
}
