// Fills the demo tenants: the directory straight into D1 before the server runs, the appointments through its import.

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importReport } from '@rendezvous/contract';
import { emailKey, sortKey } from '../../src/read-model/keys.ts';
import { localToken } from '../local-token.ts';
import { wrangler } from '../wrangler.ts';
import { AVANTER, DEMO_TENANTS, SOFIA } from './directory.ts';

const DAY_MS = 86_400_000;

/** The day around which the demo lives: that of the first start on this state, so that an interrupted seed resumes with the same lines. */
export function demoDay(state: string): number {
  const file = join(state, 'demo-day');
  if (!existsSync(file)) {
    writeFileSync(`${file}.draft`, String(Math.floor(Date.now() / DAY_MS)));
    renameSync(`${file}.draft`, file);
  }
  return Number(readFileSync(file, 'utf8')) * DAY_MS;
}

/** Carries out `directorySql`. */
export async function seedDirectory(state: string): Promise<void> {
  const file = join(state, 'directory.sql');
  writeFileSync(file, directorySql(Date.now()));
  try {
    await wrangler(state, [
      'd1',
      'execute',
      'DB',
      '--local',
      '--persist-to',
      state,
      '--file',
      file,
      '--yes',
    ]);
  } finally {
    rmSync(file);
  }
}

/** Hands the demo's appointments to the running server. Those that it has already stay as they are. */
export async function importDemo(
  origin: string,
  appointments: readonly { readonly id: string }[],
): Promise<void> {
  const token = await localToken({
    tenant: AVANTER.slug,
    role: 'manager',
    userId: SOFIA,
    ttl: 600,
  });
  const response = await fetch(`${origin}/api/v1/imports/appointments`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'X-Tenant': AVANTER.slug,
      'Content-Type': 'application/x-ndjson',
    },
    body: appointments.map((line) => JSON.stringify(line)).join('\n'),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The import of the demo was refused: ${text}`);
  const reports = text
    .trim()
    .split('\n')
    .map((line) => importReport.parse(JSON.parse(line)));
  const failed = reports.filter(({ result, errors }) => result !== 'imported' && !errors?.id);
  if (failed.length > 0) throw new Error(`Demo lines were refused: ${JSON.stringify(failed)}`);
}

/** Inserts what is not there yet; `now` is when. */
export function directorySql(now: number): string {
  const insert = (table: string, row: Record<string, string | number | null>) =>
    `INSERT OR IGNORE INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).map(literal).join(', ')});`;
  const stamps = { inserted_at: now, updated_at: now };
  return DEMO_TENANTS.flatMap(({ slug: tenant, name, departments, users, customers }) => [
    insert('tenants', { slug: tenant, name, inserted_at: now }),
    ...departments.map((department) =>
      insert('departments', {
        tenant,
        ...department,
        name_key: sortKey(department.name),
        ...stamps,
      }),
    ),
    ...users.map((user) =>
      insert('users', {
        tenant,
        ...user,
        name_key: sortKey(user.name),
        email_key: emailKey(user.email),
        department_ids: JSON.stringify(user.department_ids.toSorted()),
        ...stamps,
      }),
    ),
    ...customers.map((customer) =>
      insert('customers', {
        tenant,
        ...customer,
        name_key: sortKey(customer.name),
        email_key: customer.email && emailKey(customer.email),
        ...stamps,
      }),
    ),
  ]).join('\n');
}

const literal = (value: string | number | null): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
