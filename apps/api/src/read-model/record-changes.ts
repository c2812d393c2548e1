// Creations and changes of any record of the directory, and the conditions that they share.

import type { Precondition } from '@rendezvous/domain';
import { v7 } from 'uuid';
import { type Condition, type RecordWrite, SUBJECT } from './record-write.ts';
import { type Kind, ownerOf, p } from './records.ts';

/** Values of columns; those that are undefined are left as they are. */
export type Columns = Record<string, string | boolean | null | undefined>;

/** Creates a record of these columns. */
export function creation<Wire>(
  kind: Kind<Wire>,
  set: Columns,
  conditions: readonly Condition[],
  parameters: Record<string, unknown> = {},
): RecordWrite<Wire> {
  const columns = givenOf(set);
  return {
    kind,
    subject: p('id'),
    conditions,
    statements: [
      `INSERT INTO ${kind.table} (tenant, id, inserted_at, updated_at, ${columns.join(', ')})
       SELECT ?1, ${p('id')}, ${p('now')}, ${p('now')}, ${columns.map(wanted).join(', ')}
       WHERE ${SUBJECT} IS NOT NULL`,
    ],
    parameters: { ...parameters, id: v7(), set },
  };
}

/** What a change is about, as the request has it. */
export interface Target {
  /** In the path. */
  readonly id: string;
  /** In the body: it is not changed. */
  readonly sentId?: unknown;
  readonly precondition: Precondition;
}

/** Changes these columns of a record; where nothing differs, its version stays. `rights` are judged before the version. */
export function change<Wire>(
  kind: Kind<Wire>,
  target: Target,
  set: Columns,
  conditions: readonly Condition[],
  rights: readonly Condition[] = [],
  parameters: Record<string, unknown> = {},
): RecordWrite<Wire> {
  const { id, sentId, precondition } = target;
  return {
    kind,
    subject: ownerOf(kind, p('id')),
    conditions: [
      isThere(kind),
      ...rights,
      isFresh(kind),
      ...(sentId === undefined ? [] : [isSameId(kind)]),
      ...conditions,
    ],
    statements: givenOf(set).length > 0 ? [update(kind, givenOf(set))] : [],
    parameters: {
      ...parameters,
      id,
      sent_id: typeof sentId === 'string' ? sentId.trim().toLowerCase() : '',
      ...versionsOf(precondition),
      set,
    },
  };
}

/** SQL of the value that a column is to have. */
export const wanted = (column: string): string => p(`set.${column}`);

/** SQL of a column of the record that the path names, as it stands. */
export const current = (kind: Kind<unknown>, column: string): string =>
  `(SELECT ${column} FROM ${kind.table} WHERE tenant = ?1 AND id = ${ownerOf(kind, p('id'))})`;

export const isThere = (kind: Kind<unknown>): Condition => ({
  holds: `${ownerOf(kind, p('id'))} IS NOT NULL`,
  otherwise: { code: 'not_found' },
});

/** The record has one of the versions that the caller has seen, if the caller cares. */
export const isFresh = (kind: Kind<unknown>): Condition => ({
  holds: `${p('versions')} IS NULL OR
    ${current(kind, 'version')} IN (SELECT value FROM json_each(${p('versions')}))`,
  otherwise: { code: 'version_mismatch' },
});

/** The parameter of `isFresh`. */
export const versionsOf = (precondition: Precondition) =>
  typeof precondition === 'string' ? {} : { versions: precondition };

const isSameId = (kind: Kind<unknown>): Condition => ({
  holds: `${p('sent_id')} IN (${p('id')}, ${ownerOf(kind, p('id'))})`,
  otherwise: { code: 'invalid', field: 'id', message: "can't be changed" },
});

/** Nobody else has what the column is to hold. Keeping what one has is no offence. */
export const isFree = (kind: Kind<unknown>, column: string, field: string): Condition => ({
  holds: `coalesce(${current(kind, column)} = ${wanted(column)}, false) OR NOT EXISTS (
    SELECT 1 FROM ${kind.table} WHERE tenant = ?1 AND ${column} = ${wanted(column)}
    AND ${kind.owner} IS NOT ${ownerOf(kind, p('id'))})`,
  otherwise: { code: 'invalid', field, message: 'has already been taken' },
});

const givenOf = (set: Columns): string[] =>
  Object.keys(set).filter((column) => set[column] !== undefined);

function update({ table }: Kind<unknown>, columns: readonly string[]): string {
  // A key follows the text that it is made of.
  const differs = columns
    .filter((column) => !column.endsWith('_key'))
    .map((column) => `${column} IS NOT ${wanted(column)}`);
  const values = columns.map((column) => `${column} = ${wanted(column)}`);
  return `UPDATE ${table} SET ${values.join(', ')}, version = version + 1, updated_at = ${p('now')}
          WHERE tenant = ?1 AND id = ${SUBJECT} AND (${differs.join(' OR ')})`;
}
