// The original's page as a fixture: the curls that it prints, and the directory and the appointment that it implies.

import { applyD1Migrations, reset } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import { AVANTER, CARLOS, JOAO, SUPPORT } from '../../scripts/demo/directory.ts';
import { sortKey } from '../../src/read-model/keys.ts';
import page from '../fixtures/original-page.txt?raw';
import { ORIGIN, sign } from './client.ts';

export interface Example {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** What the page prints of the answer, if it does. */
  readonly answer: { readonly status: number; readonly body: unknown } | undefined;
}

export const EXAMPLES = readExamples(page);
const listed = EXAMPLES.find(({ path }) => path.startsWith('/api/v1/appointments?'));

/** The start state of each example, at the time of the page. */
export async function turnToThePage(): Promise<void> {
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-02-18T16:00:00Z') });
  await peopleOfThePage();
  await appointmentOfThePage();
}

/** A token of the page's agent. */
export const tokenOfThePage = (role: string) => sign({ sub: JOAO, tenant: AVANTER.slug, role });

/** The directory as the page implies it, with one more customer to be merged. */
async function peopleOfThePage(): Promise<void> {
  const department = AVANTER.departments.find(({ id }) => id === SUPPORT)?.name ?? '';
  const agent = AVANTER.users.find(({ id }) => id === JOAO);
  const customer = AVANTER.customers.find(({ id }) => id === CARLOS);
  await env.DB.batch([
    env.DB.prepare(
      'INSERT INTO departments (tenant, id, name, name_key, inserted_at, updated_at) VALUES (?, ?, ?, ?, 0, 0)',
    ).bind(AVANTER.slug, SUPPORT, department, sortKey(department)),
    env.DB.prepare(
      `INSERT INTO users (tenant, id, name, name_key, role, email, email_key, time_zone, department_ids, inserted_at, updated_at)
       VALUES (?1, ?2, ?3, ?4, 'attendant', ?5, ?5, ?6, ?7, 0, 0)`,
    ).bind(
      AVANTER.slug,
      JOAO,
      agent?.name ?? '',
      sortKey(agent?.name ?? ''),
      agent?.email ?? null,
      agent?.time_zone ?? '',
      JSON.stringify(agent?.department_ids),
    ),
    env.DB.prepare(
      'INSERT INTO customers (tenant, id, name, name_key, inserted_at, updated_at) VALUES (?, ?, ?, ?, 0, 0)',
    ).bind(AVANTER.slug, '6e7f8a9b-0c1d-2345-fghi-678901234567', 'Carlos F.', 'carlos f.'),
    env.DB.prepare(
      'INSERT INTO customers (tenant, id, name, name_key, email, email_key, phone, inserted_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)',
    ).bind(
      AVANTER.slug,
      CARLOS,
      customer?.name ?? '',
      sortKey(customer?.name ?? ''),
      customer?.email ?? null,
      customer?.email ?? null,
      customer?.phone ?? null,
    ),
  ]);
}

/** The appointment that the page lists, taken over with its own id and timestamps. */
async function appointmentOfThePage(): Promise<void> {
  const { data } = (listed?.answer?.body ?? { data: [] }) as { data: unknown[] }; // the page's own JSON
  const response = await exports.default.fetch(`${ORIGIN}/api/v1/imports/appointments`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${await tokenOfThePage('manager')}`,
      'X-Tenant': AVANTER.slug,
      'Content-Type': 'application/x-ndjson',
    },
    body: data.map((line) => JSON.stringify(line)).join('\n'),
  });
  expect(await response.json()).toMatchObject({ line: 1, result: 'imported' });
}

function readExamples(text: string): Example[] {
  const [, ...blocks] = text.split(/^curl -X /m);
  return blocks.map((block) => {
    const [, method = '', url = ''] = /^(\w+) "?([^\s"\\]+)"?/.exec(block) ?? [];
    const { pathname, search } = new URL(url);
    const headers = [...block.matchAll(/^-H "([\w-]+): ([^"]*)"/gm)];
    const [, status, printed] = /Réponse de Succès \((\d+)\)\njson\n([\s\S]*)/.exec(block) ?? [];
    return {
      title: `${method} ${pathname}`,
      method,
      path: pathname + search,
      headers: Object.fromEntries(headers.map(([, name, value]) => [name ?? '', value ?? ''])),
      body: /^-d '([\s\S]*?)'/m.exec(block)?.[1],
      answer:
        printed === undefined
          ? undefined
          : { status: Number(status), body: JSON.parse(upToBalance(printed)) },
    };
  });
}

/** The text up to where its first brace is closed; no string of the page holds a brace. */
function upToBalance(text: string): string {
  let depth = 0;
  const end = [...text].findIndex((character) => {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    return depth === 0;
  });
  return [...text].slice(0, end + 1).join('');
}
