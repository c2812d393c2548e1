// What others generate from the description of the API works: types by openapi-typescript, requests by openapi-fetch. Each
// operation is called, so a description that the Worker does not keep to does not compile or is not answered as it says.

import { exports } from 'cloudflare:workers';
import type { operations as Described, paths } from '@rendezvous/client/openapi';
import { operations } from '@rendezvous/contract';
import createClient from 'openapi-fetch';
import { beforeAll, expect, it } from 'vitest';
import { ORIGIN, sign, slot } from './harness/client.ts';
import { oldId } from './harness/imports.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let header: { 'X-Tenant': string };
/** Who asks is no parameter of an operation: it goes with all of them. */
let Authorization: string;
beforeAll(async () => {
  tenant = await newTenant();
  header = { 'X-Tenant': tenant.slug };
  const claims = { sub: tenant.agent.id, tenant: tenant.slug, role: 'owner' };
  Authorization = `Bearer ${await sign(claims)}`;
});

/** The last request. */
let asked: Request | undefined;
const api = createClient<paths>({
  baseUrl: ORIGIN,
  fetch: (request: Request) => {
    asked = request;
    request.headers.set('Authorization', Authorization);
    return exports.default.fetch(request);
  },
});

const APPOINTMENT = '/api/v1/appointments/{id}';
const DEPARTMENT = '/api/v1/departments/{id}';
const USER = '/api/v1/users/{id}';
const CUSTOMER = '/api/v1/customers/{id}';

let hours = 0;
const wish = () => ({
  title: 'Réunion de présentation',
  scheduled_at: slot(hours++),
  department_id: tenant.department.id,
  customer_name: 'Roberto Lima',
});
const book = () => api.POST('/api/v1/appointments', { params: { header }, body: wish() });
/** The parameters of an operation on an appointment of its own. */
const onOne = async () => {
  const { data } = await book();
  return { header, path: { id: data?.data.id ?? '' } };
};
const on = (id: string) => ({ header, path: { id } });
let names = 0;
const named = () => ({ name: `Nome ${names++}` });
const person = () => ({ ...named(), email: `nome-${names}@email.com` });

/** The body is text, which the description's generator takes for its one line. */
const lines = {
  bodySerializer: (line: object) => `${JSON.stringify(line)}\n`,
  headers: { 'Content-Type': 'application/x-ndjson' },
  parseAs: 'text',
} as const;

interface Exchange {
  readonly response: Response;
  readonly data?: unknown;
  readonly error?: unknown;
}

const CALLS: { readonly [Id in keyof Described]: () => Promise<Exchange> } = {
  getHealth: () => api.GET('/health'),
  getReady: () => api.GET('/ready'),
  getOpenApi: () => api.GET('/openapi.json'),
  getDocs: () => api.GET('/docs', { parseAs: 'text' }),
  getDemoToken: () => api.GET('/docs/token'),
  getLlmsText: () => api.GET('/llms.txt', { parseAs: 'text' }),
  getApiCatalog: () => api.GET('/.well-known/api-catalog'),
  listProblems: () => api.GET('/problems', { parseAs: 'text' }),
  getProblem: () =>
    api.GET('/problems/{code}', { params: { path: { code: 'slot-taken' } }, parseAs: 'text' }),
  listAppointments: () => {
    const query = { page: 1, page_size: 5, sort_by: 'title', date_from: '2040-01-01' } as const;
    return api.GET('/api/v1/appointments', {
      params: { header, query: { ...query, status: ['scheduled', 'confirmed'] } },
      querySerializer: { array: { style: 'form', explode: false } },
    });
  },
  createAppointment: () =>
    api.POST('/api/v1/appointments', {
      params: { header: { ...header, 'Idempotency-Key': 'one' } },
      body: { appointment: wish() },
    }),
  getConflicts: () =>
    api.GET('/api/v1/appointments/conflicts', {
      params: { header, query: { user_id: tenant.agent.id, scheduled_at: slot(0) } },
    }),
  getAppointment: async () => api.GET(APPOINTMENT, { params: await onOne() }),
  updateAppointment: async () => {
    const { path } = await onOne();
    const params = { path, header: { ...header, 'If-Match': '"1"' } };
    return api.PUT(APPOINTMENT, { params, body: { duration_minutes: 15, notes: null } });
  },
  patchAppointment: async () =>
    api.PATCH(APPOINTMENT, { params: await onOne(), body: { appointment: { title: 'Outro' } } }),
  getHistory: async () => api.GET(`${APPOINTMENT}/history`, { params: await onOne() }),
  confirmAppointment: async () => api.POST(`${APPOINTMENT}/confirm`, { params: await onOne() }),
  cancelAppointment: async () =>
    api.POST(`${APPOINTMENT}/cancel`, { params: await onOne(), body: { reason: 'x' } }),
  completeAppointment: async () => api.POST(`${APPOINTMENT}/complete`, { params: await onOne() }),
  markNoShow: async () => api.POST(`${APPOINTMENT}/no-show`, { params: await onOne() }),
  listDepartments: () =>
    api.GET('/api/v1/departments', { params: { header, query: { active: true, q: 'vendas' } } }),
  createDepartment: () =>
    api.POST('/api/v1/departments', { params: { header }, body: { department: named() } }),
  getDepartment: () => api.GET(DEPARTMENT, { params: on(tenant.department.id) }),
  updateDepartment: () =>
    api.PUT(DEPARTMENT, { params: on(tenant.otherDepartment.id), body: named() }),
  patchDepartment: () =>
    api.PATCH(DEPARTMENT, { params: on(tenant.otherDepartment.id), body: { active: false } }),
  listUsers: () => api.GET('/api/v1/users', { params: { header, query: { role: 'manager' } } }),
  createUser: () => api.POST('/api/v1/users', { params: { header }, body: { user: person() } }),
  getMe: () => api.GET('/api/v1/users/me', { params: { header } }),
  getUser: () => api.GET(USER, { params: on(tenant.manager.id) }),
  updateUser: () => api.PUT(USER, { params: on(tenant.manager.id), body: named() }),
  patchUser: () => api.PATCH(USER, { params: on(tenant.manager.id), body: { department_ids: [] } }),
  listCustomers: () => api.GET('/api/v1/customers', { params: { header, query: { page: 1 } } }),
  createCustomer: () => api.POST('/api/v1/customers', { params: { header }, body: person() }),
  getCustomer: () => api.GET(CUSTOMER, { params: on(tenant.customer.id) }),
  updateCustomer: () => api.PUT(CUSTOMER, { params: on(tenant.customer.id), body: named() }),
  patchCustomer: () =>
    api.PATCH(CUSTOMER, { params: on(tenant.customer.id), body: { email: null } }),
  mergeCustomer: async () => {
    const { data } = await api.POST('/api/v1/customers', { params: { header }, body: person() });
    const body = { customer_id: data?.data.id ?? '' };
    return api.POST(`${CUSTOMER}/merge`, { params: on(tenant.customer.id), body });
  },
  importAppointments: () =>
    api.POST('/api/v1/imports/appointments', {
      ...lines,
      params: { header },
      body: {
        ...{ id: oldId(), title: 'Consulta', status: 'completed' },
        ...{ scheduled_at: '2020-02-20T10:00:00Z', department_id: tenant.department.id },
        ...{ user_id: tenant.agent.id, customer_id: tenant.customer.id },
      },
    }),
  rebuildTenant: () => api.POST('/api/v1/rebuild', { params: { header }, parseAs: 'text' }),
};

it.each(operations)('%s is called as described, and answers so', async (id, operation) => {
  const { response, data, error } = await CALLS[id]();
  // There is a token for the demo's own page alone, and only while `npm start` runs.
  if (id === 'getDemoToken') return expect(error).toMatchObject({ code: 'not_found' });
  expect(error).toBeUndefined();
  expect(asked?.method).toBe(operation.method);
  const pattern = new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
  expect(new URL(asked?.url ?? '').pathname).toMatch(pattern);

  const { media, schema = expect.unreachable() } =
    operation.answers[response.status] ?? expect.unreachable();
  const parts =
    media === 'application/x-ndjson'
      ? String(data)
          .split('\n')
          .flatMap((one) => (one ? [JSON.parse(one)] : []))
      : [data];
  expect(parts).not.toEqual([]);
  for (const part of parts) {
    expect(schema.safeParse(part).error, JSON.stringify(part)).toBeUndefined();
  }
});
