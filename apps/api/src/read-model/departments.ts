// Departments: their list and their writes. A name stands for one department, whatever its case and accents, whether it is
// active or not: people choose departments by name.

import type { DepartmentCreate, DepartmentsQuery, DepartmentUpdate } from '@rendezvous/contract';
import { searchKeys, sortKey } from './keys.ts';
import { type Columns, change, creation, isFree, type Target } from './record-changes.ts';
import { DEPARTMENTS, p, type RecordQuery } from './records.ts';

const SORT_COLUMNS = { name: 'name_key', inserted_at: 'inserted_at', updated_at: 'updated_at' };

export const departmentsOf = (query: DepartmentsQuery): RecordQuery => ({
  ...query,
  column: SORT_COLUMNS[query.sort_by],
  where: [
    query.active === undefined ? undefined : `r.active = ${p('active')}`,
    query.q === undefined ? undefined : `instr(r.name_key, ${p('q')}) > 0`,
  ],
  parameters: { active: query.active, ...searchKeys(query.q) },
});

const NAME_IS_FREE = isFree(DEPARTMENTS, 'name_key', 'name');

export const newDepartment = ({ name, active }: DepartmentCreate) =>
  creation(DEPARTMENTS, columnsOf({ name, active: active ?? true }), [NAME_IS_FREE]);

export const changedDepartment = (target: Target, body: DepartmentUpdate) =>
  change(DEPARTMENTS, target, columnsOf(body), [NAME_IS_FREE]);

const columnsOf = ({ name, active }: DepartmentUpdate): Columns => ({
  name,
  name_key: name && sortKey(name),
  active,
});
