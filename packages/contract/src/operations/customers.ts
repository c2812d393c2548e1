import { customerAnswer, customerList, type WireCustomer } from '../answers/customer.ts';
import {
  customerCreate,
  customerMerge,
  customersQuery,
  customerUpdate,
} from '../requests/customer.ts';
import { idInPath, one, page, RETRY, written } from './directory.ts';
import type { Description } from './operation.ts';
import type { OperationId } from './routes.ts';

const CARLOS: WireCustomer = {
  id: '2a3b4c5d-6e7f-8901-bcde-f23456789012',
  name: 'Carlos Ferreira',
  email: 'carlos@email.com',
  phone: '+5511999998888',
  merged_from: [],
  inserted_at: '2026-02-15T10:00:00Z',
  updated_at: '2026-02-15T10:00:00Z',
  version: 1,
};

const OTHER: WireCustomer = {
  ...CARLOS,
  id: '6e7f8a9b-0c1d-2345-fghi-678901234567',
  name: 'Carlos F.',
  email: null,
  phone: null,
};
const NEW = { name: 'Roberto Lima', email: 'roberto@email.com', phone: '+5511966665544' };

const IDS = idInPath(CARLOS.id);
const RESOURCE = { tag: 'Customers' } as const;

const answer = one(customerAnswer, 'The customer.', CARLOS);

const change = {
  ...RESOURCE,
  parameters: IDS,
  description:
    'What is missing stays as it is, and null clears e-mail or phone. Appointments keep the contact that they were booked with.',
  headers: ['Idempotency-Key', 'If-Match'],
  body: {
    schema: customerUpdate,
    media: 'application/json',
    wrapper: 'customer',
    required: true,
    example: { customer: { phone: '+5511966665544' } },
  },
  answers: { 200: written(answer, { ...CARLOS, ...{ phone: '+5511966665544' }, version: 2 }) },
  problems: RETRY,
} as const satisfies Partial<Description>;

export const customerOperations = {
  listCustomers: {
    ...RESOURCE,
    description:
      'A page of the tenant’s customers, by name unless asked otherwise. Those who were merged into others are not listed.',
    query: customersQuery,
    answers: { 200: page(customerList, 'A page of customers.', OTHER, CARLOS) },
  },
  createCustomer: {
    ...RESOURCE,
    description:
      'Bookings create customers by themselves; this is for those who come before their first one.',
    headers: ['Idempotency-Key'],
    body: {
      schema: customerCreate,
      media: 'application/json',
      wrapper: 'customer',
      required: true,
      example: { customer: NEW },
    },
    answers: {
      201: written(answer, { ...CARLOS, ...NEW }, 'Location'),
    },
    problems: RETRY,
  },
  getCustomer: {
    ...RESOURCE,
    parameters: IDS,
    description: 'The customer, under its own id or that of one who was merged into it.',
    answers: { 200: answer },
  },
  updateCustomer: change,
  patchCustomer: change,
  mergeCustomer: {
    ...RESOURCE,
    parameters: IDS,
    description:
      'The other customer’s id, e-mail and phone lead to this one from then on. Appointments keep the contact that they were booked with. It cannot be undone.',
    headers: ['Idempotency-Key', 'If-Match'],
    body: {
      schema: customerMerge,
      media: 'application/json',
      wrapper: 'customer',
      required: true,
      example: { customer_id: OTHER.id },
    },
    answers: { 200: written(answer, { ...CARLOS, merged_from: [OTHER.id], version: 2 }) },
    problems: RETRY,
  },
} as const satisfies Partial<Record<OperationId, Description>>;
