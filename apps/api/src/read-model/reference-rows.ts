// The rows that a booking's or a change's references name, read by one statement each, and those of many callers in one request
// to D1: it takes one after the other, and most of what a look-up costs is the way there and back.

import type { Contact, Named } from '@rendezvous/domain';
import type { Clock } from '../calendar/ports.ts';
import { GroupCommit, type Told } from './group-commit.ts';

export interface ReferenceKeys {
  readonly tenant: string;
  readonly departmentId: string | null;
  readonly agentId: string | null;
  readonly customerId: string | null;
  readonly emailKey: string | null;
  readonly phone: string | null;
  /** Of customers: that of the one who is asked for, or those that are looked at before one is given away. */
  readonly customerIds: readonly string[];
}

export interface ReferenceRow extends Named, Contact {
  readonly reference: 'department' | 'agent' | 'customer' | 'by_email' | 'by_phone' | 'taken';
  readonly active: number;
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

const statement = (db: D1Database, keys: ReferenceKeys): D1PreparedStatement =>
  db
    .prepare(LOOK_UP)
    .bind(
      keys.tenant,
      keys.departmentId,
      keys.agentId,
      keys.customerId,
      keys.emailKey,
      keys.phone,
      JSON.stringify(keys.customerIds),
    );

/** Rejects when D1 failed. */
export async function referenceRows(
  db: D1Database,
  keys: ReferenceKeys,
): Promise<readonly ReferenceRow[]> {
  return (await statement(db, keys).all<ReferenceRow>()).results;
}

/** What one request to D1 carries of them. */
const MAX_TOGETHER = 50;

interface Question {
  readonly keys: ReferenceKeys;
  rows: readonly ReferenceRow[];
}

/** Look-ups on their way into one database. What is read is never older than the question: a group sets out when all of it is there. */
export class GatheredLookUps {
  readonly #groups: GroupCommit<Question>;

  constructor(db: D1Database, within: Clock['within']) {
    this.#groups = new GroupCommit({
      write: async (questions) => {
        const answers = await db.batch<ReferenceRow>(
          questions.map(({ keys }) => statement(db, keys)),
        );
        for (const [nth, question] of questions.entries()) {
          question.rows = answers[nth]?.results ?? [];
        }
      },
      sizeOf: () => 1,
      maxSize: MAX_TOGETHER,
      within,
    });
  }

  /** The rows, or that D1 failed or takes too long. */
  async rowsOf(keys: ReferenceKeys): Promise<readonly ReferenceRow[] | Exclude<Told, 'written'>> {
    const question: Question = { keys, rows: [] };
    const told = await this.#groups.join(question);
    return told === 'written' ? question.rows : told;
  }
}
