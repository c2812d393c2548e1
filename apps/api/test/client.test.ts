// The published client against the Worker: every operation of the contract's table is a method of it, and arrives where the
// table says; the examples of its README do what they say.

import { exports } from 'cloudflare:workers';
import { type Client, createClient, type ImportLine, RendezvousProblem } from '@rendezvous/client';
import { type OPERATIONS, type OperationId, operations, translate } from '@rendezvous/contract';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { book } from '../../../packages/client/test/examples/book.ts';
import { moveAndConfirm } from '../../../packages/client/test/examples/change.ts';
import { connect } from '../../../packages/client/test/examples/connect.ts';
import { takeOver } from '../../../packages/client/test/examples/import.ts';
import { countOf, titlesOf } from '../../../packages/client/test/examples/list.ts';
import { ORIGIN, sign, slot } from './harness/client.ts';
import { oldId } from './harness/imports.ts';
import { all } from './harness/published-client.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let exchanged: { request: Request; response: Response }[] = [];
beforeAll(async () => {
  tenant = await newTenant();
});

/** The client of an owner, or of whom else. */
const clientOf = (role = 'owner', options: Partial<Parameters<typeof createClient>[0]> = {}) =>
  createClient({
    baseUrl: ORIGIN,
    tenant: tenant.slug,
    token: () => sign({ sub: tenant.agent.id, tenant: tenant.slug, role }),
    fetch: async (url, init) => {
      const request = new Request(url, init);
      const response = await exports.default.fetch(request);
      exchanged.push({ request, response: response.clone() });
      return response;
    },
    ...options,
  });

let hours = 0;
const wish = () => ({
  title: 'Réunion de présentation',
  scheduled_at: slot(hours++),
  department_id: tenant.department.id,
  user_id: tenant.otherAgent.id,
  customer_name: 'Roberto Lima',
});
let names = 0;
const named = () => ({ name: `Nome ${names++}` });
const person = () => ({ ...named(), email: `nome-${names}@email.com` });
const booked = async (api: Client) => (await api.appointments.create(wish())).data.id;
const line = (): ImportLine => ({
  id: oldId(),
  title: 'Consulta',
  status: 'completed',
  scheduled_at: '2020-02-20T10:00:00Z',
  department_id: tenant.department.id,
  user_id: tenant.agent.id,
  customer_id: tenant.customer.id,
});

/** Documents about the API are no business of its client. */
type Documents = {
  [Id in OperationId]: (typeof OPERATIONS)[Id]['tag'] extends 'Description' ? Id : never;
}[OperationId];

/** Each operation as the client's method; what has to be there before is made through it, too. */
const CALLS: Record<Exclude<OperationId, Documents>, (api: Client) => Promise<unknown>> = {
  getHealth: (api) => api.health(),
  getReady: (api) => api.ready(),
  listAppointments: (api) => all(api.appointments.list({ status: ['scheduled', 'confirmed'] })),
  createAppointment: (api) => api.appointments.create(wish()),
  getConflicts: (api) =>
    api.appointments.conflicts({ user_id: tenant.agent.id, scheduled_at: slot(0) }),
  getAppointment: async (api) => api.appointments.get(await booked(api)),
  updateAppointment: async (api) => api.appointments.update(await booked(api), { notes: 'x' }),
  patchAppointment: async (api) => api.appointments.patch(await booked(api), { notes: null }),
  getHistory: async (api) => all(api.appointments.history(await booked(api))),
  confirmAppointment: async (api) => api.appointments.confirm(await booked(api)),
  cancelAppointment: async (api) => api.appointments.cancel(await booked(api), { reason: 'x' }),
  completeAppointment: async (api) => api.appointments.complete(await booked(api)),
  markNoShow: async (api) => api.appointments.noShow(await booked(api)),
  listDepartments: (api) => all(api.departments.list({ active: true })),
  createDepartment: (api) => api.departments.create(named()),
  getDepartment: (api) => api.departments.get(tenant.department.id),
  updateDepartment: (api) => api.departments.update(tenant.otherDepartment.id, named()),
  patchDepartment: (api) => api.departments.patch(tenant.otherDepartment.id, named()),
  listUsers: (api) => all(api.users.list({ role: 'attendant' })),
  createUser: (api) => api.users.create(person()),
  getMe: (api) => api.users.me(),
  getUser: (api) => api.users.get(tenant.manager.id),
  updateUser: (api) => api.users.update(tenant.manager.id, named()),
  patchUser: (api) => api.users.patch(tenant.manager.id, named()),
  listCustomers: (api) => all(api.customers.list({ q: 'carlos' })),
  createCustomer: (api) => api.customers.create(person()),
  getCustomer: (api) => api.customers.get(tenant.customer.id),
  updateCustomer: (api) => api.customers.update(tenant.customer.id, { phone: null }),
  patchCustomer: (api) => api.customers.patch(tenant.customer.id, { phone: '+5511999998888' }),
  mergeCustomer: async (api) => {
    const { data: other } = await api.customers.create(person());
    return api.customers.merge(tenant.customer.id, { customer_id: other.id });
  },
  importAppointments: (api) => all(api.appointments.import([line()])),
  rebuildTenant: (api) => all(api.rebuild()),
};

const walked = operations.filter(([id]) => id in CALLS);
const call = (id: OperationId) => Object.entries(CALLS).find(([name]) => name === id)?.[1];

describe('the client', () => {
  it('knows every operation, but for the documents about the API', () => {
    expect(walked).toEqual(operations.filter(([, { tag }]) => String(tag) !== 'Description'));
  });

  it.each(walked)('calls %s where it is, and tells what it answered', async (id, operation) => {
    exchanged = [];
    const told = await call(id)?.(clientOf());
    const { request, response } = exchanged.at(-1) ?? expect.unreachable();
    expect(request.method).toBe(operation.method);
    const pattern = new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    expect(new URL(request.url).pathname).toMatch(pattern);

    const { media, schema = expect.unreachable() } =
      operation.answers[response.status] ?? expect.unreachable();
    // Not text(): the platform warns of it for NDJSON.
    const text = new TextDecoder().decode(await response.arrayBuffer());
    if (media === 'application/x-ndjson') {
      expect(told).toEqual(text.split('\n').flatMap((one) => (one ? [JSON.parse(one)] : [])));
      for (const report of [told].flat()) schema.parse(report);
      return;
    }
    const body = Object(schema.parse(JSON.parse(text)));
    const { data } = Array.isArray(told) ? { data: told } : Object(told);
    expect(data).toEqual('data' in body ? body.data : body);
  });

  it('sends a key with every write that can be sent again, and with nothing else', async () => {
    for (const [id, { headers = [], body }] of walked) {
      exchanged = [];
      await call(id)?.(clientOf());
      const isKept = headers.includes('Idempotency-Key') && body?.media === 'application/json';
      const [last] = exchanged.slice(-1);
      expect(last?.request.headers.has('Idempotency-Key'), id).toBe(isKept);
    }
  });

  it('books once although the answer was lost, and says that it was a replay', async () => {
    let isLost = false;
    const api = clientOf('attendant', {
      retry: { delayMs: 1 },
      fetch: async (url, init) => {
        const response = await exports.default.fetch(url, init);
        if (isLost) return response;
        isLost = true;
        throw new TypeError('the network is gone');
      },
    });
    const body = wish();
    const { data, replayed } = await api.appointments.create(body);
    expect(replayed).toBe(true);
    const bounds = { date_from: body.scheduled_at, date_to: body.scheduled_at };
    expect(await all(api.appointments.list(bounds))).toEqual([data]);
  });

  it('walks a list of several pages, each appointment once', async () => {
    const api = clientOf();
    const { data: agent } = await api.users.create(person());
    const ids: string[] = [];
    for (let number = 0; number < 5; number += 1) {
      ids.push((await api.appointments.create({ ...wish(), user_id: agent.id })).data.id);
    }
    exchanged = [];
    const listed = await all(api.appointments.list({ user_id: agent.id, page_size: 2 }));
    expect(listed.map(({ id }) => id)).toEqual(ids);
    expect(exchanged).toHaveLength(3);
  });

  it('imports what comes over time, and tells of each line in its language', async () => {
    const api = clientOf('manager', { language: 'fr' });
    async function* lines() {
      yield line();
      yield { ...line(), customer_id: oldId() };
    }
    const reports = await all(api.appointments.import(lines()));
    expect(reports.map(({ result }) => result)).toEqual(['imported', 'invalid']);
    expect(await all(api.appointments.import([]))).toEqual([]);
    expect(reports[1]?.errors).toEqual({ customer_id: [translate('fr', 'does not exist')] });
  });

  it('throws refusals with what the API says of them', async () => {
    const api = clientOf('attendant', { language: 'pt-BR' });
    const { id } = (await api.appointments.create(wish())).data;
    await api.appointments.cancel(id);
    const refused = await api.appointments.confirm(id).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RendezvousProblem);
    expect(refused).toMatchObject({
      ...{ code: 'invalid_transition', status: 409, current_status: 'cancelled' },
      ...{ allowed_actions: [], requestId: expect.any(String) },
      title: translate('pt-BR', 'The status does not allow this action'),
    });
    await expect(api.departments.create(named())).rejects.toMatchObject({ code: 'forbidden' });
    await expect(all(clientOf('attendant').rebuild())).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the examples of its README', () => {
  /** An agent whose time nobody else takes. */
  const newAgent = async () => (await clientOf().users.create(person())).data.id;
  const apiOf = (userId: string) =>
    clientOf('attendant', {
      token: () => sign({ sub: userId, tenant: tenant.slug, role: 'attendant' }),
    });

  it('connect to a server with what fetch the platform has', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      asked.push(`${url} ${new Headers(init.headers).get('Accept-Language')}`);
      return exports.default.fetch(url, init);
    });
    onTestFinished(() => void vi.unstubAllGlobals());
    const token = () => sign({ sub: 'ana', tenant: 'avanter', role: 'attendant' });
    const { meta } = await connect(token).appointments.list().page();
    expect(meta.total_count).toBe(0);
    expect(asked).toEqual(['http://localhost:8787/api/v1/appointments pt-BR']);
  });

  it('book, or say until when the time is taken', async () => {
    const api = apiOf(await newAgent());
    const first = await book(api, tenant.department.id, '2041-01-01T10:00:00Z');
    expect(first).toEqual({ id: expect.any(String) });
    const again = await book(api, tenant.department.id, '2041-01-01T10:15:00Z');
    expect(again).toEqual({ taken: ['until 2041-01-01T10:30:00Z'] });
  });

  it('move and confirm, unless somebody else was faster', async () => {
    const api = apiOf(await newAgent());
    const { data } = await api.appointments.create({ ...wish(), user_id: null });
    expect(await moveAndConfirm(api, data.id, '2041-01-02T10:00:00Z')).toBe('confirmed');

    const raced = clientOf('attendant', {
      fetch: async (url, init) => {
        const response = await exports.default.fetch(url, init);
        if (init.method === 'GET') await api.appointments.update(data.id, { notes: 'faster' });
        return response;
      },
    });
    const outcome = await moveAndConfirm(raced, data.id, '2041-01-02T11:00:00Z');
    expect(outcome).toBe('is at version 4 now');
  });

  it('list a day of an agent, and count', async () => {
    const agent = await newAgent();
    const api = apiOf(agent);
    await book(api, tenant.department.id, '2041-01-03T10:00:00Z');
    await book(api, tenant.department.id, '2041-01-03T23:59:00Z');
    await book(api, tenant.department.id, '2041-01-04T01:00:00Z');
    expect(await titlesOf(api, agent, '2041-01-03')).toEqual(['Demo', 'Demo']);
    const { meta } = await api.appointments.list().page();
    expect(await countOf(api)).toBe(meta.total_count);
  });

  it('take over an old system, and give back what could not be', async () => {
    const lines = [line(), { ...line(), department_id: oldId() }];
    const refused = await takeOver(clientOf('manager'), lines);
    expect(refused).toMatchObject([{ line: 2, id: lines[1]?.id, result: 'invalid' }]);
  });
});
