import { userAnswer, userList, type WireUser } from '../answers/user.ts';
import { userCreate, usersQuery, userUpdate } from '../requests/user.ts';
import { idInPath, one, page, RETRY, written } from './directory.ts';
import type { Description } from './operation.ts';
import type { OperationId } from './routes.ts';

const JOAO: WireUser = {
  id: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890',
  name: 'João Silva',
  email: 'joao@avanter.example',
  role: 'attendant',
  active: true,
  time_zone: 'America/Sao_Paulo',
  department_ids: ['e5f6a7b8-c9d0-1234-efgh-567890123456'],
  inserted_at: '2026-02-15T10:00:00Z',
  updated_at: '2026-02-15T10:00:00Z',
  version: 1,
};

const NEW = {
  name: 'Ana Souza',
  email: 'ana@avanter.example',
  time_zone: 'America/Sao_Paulo',
  department_ids: JOAO.department_ids,
};

const IDS = idInPath(JOAO.id);
const RESOURCE = { tag: 'Users' } as const;

const answer = one(userAnswer, 'The user.', JOAO);

const change = {
  ...RESOURCE,
  parameters: IDS,
  description:
    'What is missing stays as it is. Nobody can give a role above their own, or change somebody whose role is. A user who is not active gets no new bookings; the appointments stay.',
  headers: ['Idempotency-Key', 'If-Match'],
  body: {
    schema: userUpdate,
    media: 'application/json',
    wrapper: 'user',
    required: true,
    example: { user: { time_zone: 'Europe/Paris' } },
  },
  answers: { 200: written(answer, { ...JOAO, ...{ time_zone: 'Europe/Paris' }, version: 2 }) },
  problems: RETRY,
} as const satisfies Partial<Description>;

export const userOperations = {
  listUsers: {
    ...RESOURCE,
    description:
      'A page of the people of the contact centre, by name unless asked otherwise. Whoever is booked is an agent, whatever the role.',
    query: usersQuery,
    answers: { 200: page(userList, 'A page of users.', JOAO) },
  },
  createUser: {
    ...RESOURCE,
    description:
      'Nobody can give a role above their own. A user is never deleted: they are set inactive.',
    headers: ['Idempotency-Key'],
    body: {
      schema: userCreate,
      media: 'application/json',
      wrapper: 'user',
      required: true,
      example: { user: NEW },
    },
    answers: {
      201: written(answer, { ...JOAO, ...NEW }, 'Location'),
    },
    problems: RETRY,
  },
  getMe: {
    ...RESOURCE,
    description:
      'The user whom the token names. Not everybody who has a token is in the directory.',
    answers: { 200: answer },
    problems: ['not_found'],
  },
  getUser: {
    ...RESOURCE,
    parameters: IDS,
    description: 'The user as the directory has them now.',
    answers: { 200: answer },
  },
  updateUser: change,
  patchUser: change,
} as const satisfies Partial<Record<OperationId, Description>>;
