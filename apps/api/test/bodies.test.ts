import { beforeAll, describe, expect, it } from 'vitest';
import { booking, type Client, client, slot } from './harness/client.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let attendant: Client;
beforeAll(async () => {
  tenant = await newTenant();
  attendant = client(tenant);
});

const BLANK = "can't be blank";
const INVALID = 'is invalid';

const bytes = (text: string) => new TextEncoder().encode(text);
const wish = (fields: Record<string, unknown> = {}) => ({ ...booking(tenant), ...fields });
const create = (body: unknown, headers: Record<string, string> = {}) =>
  attendant.post('/appointments', body, headers);

describe('an answer', () => {
  it('holds the keys of the original in their order, then our own, null when empty', async () => {
    const answer = await create(wish({ scheduled_at: slot(200_000) }));
    const { department, agent } = tenant;
    const { id, customer_id, inserted_at } = answer.appointment(201);
    // Key by key: two objects that differ in order only are equal, their texts are not.
    const data = {
      id,
      title: 'Réunion de présentation',
      description: null,
      status: 'scheduled',
      scheduled_at: slot(200_000),
      duration_minutes: 30,
      department_id: department.id,
      department_name: department.name,
      user_id: agent.id,
      user_name: agent.name,
      customer_id,
      customer_name: 'Roberto Lima',
      customer_email: null,
      customer_phone: null,
      notes: null,
      inserted_at,
      updated_at: inserted_at,
      ends_at: slot(200_000).replace(':00:00Z', ':30:00Z'),
      version: 1,
      cancellation_reason: null,
      allowed_actions: ['confirm', 'cancel', 'complete', 'no-show'],
    };
    expect(answer.text).toBe(JSON.stringify({ data }));
    expect(answer.headers.get('Content-Type')).toMatch(/^application\/json/);
    expect(answer.headers.get('Location')).toBe(`/api/v1/appointments/${id}`);
    expect(answer.headers.get('ETag')).toBe('"1"');
    const got = await attendant.get(`/appointments/${id}`);
    expect([got.text, got.headers.get('ETag')]).toEqual([answer.text, '"1"']);
  });

  it('gives a UUIDv8 to an appointment and a UUIDv7 to a customer who has a name alone', async () => {
    const { id, customer_id } = await attendant.book();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(customer_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
  });
});

describe('the object of a body', () => {
  it.each([
    ['bare', () => wish({ title: 'x' })],
    ['wrapped', () => ({ appointment: wish({ title: 'x' }) })],
    ['wrapped, which wins', () => ({ title: 'y', appointment: wish({ title: 'x' }) })],
    ['full of unknown keys', () => wish({ title: 'x', id: 42, status: [], version: 'z', '': 0 })],
  ])('can be %s', async (_, body) => {
    const booked = (await create(body())).appointment(201);
    expect(booked).toMatchObject({ title: 'x', status: 'scheduled', version: 1 });
  });

  it('of a change can be bare or wrapped, and wrapped wins', async () => {
    const { id } = await attendant.book();
    for (const body of [{ notes: 'n' }, { appointment: { notes: 'm' }, notes: 'n' }]) {
      const changed = (await attendant.put(`/appointments/${id}`, body)).appointment();
      expect(changed.notes).toBe('appointment' in body ? 'm' : 'n');
    }
  });

  it.each(['null', '42', '"text"', 'true', '[]', '[{}]'])('cannot be %s', async (json) => {
    const { id } = await attendant.book();
    for (const body of [json, `{"appointment":${json},"title":"x"}`]) {
      for (const refused of [
        await create(body),
        await attendant.put(`/appointments/${id}`, body),
      ]) {
        expect(refused.errors()).toEqual({ appointment: [INVALID] });
      }
    }
  });

  it('is not what its prototype claims to be', async () => {
    const { title, ...rest } = wish();
    const claims = '"__proto__":{"title":"z"},"constructor":{"prototype":1},"toString":null';
    const json = (fields: object) => `{${claims},${JSON.stringify(fields).slice(1)}`;
    expect((await create(json(rest))).errors()).toEqual({ title: [BLANK] });
    const { id } = (await create(json({ title, ...rest }))).appointment(201);
    const changed = (await attendant.put(`/appointments/${id}`, `{${claims}}`)).appointment();
    expect(changed).toMatchObject({ version: 1, title });
  });
});

describe('the bytes of a body', () => {
  it.each(['', '{', '{"title":"x",}', "{'title':'x'}", 'title=x', 'NaN', '\uFFFE{}', '{}{}'])(
    'that are not JSON are refused: %j',
    async (text) => {
      const { id } = await attendant.book();
      (await create(text)).problem('malformed_body');
      (await attendant.put(`/appointments/${id}`, text)).problem('malformed_body');
    },
  );

  it('that are not UTF-8 are refused', async () => {
    const { id } = await attendant.book();
    const json = { 'Content-Type': 'application/json' };
    for (const broken of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]) {
      const body = new Uint8Array([...bytes('{"title":"'), ...broken, ...bytes('"}')]);
      for (const [method, path] of [
        ['POST', '/appointments'],
        ['PUT', `/appointments/${id}`],
        ['POST', `/appointments/${id}/cancel`],
      ] as const) {
        (await attendant.call(method, path, { body, headers: json })).problem('malformed_body');
      }
    }
  });

  it('are at most 64 KiB', async () => {
    const { id } = await attendant.book();
    const json = (fields: object, length: number) => JSON.stringify(fields).padEnd(length);
    for (const [path, fields] of [
      ['/appointments', wish({ title: 'x' })],
      [`/appointments/${id}/cancel`, {}],
    ] as const) {
      (await attendant.post(path, json(fields, 65_537))).problem('body_too_large');
      expect((await attendant.post(path, json(fields, 65_536))).status).toBeLessThan(300);
    }
    (await attendant.put(`/appointments/${id}`, json({}, 65_537))).problem('body_too_large');
    (await attendant.put(`/appointments/${id}`, json({}, 65_536))).appointment();
  });

  it.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/jsonx'],
    ['text/json, application/json'],
    [undefined],
  ])('are refused as %s', async (type) => {
    const { id } = await attendant.book();
    const headers: Record<string, string> = type === undefined ? {} : { 'Content-Type': type };
    const body = bytes(JSON.stringify(wish()));
    (await create(body, headers)).problem('unsupported_media_type');
    (await attendant.put(`/appointments/${id}`, body, headers)).problem('unsupported_media_type');
  });

  it.each(['application/json', 'Application/JSON', 'application/json; charset=utf-8'])(
    'are read as %s',
    async (type) => {
      (await create(wish(), { 'Content-Type': type })).appointment(201);
    },
  );
});

describe('the body of an action', () => {
  const ACTIONS = ['confirm', 'cancel', 'complete', 'no-show'];
  const act = async (action: string, body?: unknown, headers: Record<string, string> = {}) => {
    const { id } = await attendant.book();
    return attendant.post(`/appointments/${id}/${action}`, body, headers);
  };

  it.each(ACTIONS)('of %s is optional, and of any type', async (action) => {
    const plain = { 'Content-Type': 'text/plain' };
    for (const answer of [
      await act(action),
      await act(action, undefined, { 'Content-Type': 'application/json' }),
      await act(action, ''),
      await act(action, '', plain),
      await act(action, {}),
      await act(action, { reason: null }),
      await act(action, { appointment: {}, colour: 'blue' }),
      await act(action, bytes('{}')),
      await act(action, '{}', plain),
    ]) {
      expect(answer.appointment()).toMatchObject({ version: 2, cancellation_reason: null });
    }
  });

  it.each(ACTIONS)('of %s is JSON if there is one, whatever its type', async (action) => {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const refused = await act(action, 'reason=x', { 'Content-Type': type });
      refused.problem('malformed_body');
    }
    (await act(action, bytes('{'))).problem('malformed_body');
  });

  it.each<[unknown, string | null]>([
    [{ reason: 'Le client a demandé un report' }, 'Le client a demandé un report'],
    [{ appointment: { reason: 'x' } }, 'x'],
    [{ appointment: { reason: 'x' }, reason: 'y' }, 'x'],
    [{ reason: '  x\n' }, 'x'],
    [{ reason: ' ' }, null],
    [{ reason: '🗓'.repeat(1_000) }, '🗓'.repeat(1_000)],
  ])('of a cancellation can hold a reason: %j', async (body, reason) => {
    const { id, cancellation_reason } = (await act('cancel', body)).appointment();
    expect(cancellation_reason).toBe(reason);
    const got = (await attendant.get(`/appointments/${id}`)).appointment();
    expect(got.cancellation_reason).toBe(reason);
  });

  it.each<[unknown, string]>([
    [{ reason: 'x'.repeat(1_001) }, 'reason'],
    [{ reason: 42 }, 'reason'],
    [{ appointment: { reason: ['x'] } }, 'reason'],
    [{ appointment: null, reason: 'x' }, 'appointment'],
  ])('of a cancellation is refused: %j', async (body, field) => {
    expect(Object.keys((await act('cancel', body)).errors())).toEqual([field]);
  });

  it('of a cancellation may be null', async () => {
    expect((await act('cancel', 'null')).appointment().cancellation_reason).toBeNull();
  });

  it.each([{ reason: 'x' }, { appointment: 5 }, [], 42, null])(
    'of any other action is JSON that nobody looks at: %j',
    async (body) => {
      const confirmed = (await act('confirm', JSON.stringify(body))).appointment();
      expect(confirmed.cancellation_reason).toBeNull();
    },
  );
});
