import {
  departmentAnswer,
  departmentCreate,
  departmentList,
  departmentsQuery,
  departmentUpdate,
  type WireDepartment,
} from '../department.ts';
import { idInPath, one, page, RETRY, written } from './directory.ts';
import { type Operation, V1 } from './operation.ts';

const SUPPORT: WireDepartment = {
  id: 'e5f6a7b8-c9d0-1234-efgh-567890123456',
  name: 'Suporte Técnico',
  active: true,
  inserted_at: '2026-02-15T10:00:00Z',
  updated_at: '2026-02-15T10:00:00Z',
  version: 1,
};

const IDS = idInPath(SUPPORT.id);
const READ = { tag: 'Departments', lowestRole: 'attendant' } as const;
const WRITE = { tag: 'Departments', lowestRole: 'supervisor' } as const;

const answer = one(departmentAnswer, 'The department.', SUPPORT);

const change = {
  ...WRITE,
  path: `${V1}/departments/{id}`,
  parameters: IDS,
  description:
    'What is missing stays as it is. A new name shows in all answers within 30 seconds. A department that is not active takes no new bookings; its appointments stay.',
  headers: ['Idempotency-Key', 'If-Match'],
  body: {
    schema: departmentUpdate,
    media: 'application/json',
    wrapper: 'department',
    required: true,
    example: { department: { active: false } },
  },
  answers: { 200: written(answer, { ...SUPPORT, ...{ active: false }, version: 2 }) },
  problems: RETRY,
} as const satisfies Partial<Operation>;

export const departmentOperations = {
  listDepartments: {
    ...READ,
    method: 'GET',
    path: `${V1}/departments`,
    summary: 'List departments',
    description: 'A page of the tenant’s departments, by name unless asked otherwise.',
    query: departmentsQuery,
    answers: { 200: page(departmentList, 'A page of departments.', SUPPORT) },
  },
  createDepartment: {
    ...WRITE,
    method: 'POST',
    path: `${V1}/departments`,
    summary: 'Create a department',
    description: 'A department is never deleted: it is set inactive.',
    headers: ['Idempotency-Key'],
    body: {
      schema: departmentCreate,
      media: 'application/json',
      wrapper: 'department',
      required: true,
      example: { department: { name: 'Vendas' } },
    },
    answers: { 201: written(answer, { ...SUPPORT, ...{ name: 'Vendas' } }, 'Location') },
    problems: RETRY,
  },
  getDepartment: {
    ...READ,
    method: 'GET',
    path: `${V1}/departments/{id}`,
    parameters: IDS,
    summary: 'Read a department',
    description: 'The department as it is now.',
    answers: { 200: answer },
  },
  updateDepartment: { ...change, method: 'PUT', summary: 'Change a department' },
  patchDepartment: { ...change, method: 'PATCH', summary: 'Change a department (as PUT)' },
} as const satisfies Record<string, Operation>;
