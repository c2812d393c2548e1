// What the directory says about the references of a booking or a change: facts, no judgement. One statement.

import type { ChangeFacts, Customer, Lookup, Named } from '@rendezvous/domain';
import type { Env } from '../env.ts';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';
import { emailKey } from './keys.ts';
import { lookUpRows } from './look-ups.ts';
import { remember } from './names.ts';
import type { ReferenceRow } from './reference-rows.ts';

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

export interface LookedUp extends ChangeFacts {
  /** The first of the newborn's ids that no customer has or had. */
  readonly newbornId?: string | undefined;
}

/** Looks the references up. A customer by contact whom nobody knows is `unknown`; all are `silent` when D1 is. */
export async function lookUp(
  env: Env,
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
        lookUpRows(env, {
          tenant,
          departmentId: departmentId ?? null,
          agentId: agentId ?? null,
          customerId: id,
          emailKey: email && emailKey(email),
          phone,
          customerIds: id === null ? newbornIds : [id],
        }),
      )
    : [];

  const rows = answer === 'silent' ? undefined : answer;
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
  rows: readonly ReferenceRow[] | undefined,
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

function toCustomer(rows: readonly ReferenceRow[] | undefined): Lookup<Customer> {
  if (!rows) return { kind: 'silent' };
  const by = (reference: ReferenceRow['reference']) =>
    rows.find((row) => row.reference === reference);
  const row = by('customer') ?? by('by_email') ?? by('by_phone');
  if (!row) return { kind: 'unknown' };
  const { id, name, email, phone } = row;
  return { kind: 'found', value: { id, contact: { name, email, phone } } };
}
