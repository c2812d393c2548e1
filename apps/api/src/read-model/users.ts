// Users: their list and their writes, and who may do what to whom. Nobody gives or touches a role above their own. Nobody takes
// their own role or access away: somebody else has to. And the last owner who is active stays one.

import { ROLES, type UserCreate, type UsersQuery, type UserUpdate } from '@rendezvous/contract';
import { emailKey, searchKeys, sortKey } from './keys.ts';
import {
  type Columns,
  change,
  creation,
  current,
  isFree,
  type Target,
  wanted,
} from './record-changes.ts';
import type { Condition } from './record-write.ts';
import { p, type RecordQuery, USERS } from './records.ts';

const SORT_COLUMNS = {
  name: 'name_key',
  email: 'email_key',
  inserted_at: 'inserted_at',
  updated_at: 'updated_at',
};

export const usersOf = (query: UsersQuery): RecordQuery => ({
  ...query,
  column: SORT_COLUMNS[query.sort_by],
  where: [
    query.active === undefined ? undefined : `r.active = ${p('active')}`,
    query.role && `r.role = ${p('role')}`,
    query.department_id &&
      `${p('department_id')} IN (SELECT value FROM json_each(r.department_ids))`,
    query.q === undefined
      ? undefined
      : `(instr(r.name_key, ${p('q')}) > 0 OR instr(r.email_key, ${p('q_email')}) > 0)`,
  ],
  parameters: {
    active: query.active,
    role: query.role,
    department_id: query.department_id,
    ...searchKeys(query.q),
  },
});

/** Who writes: by the token. */
export interface Writer {
  readonly userId: string;
  readonly role: string;
}

export const newUser = (writer: Writer, body: UserCreate) => {
  const set = columnsOf({
    ...body,
    role: body.role ?? 'attendant',
    active: body.active ?? true,
    time_zone: body.time_zone ?? 'UTC',
    department_ids: body.department_ids ?? [],
  });
  return creation(USERS, set, [GRANTS_NO_MORE, ...FACTS], rightsOf(writer));
};

export const changedUser = (writer: Writer, target: Target, body: UserUpdate) => {
  const rights = [TOUCHES_NOBODY_ABOVE, GRANTS_NO_MORE, KEEPS_OWN_RIGHTS, LEAVES_AN_OWNER];
  const facts = body.email === null ? [...FACTS, HAD_NO_EMAIL] : FACTS;
  return change(USERS, target, columnsOf(body), facts, rights, rightsOf(writer));
};

const columnsOf = (body: UserUpdate): Columns => ({
  name: body.name,
  name_key: body.name && sortKey(body.name),
  email: body.email,
  email_key: body.email && emailKey(body.email),
  role: body.role,
  active: body.active,
  time_zone: body.time_zone,
  department_ids:
    body.department_ids === undefined ? undefined : JSON.stringify(body.department_ids ?? []),
});

const rightsOf = ({ userId, role }: Writer) => ({
  writer: userId.toLowerCase(),
  roles_above: ROLES.slice((ROLES as readonly string[]).indexOf(role) + 1),
});

const ROLES_ABOVE = `(SELECT value FROM json_each(${p('roles_above')}))`;

const TOUCHES_NOBODY_ABOVE: Condition = {
  holds: `${current(USERS, 'role')} NOT IN ${ROLES_ABOVE}`,
  otherwise: { code: 'forbidden', detail: 'The role of this user is above your own.' },
};
const GRANTS_NO_MORE: Condition = {
  holds: `${wanted('role')} IS NULL OR ${wanted('role')} NOT IN ${ROLES_ABOVE}`,
  otherwise: { code: 'forbidden', detail: 'Nobody can give a role above their own.' },
};
const KEEPS_OWN_RIGHTS: Condition = {
  holds: `${p('id')} <> ${p('writer')} OR (
    coalesce(${wanted('role')}, ${current(USERS, 'role')}) = ${current(USERS, 'role')} AND
    coalesce(${wanted('active')}, ${current(USERS, 'active')}) = ${current(USERS, 'active')})`,
  otherwise: {
    code: 'forbidden',
    detail:
      'Nobody can change their own role or whether they are active; ask somebody else who may.',
  },
};

/** Two owners who lower each other at once: their tokens still say what they were. */
const LEAVES_AN_OWNER: Condition = {
  holds: `NOT (${current(USERS, 'role')} = 'owner' AND ${current(USERS, 'active')})
    OR (coalesce(${wanted('role')}, 'owner') = 'owner' AND coalesce(${wanted('active')}, 1))
    OR EXISTS (SELECT 1 FROM users WHERE tenant = ?1 AND role = 'owner' AND active AND id <> ${p('id')})`,
  otherwise: { code: 'forbidden', detail: 'A tenant keeps at least one active owner.' },
};

/** Users from before e-mail addresses were asked for can be sent back as they were fetched. */
const HAD_NO_EMAIL: Condition = {
  holds: `${current(USERS, 'email')} IS NULL`,
  otherwise: { code: 'invalid', field: 'email', message: "can't be blank" },
};

const FACTS: readonly Condition[] = [
  isFree(USERS, 'email_key', 'email'),
  {
    holds: `NOT EXISTS (SELECT 1 FROM json_each(${wanted('department_ids')})
      WHERE value NOT IN (SELECT id FROM departments WHERE tenant = ?1))`,
    otherwise: { code: 'invalid', field: 'department_ids', message: 'does not exist' },
  },
];
