// Imports: each line is judged by itself, what gets in is kept as it was, and both sides are streams.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { holdAlarms, ringUntilQuiet } from './harness/alarms.ts';
import { client, slot } from './harness/client.ts';
import { copyOf, expectEqual, ledgersOf } from './harness/equality.ts';
import { faults } from './harness/faults.ts';
import * as imports from './harness/imports.ts';
import { IMPORTS, importIn, importLines, lineOf, NDJSON, oldId } from './harness/imports.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const NEW = { result: 'imported' };
const TAKEN = { result: 'invalid', errors: { id: ['has already been taken'] } };
const MISSING = ['does not exist'];
const see = async (id: string) => (await client(tenant).get(`/appointments/${id}`)).appointment();
/** Imports, and leaves the ids out of the reports. */
const results = async (...lines: imports.LineOf[]) =>
  (await importLines(tenant, lines)).map(({ line: _, id: __, ...outcome }) => outcome);
/** A line whose time is its own. */
const at = (hour: number, fields: object = {}) => ({
  id: oldId(),
  scheduled_at: slot(hour),
  status: 'scheduled',
  ...fields,
});

describe('an import as a whole', () => {
  it('is for managers and owners', async () => {
    for (const role of ['attendant', 'supervisor']) {
      const refused = await client(tenant, { role }).post(IMPORTS, '', { 'Content-Type': NDJSON });
      refused.problem('forbidden');
    }
    for (const role of ['manager', 'owner']) {
      const empty = await client(tenant, { role }).post(IMPORTS, '', { 'Content-Type': NDJSON });
      expect([empty.status, empty.text]).toEqual([200, '']);
      expect(empty.headers.get('Content-Type')).toBe(NDJSON);
    }
  });

  it('is judged by its length, then its media type, then the form of its key', async () => {
    const manager = client(tenant, { role: 'manager' });
    const key = { 'Idempotency-Key': 'not visible' };
    const json = { 'Content-Type': 'application/json' };
    const huge = ' '.repeat(16 * 1024 * 1024 + 1);
    (await manager.post(IMPORTS, huge, { ...json, ...key })).problem('body_too_large');
    (await manager.post(IMPORTS, '', { ...json, ...key })).problem('unsupported_media_type');
    const refused = await manager.post(IMPORTS, '', { 'Content-Type': `${NDJSON}; q=1`, ...key });
    expect(refused.errors()).toEqual({ idempotency_key: ['is invalid'] });
  });
});

describe('a line', () => {
  it.each(['scheduled', 'confirmed', 'completed', 'cancelled', 'no_show'])(
    'that is %s keeps its id, status, timestamps and texts',
    async (status) => {
      const old = {
        ...{ id: oldId(), title: 'Crème brûlée 🍮', description: 'linha 1\nlinha 2', status },
        ...{ scheduled_at: '2019-05-05T08:15:30Z', duration_minutes: 45, notes: '—' },
        ...{ department_id: tenant.otherDepartment.id, user_id: tenant.otherAgent.id },
        ...{ customer_id: tenant.customer.id, customer_name: 'Outro Nome' },
        ...{ customer_email: 'outro@email.com', customer_phone: '+5511888887777' },
        ...{ inserted_at: '2018-01-02T03:04:05Z', updated_at: '2018-02-03T04:05:06Z' },
        cancellation_reason: status === 'cancelled' ? 'doente' : null,
      };
      expect(await importLines(tenant, [old])).toEqual([{ line: 1, id: old.id, ...NEW }]);
      const seen = await see(old.id);
      expect(seen).toMatchObject({ ...old, version: 1, ends_at: '2019-05-05T09:00:30Z' });
      expect((await client(tenant).get('/appointments')).list().data).toEqual([seen]);
      await expectEqual(tenant);
    },
  );

  it('without a contact has that of the record; without timestamps, those of this moment', async () => {
    vi.setSystemTime('2041-02-03T04:05:06Z');
    const [bare, half] = [at(1), at(2, { customer_name: 'Só Nome', inserted_at: slot(0) })];
    expect(await results(bare, half)).toEqual([NEW, NEW]);
    const { name, email, phone } = tenant.customer;
    const contact = { customer_name: name, customer_email: email, customer_phone: phone };
    const now = '2041-02-03T04:05:06Z';
    expect(await see(bare.id)).toMatchObject({ ...contact, inserted_at: now, updated_at: now });
    const theirs = { ...contact, customer_name: 'Só Nome' };
    expect(await see(half.id)).toMatchObject({ ...theirs, inserted_at: slot(0) });
    expect((await see(half.id)).duration_minutes).toBe(30);
  });

  it('that is bad says why and holds up no other; reports come in the order of the lines', async () => {
    const blank = ["can't be blank"];
    const nobody = oldId();
    const bytes = new TextEncoder();
    const latin1 = new Uint8Array([0x7b, 0x22, 0xe9, 0x22, 0x7d]);
    const bad: [Uint8Array | string, Record<string, string[]>][] = [
      [lineOf(tenant, at(1, { department_id: nobody })), { department_id: MISSING }],
      [lineOf(tenant, at(1, { user_id: nobody })), { user_id: MISSING }],
      [lineOf(tenant, at(1, { customer_id: nobody })), { customer_id: MISSING }],
      ['{"id":', { line: ['is not JSON'] }],
      [latin1, { line: ['is not UTF-8'] }],
      ['[]', { line: ['is invalid'] }],
      ['null', { line: ['is invalid'] }],
      [lineOf(tenant, at(1, { title: ' ', status: null })), { title: blank, status: blank }],
      [lineOf(tenant, { ...at(1), id: undefined }), { id: blank }],
      [lineOf(tenant, at(1, { id: 'x-1' })), { id: ['is invalid'] }],
      [lineOf(tenant, at(1, { status: 'done' })), { status: ['is invalid'] }],
      [
        lineOf(tenant, at(1, { scheduled_at: '2020-01-01T10:00' })),
        { scheduled_at: ['is invalid'] },
      ],
      ['x'.repeat(300_000), { line: ['is too large'] }],
    ];
    const good = bad.map((_, index) => at(100 + index));
    const parts = bad.flatMap(([line], index) => [
      ...[bytes.encode(lineOf(tenant, good[index] ?? {})), bytes.encode('\n')],
      ...[typeof line === 'string' ? bytes.encode(line) : line, bytes.encode('\n')],
    ]);
    const response = await imports.postImport(tenant, new Blob(parts));
    const reports = await imports.readReports(response);
    expect(reports.map(({ line }) => line)).toEqual(Array.from(reports, (_, index) => index + 1));
    expect(reports.filter((_, index) => index % 2 === 0)).toMatchObject(
      good.map(({ id }) => ({ id, ...NEW })),
    );
    expect(
      reports.filter((_, i) => i % 2).map(({ result, errors }) => ({ result, errors })),
    ).toEqual(bad.map(([, errors]) => ({ result: 'invalid', errors })));
    expect((await client(tenant).get('/appointments')).list().meta.total_count).toBe(good.length);
    await expectEqual(tenant);
  });

  it('that overlaps is refused by itself, neighbours and closed ones are not', async () => {
    const booked = await client(tenant).book({ scheduled_at: slot(1), duration_minutes: 60 });
    const taken = { result: 'slot_taken' };
    const half = (hour: number) => slot(hour + 0.5);
    const lines: [object, object][] = [
      [at(1), taken],
      [at(0, { scheduled_at: half(0), duration_minutes: 31 }), taken],
      [at(0, { status: 'confirmed', scheduled_at: half(1) }), taken],
      [at(0, { duration_minutes: 300 }), taken],
      [at(1, { status: 'completed' }), NEW],
      [at(1, { status: 'cancelled' }), NEW],
      [at(1, { status: 'no_show' }), NEW],
      [at(2, { status: 'confirmed' }), NEW],
      [at(0, { scheduled_at: half(0) }), NEW],
      [at(2, { scheduled_at: half(2) }), NEW],
      [at(2), taken], // by a line above
      [at(1, { user_id: tenant.otherAgent.id, duration_minutes: 1_440 }), NEW],
    ];
    expect(await results(...lines.map(([line]) => ({ ...line })))).toEqual(
      lines.map(([, is]) => is),
    );
    const path = `/appointments/conflicts?user_id=${tenant.agent.id}&scheduled_at=${slot(1)}`;
    expect((await client(tenant).get(path)).conflicts().conflicts).toEqual([booked]);
    await expectEqual(tenant);
  });

  it('may end in CRLF; blank lines are counted and not reported', async () => {
    const [first, second] = [at(1), at(2)];
    const file = `\r\n${lineOf(tenant, first)}\r\n  \n\n${lineOf(tenant, second)}\r\n\n`;
    expect(await importLines(tenant, [file])).toEqual([
      { line: 2, id: first.id, ...NEW },
      { line: 5, id: second.id, ...NEW },
    ]);
  });

  it('whose id has been in the file before is refused', async () => {
    const { id } = at(1);
    const lines = [at(1, { id }), at(2, { id }), at(3, { id: id.toUpperCase() }), at(4)];
    expect(await results(...lines)).toEqual([NEW, TAKEN, TAKEN, NEW]);
    expect((await see(id)).scheduled_at).toBe(slot(1));
  });
});

describe('the same file again', () => {
  it.each(['none', 'down'] as const)('changes nothing (D1 for calendars: %s)', async (fault) => {
    faults.calendar = fault;
    const user_id = tenant.otherAgent.id;
    const file = [at(1), at(2, { user_id }), at(1, { user_id, status: 'no_show' }), at(2)];
    expect(await results(...file)).toEqual(file.map(() => NEW));
    const before = [await ledgersOf(tenant), await copyOf(tenant)];
    expect(await results(...file)).toEqual(file.map(() => TAKEN));
    expect([await ledgersOf(tenant), await copyOf(tenant)]).toEqual(before);
    faults.calendar = 'none';
    await ringUntilQuiet(tenant);
    await expectEqual(tenant);
  });
});

describe('a store that does not answer', () => {
  it.each(['down', 'forgetful'] as const)(
    'leaves lines unavailable (D1 for the Worker: %s); they can be sent again',
    async (fault) => {
      const file = [at(1), 'no JSON', at(2, { user_id: tenant.otherAgent.id })];
      faults.worker = fault;
      const silent = { result: 'unavailable' };
      const bad = { result: 'invalid', errors: { line: ['is not JSON'] } };
      expect(await results(...file)).toEqual([silent, bad, silent]);
      expect((await ledgersOf(tenant)).appointments).toEqual([]);
      faults.worker = 'none';
      expect(await results(...file)).toEqual([NEW, bad, NEW]);
    },
  );

  it('leaves lines unavailable when it is a calendar; a second try imports, or finds them taken', async () => {
    const [first, second] = [at(1), at(2)];
    const tried = async (did: boolean, line: object) =>
      (await importIn(did ? imports.dumb() : imports.deaf(), tenant, [{ ...line }]))[0]?.result;
    expect(await tried(false, first)).toBe('unavailable');
    expect(await tried(true, second)).toBe('unavailable');
    expect(await results(first, second)).toEqual([NEW, TAKEN]);
    expect(await see(second.id)).toMatchObject({ version: 1 });
    await expectEqual(tenant);
  });
});
