// What the directory says about the references of many imported lines, and which of their ids D1 already has.

import type { Contact, Customer } from '@rendezvous/domain';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';

export interface ImportReferences {
  readonly id: string;
  readonly department_id: string;
  readonly user_id: string;
  readonly customer_id: string;
}

export interface ImportFacts {
  readonly departments: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, string>;
  /** By the id of the line; somebody who was merged into another is that one. */
  readonly customers: ReadonlyMap<string, Customer>;
  readonly taken: ReadonlySet<string>;
}

interface Row extends Contact {
  readonly kind: 'department' | 'user' | 'customer' | 'taken';
  readonly id: string;
  /** Of a customer: who it is now. */
  readonly owner: string | null;
}

const wanted = (key: keyof ImportReferences) => `(SELECT value ->> '${key}' FROM json_each(?2))`;

const LOOK_UP = `
  SELECT 'department' AS kind, id, name, NULL AS email, NULL AS phone, NULL AS owner
    FROM departments WHERE tenant = ?1 AND id IN ${wanted('department_id')}
  UNION ALL SELECT 'user', id, name, NULL, NULL, NULL
    FROM users WHERE tenant = ?1 AND id IN ${wanted('user_id')}
  UNION ALL SELECT 'customer', c.id, s.name, s.email, s.phone, s.id
    FROM customers AS c JOIN customers AS s ON s.tenant = c.tenant AND s.id = coalesce(c.merged_into, c.id)
    WHERE c.tenant = ?1 AND c.id IN ${wanted('customer_id')}
  UNION ALL SELECT 'taken', id, '', NULL, NULL, NULL
    FROM appointments WHERE tenant = ?1 AND id IN ${wanted('id')}`;

/** One statement for any number of lines; `silent` when D1 is. */
export async function lookUpImport(
  db: D1Database,
  tenant: string,
  lines: readonly ImportReferences[],
): Promise<ImportFacts | 'silent'> {
  const references = lines.map(({ id, department_id, user_id, customer_id }) => ({
    id,
    department_id,
    user_id,
    customer_id,
  }));
  const answer = await askD1(
    LOOKUP_DEADLINE_MS,
    db.prepare(LOOK_UP).bind(tenant, JSON.stringify(references)).all<Row>(),
  );
  if (answer === 'silent') return 'silent';
  const of = (kind: Row['kind']) => answer.results.filter((row) => row.kind === kind);
  return {
    departments: new Map(of('department').map(({ id, name }) => [id, name])),
    users: new Map(of('user').map(({ id, name }) => [id, name])),
    customers: new Map(
      of('customer').map(({ id, owner, name, email, phone }) => [
        id,
        { id: owner ?? id, contact: { name, email, phone } },
      ]),
    ),
    taken: new Set(of('taken').map(({ id }) => id)),
  };
}
