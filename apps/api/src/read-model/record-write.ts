// Writes of the directory: one batch, which is one transaction and one round trip. One statement judges: it inserts the
// write's outcome if every condition holds and its key is unused. All others look for that row, so a write is carried out
// wholly or not at all, and once, whoever races with it and however late it comes.

import type { Message, Sentence } from '@rendezvous/contract';
import type { Envelope } from '../calendar/commands.ts';
import { OUTCOME_LIFETIME_MS, outcomeKey } from '../calendar/outcomes.ts';
import { askD1, LOOKUP_DEADLINE_MS } from './ask-d1.ts';
import { jsonOf, type Kind, p } from './records.ts';
import { IS_HERE } from './relocation.ts';

/** Why a write is refused. */
export type Objection =
  | { readonly code: 'not_found' | 'version_mismatch' }
  | { readonly code: 'forbidden'; readonly detail: Sentence }
  | { readonly code: 'invalid'; readonly field: string; readonly message: Message };

/** What has to hold, in SQL, or else the write is refused. NULL does not hold. */
export interface Condition {
  readonly holds: string;
  readonly otherwise: Objection;
}

export interface RecordWrite<Wire> {
  readonly kind: Kind<Wire>;
  /** SQL of the id of the record that is written. */
  readonly subject: string;
  /** Of a merge: SQL of the id of the record that is merged away. */
  readonly other?: string;
  /** In the order in which they are judged. */
  readonly conditions: readonly Condition[];
  /** Carried out when all conditions hold: each looks for `SUBJECT`. */
  readonly statements: readonly string[];
  readonly parameters: Record<string, unknown>;
}

export type Written<Wire> =
  | { readonly kind: 'accepted'; readonly record: Wire; readonly replayed: boolean }
  | {
      readonly kind: 'refused';
      readonly objections: readonly Objection[];
      /** As it stands. */
      readonly record: Wire | null;
    }
  | { readonly kind: 'mismatch' | 'silent' };

const OF_SCOPE = `tenant = ?1 AND scope = ${p('scope')}`;
const MINE = `${OF_SCOPE} AND write_id = ${p('write_id')}`;
/** SQL of the record that this write is about, and of the one that it merges away; NULL when the write is refused. */
export const SUBJECT = `(SELECT subject FROM directory_outcomes WHERE ${MINE})`;
export const OTHER = `(SELECT other FROM directory_outcomes WHERE ${MINE})`;

/** Outcomes of others that one write removes at most when they are too old: more than it adds. */
const MAX_PRUNED = 50;

const PRUNE = `
  DELETE FROM directory_outcomes
  WHERE tenant = ?1 AND at <= ${p('expired')} AND (scope = ${p('scope')} OR scope IN (
    SELECT scope FROM directory_outcomes WHERE tenant = ?1 AND at <= ${p('expired')}
    ORDER BY at LIMIT ${MAX_PRUNED}))`;

/** Carries the write out, or tells why not; a write with a key that was accepted before is told its outcome. */
export async function writeRecord<Wire>(
  db: D1Database,
  tenant: string,
  envelope: Envelope,
  { kind, subject, other = 'NULL', conditions, statements, parameters }: RecordWrite<Wire>,
): Promise<Written<Wire>> {
  const at = Date.now();
  const bound = JSON.stringify({
    ...parameters,
    scope: outcomeKey(envelope),
    request: envelope.retry?.request ?? null,
    write_id: envelope.commandId,
    now: at,
    expired: at - OUTCOME_LIFETIME_MS,
  });
  const holds = conditions.map((condition) => `(${condition.holds})`);
  const kept = (column: string) => `(SELECT ${column} FROM directory_outcomes WHERE ${OF_SCOPE})`;
  const batch = [
    PRUNE,
    `SELECT ${kept('request')} AS request, ${kept('outcome')} AS outcome,
       ${jsonOf(kind, subject)} AS record, json_array(${holds.join(', ')}) AS held,
       ${IS_HERE} AS here`,
    `INSERT INTO directory_outcomes (tenant, scope, request, write_id, at, subject, other)
     SELECT ?1, ${p('scope')}, ${p('request')}, ${p('write_id')}, ${p('now')}, ${subject}, ${other}
     WHERE ${[IS_HERE, ...holds].join(' AND ')} ON CONFLICT (tenant, scope) DO NOTHING`,
    ...statements,
    `UPDATE directory_outcomes SET outcome = ${jsonOf(kind, SUBJECT)} WHERE ${MINE} RETURNING outcome`,
    // Without a key nobody asks again.
    ...(envelope.retry ? [] : [`DELETE FROM directory_outcomes WHERE ${MINE}`]),
  ];
  const answer = await askD1(
    LOOKUP_DEADLINE_MS,
    db.batch<Row>(batch.map((sql) => db.prepare(sql).bind(tenant, bound))),
  );
  if (answer === 'silent') return { kind: 'silent' };

  const outcome = answer[3 + statements.length]?.results[0]?.outcome;
  if (outcome) return { kind: 'accepted', record: kind.parse(outcome), replayed: false };
  const before = answer[1]?.results[0];
  if (!before) throw new Error('a SELECT without FROM has no row');
  if (before.outcome !== null) {
    return before.request === envelope.retry?.request
      ? { kind: 'accepted', record: kind.parse(before.outcome), replayed: true }
      : { kind: 'mismatch' };
  }
  // It moves to another database.
  if (!before.here) return { kind: 'silent' };
  const held: (number | null)[] = JSON.parse(before.held);
  const objections = conditions.flatMap(({ otherwise }, index) => (held[index] ? [] : [otherwise]));
  if (objections.length === 0) throw new Error('a write was refused although all conditions hold');
  const record = before.record === null ? null : kind.parse(before.record);
  return { kind: 'refused', objections, record };
}

/** How things stood before the write; of the statement that keeps the outcome, the outcome alone. */
interface Row {
  readonly request: string | null;
  readonly outcome: string | null;
  readonly record: string | null;
  /** For each condition 1, 0 or null, as JSON. */
  readonly held: string;
  readonly here: number;
}
