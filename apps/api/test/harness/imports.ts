// Appointments that no booking could make: past ones, closed ones, ones with timestamps and ids of their own.

import { env } from 'cloudflare:workers';
import { type ImportReport, importReport } from '@rendezvous/contract';
import { expect, vi } from 'vitest';
import { app } from '../../src/app.ts';
import type { Env } from '../../src/env.ts';
import { environment } from './app.ts';
import { client, ORIGIN, sign } from './client.ts';
import { faults, release, resetFaults, roundTrips, withFaults } from './faults.ts';
import { unspeakable } from './languages.ts';
import type { Tenant } from './tenant.ts';

export const NDJSON = 'application/x-ndjson';
export const IMPORTS = '/imports/appointments';

/** A line: these fields on top of an appointment of the tenant; text goes as it is. */
export type LineOf = Record<string, unknown> | string;

/** Imports one appointment per line, each `oldAppointment(tenant)` with these fields on top; expects that all get in. */
export async function importAll(
  tenant: Tenant,
  lines: readonly Record<string, unknown>[],
): Promise<void> {
  const reports = await importLines(tenant, lines);
  expect(reports.filter(({ result }) => result !== 'imported')).toEqual([]);
  expect(reports).toHaveLength(lines.length);
}

/** Imports the lines, and returns the reports on them. */
export async function importLines(
  tenant: Tenant,
  lines: readonly LineOf[],
): Promise<ImportReport[]> {
  const manager = client(tenant, { role: 'manager', userId: tenant.manager.id });
  const file = fileOf(tenant, lines);
  const { status, text } = await manager.post(IMPORTS, file, { 'Content-Type': NDJSON });
  expect(status, text).toBe(200);
  return reportsOf(text);
}

/** The same through the app itself, in an environment of the test's making: its faults and gates are the test's. */
export async function importIn(
  environment: Env,
  tenant: Tenant,
  lines: readonly LineOf[],
): Promise<ImportReport[]> {
  const response = await postImport(tenant, fileOf(tenant, lines), {}, environment);
  return readReports(response);
}

/** The raw answer to any body, streams too. */
export async function postImport(
  tenant: Tenant,
  body: BodyInit,
  init: RequestInit = {},
  inside: Env = environment(),
): Promise<Response> {
  const token = await sign({ sub: tenant.manager.id, tenant: tenant.slug, role: 'manager' });
  const headers = {
    Authorization: `Bearer ${token}`,
    'X-Tenant': tenant.slug,
    'Content-Type': NDJSON,
  };
  const request = new Request(`${ORIGIN}/api/v1${IMPORTS}`, {
    method: 'POST',
    headers,
    body,
    ...init,
  });
  return app.fetch(request, inside);
}

/** An environment in which `around` stands between the Worker and a calendar when it hands lines over. */
export function environmentWith(
  around: (handOver: () => Promise<unknown>) => Promise<unknown>,
): Env {
  const faulty = (stub: DurableObjectStub) =>
    new Proxy(stub, {
      get:
        (_, verb) =>
        (...parameters: unknown[]) => {
          const call = (): Promise<unknown> =>
            Reflect.apply(Reflect.get(stub, verb), stub, parameters);
          return verb === 'import' ? around(call) : call();
        },
    });
  const CALENDARS = new Proxy(env.CALENDARS, {
    get: (target, property) =>
      property === 'getByName'
        ? (name: string) => faulty(target.getByName(name))
        : Reflect.get(target, property),
  });
  return environment({ CALENDARS });
}

const LOST = new Error('network connection lost');

/** Calendars that do not hear of the lines. */
export const deaf = (): Env => environmentWith(() => Promise.reject(LOST));

/** Calendars that take the lines, and whose answers are lost. */
export const dumb = (): Env =>
  environmentWith((handOver) => handOver().then(() => Promise.reject(LOST)));

/**
 * Stops the Worker before its n-th round trip to D1, lets `meanwhile` happen, and lets it go on. Nothing happens meanwhile
 * when it makes fewer.
 */
export async function interrupt(
  nth: number,
  work: (inside: Env) => Promise<unknown>,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  resetFaults();
  faults.worker = 'held';
  let isOver = false;
  const working = work(withFaults(environment(), 'worker')).finally(() => {
    isOver = true;
  });
  for (let trip = 1; trip <= nth && !isOver; trip += 1) {
    if (trip > 1) release();
    await vi.waitFor(() => expect(isOver || roundTrips.worker >= trip).toBe(true));
  }
  faults.worker = 'none';
  if (!isOver) await meanwhile();
  release();
  await working;
}

const fileOf = (tenant: Tenant, lines: readonly LineOf[]): string =>
  lines.map((line) => (typeof line === 'string' ? line : lineOf(tenant, line))).join('\n');

/** One line of a file. */
export const lineOf = (tenant: Tenant, fields: Record<string, unknown>): string =>
  JSON.stringify({ ...oldAppointment(tenant), ...fields });

/** All reports of an answer. Not text(): the platform warns of it for NDJSON. */
export const readReports = async (response: Response): Promise<ImportReport[]> =>
  reportsOf(new TextDecoder().decode(await response.arrayBuffer()));

export function reportsOf(text: string): ImportReport[] {
  const lines = text.split('\n').filter(Boolean);
  const reports = lines.map((line) => importReport.parse(JSON.parse(line)));
  expect(reports.flatMap(unspeakable), 'without a translation').toEqual([]);
  return reports;
}

/** An id in the style of the original's examples, with a letter past `f`. */
export const oldId = (): string => `z${crypto.randomUUID().slice(1)}`;

/** A call that took place years ago; the id is missing. */
const oldAppointment = (tenant: Tenant): Record<string, unknown> => ({
  title: 'Consulta de acompanhamento',
  status: 'completed',
  scheduled_at: '2020-02-20T10:00:00Z',
  department_id: tenant.department.id,
  user_id: tenant.agent.id,
  customer_id: tenant.customer.id,
});
