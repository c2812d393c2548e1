// Imports as streams: long files, callers who wait for the first reports before they go on, and callers who hang up.

import { beforeEach, describe, expect, it } from 'vitest';
import { holdAlarms, ringUntilQuiet } from './harness/alarms.ts';
import { client, slot } from './harness/client.ts';
import { copyOf, expectEqual, ledgersOf } from './harness/equality.ts';
import {
  IMPORTS,
  importLines,
  lineOf,
  NDJSON,
  oldId,
  postImport,
  readReports,
  reportsOf,
} from './harness/imports.ts';
import { newAgents } from './harness/moves.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeEach(async () => {
  holdAlarms();
  tenant = await newTenant();
});

const MAX_LINES = 10_000;

/** Lines that do not overlap, dealt out to the agents. */
const linesFor = (agentIds: readonly string[], count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: oldId(),
    user_id: agentIds[index % agentIds.length],
    scheduled_at: slot(Math.floor(index / agentIds.length)),
    status: 'scheduled',
  }));

const agentIds = () => [tenant.agent.id, tenant.otherAgent.id];

/** A body that is written bit by bit while the answer is read. */
async function openImport() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const answer = postImport(tenant, readable);
  const write = (text: string) => writer.write(new TextEncoder().encode(text));
  return { answer, write, writer };
}

/** Reads the answer until that many reports have come. */
async function readSome(reader: ReadableStreamDefaultReader<Uint8Array>, count: number) {
  const decoder = new TextDecoder();
  let text = '';
  while (text.split('\n').length <= count) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  return reportsOf(text);
}

const fileOf = (lines: readonly Record<string, unknown>[]) =>
  lines.map((line) => `${lineOf(tenant, line)}\n`).join('');

/** Each of them is in its ledger and in D1 whole, or in neither. */
async function expectWhole() {
  await ringUntilQuiet(tenant);
  await expectEqual(tenant);
  const { appointments, events } = await ledgersOf(tenant);
  expect(events.map((event) => event.appointment_id).sort()).toEqual(
    appointments.map(({ id }) => id).sort(),
  );
}

describe('a file', () => {
  it('of 10,000 lines is imported, line 10,001 stops it and is reported', async () => {
    const people = await newAgents(tenant, 4);
    const lines = linesFor(
      people.map(({ id }) => id),
      MAX_LINES + 2,
    );
    const reports = await importLines(tenant, lines);
    expect(reports).toHaveLength(MAX_LINES + 1);
    expect(reports.slice(0, -1).filter(({ result }) => result !== 'imported')).toEqual([]);
    expect(reports.map(({ line }) => line)).toEqual(lines.slice(1).map((_, index) => index + 1));
    const stopped = { id: null, result: 'invalid', errors: { body: ['is too large'] } };
    expect(reports.at(-1)).toEqual({ line: MAX_LINES + 1, ...stopped });
    const { meta } = (await client(tenant).get('/appointments?page_size=1')).list();
    expect(meta.total_count).toBe(MAX_LINES);
    await expectWhole();
  }, 60_000);

  it('of 10,000 lines of which most are blank stops at line 10,001 too, and says so', async () => {
    const [first = {}, last = {}] = linesFor(agentIds(), 2);
    const file = lineOf(tenant, first) + '\n'.repeat(MAX_LINES) + lineOf(tenant, last);
    const reports = await importLines(tenant, [file]);
    expect(reports.map(({ line, result }) => ({ line, result }))).toEqual([
      { line: 1, result: 'imported' },
      { line: MAX_LINES + 1, result: 'invalid' },
    ]);
  });

  it('that grows past 16 MiB without having said so is stopped there; what came before is taken', async () => {
    const { answer, write, writer } = await openImport();
    const first = { id: oldId() };
    const reports = answer.then(readReports);
    await write(fileOf([first]));
    const bulk = `${'x'.repeat(200_000)}\n`;
    let written = 1;
    const grow = async () => {
      for (; written < 100; written += 1) await write(bulk);
      await writer.close();
    };
    await grow().catch(() => {}); // nobody reads on
    const all = await reports;
    expect(all[0]).toEqual({ line: 1, id: first.id, result: 'imported' });
    expect(all.at(-1)?.errors).toEqual({ body: ['is too large'] });
    expect(all.length).toBeGreaterThan(80);
    expect(all.length).toBeLessThan(90);
    await expectWhole();
  });
});

describe('a caller', () => {
  it('can read the first reports before the body has ended, and go on then', async () => {
    const lines = linesFor(agentIds(), 500);
    const { answer, write, writer } = await openImport();
    const writing = write(fileOf(lines.slice(0, 450)));
    const { body } = await answer;
    const reader = (body as ReadableStream<Uint8Array>).getReader(); // an answer with a body
    const early = await readSome(reader, 200);
    expect(early.map(({ id }) => id)).toEqual(lines.slice(0, early.length).map(({ id }) => id));
    expect((await copyOf(tenant)).appointments.length).toBeGreaterThanOrEqual(200);
    await writing;
    // The rest in pieces that end wherever they end.
    const rest = fileOf(lines.slice(450));
    const sending = (async () => {
      for (let from = 0; from < rest.length; from += 777) await write(rest.slice(from, from + 777));
      await writer.close();
    })();
    const late = await readSome(reader, lines.length);
    await sending;
    const ids = [...early, ...late].map(({ id, result }) => ({ id, result }));
    expect(ids).toEqual(lines.map(({ id }) => ({ id, result: 'imported' })));
    await expectEqual(tenant);
  });

  it('who hangs up midway leaves whole appointments only, and can send the file again', async () => {
    const lines = linesFor(agentIds(), 900);
    const { answer, write } = await openImport();
    const writing = write(fileOf(lines)).catch(() => {});
    const { body } = await answer;
    const reader = (body as ReadableStream<Uint8Array>).getReader(); // an answer with a body
    await readSome(reader, 1);
    await Promise.all([reader.cancel(), writing]);
    await expectWhole();
    const { length } = (await ledgersOf(tenant)).appointments;
    expect(length).toBeGreaterThanOrEqual(200);
    expect(length).toBeLessThan(900);
    const again = await importLines(tenant, lines);
    expect(again.filter(({ result }) => result === 'imported')).toHaveLength(900 - length);
    expect(again.filter(({ errors }) => errors?.id)).toHaveLength(length);
    await expectWhole();
  });

  it('whose body breaks off midway leaves whole appointments only, and can send the file again', async () => {
    const lines = linesFor(agentIds(), 300);
    const { answer, write, writer } = await openImport();
    const reading = answer.then(readReports);
    await write(fileOf(lines).slice(0, -50));
    await writer.abort(new Error('the line is dead'));
    expect((await reading).map(({ result }) => result)).toEqual([
      ...Array(299).fill('imported'),
      'invalid',
    ]);
    await expectWhole();
    const again = await importLines(tenant, lines);
    expect(again.map(({ result, errors }) => errors?.id?.[0] ?? result)).toEqual([
      ...Array(299).fill('has already been taken'),
      'imported',
    ]);
    await expectWhole();
  });
});

it('one line of 16 MiB is refused for its length, soon', { timeout: 10_000 }, async () => {
  const file = 'x'.repeat(16 * 1024 * 1024 - 1);
  const answer = await client(tenant, { role: 'manager', userId: tenant.manager.id }).post(
    IMPORTS,
    file,
    { 'Content-Type': NDJSON },
  );
  expect(answer.text).toContain('"is too large"');
  expect(answer.text.trim().split('\n')).toHaveLength(1);
});
