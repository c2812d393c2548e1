// What the directory says about the references of a booking or a change: facts, no judgement. One statement.

import type { ChangeFacts, Contact, Customer, Lookup, Named } from '@rendezvous/domain';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';
import { emailKey } from './keys.ts';
import { remember } from './names.ts';

/** Who the customer is: the one with this id, or whoever has this e-mail or phone. */
export type CustomerReference =
  | { readonly id: string }
  | {
      readonly email: string | null;
      readonly phone: string | null;
      /** Ids for a customer who is nobody yet, the best first. */
      readonly newbornIds: readonly string[];
    };

/** The references to look up; a missing one is not asked for. */
export interface References {
  readonly departmentId?: string | undefined;
  readonly agentId?: string | undefined;
  readonly customer?: CustomerReference | undefined;
}

// A customer is found by id, or by e-mail, else by phone when one of the two sides has no e-mail; never by name alone. Who was
// merged into another (`c`) leads to that one (`s`). A parameter that is NULL equals nothing. D1 takes five terms, no more.
const SURVIVORS = `customers AS c JOIN customers AS s
  ON s.tenant = c.tenant AND s.id = coalesce(c.merged_into, c.id)`;
const LOOK_UP = `
  SELECT 'department' AS reference, id, name, active, NULL AS email, NULL AS phone
    FROM departments WHERE tenant = ?1 AND id = ?2
  UNION ALL SELECT 'agent', id, name, active, NULL, NULL
    FROM users WHERE tenant = ?1 AND id = ?3
  UNION ALL SELECT iif(c.id = ?4, 'customer', 'taken'), iif(c.id = ?4, s.id, c.id), s.name, 1, s.email, s.phone
    FROM ${SURVIVORS} WHERE c.tenant = ?1 AND c.id IN (SELECT value FROM json_each(?7))
  UNION ALL SELECT * FROM (SELECT 'by_email', s.id, s.name, 1, s.email, s.phone
    FROM ${SURVIVORS} WHERE c.tenant = ?1 AND c.email_key = ?5
    ORDER BY c.merged_into IS NOT NULL, c.inserted_at, c.id LIMIT 1)
  UNION ALL SELECT * FROM (SELECT 'by_phone', s.id, s.name, 1, s.email, s.phone
    FROM ${SURVIVORS} WHERE c.tenant = ?1 AND c.phone = ?6 AND (?5 IS NULL OR s.email_key IS NULL)
    ORDER BY c.merged_into IS NOT NULL, c.inserted_at, c.id LIMIT 1)`;

interface Row extends Named, Contact {
  readonly reference: 'department' | 'agent' | 'customer' | 'by_email' | 'by_phone' | 'taken';
  readonly active: number;
}

export interface LookedUp extends ChangeFacts {
  /** The first of the newborn's ids that no customer has or had. */
  readonly newbornId?: string | undefined;
}

/** Looks the references up. A customer by contact whom nobody knows is `unknown`; all are `silent` when D1 is. */
export async function lookUp(
  db: D1Database,
  tenant: string,
  { departmentId, agentId, customer }: References,
): Promise<LookedUp> {
  const id = customer && 'id' in customer ? customer.id : null;
  const { email, phone, newbornIds } =
    customer && 'newbornIds' in customer ? customer : { email: null, phone: null, newbornIds: [] };
  const asked = [departmentId, agentId, id, email, phone].some((value) => value != null);
  const answer = asked
    ? await askD1(
        LOOKUP_DEADLINE_MS,
        db
          .prepare(LOOK_UP)
          .bind(
            tenant,
            departmentId ?? null,
            agentId ?? null,
            id,
            email && emailKey(email),
            phone,
            JSON.stringify(id === null ? newbornIds : [id]),
          )
          .all<Row>(),
      )
    : { results: [] };

  const rows = answer === 'silent' ? undefined : answer.results;
  const taken = rows?.flatMap((row) => (row.reference === 'taken' ? row.id : []));
  return {
    ...(departmentId !== undefined && { department: toNamed(tenant, rows, 'department') }),
    ...(agentId !== undefined && { agent: toNamed(tenant, rows, 'agent') }),
    ...(customer !== undefined && { customer: toCustomer(rows) }),
    newbornId: newbornIds.find((candidate) => taken?.includes(candidate) === false),
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
