// /departments and /departments/:id

import { idInPath } from '../http/appointment-in-path.ts';
import { readBody } from '../http/body.ts';
import type { HttpHandler } from '../http/context.ts';
import { parseIfMatch } from '../http/precondition.ts';
import { refuse } from '../http/problem.ts';
import { answerRecord, answerRecords, answerWrite } from '../http/records.ts';
import { changedDepartment, departmentsOf, newDepartment } from '../read-model/departments.ts';
import { DEPARTMENTS } from '../read-model/records.ts';

const requests = () => import('@rendezvous/contract/requests/department');

export const listDepartments: HttpHandler = async (c) =>
  answerRecords(c, DEPARTMENTS, (await requests()).departmentsQuery, departmentsOf);

export const getDepartment: HttpHandler = (c) => answerRecord(c, DEPARTMENTS, idInPath(c));

export const createDepartment: HttpHandler = async (c) => {
  const { departmentCreate } = await requests();
  const body = await readBody(c, departmentCreate, 'department');
  return body.ok
    ? answerWrite(c, body.bytes, newDepartment(body.value), 201)
    : refuse(c, body.refusal);
};

export const changeDepartment: HttpHandler = async (c) => {
  const { departmentUpdate } = await requests();
  const body = await readBody(c, departmentUpdate, 'department');
  if (!body.ok) return refuse(c, body.refusal);
  const target = {
    id: idInPath(c),
    sentId: body.value.id,
    precondition: parseIfMatch(c.req.header('If-Match')),
  };
  return answerWrite(c, body.bytes, changedDepartment(target, body.value));
};
