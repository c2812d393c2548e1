// /customers, /customers/:id and /customers/:id/merge

import { idInPath } from '../http/appointment-in-path.ts';
import { readBody } from '../http/body.ts';
import type { HttpHandler } from '../http/context.ts';
import { parseIfMatch } from '../http/precondition.ts';
import { refuse } from '../http/problem.ts';
import { answerRecord, answerRecords, answerWrite } from '../http/records.ts';
import { changedCustomer, customersOf, newCustomer } from '../read-model/customers.ts';
import { mergedCustomer } from '../read-model/merge.ts';
import { CUSTOMERS } from '../read-model/records.ts';

const requests = () => import('@rendezvous/contract/requests/customer');

export const listCustomers: HttpHandler = async (c) =>
  answerRecords(c, CUSTOMERS, (await requests()).customersQuery, customersOf);

/** Under each of the customer's ids. */
export const getCustomer: HttpHandler = (c) => answerRecord(c, CUSTOMERS, idInPath(c));

export const createCustomer: HttpHandler = async (c) => {
  const { customerCreate } = await requests();
  const body = await readBody(c, customerCreate, 'customer');
  return body.ok
    ? answerWrite(c, body.bytes, newCustomer(body.value), 201)
    : refuse(c, body.refusal);
};

export const changeCustomer: HttpHandler = async (c) => {
  const { customerUpdate } = await requests();
  const body = await readBody(c, customerUpdate, 'customer');
  if (!body.ok) return refuse(c, body.refusal);
  const target = {
    id: idInPath(c),
    sentId: body.value.id,
    precondition: parseIfMatch(c.req.header('If-Match')),
  };
  return answerWrite(c, body.bytes, changedCustomer(target, body.value));
};

export const mergeCustomer: HttpHandler = async (c) => {
  const { customerMerge } = await requests();
  const body = await readBody(c, customerMerge, 'customer');
  if (!body.ok) return refuse(c, body.refusal);
  const target = { id: idInPath(c), precondition: parseIfMatch(c.req.header('If-Match')) };
  return answerWrite(c, body.bytes, mergedCustomer(target, body.value.customer_id));
};
