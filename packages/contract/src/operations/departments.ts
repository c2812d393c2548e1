import { departmentAnswer, departmentList, type WireDepartment } from '../answers/department.ts';
import { departmentCreate, departmentsQuery, departmentUpdate } from '../requests/department.ts';
import { idInPath, one, page, RETRY, written } from './directory.ts';
import type { Description } from './operation.ts';
import type { OperationId } from './routes.ts';

const SUPPORT: WireDepartment = {
  id: 'e5f6a7b8-c9d0-1234-efgh-567890123456',
  name: 'Suporte Técnico',
  active: true,
  inserted_at: '2026-02-15T10:00:00Z',
  updated_at: '2026-02-15T10:00:00Z',
  version: 1,
};

const IDS = idInPath(SUPPORT.id);
const RESOURCE = { tag: 'Departments' } as const;

const answer = one(departmentAnswer, 'The department.', SUPPORT);

const change = {
  ...RESOURCE,
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
} as const satisfies Partial<Description>;

export const departmentOperations = {
  listDepartments: {
    ...RESOURCE,
    description: 'A page of the tenant’s departments, by name unless asked otherwise.',
    query: departmentsQuery,
    answers: { 200: page(departmentList, 'A page of departments.', SUPPORT) },
  },
  createDepartment: {
    ...RESOURCE,
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
    ...RESOURCE,
    parameters: IDS,
    description: 'The department as it is now.',
    answers: { 200: answer },
  },
  updateDepartment: change,
  patchDepartment: change,
} as const satisfies Partial<Record<OperationId, Description>>;
