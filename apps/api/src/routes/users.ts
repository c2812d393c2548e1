// /users, /users/me and /users/:id

import { idInPath } from '../http/appointment-in-path.ts';
import { readBody } from '../http/body.ts';
import type { HttpHandler } from '../http/context.ts';
import { parseIfMatch } from '../http/precondition.ts';
import { refuse } from '../http/problem.ts';
import { answerRecord, answerRecords, answerWrite } from '../http/records.ts';
import { USERS } from '../read-model/records.ts';
import { changedUser, newUser, usersOf } from '../read-model/users.ts';

const requests = () => import('@rendezvous/contract/requests/user');

export const listUsers: HttpHandler = async (c) =>
  answerRecords(c, USERS, (await requests()).usersQuery, usersOf);

export const getUser: HttpHandler = (c) => answerRecord(c, USERS, idInPath(c));

/** The caller, who need not be in the directory: 404 then. */
export const getMe: HttpHandler = (c) =>
  answerRecord(c, USERS, c.get('caller').userId.toLowerCase());

export const createUser: HttpHandler = async (c) => {
  const { userCreate } = await requests();
  const body = await readBody(c, userCreate, 'user');
  return body.ok
    ? answerWrite(c, body.bytes, newUser(c.get('caller'), body.value), 201)
    : refuse(c, body.refusal);
};

export const changeUser: HttpHandler = async (c) => {
  const { userUpdate } = await requests();
  const body = await readBody(c, userUpdate, 'user');
  if (!body.ok) return refuse(c, body.refusal);
  const target = {
    id: idInPath(c),
    sentId: body.value.id,
    precondition: parseIfMatch(c.req.header('If-Match')),
  };
  return answerWrite(c, body.bytes, changedUser(c.get('caller'), target, body.value));
};
